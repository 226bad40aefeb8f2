"""`gouji export DIR --to FOLDER/`: letters to agencies."""

import json
from pathlib import Path

import pytest
from commands import Gouji
from docx import Document

LETTER = "青禾县人民政府办公室.docx"


@pytest.fixture(name="output")
def output_fixture(gouji: Gouji, report: str) -> str:
    """The output of a run over one report with one error (R4) and one warning (F3)."""
    assert report.count("未收取信息处理费。") == 1
    Path("a.txt").write_text(report.replace("未收取信息处理费。", "未收取信息公开费。"), encoding="utf-8")
    gouji("run", "a.txt", "-o", "out")
    return "out"


def _text(path: str) -> str:
    return "\n".join(paragraph.text for paragraph in Document(path).paragraphs)


def test_a_name_that_ends_like_a_folder_means_letters(gouji: Gouji, output: str) -> None:
    """The folder is made; by default only errors are written about."""
    ran = gouji("export", output, "--to", "notices/")
    assert (ran.code, ran.out, ran.err) == (0, "notices/index.csv: 1 notices with 1 findings", "")
    text = _text(f"notices/{LETTER}")
    assert "“结果维持”等4项合计为3，“总计”为2，相差1。" in text
    assert "信息公开费" not in text


def test_levels_are_chosen_with_commas_between_them(gouji: Gouji, output: str) -> None:
    """The letter of the first export is replaced by the one with more in it."""
    gouji("export", output, "--to", "notices/")
    ran = gouji("export", output, "--to", "notices", "--levels", "error,warning")
    assert (ran.code, ran.out) == (0, "notices/index.csv: 1 notices with 2 findings")
    assert "将“信息处理费”写作“信息公开费”。" in _text(f"notices/{LETTER}")


def test_what_was_written_can_be_read_by_a_program(gouji: Gouji, output: str) -> None:
    """Files, index and counts as one JSON value."""
    ran = gouji("export", output, "--to", "notices/", "--json")
    assert json.loads(ran.out) == {
        "files": [f"notices/{LETTER}"],
        "index": "notices/index.csv",
        "findings": 1,
        "removed": [],
        "waived": 0,
        "unsettled": 0,
    }


def test_a_waived_finding_takes_the_letter_away(gouji: Gouji, output: str) -> None:
    """The rules file of the command decides, as it does for `check`; what was removed is said."""
    record = json.loads(Path(output, "records.jsonl").read_text(encoding="utf-8").splitlines()[0])
    mark = next(finding["fingerprint"] for finding in record["findings"] if finding["code"] == "R4")
    Path("rules.yaml").write_text(
        f"waivers:\n  - {{fingerprint: {mark}, reason: 已说明, by: 李, expires: 2999-12-31}}\n", encoding="utf-8"
    )
    gouji("export", output, "--to", "notices/")
    ran = gouji("export", output, "--to", "notices/", "--rules", "rules.yaml")
    assert (ran.code, ran.out) == (0, "notices/index.csv: 0 notices with 0 findings")
    assert ran.err == "1 notices of an earlier export are removed: nothing is left to say in them"
    assert [file.name for file in Path("notices").iterdir()] == ["index.csv"]


def test_a_letter_that_was_filled_in_stops_the_export(gouji: Gouji, output: str) -> None:
    """One line with code, place and next step; the letter stays."""
    gouji("export", output, "--to", "notices/")
    Path("notices", LETTER).write_bytes(b"filled in")
    ran = gouji("export", output, "--to", "notices/")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (4, "", 1)
    assert ran.err.startswith("notices-changed: notices: ")
    assert Path("notices", LETTER).read_bytes() == b"filled in"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--to", "notices/", "--levels", "fatal"), "usage: 'fatal' is no level"),
        (("--to", "cells.csv", "--levels", "error"), "usage: --levels is for notices"),
        (("--to", "out"), "target-is-input: out: "),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(words: tuple[str, ...], says: str, gouji: Gouji, output: str) -> None:
    """Nothing is written, least of all into the folder of the run."""
    before = sorted(Path(output).iterdir())
    ran = gouji("export", output, *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert sorted(Path(output).iterdir()) == before
    assert not Path("notices").exists()
