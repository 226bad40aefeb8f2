"""A closer look at a cell: what counts as a figure, when two reads agree, and what a seal hides."""

import numpy as np
import pytest

from extractor.ingest.recognise.cells import FilledCell, overlooked
from extractor.ingest.recognise.engine import RawToken
from extractor.ingest.recognise.ruling import RuledCell
from extractor.ingest.recognise.second import Look, is_figure, is_sealed, read_through


def token(text: str, x0: float, y0: float, x1: float, y1: float) -> RawToken:
    """A token with an upright box."""
    return RawToken(text, np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), 0.99)


def cell(*tokens: RawToken, marks: list[tuple[int, int, int, int]] | None = None) -> FilledCell:
    """A cell of 100 by 50 dots."""
    return FilledCell(RuledCell(1, 1, 1, 1, (0, 0, 100, 50)), (0, 0, 100, 50), list(tokens), marks=marks or [])


@pytest.mark.parametrize("text", ["0", "12", "7730.28", "—", "/", "1,204", "3件", "12万元"])
def test_what_may_be_a_value_is_read_twice(text: str) -> None:
    """Numbers, with a unit or without, and the marks for nothing."""
    assert is_figure(text)


@pytest.mark.parametrize("text", ["", "总计", "1、属于国家秘密", "一、本年新收", "0701-4683183-22-11"])
def test_labels_are_read_once(text: str) -> None:
    """Words, numbered labels, and what is too long for a value."""
    assert not is_figure(text)


@pytest.mark.parametrize(
    ("text", "glyphs", "printed", "agrees"),
    [
        pytest.param("11", 2, "11", True, id="same"),
        pytest.param("1", 1, "11", False, id="other-text"),
        pytest.param("1", 2, "1", False, id="more-marks-than-digits"),
        pytest.param("18", 1, "18", False, id="fewer-marks-than-digits"),
        pytest.param("—", 1, "—", True, id="no-digits"),
        pytest.param("3.5", 2, "3.5", True, id="points-are-not-counted"),
    ],
)
def test_two_reads_agree_only_with_a_mark_for_every_digit(text: str, glyphs: int, printed: str, agrees: bool) -> None:
    """Recognisers make one digit of two alike; the marks on the paper tell."""
    assert Look(text, 0.99, (0, 0, 10, 10), glyphs).confirms(printed) is agrees


LOOK = Look("0", 0.99, (30, 10, 42, 40), 1)


def test_the_ink_says_a_number_that_the_back_of_the_sheet_shines_through_beside() -> None:
    """The token goes on where no ink is: what the ink says is kept, and not taken for read twice."""
    assert read_through(cell(token("0具", 25, 5, 75, 45)), [LOOK]) is LOOK


@pytest.mark.parametrize(
    ("printed", "look"),
    [
        pytest.param(token("0", 25, 5, 45, 45), LOOK, id="same"),
        pytest.param(token("6", 25, 5, 75, 45), LOOK, id="another-number"),
        pytest.param(token("0件", 27, 5, 44, 45), LOOK, id="ink-all-along"),
        pytest.param(token("0具", 25, 5, 75, 45), Look("0件", 0.99, (30, 10, 42, 40), 2), id="no-number"),
        pytest.param(token("0具", 25, 5, 75, 45), Look("10", 0.99, (30, 10, 42, 40), 1), id="too-few-marks"),
    ],
)
def test_other_differences_of_two_reads_are_left_as_they_are(printed: RawToken, look: Look) -> None:
    """A figure that is read otherwise, a unit that is printed, and what has no mark for every digit."""
    assert read_through(cell(printed), [look]) is None


def test_coloured_ink_over_a_figure_hides_it() -> None:
    """A figure with coloured ink over some of its dots is sealed, one beside it is not."""
    ink, seal = np.zeros((50, 100), np.uint8), np.zeros((50, 100), np.uint8)
    ink[10:40, 20:30] = 255
    ink[0:50, 60:64] = seal[0:50, 60:64] = 255
    beside, over = token("1", 15, 5, 35, 45), token("1", 15, 5, 70, 45)
    assert not is_sealed(cell(beside), seal, ink)
    assert is_sealed(cell(over), seal, ink)


def test_coloured_ink_where_nothing_else_is_hides_a_blank() -> None:
    """A cell in which only coloured ink is seen may hold anything."""
    ink, seal = np.zeros((50, 100), np.uint8), np.zeros((50, 100), np.uint8)
    ink[10:40, 20:30] = seal[10:40, 20:30] = 255
    assert is_sealed(cell(), seal, ink)


def test_a_character_without_a_token_is_overlooked() -> None:
    """Marks as tall as the words beside them, on a line without a token, come back as a line."""
    marks = [(10, 2, 30, 18), (10, 22, 18, 38), (20, 22, 30, 38), (60, 45, 62, 47)]
    (line,) = overlooked(cell(token("尚", 8, 0, 32, 20), marks=marks))
    assert line.marks == [(10, 22, 18, 38), (20, 22, 30, 38)]
