"""`gouji rules`, and what a deployment says about rules: levels, waivers, facts about documents."""

import json
from pathlib import Path

import pytest
from commands import Gouji

from extractor.store import Manifest

FAR = "2999-12-31"
LONG_AGO = "2020-01-31"


@pytest.fixture(name="output")
def output_fixture(gouji: Gouji, report: str) -> str:
    """The output of a run over one report with one error (R4)."""
    Path("a.txt").write_text(report, encoding="utf-8")
    gouji("run", "a.txt", "-o", "out")
    return "out"


def findings(output: str) -> list[dict[str, str]]:
    """The findings of the first record."""
    line = Path(output, "records.jsonl").read_text(encoding="utf-8").splitlines()[0]
    return json.loads(line)["findings"]


def write_rules(*waivers: tuple[str, str], levels: str = "{}") -> str:
    """A rules file with these waivers: fingerprint and last day."""
    lines = [f"levels: {levels}", "waivers:"]
    lines += [f"  - {{fingerprint: {name}, reason: 复核后确认, by: 李, expires: {day}}}" for name, day in waivers]
    Path("rules.yaml").write_text("\n".join(lines if waivers else lines[:1]), encoding="utf-8")
    return "rules.yaml"


class TestCatalogue:
    """The list and the single rule."""

    def test_the_list_has_rules_and_identities(self, gouji: Gouji) -> None:
        """An identity names the form that it belongs to."""
        lines = gouji("rules").out.splitlines()
        assert lines[0].split() == ["code", "family", "level", "title", "basis", "identity", "of"]
        assert next(line for line in lines if line.startswith("Z1 ")).split()[1:3] == ["integrity", "info"]
        assert "gov-disclosure" in next(line for line in lines if line.startswith("R1 "))

    def test_json_lists_what_the_screen_lists(self, gouji: Gouji) -> None:
        """With all sentences in both languages."""
        rules = {item["code"]: item for item in json.loads(gouji("rules", "--json").out)}
        assert rules["R1"]["identity_of"] == "gov-disclosure"
        assert rules["Z1"]["identity_of"] is None
        assert [message["level"] for message in rules["H1"]["messages"]] == ["info", "warning"]

    @pytest.mark.parametrize(("lang", "title"), [("en", "Published in time"), ("zh", "按时发布")])
    def test_one_rule_shows_all_there_is_to_know(self, gouji: Gouji, lang: str, title: str) -> None:
        """Title in the language asked for, its sentence in both, the example and what is then said."""
        out = gouji("rules", "show", "dl1", "--lang", lang).out
        assert title in out.splitlines()[0]
        for words in (
            "《政府信息公开条例》第四十九条",
            "after the deadline",
            "晚了 {days} 天",
            "2024年5月6日",
            "published on",
        ):
            assert words in out

    def test_one_rule_as_json_is_a_list(self, gouji: Gouji) -> None:
        """Two forms may give one code to identities of their own."""
        (rule,) = json.loads(gouji("rules", "show", "R4", "--json").out)
        assert rule["equation"].endswith(" = 总计")
        assert rule["example"]["says"] == "4 ≠ 5"

    def test_an_unknown_rule_is_a_usage_error(self, gouji: Gouji) -> None:
        """On one line."""
        ran = gouji("rules", "show", "Z99")
        assert (ran.code, ran.err) == (2, "usage: no rule has the code 'Z99'; `gouji rules` lists them")


