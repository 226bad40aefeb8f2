"""`gouji eval` from the command line: run, compare, bless, gate."""

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Gouji

from eval.golden import read_manifest
from eval.runs import read_result


@pytest.fixture(name="golden", scope="session")
def golden_fixture(project_root: Path) -> str:
    """The golden folder."""
    return str(project_root / "golden")


def test_a_run_writes_its_folder_and_prints_rates_with_intervals(gouji: Gouji, golden: str) -> None:
    """Six documents of the split for prompts: a table, a result, and a line for each cell."""
    light = ("--without", "libreoffice", "--without", "ocr")
    ran = gouji("eval", "run", "--golden", golden, "--limit", "6", *light, "-o", "out")
    assert (ran.code, ran.err) == (0, "")
    assert "wrong accepted   0 cells in 0 documents" in ran.out
    assert "documents without fault" in ran.out
    assert "Documents with a wrong accepted cell (generated): 0 of " in ran.out
    result = read_result(Path("out"))
    assert len(result.documents) == 6
    lines = list(csv.DictReader(io.StringIO(Path("out/cells.csv").read_text(encoding="utf-8"))))
    assert len(lines) == sum(document.cells for document in result.documents)
    assert {line["right"] for line in lines} <= {"0", "1"}


def test_what_is_left_out_is_told_in_one_line(gouji: Gouji, golden: str) -> None:
    """Of the documents that need a program or an extra none is read, and the line names how many there are."""
    words = ("eval", "run", "--golden", golden, "--limit", "3", "--without", "ocr", "--without", "libreoffice")
    ran = gouji(*words)
    manifest = read_manifest(Path(golden)).of_split("dev")
    heavy = [item for item in manifest if item.needs in {"ocr", "libreoffice"}]
    assert ran.code == 0
    assert f"Left out: {len(heavy)} of {len(manifest)} documents, which need libreoffice, ocr." in ran.out
    assert "Not measured" not in ran.out
    unknown = gouji("eval", "run", "--golden", golden, "--without", "patience")
    assert unknown.code == 2
    assert "there are: libreoffice, pdf, ocr" in unknown.err


def test_two_processes_give_the_same_result_as_one(gouji: Gouji, golden: str) -> None:
    """Apart from the time it took, and repeats of a deterministic reader flip nothing."""
    words = ("eval", "run", "--golden", golden, "--limit", "2", "--json")
    one, two = (json.loads(gouji(*words, "-j", jobs, "--repeats", "2").out) for jobs in ("1", "2"))
    for result in (one, two):
        for document in result["documents"]:
            document["seconds"] = 0
            assert document["flips"]["changed"] == 0
    assert one["documents"] == two["documents"]


def test_a_result_is_blessed_and_then_judged(gouji: Gouji, golden: str) -> None:
    """Blessing is recorded; the same result passes; a result with a wrong accepted cell does not, with exit code 1."""
    gouji("eval", "run", "--golden", golden, "--split", "calibration", "--limit", "5", "-o", "one")
    blessed = gouji("eval", "bless", "one", "--by", "A. Reviewer", "--reason", "first", "--baseline", "baseline.json")
    assert (blessed.code, blessed.out) == (0, "5 documents blessed by A. Reviewer: baseline.json")
    assert json.loads(Path("baseline.json").read_text(encoding="utf-8"))["blessings"][0]["by"] == "A. Reviewer"
    passed = gouji("eval", "gate", "--baseline", "baseline.json", "--result", "one")
    assert passed.code == 0
    assert passed.out.endswith("The gate is open.")
    result = json.loads(Path("one/result.json").read_text(encoding="utf-8"))
    result["documents"][0]["extra_accepted"] = ["requests.invented.total"]
    Path("worse.json").write_text(json.dumps(result), encoding="utf-8")
    failed = gouji("eval", "gate", "--baseline", "baseline.json", "--result", "worse.json")
    assert failed.code == 1
    assert "FAIL  wrong-accepted  1 in 1 of 5 documents" in failed.out
    refused = gouji("eval", "bless", "worse.json", "--by", "A", "--reason", "b", "--baseline", "baseline.json")
    assert refused.code == 4
    assert "not-blessed" in refused.err
    compared = gouji("eval", "compare", "one", "worse.json", "--to", "page.html")
    assert compared.code == 0
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_what_cannot_be_judged_ends_with_four(gouji: Gouji, golden: str) -> None:
    """No baseline, another set of documents, no golden set: each is told, and none is a pass."""
    gouji("eval", "run", "--golden", golden, "--limit", "2", "-o", "two")
    gouji("eval", "run", "--golden", golden, "--limit", "3", "-o", "three")
    assert gouji("eval", "gate", "--baseline", "none.json", "--result", "two").code == 4
    gouji("eval", "bless", "two", "--by", "A", "--reason", "b", "--baseline", "baseline.json")
    other = gouji("eval", "gate", "--baseline", "baseline.json", "--result", "three")
    assert (other.code, "not-comparable" in other.err) == (4, True)
    assert gouji("eval", "run", "--golden", "nowhere").code == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--split", "test"), "'test' is no split"),
        (("run", "--limit", "0"), "--limit"),
        (("run", "--llm", "some-model"), "no endpoint is known"),
        (("compare", "a", "b", "--to", "x.pdf"), "no known suffix"),
        (("gate", "--approve", "traps"), "traps cannot be approved"),
        (("inject", "--to", "x.pdf"), "no known suffix"),
    ],
)
def test_wrong_options_are_told(gouji: Gouji, words: tuple[str, ...], said: str) -> None:
    """A usage error in one line."""
    ran = gouji("eval", *words)
    assert ran.code == 2
    assert said in ran.err
    assert "\n" not in ran.err


def test_an_injection_tells_what_is_noticed_and_what_escapes(gouji: Gouji) -> None:
    """A few faults of each part: none escapes, and the report is written as the suffix says."""
    ran = gouji("eval", "inject", "--faults", "150", "--seed", "3", "--to", "report.md")
    assert ran.code == 0
    assert " 0 escaped; " in ran.out.splitlines()[-1]
    assert "### Rules" in Path("report.md").read_text(encoding="utf-8")
    again = json.loads(gouji("eval", "inject", "--faults", "150", "--seed", "3", "--json").out)
    assert again["faults"] >= 150
    assert (again["escaped"], again["differing"]) == (0, [])
    assert set(again["traceless"]) >= {"columns exchanged"}
