"""The real reports beside the checkout, held against truths that were keyed from the documents."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Cell, Record
from extractor.pipeline import Pipeline

SEEDS = (
    "000_f57c819d3d38d3bd",
    "001_976a34383c60b842",
    "002_bef0e282cde1829d",
    "003_09d7efa84834ab25",
    "004_df1de46db5416daa",
)
IsRight = Callable[[object, Cell], bool]

REAL = (
    "real/shanghai_office_2019.txt",
    "real/shanghai_kewei_2024.txt",
    "real/shuyang_drc_2023.html",
    "real/hongze_2023.pdf",
)


def read(path: Path) -> tuple[Record, dict[str, Any]]:
    """Returns the record of a report and the truth that lies beside it."""
    processed = Pipeline(FileIngester(), builtin_forms()).process(path.read_bytes(), name=path.name, path=path.name)
    truth = json.loads((path.parent / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
    return processed.record, truth


@pytest.mark.parametrize("stem", SEEDS)
def test_a_seed_report_is_read_completely_and_without_a_person(
    stem: str, shared_folder: Path, is_right: IsRight
) -> None:
    """All 200 cells of each seed are right and accepted, in the right editions, and no identity fails."""
    record, truth = read(shared_folder / "seeds" / f"{stem}.txt")
    cells = {cell.path: cell for cell in record.cells}
    assert cells.keys() == truth["cells"].keys()
    assert [path for path, value in truth["cells"].items() if not is_right(value, cells[path])] == []
    assert {cell.status for cell in record.cells} == {"accepted"}
    assert record.status == "ok"
    assert record.form is not None
    assert record.form.editions == truth["editions"]
    assert [item.code for item in record.findings if item.severity == "error" and item.family == "arithmetic"] == []


@pytest.mark.parametrize("name", [*(f"seeds/{stem}.txt" for stem in SEEDS), *REAL])
def test_every_metadata_value_of_the_truth_is_found(name: str, shared_folder: Path) -> None:
    """Title, agency, year, period and contact data are those a person keyed, spaces aside."""
    record, truth = read(shared_folder / name)
    found = {key: str(record.meta[key].value).replace(" ", "") for key in truth["meta"]}
    assert found == {key: str(value).replace(" ", "") for key, value in truth["meta"].items()}


def test_the_2019_report_keeps_its_blanks_as_blanks(shared_folder: Path, is_right: IsRight) -> None:
    """All 198 cells of the Shanghai report of 2019 are right, 135 blanks among them, and none is read as 0."""
    record, truth = read(shared_folder / "real" / "shanghai_office_2019.txt")
    cells = {cell.path: cell for cell in record.cells}
    assert [path for path, value in truth["cells"].items() if not is_right(value, cells[path])] == []
    assert sum(cell.kind == "blank" for cell in record.cells) == 135
    assert {cell.status for cell in record.cells} == {"accepted"}
    amount = cells["proactive.procurement.amount"]
    assert (amount.as_printed, amount.unit, amount.value, amount.value_yuan) == ("251000元", "元", "251000", "251000")


def test_the_hardest_text_layer_gives_nothing_wrong(shared_folder: Path, is_right: IsRight) -> None:
    """Where values are printed before or away from their labels, a cell is right or unread; unproven rows wait."""
    record, truth = read(shared_folder / "real" / "shanghai_kewei_2024.txt")
    wrong = [
        cell.path
        for cell in record.cells
        if cell.kind not in {"unread", "illegible"} and not is_right(truth["cells"][cell.path], cell)
    ]
    assert wrong == []
    floating = {"partly_granted", "refused_forbidden_by_law", "unavailable_not_held", "other_no_correction"}
    waiting = {cell.path.split(".")[1] for cell in record.cells if cell.status == "review"}
    assert floating <= waiting
    torn_total = next(cell for cell in record.cells if cell.path == "requests.carried_out.total")
    assert torn_total.status == "review"


def test_the_web_page_is_read_with_its_blanks(shared_folder: Path, is_right: IsRight) -> None:
    """All 200 cells of a saved page are right and accepted, 125 blanks among them, and places point at their text."""
    record, truth = read(shared_folder / "real" / "shuyang_drc_2023.html")
    cells = {cell.path: cell for cell in record.cells}
    assert [path for path, value in truth["cells"].items() if not is_right(value, cells[path])] == []
    assert sum(cell.kind == "blank" for cell in record.cells) == 125
    assert {cell.status for cell in record.cells} == {"accepted"}
    assert all(cell.source is not None and cell.source.table is not None for cell in record.cells)


def test_the_pdf_is_read_completely_and_its_two_errors_are_the_agencys(shared_folder: Path, is_right: IsRight) -> None:
    """All 186 cells, over three pages, are right and accepted; both sums fail and are attributed to the report."""
    record, truth = read(shared_folder / "real" / "hongze_2023.pdf")
    cells = {cell.path: cell for cell in record.cells}
    assert cells.keys() == truth["cells"].keys()
    assert [path for path, value in truth["cells"].items() if not is_right(value, cells[path])] == []
    assert {cell.status for cell in record.cells} == {"accepted"}
    assert record.form is not None
    assert record.form.editions == truth["editions"] == {"proactive": "2021", "requests": "2019", "disputes": "2021"}
    failed = [item for item in record.findings if item.severity == "error"]
    assert [item.attribution for item in failed] == ["source", "source"]
    for expected in truth["must_find"]:
        assert any(set(expected["cells"]) <= set(item.cells) for item in failed)


def test_every_cell_of_the_pdf_cites_its_page_and_box(shared_folder: Path) -> None:
    """Tables two and three run over the ends of pages; the boxes were measured on pictures of the pages."""
    record, _ = read(shared_folder / "real" / "hongze_2023.pdf")
    sources = {cell.path: cell.source for cell in record.cells}
    assert all(source is not None and source.bbox is not None for source in sources.values())
    pages = {
        "proactive.licensing.decisions": 2,
        "proactive.penalties.decisions": 3,
        "requests.unavailable_needs_creation.total": 3,
        "requests.unavailable_still_unclear.total": 4,
        "disputes.reconsideration.upheld": 4,
    }
    assert {path: source.page for path in pages if (source := sources[path]) is not None} == pages
    fee = sources["proactive.fees.amount"]
    assert fee is not None
    assert fee.bbox == pytest.approx((354, 283, 393, 296), abs=4)