class TestLevels:
    """`levels` of the rules file."""

    def test_a_level_reaches_records_and_makes_the_run_do_them_again(self, gouji: Gouji, output: str) -> None:
        """Records depend on levels, so none of the first run is taken over; `verify` knows them without the file."""
        rules = write_rules(levels="{R4: warning}")
        ran = gouji("run", "a.txt", "-o", output, "--rules", rules, "--json")
        manifest = Manifest.model_validate_json(ran.out)
        assert (manifest.counts.reused, manifest.counts.errors, manifest.counts.warnings) == (0, 0, 1)
        assert [(item["code"], item["severity"]) for item in findings(output)] == [("R4", "warning")]
        Path(rules).unlink()
        assert gouji("verify", output).code == 0
        assert gouji("check", output).code == 0

    def test_an_identity_that_is_off_is_not_counted(self, gouji: Gouji, output: str) -> None:
        """Three equations fewer, and nothing said; the cells keep their tiers."""
        before = json.loads(gouji("show", output, "--json").out)
        gouji("run", "a.txt", "-o", output, "--rules", write_rules(levels="{R4: off}"))
        after = json.loads(gouji("show", output, "--json").out)
        assert after["findings"] == []
        assert after["coverage"]["applicable"] == before["coverage"]["applicable"] - 3
        assert after["cells"] == before["cells"]
        assert "   R4 " not in gouji("show", output).out

    def test_the_setting_names_the_file_for_every_command(
        self, gouji: Gouji, output: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`check` then judges by it, and says that the record judged otherwise."""
        monkeypatch.setenv("GOUJI_RULES", write_rules(levels="{R4: info}"))
        ran = gouji("check", output)
        assert ran.code == 0
        assert "the rules now say something else" in ran.out
        assert "note R4" in gouji("show", "a.txt").out

    @pytest.mark.parametrize("command", [("run", "a.txt", "-o", "new"), ("check", "out"), ("show", "out")])
    @pytest.mark.parametrize(
        ("content", "line"),
        [
            ("levels: {Z99: off}", "rules-invalid: rules.yaml:1: levels.Z99: no rule has this code"),
            (None, "rules-unread"),
        ],
    )
    @pytest.mark.usefixtures("output")
    def test_a_wrong_file_stops_every_command(
        self, gouji: Gouji, command: tuple[str, ...], content: str | None, line: str
    ) -> None:
        """Exit 2, and nothing is written."""
        if content is not None:
            Path("rules.yaml").write_text(content, encoding="utf-8")
        ran = gouji(*command, "--rules", "rules.yaml")
        assert (ran.code, ran.err.startswith(line), ran.out) == (2, True, "")
        assert not Path("new").exists()


class TestWaivers:
    """`waivers` of the rules file."""

    def test_a_waived_error_counts_no_more_and_is_marked(self, gouji: Gouji, output: str) -> None:
        """In `check`, whose exit code says so, in `show`, and in the table that ends a run; the record is the same."""
        (finding,) = findings(output)
        records = Path(output, "records.jsonl").read_bytes()
        rules = write_rules((finding["fingerprint"], FAR))
        checked = gouji("check", output, "--rules", rules)
        assert checked.code == 0
        assert f"waived by 李 until {FAR}: 复核后确认" in checked.out
        assert checked.out.endswith("findings: error 0, warning 0, note 0; waived 1")
        assert f"waived by 李 until {FAR}" in gouji("show", output, "--rules", rules).out
        ran = gouji("run", "a.txt", "-o", output, "--rules", rules)
        assert "error 0, warning 0, note 0; waived 1" in ran.out
        assert Path(output, "records.jsonl").read_bytes() == records

    def test_waivers_need_no_new_reading(self, gouji: Gouji, output: str) -> None:
        """Every record is taken over, and its waived findings are counted all the same."""
        (finding,) = findings(output)
        ran = gouji("run", "a.txt", "-o", output, "--rules", write_rules((finding["fingerprint"], FAR)), "--json")
        counts = Manifest.model_validate_json(ran.out).counts
        assert (counts.reused, counts.errors, counts.waived) == (1, 1, {"error": 1})

    def test_an_expired_waiver_is_named_and_its_finding_counts(self, gouji: Gouji, output: str) -> None:
        """Exit 1 again; also a run says that it has expired."""
        (finding,) = findings(output)
        rules = write_rules((finding["fingerprint"], LONG_AGO))
        checked = gouji("check", output, "--rules", rules)
        assert checked.code == 1
        assert f"the waiver by 李 expired on {LONG_AGO}" in checked.out
        assert f"the waiver of {finding['fingerprint']} by 李 expired on {LONG_AGO}" in checked.err
        assert "expired" in gouji("run", "a.txt", "-o", output, "--rules", rules).err

    def test_check_finds_the_file_of_the_run(self, gouji: Gouji, output: str) -> None:
        """And says when it is gone: an error without its waiver counts."""
        (finding,) = findings(output)
        rules = write_rules((finding["fingerprint"], FAR))
        gouji("run", "a.txt", "-o", output, "--rules", rules)
        assert gouji("check", output).code == 0
        Path(rules).unlink()
        ran = gouji("check", output)
        assert (ran.code, "rules.yaml; name one with --rules" in ran.err) == (1, True)

    def test_json_names_the_waived_findings(self, gouji: Gouji, output: str) -> None:
        """By fingerprint, beside the findings as the record has them."""
        (finding,) = findings(output)
        value = json.loads(gouji("check", output, "--rules", write_rules((finding["fingerprint"], FAR)), "--json").out)
        assert value["documents"][0]["waived"] == [finding["fingerprint"]]
        assert (value["counts"]["error"], value["counts"]["waived"]) == (0, 1)


class TestFacts:
    """`--manifest`: what is known of documents."""

    @pytest.fixture(name="late")
    def late_fixture(self, gouji: Gouji, report: str) -> str:
        """The output of a run over two reports; the list says that the first was published in May."""
        for name in ("a.txt", "b.txt"):
            Path(name).write_text(report, encoding="utf-8")
        Path("known.csv").write_text("path,published_on\na.txt,2024-05-06\nz.txt,2024-01-01\n", encoding="utf-8")
        ran = gouji("run", "a.txt", "b.txt", "-o", "out", "--manifest", "known.csv")
        assert ran.err == "known.csv:3: no document of this run: z.txt"
        return "out"

    @staticmethod
    def codes(output: str) -> dict[str, set[str]]:
        """The rules that failed, by document."""
        lines = Path(output, "records.jsonl").read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines]
        return {
            record["document"]["path"]: {item["code"] for item in record["findings"] if item["status"] == "FAIL"}
            for record in records
        }

    def test_a_fact_reaches_the_rules_of_its_document_alone(self, gouji: Gouji, late: str) -> None:
        """The report itself does not say when it was published; `check` and `verify` need no list for it."""
        assert self.codes(late) == {"a.txt": {"R4", "DL1"}, "b.txt": {"R4"}}
        Path("known.csv").unlink()
        assert "the rules now say something else" not in gouji("check", late).out
        assert gouji("verify", late).code == 0

    def test_a_changed_line_does_its_document_again_and_no_other(self, gouji: Gouji, late: str) -> None:
        """The facts are part of what a record depends on."""
        Path("known.csv").write_text("path,published_on\na.txt,2024-01-20\n", encoding="utf-8")
        ran = gouji("run", "a.txt", "b.txt", "-o", late, "--manifest", "known.csv", "--json")
        assert Manifest.model_validate_json(ran.out).counts.reused == 1
        assert self.codes(late)["a.txt"] == {"R4"}

    def test_a_run_without_the_list_forgets_what_it_said(self, gouji: Gouji, late: str) -> None:
        """Only the document of which nothing was known is taken over."""
        ran = gouji("run", "a.txt", "b.txt", "-o", late, "--json")
        assert Manifest.model_validate_json(ran.out).counts.reused == 1
        assert self.codes(late)["a.txt"] == {"R4"}

    def test_check_can_be_given_another_list(self, gouji: Gouji, late: str) -> None:
        """The same line for line, with paths as the run had them."""
        Path("other.csv").write_text("path,published_on\nb.txt,2024-05-06\n", encoding="utf-8")
        value = json.loads(gouji("check", late, "--manifest", "other.csv", "--json").out)
        found = {item["path"]: {one["code"] for one in item["findings"]} for item in value["documents"]}
        assert ("DL1" in found["a.txt"], "DL1" in found["b.txt"]) == (False, True)

    def test_workers_know_the_facts(self, gouji: Gouji, late: str) -> None:
        """Two processes give the same records as one."""
        gouji("run", "a.txt", "b.txt", "-o", "two", "--manifest", "known.csv", "-j", "2")
        assert self.codes("two") == self.codes(late)

    def test_a_list_among_the_reports_is_no_report(self, gouji: Gouji, report: str) -> None:
        """It is skipped, unless it is named."""
        Path("in").mkdir()
        Path("in/a.txt").write_text(report, encoding="utf-8")
        Path("in/known.csv").write_text("path,published_on\na.txt,2024-05-06\n", encoding="utf-8")
        ran = gouji("run", "in", "-o", "out", "--manifest", "in/known.csv", "--json")
        manifest = Manifest.model_validate_json(ran.out)
        assert (ran.code, manifest.counts.inputs) == (0, 1)
        assert [item.path for item in manifest.skipped] == ["in/known.csv"]

    def test_a_wrong_list_stops_the_run(self, gouji: Gouji, report: str) -> None:
        """Exit 2, with the line; nothing is written."""
        Path("a.txt").write_text(report, encoding="utf-8")
        Path("known.csv").write_text("path,year\na.txt,23\n", encoding="utf-8")
        ran = gouji("run", "a.txt", "-o", "out", "--manifest", "known.csv")
        assert (ran.code, ran.err.partition(";")[0]) == (
            2,
            "bad-manifest: known.csv:2: year: '23' is not a year such as 2023",
        )
        assert not Path("out").exists()
