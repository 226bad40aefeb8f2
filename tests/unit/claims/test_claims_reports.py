"""The real reports beside the checkout, and generated ones: what prose says, held against their tables."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval.generator.generate import generate
from eval.generator.layouts import Layout
from extractor.claims.grammar import Prose, read_prose
from extractor.claims.outline import outline
from extractor.forms import Form, builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Cell, Document, Record
from extractor.pipeline import Pipeline

SEEDS = (
    "seeds/000_f57c819d3d38d3bd.txt",
    "seeds/001_976a34383c60b842.txt",
    "seeds/002_bef0e282cde1829d.txt",
    "seeds/003_09d7efa84834ab25.txt",
    "seeds/004_df1de46db5416daa.txt",
)
REAL = ("real/shanghai_office_2019.txt", "real/shanghai_kewei_2024.txt", "real/shuyang_drc_2023.html")
Report = tuple[Document, Record, Prose]


def prose_of(data: bytes, name: str, form: Form) -> Report:
    """The document, the record, and the prose of a file."""
    ingester = FileIngester()
    record = Pipeline(ingester, builtin_forms()).process(data, name=name, path=name).record
    document = ingester.ingest(data, name=name, path=name)
    year, agency = record.meta["year"].value, record.meta["agency"].value
    found = read_prose(
        document,
        form,
        outline(document, form),
        record.cells,
        year=year if isinstance(year, int) else None,
        agency=agency if isinstance(agency, str) else None,
    )
    return document, record, found


@pytest.fixture(scope="session")
def report(form: Form, shared_folder: Path) -> Callable[[str], Report]:
    """Reads a real report by its path in the shared folder."""
    return lambda name: prose_of((shared_folder / name).read_bytes(), Path(name).name, form)


@pytest.mark.parametrize("name", [*SEEDS, *REAL])
def test_only_what_the_truth_names_contradicts_a_real_report(
    name: str, report: Callable[[str], Report], shared_folder: Path
) -> None:
    """The claims that disagree are exactly the truth file's findings about cells that have a quotation."""
    path = shared_folder / name
    truth = json.loads((path.parent / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
    expected = [item["quote"] for item in truth.get("must_find", []) if item.get("cells") and "quote" in item]
    _, _, found = report(name)
    assert [claim.quote for claim in found.claims if claim.agrees is False] == expected


def test_no_real_report_is_silent(report: Callable[[str], Report]) -> None:
    """Every seed states its number of requests, or that there were none, and the table confirms it."""
    for name in SEEDS:
        _, _, found = report(name)
        assert any(claim.agrees and claim.targets[0] == ("requests.new_received.total",) for claim in found.claims)


def test_the_party_documents_of_a_town_are_not_held_against_it(report: Callable[[str], Report]) -> None:
    """政策文件4条 is no claim about 行政规范性文件 at all."""
    _, _, found = report("seeds/002_bef0e282cde1829d.txt")
    assert not [claim for claim in found.claims if "政策文件" in claim.quote]


def test_the_parts_of_the_seed_are_added_up(report: Callable[[str], Report]) -> None:
    """1994 published items are named with seven parts, which are far fewer."""
    _, _, found = report("seeds/003_09d7efa84834ab25.txt")
    (item,) = found.breakdowns
    assert (item.whole.value, [part.whole.value for part in item.parts]) == (1994, [2, 6, 26, 432, 41, 67, 53])
    assert item.decidable


def test_upheld_lawsuits_that_are_pending_are_found(report: Callable[[str], Report]) -> None:
    """均获维持 of 2019 stands beside a lawsuit that is not decided."""
    _, _, found = report("real/shanghai_office_2019.txt")
    assert [item.quote for item in found.completions if item.agrees is False] == ["均获维持"]


def test_a_wrong_share_of_a_real_report_can_be_recomputed(report: Callable[[str], Report]) -> None:
    """33.9 % of 258 is the share of neither number before it; 4.34, 32.9 and 19.6 % have 805 among theirs."""
    _, _, found = report("real/shanghai_office_2019.txt")
    shares = {str(rate.percent): rate for rate in found.rates if rate.kind == "share"}
    assert {"33.9", "4.34", "32.9", "19.6"} == shares.keys()
    assert all(805 in [whole.value for whole in rate.denominators] for rate in shares.values())


@pytest.mark.parametrize(
    ("name", "quote", "official"),
    [
        ("seeds/002_bef0e282cde1829d.txt", "尚未存在“收取信息处理费", True),
        ("seeds/003_09d7efa84834ab25.txt", "没有产生信息公开处理费", False),
        ("seeds/004_df1de46db5416daa.txt", "无收取信息公开费", False),
    ],
)
def test_what_a_report_says_of_the_charge_is_found(
    name: str, quote: str, official: bool, report: Callable[[str], Report]
) -> None:
    """That there was none, and whether it is called by its name."""
    _, _, found = report(name)
    assert [(item.quote, item.official, item.yuan) for item in found.charges] == [(quote, official, 0)]


def test_section_six_without_the_charge_has_no_statement_about_it(report: Callable[[str], Report]) -> None:
    """无其他需要报告的事项 says nothing about it, so nothing is found."""
    _, _, found = report("seeds/000_f57c819d3d38d3bd.txt")
    assert found.charges == ()


def undamaged(layouts: Sequence[Layout], seeds: range) -> list[tuple[str, str]]:
    """Names and texts of generated reports whose prose agrees with their tables."""
    made = [generate(seed, layouts[seed % len(layouts)]) for seed in seeds]
    return [(item.name, item.text) for item in made]


def test_no_generated_report_without_damage_is_contradicted(form: Form) -> None:
    """The generator writes prose that agrees with its tables, beside near misses; no reader may see a difference."""
    wrong: list[str] = []
    agreeing = 0
    for name, text in undamaged(list(Layout), range(700, 736)):
        document, _, found = prose_of(text.encode(), f"{name}.txt", form)
        agreeing += sum(claim.agrees is True for claim in found.claims)
        wrong += [f"{name}: {claim.quote}" for claim in found.claims if claim.agrees is False]
        wrong += [f"{name}: {item.quote}" for item in found.completions if item.agrees is False]
        assert all(document.text[c.source.start : c.source.end] == c.quote for c in found.claims)
    assert wrong == []
    assert agreeing > 0


@pytest.mark.parametrize("layout", [Layout.CELL_LINES, Layout.TAB_ROWS, Layout.PLAIN_MARKDOWN])
def test_a_cell_that_differs_from_the_prose_is_found(layout: Layout, form: Form) -> None:
    """Raise each cell by one that a claim agreed with by itself: where the claim may contradict, it now does."""
    contradicted = 0
    for name, text in undamaged([layout], range(40, 48)):
        document, record, before = prose_of(text.encode(), f"{name}.txt", form)
        sections = outline(document, form)
        year, agency = record.meta["year"].value, record.meta["agency"].value
        for claim in before.claims:
            named = {path for target in claim.targets for path in target}
            if claim.agrees is not True or len(named) > 1:
                continue
            cells = [raised(cell) if cell.path in named else cell for cell in record.cells]
            after = read_prose(document, form, sections, cells, year=int(str(year)), agency=str(agency))
            (again,) = [item for item in after.claims if item.source == claim.source]
            assert again.agrees is not True
            contradicted += again.agrees is False
    assert contradicted > 0


def raised(cell: Cell) -> Cell:
    """The cell with a number that is one higher."""
    return cell.model_copy(update={"value": int(str(cell.value)) + 1})
