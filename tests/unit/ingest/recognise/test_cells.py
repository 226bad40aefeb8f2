"""What stands in the cells of a table, and what only seems to."""

import numpy as np

from extractor.ingest.recognise.cells import FilledCell, fill
from extractor.ingest.recognise.engine import RawToken
from extractor.ingest.recognise.ruling import Lattice, RuledCell

DPI = 100.0
BOX = (0, 0, 60, 170)
LATTICE = Lattice((RuledCell(1, 1, 1, 1, BOX),), BOX, doubtful=False)


def token(text: str, x0: float, y0: float, x1: float, y1: float) -> RawToken:
    """A token with an upright box."""
    return RawToken(text, np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), 0.99)


def filled(*tokens: RawToken, ink: tuple[tuple[int, int, int, int], ...]) -> FilledCell:
    """The only cell of a table, 0.6 by 1.7 inches, with ink in the given boxes."""
    page = np.zeros((200, 100), np.uint8)
    for x0, y0, x1, y1 in ink:
        page[y0:y1, x0:x1] = 255
    (cell,) = fill(LATTICE, tokens, page, DPI)
    return cell


def test_a_figure_at_the_edge_of_a_high_cell_is_no_rest_of_its_line() -> None:
    """However high the cell is, what is as high as a figure is one."""
    cell = filled(token("0", 20, 0, 36, 18), ink=((24, 2, 33, 15),))
    assert cell.marks == [(24, 2, 33, 15)]


def test_the_rest_of_a_line_at_the_edge_is_no_print() -> None:
    """A line is thicker in some places than where it was found."""
    assert filled(ink=((2, 2, 58, 4), (2, 10, 4, 160))).marks == []


def test_a_figure_without_ink_below_a_printed_one_is_from_the_back() -> None:
    """The recogniser also reads what shines through the sheet; the cell holds what is printed on it."""
    cell = filled(token("28", 20, 10, 40, 30), token("0", 20, 60, 36, 80), ink=((22, 12, 28, 28), (31, 12, 37, 28)))
    assert cell.text == "28"


def test_a_figure_without_ink_stays_where_nothing_else_is() -> None:
    """A cell in which something is seen, however faint, is no blank."""
    cell = filled(token("28", 20, 10, 40, 30), ink=())
    assert (cell.text, cell.marks) == ("28", [])
