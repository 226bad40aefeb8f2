"""The parts of a table that the end of a page broke are brought together."""

from collections.abc import Sequence

import pytest

from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.joined import parts_of
from extractor.ingest.pages.joined_table import JoinedTable
from extractor.ingest.pages.laid_out import LaidOutPage
from extractor.model import Box, PageCell, PageTable, PageToken

PHOTOGRAPHED = (1.0, 0.0, 0.5, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
EDGES = (100.0, 220.0, 260.0, 310.0, 400.0)


def table(rows: Sequence[Sequence[str]], edges: Sequence[float]) -> PageTable:
    """A ruled table with a line of text in each cell that has any."""
    cells: list[PageCell] = []
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            box: Box = (edges[column - 1], 20.0 * row, edges[column], 20.0 * row + 20)
            lines = ((PageToken(text, box),),) if text else ()
            cells.append(PageCell(row, column, box, lines))
    return PageTable(tuple(cells), (edges[0], 20.0, edges[-1], 20.0 * len(rows) + 20))


def pages(lower: Sequence[float], placing: tuple[float, ...] | None) -> list[LaidOutPage]:
    """A table on two pages; its columns on the second are where `lower` says."""
    first = table([["事项", "甲", "乙", "总计"], ["第一项", "1", "2", "3"]], EDGES)
    second = table([["事项", "甲", "乙", "总计"], ["第二项", "4", "5", "9"]], lower)
    return [
        LaidOutPage(1, Frame(500, 700, 0), (first,)),
        LaidOutPage(2, Frame(500, 700, 0, placing), (second,)),
    ]


def nearer(edge: float) -> float:
    """Where an edge is on the photograph of a sheet that was nearer."""
    return 1.05 * edge - 30


def tables_of(given: Sequence[LaidOutPage]) -> list[JoinedTable]:
    """All tables of the pages."""
    return [block for _, block in parts_of(given) if isinstance(block, JoinedTable)]


def test_parts_on_photographs_are_one_table_although_they_differ_in_size() -> None:
    """The second page was nearer to the camera: its rows go on in the columns of the first, its header goes."""
    moved = [nearer(edge) for edge in EDGES]
    (joined,) = tables_of(pages(moved, PHOTOGRAPHED))
    told = [(cell.row, cell.column, cell.text) for cell in joined.cells]
    assert told[-4:] == [(3, 1, "第二项"), (3, 2, "4"), (3, 3, "5"), (3, 4, "9")]
    assert len(told) == 12
    assert joined.cells[-1].box[0] == pytest.approx(moved[-2])


@pytest.mark.parametrize(
    ("lower", "placing"),
    [
        ([nearer(edge) for edge in EDGES], None),
        ([nearer(edge) + (25 if edge == EDGES[2] else 0) for edge in EDGES], PHOTOGRAPHED),
        ([1.4 * edge for edge in EDGES], PHOTOGRAPHED),
    ],
    ids=["not photographed", "other columns", "much wider"],
)
def test_other_tables_stay_apart(lower: Sequence[float], placing: tuple[float, ...] | None) -> None:
    """Nothing is fitted on a page as it was given, to other columns, or to a table of quite another size."""
    assert len(tables_of(pages(lower, placing))) == 2


def test_a_header_repeated_with_another_bracket_is_the_same_header() -> None:
    """A bracket is narrow on one page and wide on the next, as recognisers read it: the header goes all the same."""
    heads = ["事项(件)", "甲", "乙", "总计"], ["事项（件）", "甲", "乙", "总计"]
    parts = [
        table([head, [label, "1", "2", "3"]], EDGES) for head, label in zip(heads, ("第一项", "第二项"), strict=True)
    ]
    (joined,) = tables_of(
        [LaidOutPage(place, Frame(500, 700, 0), (part,)) for place, part in enumerate(parts, start=1)]
    )
    assert [cell.text for cell in joined.cells if cell.column == 1] == ["事项(件)", "第一项", "第二项"]
