"""Which parts of the pages go into the report page as pictures, and where the frames of cells stand in them."""

from extractor.export.page.strips import encoded, wanted_strips
from extractor.model import Cell, DocumentInfo, PageStrip, Place, Record
from extractor.model.page import Box


def cell(name: str, top: float, *, page: int = 1, status: str = "review") -> Cell:
    """A cell ten points high."""
    place = Place(page=page, start=0, end=1, bbox=(300.0, top, 310.0, top + 10))
    return Cell.model_validate(
        {
            "path": f"t.{name}",
            "as_printed": "1",
            "value": 1,
            "kind": "number",
            "unit": None,
            "tier": "T4",
            "status": status,
            "source": place,
            "readings": [],
        }
    )


def record(*cells: Cell) -> Record:
    """A record of these cells."""
    return Record(
        status="ok",
        error=None,
        document=DocumentInfo(sha256="0" * 64, name="a.pdf", path="a.pdf", media_type="application/pdf"),
        form=None,
        meta={},
        cells=cells,
        unmapped=(),
        claims=(),
        findings=(),
        coverage=None,
    )


def heights(*cells: Cell) -> list[tuple[int, float, float]]:
    """Page, upper and lower side of each strip."""
    return [(page, box[1], box[3]) for page, box in wanted_strips(record(*cells))]


def test_accepted_cells_need_no_picture() -> None:
    """Pictures are for what somebody has to look at."""
    assert heights(cell("a", 100, status="accepted")) == []


def test_rows_near_each_other_share_a_strip() -> None:
    """Two rows of a table are one picture; those far below, and those of other pages, have their own."""
    found = heights(cell("a", 100), cell("b", 130), cell("c", 600), cell("d", 100, page=2))
    assert found == [(1, 58.0, 182.0), (1, 558.0, 652.0), (2, 58.0, 152.0)]


def test_a_strip_ends_and_a_document_has_no_more_than_some() -> None:
    """A table that is in doubt throughout is cut into pieces of bounded height and number."""
    found = heights(*(cell(f"r{number}", 20.0 * number) for number in range(40)))
    assert all(lower - upper <= 300 for _, upper, lower in found)
    many = heights(*(cell(f"p{page}", 100, page=page) for page in range(1, 60)))
    assert len(many) == 24


def test_a_frame_counts_from_the_corner_of_its_strip() -> None:
    """Only cells that a strip shows whole have a frame."""
    strip: Box = (0.0, 58.0, 595.0, 152.0)
    shown, below = cell("a", 100), cell("b", 148)
    pictures, frames = encoded(record(shown, below), [PageStrip(1, strip, b"RIFF")], {shown.path: 7, below.path: 8})
    assert pictures == [[1, 0.0, 58.0, 595.0, 152.0, "UklGRg=="]]
    assert frames == {"7": [0, 300.0, 42.0, 10.0, 10.0]}
