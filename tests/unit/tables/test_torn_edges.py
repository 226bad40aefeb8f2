"""A label torn off with its figures, above the first row of a grid or below its last."""

from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Cell
from extractor.pipeline import Pipeline

FIRST, LAST = "一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"
BLANKS = "<td>&nbsp;</td>" * 7
FIGURES = "".join(f"<td>{figure}</td>" for figure in (8, 1, 0, 0, 0, 0, 9))


@pytest.fixture(name="page", scope="module")
def page_fixture(project_root: Path) -> str:
    """A page whose first row of requests prints figures and whose last one is blank."""
    return (project_root / "golden" / "irregular" / "yanbu_2023.html").read_text(encoding="utf-8")


def read(page: str) -> dict[str, Cell]:
    """The cells by path."""
    record = Pipeline(FileIngester(None), builtin_forms()).process(page.encode(), name="a.html", path="a.html").record
    return {cell.path: cell for cell in record.cells}


def row_of(page: str, label: str) -> str:
    """The markup of a row."""
    start = page.index(f'<tr><td colspan="3">{label}')
    return page[start : page.index("</tr>", start) + len("</tr>")]


@pytest.mark.parametrize(
    ("label", "key", "rows"),
    [
        (FIRST, "new_received", ((FIRST[:4], FIGURES), (FIRST[4:], BLANKS))),
        (LAST, "carried_out", ((LAST, BLANKS), ("（续）", FIGURES))),
    ],
)
def test_blanks_beside_figures_of_no_row_are_left_to_a_person(
    label: str, key: str, rows: tuple[tuple[str, str], ...], page: str
) -> None:
    """The figures may be those of the row: its blanks are no blanks that the agency printed."""
    torn = "".join(f'<tr><td colspan="3">{part}</td>{cells}</tr>' for part, cells in rows)
    cells = read(page.replace(row_of(page, label), torn))
    mine = [cell for path, cell in cells.items() if path.startswith(f"requests.{key}.")]
    assert len(mine) == 7
    assert {cell.status for cell in mine} == {"review"}


def test_blanks_without_figures_beside_them_stay_accepted(page: str) -> None:
    """The last row of the page is blank, and nothing stands below it."""
    cells = read(page)
    assert {cell.status for path, cell in cells.items() if path.startswith("requests.carried_out.")} == {"accepted"}
