"""Tables are found by their ruling lines."""

import cv2
import numpy as np
import pytest

from extractor.ingest.recognise.ink import Mask, ink_of
from extractor.ingest.recognise.ruling import Lattice, find_lattices

DPI = 200.0
INK = (0,)


def paper(width: int = 1200, height: int = 900) -> Mask:
    """White paper."""
    return np.full((height, width), 255, np.uint8)


def rule(page: Mask, *lines: tuple[int, int, int, int]) -> None:
    """Draw lines two dots thick, each from x0, y0 to x1, y1."""
    for x0, y0, x1, y1 in lines:
        cv2.rectangle(page, (x0, y0), (x1 + (x0 == x1), y1 + (y0 == y1)), INK, -1)


def table(page: Mask) -> None:
    """Draw four rows and four columns, with a head over two columns and a label over two rows."""
    rule(page, *((100, y, 900, y) for y in (100, 160, 220, 340)), (300, 280, 900, 280))
    rule(page, (100, 100, 100, 340), (300, 100, 300, 340), (900, 100, 900, 340), (700, 100, 700, 340))
    rule(page, (500, 160, 500, 340))


def shapes(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    """Row, column, row span and column span of each cell."""
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in lattice.cells]


TABLE = [
    (1, 1, 1, 1),
    (1, 2, 1, 2),
    (1, 4, 1, 1),
    *((2, column, 1, 1) for column in (1, 2, 3, 4)),
    (3, 1, 2, 1),
    *((3, column, 1, 1) for column in (2, 3, 4)),
    *((4, column, 1, 1) for column in (2, 3, 4)),
]


def test_missing_lines_make_spans() -> None:
    """A line that is not drawn joins the cells on its sides, and no others."""
    page = paper()
    table(page)
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == TABLE
    assert not found.doubtful


def test_each_cell_has_the_box_between_its_lines() -> None:
    """The boxes are those drawn, to within the thickness of a line."""
    page = paper()
    table(page)
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert found.cells[1].box == pytest.approx((300, 100, 700, 160), abs=2)


