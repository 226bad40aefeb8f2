"""From a file to its record: claims, the rules on prose, and the same again from what was stored."""

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.formats import Format
from eval.generator.generate import generate
from eval.generator.layouts import Layout
from extractor.audit import rule_catalogue
from extractor.cli import main
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Finding, Record
from extractor.pipeline import Pipeline, Processed

PROSE = ("N1", "N2", "N3", "N4")
SEEDS = (
    "000_f57c819d3d38d3bd",
    "001_976a34383c60b842",
    "002_bef0e282cde1829d",
    "003_09d7efa84834ab25",
    "004_df1de46db5416daa",
)


def read(data: bytes, name: str) -> Processed:
    """The record of a file and its extracted text."""
    return pipeline().process(data, name=name, path=name)


def pipeline() -> Pipeline:
    """One as the command line makes it."""
    return Pipeline(FileIngester(), builtin_forms())


def prose_findings(record: Record) -> list[Finding]:
    """What the rules on prose found."""
    return [item for item in record.findings if item.code in PROSE and item.status == "FAIL"]


def checked_again(processed: Processed) -> Record:
    """The record after it was stored and checked without its source."""
    assert processed.text is not None
    stored = Record.model_validate_json(processed.record.model_dump_json(by_alias=True))
    return pipeline().recheck(stored, processed.text)


@pytest.fixture
def golden(project_root: Path) -> str:
    """The golden report."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


def test_the_claims_of_a_report_stand_in_its_record(golden: str) -> None:
    """Every count of section one is quoted at its place and agrees with its cell."""
    record = read(golden.encode(), "qinghe_2023.txt").record
    assert all(golden[claim.source.start : claim.source.end] == claim.quote for claim in record.claims)
    agreeing = {claim.targets[claim.matched or 0][0]: claim.value for claim in record.claims if claim.agrees}
    assert agreeing["requests.new_received.total"] == 52
    assert agreeing["proactive.normative_documents.in_force"] == 86
    assert all(claim.agrees for claim in record.claims)
    assert prose_findings(record) == []


@pytest.mark.parametrize("code", PROSE)
def test_the_example_of_each_rule_makes_it_fail_alone(code: str, golden: str) -> None:
    """The changed report has one finding more than the golden one, in the words of the catalogue."""
    entry = rule_catalogue()[code]
    assert entry.example is not None
    changed = golden
    for change in entry.example.changes:
        assert changed.count(change.old) == 1
        changed = changed.replace(change.old, change.new)
    before = {item.fingerprint for item in read(golden.encode(), "a.txt").record.findings}
    processed = read(changed.encode(), "a.txt")
    (new,) = (item for item in processed.record.findings if item.fingerprint not in before)
    assert (new.code, new.severity) == (code, entry.severity)
    assert entry.example.says in new.message
    assert new.source is not None
    assert changed[new.source.start : new.source.end] == new.quote
    assert checked_again(processed) == processed.record


@pytest.mark.parametrize("layout", list(Layout))
def test_no_text_without_damage_is_accused_and_a_check_finds_the_same(layout: Layout) -> None:
    """The generator's prose agrees with its tables; the stored text gives the same record as the file."""
    claims: Counter[bool | None] = Counter()
    for seed in range(3100, 3104):
        made = generate(seed, layout)
        processed = read(made.data, made.file_name)
        assert [f"{made.name} {item.code} {item.quote}" for item in prose_findings(processed.record)] == []
        assert checked_again(processed) == processed.record
        claims.update(claim.agrees for claim in processed.record.claims)
    assert claims[False] == 0
    assert claims.total() > 0


@pytest.mark.parametrize("file_format", [Format.HTML, Format.DOCX, Format.XLSX, Format.CSV])
def test_a_check_finds_the_same_in_files_with_grids(file_format: Format) -> None:
    """A stored record has no grids, and the text of csv holds the marks between its fields; neither may matter."""
    claims = 0
    for seed in range(3200, 3206):
        made = generate(seed, GRID_LAYOUT, file_format=file_format)
        processed = read(made.data, made.file_name)
        # Some csv files are not read at all; those that are count here.
        claims += len(processed.record.claims)
        if processed.text is None:
            continue
        assert checked_again(processed) == processed.record
        assert prose_findings(processed.record) == []
    assert claims


def test_damage_that_only_the_source_shows_still_counts_in_a_check(golden: str) -> None:
    """A damaged label keeps the difference a warning that blames nobody, also without the source."""
    damaged = golden.replace("法人或其他组织", "法入或其他组织").replace("年末现行有效86件", "年末现行有效85件")
    processed = read(damaged.encode(), "a.txt")
    (finding,) = prose_findings(processed.record)
    assert (finding.severity, finding.attribution) == ("warning", "undecided")
    assert checked_again(processed) == processed.record


def test_a_check_reads_the_claims_of_the_text_anew(golden: str) -> None:
    """A record from before there were claims gains them, and what they show."""
    wrong = golden.replace("年末现行有效86件", "年末现行有效85件")
    processed = read(wrong.encode(), "a.txt")
    old = processed.record.model_copy(
        update={"claims": (), "findings": tuple(item for item in processed.record.findings if item.code != "N1")}
    )
    assert pipeline().recheck(old, wrong) == processed.record


@pytest.mark.parametrize("stem", SEEDS)
def test_a_seed_has_exactly_the_contradictions_of_its_truth(stem: str, shared_folder: Path) -> None:
    """26 against 27 in one of them, with cell and quotation; nothing in the others."""
    folder = shared_folder / "seeds"
    truth = json.loads((folder / "truth" / f"{stem}.json").read_text(encoding="utf-8"))
    expected = [
        (tuple(item["cells"]), item["quote"]) for item in truth["must_find"] if item.get("cells") and "quote" in item
    ]
    processed = read((folder / f"{stem}.txt").read_bytes(), f"{stem}.txt")
    errors = [item for item in prose_findings(processed.record) if item.severity == "error"]
    assert [(item.cells, item.quote) for item in errors] == expected
    assert {item.code for item in prose_findings(processed.record) if item.severity == "warning"} == set()
    assert checked_again(processed) == processed.record


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shanghai_office_2019.txt", [("N3", "warning", "占33.9%"), ("N4", "error", "均获维持")]),
        ("shanghai_kewei_2024.txt", []),
        ("shuyang_drc_2023.html", []),
    ],
)
def test_a_real_report_has_only_what_an_auditor_found(
    name: str, expected: list[tuple[str, str, str]], shared_folder: Path
) -> None:
    """A share that does not come out, and a lawsuit that is still pending; unproven cells accuse nobody."""
    processed = read((shared_folder / "real" / name).read_bytes(), name)
    findings = prose_findings(processed.record)
    assert [(item.code, item.severity, item.quote) for item in findings] == expected


def test_the_screen_shows_what_the_text_says(
    golden: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence with its line, and nothing of the claims that agree and bear on no finding."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    Path("report.txt").write_text(golden.replace("年末现行有效86件", "年末现行有效85件"), encoding="utf-8")
    assert main(("show", "report.txt")) == 0
    shown = "".join(capfd.readouterr().out.split())
    assert "“年末现行有效85件”differsfrom行政规范性文件/现行有效件数(line8" in shown
    assert "新收政府信息公开申请52件" not in shown
