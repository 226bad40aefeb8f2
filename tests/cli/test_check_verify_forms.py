"""`gouji check`, `gouji verify`, `gouji forms` and the help pages."""

import json
from pathlib import Path

import pytest
from commands import Gouji
from inline_snapshot import snapshot


class TestCheck:
    """Rules again, on records."""

    def test_findings_are_grouped_by_document(self, gouji: Gouji, output: str) -> None:
        """Sources are not needed; an error ends with 1."""
        for path in Path("in").iterdir():
            path.unlink()
        ran = gouji("check", output)
        assert ran.code == 1
        assert ran.out == snapshot("""\
in/a.txt
error R4  The results add up to the total (reconsideration): 3 ≠ 2
   行政复议
     2  结果维持
   + 1  结果纠正
   + 0  2 zeros
   = 3
   ≠ 2  总计  difference 1
   would reconcile (the document stays as it is):
      结果维持 2 → 1 (one digit differs)
      结果纠正 1 → 0 (one digit differs)
      总计 2 → 3 (one digit differs)
   cause: the report itself
   basis: 表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计
   fingerprint: e15cced272001d19
in/c.txt
   not checked: empty-file
2 documents checked, 1 without a record to check; findings: error 1, warning 0, note 0\
""")

    def test_no_error_ends_with_zero(self, gouji: Gouji, sound: str) -> None:
        """Also when a document failed: `run` has said that."""
        Path("b.txt").write_text(sound, encoding="utf-8")
        gouji("run", "b.txt", "-o", "out")
        assert gouji("check", "out").code == 0

    def test_json_lists_every_document(self, gouji: Gouji, output: str) -> None:
        """With its findings as records have them."""
        ran = gouji("check", output, "--json")
        value = json.loads(ran.out)
        assert [(item["path"], len(item["findings"])) for item in value["documents"]] == [
            ("in/a.txt", 1),
            ("in/b.txt", 0),
            ("in/c.txt", 0),
        ]
        assert value["counts"] == {"checked": 2, "failed": 1, "error": 1, "warning": 0, "info": 0, "waived": 0}

    def test_a_changed_record_shows(self, gouji: Gouji, output: str) -> None:
        """The rules see the new value, and that the record said something else."""
        records = Path(output, "records.jsonl")
        content = records.read_text(encoding="utf-8").splitlines(keepends=True)
        changed = json.loads(content[1])
        next(cell for cell in changed["cells"] if cell["path"] == "requests.carried_out.total")["value"] = 5
        content[1] = json.dumps(changed, ensure_ascii=False, separators=(",", ":")) + "\n"
        records.write_text("".join(content), encoding="utf-8")
        out = gouji("check", output).out
        assert "in/b.txt\n   the rules now say something else" in out

    @pytest.mark.parametrize("command", ["check", "verify", "show"])
    def test_a_folder_without_a_run_is_named(self, gouji: Gouji, command: str) -> None:
        """Exit 4: there is nothing to work on."""
        Path("empty").mkdir()
        ran = gouji(command, "empty")
        assert ran.code == 4
        assert ran.err == "no-records: empty: no finished run here; name the -o folder of a `gouji run`"

    def test_an_unfinished_run_says_how_to_finish(self, gouji: Gouji) -> None:
        """A journal alone is not a result."""
        Path("out").mkdir()
        Path("out/records.partial.jsonl").write_text("", encoding="utf-8")
        assert gouji("check", "out").err.startswith("run-unfinished: out: ")

    def test_a_line_that_is_no_record_is_named(self, gouji: Gouji, output: str) -> None:
        """With its number."""
        with Path(output, "records.jsonl").open("a", encoding="utf-8") as file:
            file.write("{}\n")
        ran = gouji("check", output)
        assert (ran.code, ran.err.startswith("record-invalid: out/records.jsonl:4: ")) == (4, True)


