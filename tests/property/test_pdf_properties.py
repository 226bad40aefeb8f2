"""PDF: whatever stands in a ruled grid is read from where it stands, and no file ends a batch."""

from contextlib import suppress
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.errors import DocumentError
from extractor.ingest import FileIngester
from extractor.ingest.pages.frame import Frame
from extractor.model import Document

LABELS = st.text(alphabet="规章许可处罚强制收费申请数量", min_size=1, max_size=4)
VALUES = st.one_of(st.just(""), st.integers(min_value=0, max_value=9_999).map(str), st.sampled_from(["-", "/", "无"]))
SIDES = st.lists(st.floats(min_value=50, max_value=90), min_size=2, max_size=6)
ROWS = st.lists(st.floats(min_value=14, max_value=40), min_size=1, max_size=12)
SOUND = write_pdf(
    [Sheet().text(72, 60, "一、总体情况").grid((72, 200, 300), (80, 100, 120), [["许可", "4119"], ["处罚", "7"]])]
)


def read(data: bytes) -> Document:
    """The document of a file."""
    return FileIngester().ingest(data, name="a.pdf", path="a.pdf")


@given(SIDES, ROWS, st.data())
@settings(max_examples=60)
def test_a_grid_is_read_as_it_was_drawn(sides: list[float], heights: list[float], data: st.DataObject) -> None:
    """Every cell has its text, its row and column, a box inside its lines, and stands verbatim at its place."""
    xs = list(accumulate(sides, initial=40.0))
    ys = list(accumulate(heights, initial=60.0))
    rows = [[data.draw(LABELS), *(data.draw(VALUES) for _ in sides[1:])] for _ in heights]
    document = read(write_pdf([Sheet(width=700).grid(xs, ys, rows)]))
    cells = {(cell.row, cell.column): cell for cell in document.grids[0].cells}
    assert {place: cell.text for place, cell in cells.items()} == {
        (row, column): text for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1)
    }
    for (row, column), cell in cells.items():
        assert document.text[cell.start : cell.end] == cell.text
        (spot,) = document.spots_of(cell.start, cell.end)
        assert xs[column - 1] - 1 <= spot.box[0] <= spot.box[2] <= xs[column] + 1
        assert ys[row - 1] - 1 <= spot.box[1] <= spot.box[3] <= ys[row] + 1


@given(st.data())
@settings(max_examples=80)
def test_a_damaged_file_is_refused_by_a_typed_error_or_read(data: st.DataObject) -> None:
    """Bytes changed, cut out or doubled anywhere: nothing but a `DocumentError` ever comes out."""
    file = bytearray(SOUND)
    for _ in range(data.draw(st.integers(min_value=1, max_value=4))):
        start = data.draw(st.integers(min_value=0, max_value=max(len(file) - 1, 0)))
        length = data.draw(st.integers(min_value=0, max_value=40))
        file[start : start + length] = data.draw(st.binary(max_size=40))
    with suppress(DocumentError):
        assert isinstance(read(b"%PDF-1.7\n" + bytes(file)), Document)


@given(
    st.integers(min_value=0, max_value=3),
    st.tuples(*[st.floats(min_value=0, max_value=600) for _ in range(4)]),
)
def test_a_box_comes_back_from_the_page_as_read(turn: int, sides: tuple[float, float, float, float]) -> None:
    """Turning a page and turning it back changes no place."""
    frame = Frame(595.0, 842.0, turn)
    back = frame.placed(frame.read(sides))
    assert all(abs(one - other) < 1e-9 for one, other in zip(back, sides, strict=True))
    assert frame.size == ((595.0, 842.0) if turn % 2 == 0 else (842.0, 595.0))