def in_pieces(gap: int) -> Mask:
    """The table with one in fifty pieces of `gap` dots gone from its lines."""
    page = paper()
    table(page)
    chance = np.random.default_rng(gap)
    rows, columns = np.nonzero(page == 0)
    lost = chance.random((page.shape[0] // gap + 1, page.shape[1] // gap + 1)) < 0.02
    gone = lost[rows // gap, columns // gap]
    page[rows[gone], columns[gone]] = 255
    return page


def test_lines_in_pieces_are_lines() -> None:
    """A hairline that came out in pieces still parts its cells."""
    (found,) = find_lattices(ink_of(in_pieces(5), DPI), DPI)
    assert shapes(found) == TABLE


@pytest.mark.parametrize("gap", [6, 8])
def test_a_line_that_lost_more_is_still_told_by_the_blank_paper_beside_it(gap: int) -> None:
    """Short lines of which half is gone part their cells: nothing else is thin and stands by itself."""
    (found,) = find_lattices(ink_of(in_pieces(gap), DPI), DPI)
    assert shapes(found) == TABLE


def test_a_line_that_lost_too_much_joins_cells_and_parts_none() -> None:
    """Where a quarter of a line is left, two cells become one, which the table reader refuses as a figure."""
    page = paper()
    table(page)
    page[176:218, 490:510] = 255
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == [
        (row, column, span, 2 if (row, column) == (2, 2) else across)
        for row, column, span, across in TABLE
        if (row, column) != (2, 3)
    ]


@pytest.mark.parametrize("stroke", [(500, 172, 500, 208), (500, 169, 500, 206)], ids=["1", "high 1"])
def test_a_figure_that_stands_where_a_line_would_parts_no_cell(stroke: tuple[int, int, int, int]) -> None:
    """A thin upright stroke in the middle of a cell over two columns, 0.04 inches below its line, is none itself."""
    page = paper()
    table(page)
    page[164:218, 490:510] = 255
    rule(page, stroke)
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert (2, 2, 1, 2) in shapes(found)


FRAGMENTS = tuple((100, y, 180, y) for y in range(500, 860, 40))
"""Long strokes that make a page look as if its lines were broken."""


def test_strokes_run_together_by_blur_part_no_cell() -> None:
    """The bottom of a line of type that fills most of a narrow cell is no line: its margins are blank."""
    page = paper()
    table(page)
    rule(page, (735, 255, 865, 255), *FRAGMENTS)
    for x in range(735, 865, 6):
        rule(page, (x, 230, x, 255))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == TABLE


def test_a_line_of_which_only_short_pieces_are_left_parts_its_cells() -> None:
    """No piece of the middle line is long enough to be a line by itself, and none reaches two others."""
    page = paper()
    rule(page, *((100, y, 900, y) for y in (100, 150, 200)), *((x, 100, x, 200) for x in (100, 900)))
    rule(page, (500, 100, 500, 124), (500, 131, 500, 138), (500, 145, 500, 180), (500, 187, 500, 200))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == [(row, column, 1, 1) for row in (1, 2) for column in (1, 2)]


def test_a_heading_run_together_by_blur_is_no_row_of_the_table_below_it() -> None:
    """Its strokes stand near the table and are long, but no line of the table reaches them."""
    page = paper()
    table(page)
    rule(page, (110, 88, 560, 88), *FRAGMENTS)
    for x in range(110, 560, 25):
        rule(page, (x, 68, x, 88))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == TABLE


def test_one_row_is_a_table() -> None:
    """The last row of a table may be all that is left of it on the next page."""
    page = paper()
    rule(page, *((100, y, 900, y) for y in (100, 150)), *((x, 100, x, 150) for x in (100, 300, 900)))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == [(1, 1, 1, 1), (1, 2, 1, 1)]


def test_a_frame_around_tables_is_none() -> None:
    """Lines around tables, as the edges of the paper on a photograph are, hide none of the tables in them."""
    page = paper()
    table(page)
    rule(page, *((20, y, 1180, y) for y in (20, 820, 880)), *((x, 20, x, 880) for x in (20, 1180)))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == TABLE


def test_strokes_of_characters_are_no_lines() -> None:
    """Long strokes inside cells, level and plumb, part nothing."""
    page = paper()
    table(page)
    rule(page, (320, 130, 365, 130), (400, 180, 400, 206), (340, 240, 375, 240), (800, 236, 800, 262))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == TABLE


def test_open_sides_are_closed() -> None:
    """A table without lines on its left and right ends where its level lines end."""
    page = paper()
    rule(page, *((100, y, 900, y) for y in (100, 160, 220)), (300, 100, 300, 220), (600, 100, 600, 220))
    (found,) = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(found) == [(row, column, 1, 1) for row in (1, 2) for column in (1, 2, 3)]


def test_the_edges_of_a_sheet_of_prose_are_no_table() -> None:
    """A cell that is nearly the whole page holds what is on the page."""
    page = paper()
    rule(page, *((20, y, 1180, y) for y in (20, 820, 880)), *((x, 20, x, 880) for x in (20, 1180)))
    assert find_lattices(ink_of(page, DPI), DPI) == []


def test_two_tables_are_two() -> None:
    """Tables that do not touch are told apart, the upper first."""
    page = paper(height=1400)
    table(page)
    rule(page, *((100, y, 900, y) for y in (700, 760, 820)), *((x, 700, x, 820) for x in (100, 500, 900)))
    upper, lower = find_lattices(ink_of(page, DPI), DPI)
    assert shapes(upper) == TABLE
    assert shapes(lower) == [(row, column, 1, 1) for row in (1, 2) for column in (1, 2)]


def test_a_page_without_lines_has_no_table() -> None:
    """An underline and a frame around nothing are no tables."""
    page = paper()
    rule(page, (100, 500, 700, 500))
    assert find_lattices(ink_of(page, DPI), DPI) == []


def test_what_shines_through_is_no_line() -> None:
    """Lines of the other side of the sheet are fainter than those of the page, and part nothing."""
    page = paper()
    table(page)
    back = paper()
    rule(back, (100, 130, 900, 130), (420, 100, 420, 340))
    faint = (255 - (255 - back.astype(np.float64)) * 0.2).astype(np.uint8)
    (found,) = find_lattices(ink_of(np.minimum(page, faint), DPI), DPI)
    assert shapes(found) == TABLE