class TestVerify:
    """Everything derived again."""

    def test_an_untouched_folder_is_proven(self, gouji: Gouji, output: str) -> None:
        """Exit 0, with the number of documents."""
        ran = gouji("verify", output)
        assert (ran.code, ran.out) == (
            0,
            "3 documents derived again: every record, text and hash is as the run left it",
        )

    def test_sources_are_found_from_another_folder(
        self, gouji: Gouji, output: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Relative paths start where the run was started."""
        Path("elsewhere").mkdir()
        monkeypatch.chdir("elsewhere")
        assert gouji("verify", f"../{output}").code == 0

    def test_every_kind_of_change_is_found(self, gouji: Gouji, output: str, report: str) -> None:
        """A changed record, a changed source, a missing source, a changed text, a missing text."""
        records = Path(output, "records.jsonl")
        records.write_bytes(records.read_bytes().replace(b'"value":12,', b'"value":13,', 1))
        Path("in/b.txt").write_text(report, encoding="utf-8")
        Path("in/c.txt").unlink()
        ran = gouji("verify", output, "--json")
        value = json.loads(ran.out)
        assert ran.code == 1
        assert {(item["code"], item["place"]) for item in value["mismatches"]} == {
            ("records-changed", "out/records.jsonl"),
            ("record-changed", "in/a.txt"),
            ("source-changed", "in/b.txt"),
            ("source-missing", "in/c.txt"),
        }
        assert any("value: 13 → 12" in item["message"] for item in value["mismatches"])

    def test_texts_are_compared_too(self, gouji: Gouji, output: str) -> None:
        """Every place in a record counts in them."""
        first, second = sorted(Path(output, "texts").iterdir())
        first.write_bytes(first.read_bytes() + b" ")
        second.unlink()
        ran = gouji("verify", output)
        assert ran.code == 1
        assert f"text-changed: {first}: " in ran.out
        assert f"text-missing: {second}: " in ran.out

    def test_a_line_that_breaks_the_schema_is_found(self, gouji: Gouji, output: str) -> None:
        """And the rest is still compared."""
        with Path(output, "records.jsonl").open("a", encoding="utf-8") as file:
            file.write('{"schema":"gouji/record/2"}\n')
        ran = gouji("verify", output)
        assert "record-invalid: out/records.jsonl:4: " in ran.out
        assert "3 documents derived again: 2 mismatches" in ran.out

    def test_other_versions_alone_are_a_note(self, gouji: Gouji, output: str) -> None:
        """Newer code that says the same proves the records as well."""
        path = Path(output, "manifest.json")
        path.write_text(path.read_text(encoding="utf-8").replace('"cn2an": "', '"cn2an": "0.'), encoding="utf-8")
        ran = gouji("verify", output)
        assert ran.code == 0
        assert ran.out.startswith("versions-differ: out: ")


class TestForms:
    """The catalogue of forms."""

    def test_the_list_names_editions_and_tables(self, gouji: Gouji) -> None:
        """One line a form."""
        assert gouji("forms").out == snapshot("""\
id              title                                           editions    tables
gov-disclosure  Annual report on government information         2019, 2021  proactive, requests, disputes
                disclosure
public-budget   Published departmental budget                   2018        income, expenditure, basic, official_costs\
""")

    def test_one_form_is_a_tree(self, gouji: Gouji) -> None:
        """Rows, columns and identities with their keys and clauses."""
        out = gouji("forms", "gov-disclosure", "--lang", "zh").out
        assert "│   │   ├── 2021 版" not in out.splitlines()[0]
        assert "规章  regulations" in out
        assert "自然人  natural_person (count 件)" in out
        assert "R1 × 25" in out
        assert "2019 版 / 2021 版" in out or "2019 / 2021 版" in out

    def test_json_lists_cells_and_equations(self, gouji: Gouji) -> None:
        """42 equations in the edition of 2021."""
        (form,) = json.loads(gouji("forms", "gov-disclosure", "--json").out)
        editions = [
            edition for table in form["tables"] for edition in table["editions"] if edition["edition"] == "2021"
        ]
        assert sum(len(edition["cells"]) for edition in editions) == 200
        assert sum(len(edition["equations"]) for edition in editions) == 42

    def test_a_form_file_is_shown_like_a_form(self, gouji: Gouji, project_root: Path) -> None:
        """Whoever writes one sees how it was understood; one with faults is refused with all of them."""
        form = (project_root / "extractor/forms/data/gov-disclosure.yaml").read_text(encoding="utf-8")
        Path("mine.yaml").write_text(form.replace("id: gov-disclosure", "id: my-form", 1), encoding="utf-8")
        assert gouji("forms", "mine.yaml").out.startswith("my-form  Annual report")
        Path("mine.yaml").write_text("id: my-form", encoding="utf-8")
        assert gouji("forms", "mine.yaml").code == 2

    def test_an_unknown_form_lists_the_known(self, gouji: Gouji) -> None:
        """Exit 2."""
        assert gouji("forms", "tax").code == 2


class TestHelp:
    """The help pages."""

    def test_every_command_is_listed(self, gouji: Gouji) -> None:
        """Each with a sentence."""
        assert gouji("--help").out == snapshot("""\
Usage: gouji [OPTIONS] COMMAND [ARGS]...

  Read statistical reports, prove every cell and re-check every number.

Options:
  --version  Print the version and end.
  --help     Show this message and exit.

Commands:
  run      Read documents into an output folder.
  show     Show a document.
  check    Run all rules again on records.
  verify   Prove records by their sources.
  export   Write the records of a run as one file.
  forms    List the forms or show one.
  probe    Ask the endpoint what it honours.
  serve    Serve the review pages of a run.
  rules    List the rules or show one.
  prompts  List the prompts, show, fill in or compare them.
  review   Settle what is in doubt, in the terminal.
  eval     Score the golden set, compare and gate results.\
""")

    @pytest.mark.parametrize(
        "command",
        ["run", "show", "check", "verify", "export", "forms", "rules", "prompts", "review list", "serve", "eval run"],
    )
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_command_explains_itself(self, gouji: Gouji, command: str, lang: str) -> None:
        """Every key of the help texts has been replaced by words, in either language."""
        ran = gouji(*command.split(), "--help", "--lang", lang)
        assert ran.code == 0
        assert "help." not in ran.out
        assert "--json" in ran.out
        assert any("\u4e00" <= character <= "\u9fff" for character in ran.out) == (lang == "zh")
