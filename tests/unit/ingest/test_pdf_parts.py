"""Pictures on pages with text: a table in one of them is read like a scan, or asked for, never passed over."""

import zlib

import pytest

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.ingest import FileIngester
from extractor.model import Document, PageCell, PageLine, PagePicture, PageTable, PageToken, RecognisedPage
from extractor.ports import PageRecogniser

ENTRIES = "/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>"
BOX = (100.0, 200.0, 500.0, 320.0)
"""Where the picture stands on its page."""


def file_with(shade: int = 255, *, places: tuple[tuple[float, float, float, float], ...] = (BOX,)) -> bytes:
    """A page with two lines of text and a picture of one shade between them."""
    data = zlib.compress(bytes([shade]) * 64)
    image = (
        "<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"
        f"/Filter/FlateDecode/Length {len(data)}>>stream\n{data.decode('latin-1')}\nendstream"
    )
    sheet = Sheet(entries=ENTRIES)
    for x0, y0, x1, y1 in places:
        sheet.operators.append(f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {842 - y1:g} cm /I Do Q")
    sheet.text(72, 120, "四、行政复议情况如下表").text(72, 600, "五、存在的主要问题")
    return write_pdf([sheet], objects=[image])


class SeesTable:
    """A recogniser that sees a table of two cells in every picture, or only a line."""

    version = "sees 1"

    def __init__(self, *, table: bool = True) -> None:
        """With `table` it sees one."""
        self.table = table
        self.pictures: list[PagePicture] = []

    def recognise(self, picture: PagePicture) -> RecognisedPage:
        """See it, twenty points from the upper left corner."""
        self.pictures.append(picture)
        label, figure = PageToken("总计", (20, 20, 40, 30), 0.99), PageToken("7", (70, 20, 75, 30), 0.98, "7")
        if not self.table:
            return RecognisedPage((PageLine((label, figure)),))
        cells = (PageCell(1, 1, (10, 15, 60, 35), ((label,),)), PageCell(1, 2, (60, 15, 90, 35), ((figure,),)))
        return RecognisedPage((PageTable(cells, (10, 15, 90, 35)),))


def read(data: bytes, recogniser: PageRecogniser | None) -> Document:
    """The document of a file."""
    return FileIngester(recogniser=recogniser).ingest(data, name="a.pdf", path="a.pdf")


def test_a_table_in_a_picture_stands_between_the_lines_around_it() -> None:
    """It is a grid, its words have scores and their boxes on the whole page, and the text beside it is born-digital."""
    recogniser = SeesTable()
    document = read(file_with(), recogniser)
    assert document.text == "四、行政复议情况如下表\n总计\t7\n五、存在的主要问题"
    assert [len(grid.cells) for grid in document.grids] == [2]
    at = document.text.index("7")
    (spot,) = document.spots_of(at, at + 1)
    assert (spot.box, spot.score, spot.again) == ((170.0, 220.0, 175.0, 230.0), 0.98, "7")
    assert document.is_born_digital(0, 5)
    assert not document.is_born_digital(at, at + 1)
    (picture,) = recogniser.pictures
    assert (picture.width / picture.dpi * 72, picture.height / picture.dpi * 72) == pytest.approx((400, 120), abs=1)
    assert len(picture.pixels) == 3 * picture.width * picture.height


def test_strips_of_one_picture_are_one() -> None:
    """Programs store large pictures in strips, which would cut through the rows of a table."""
    recogniser = SeesTable()
    read(file_with(places=((100, 200, 500, 260), (100, 260, 500, 320))), recogniser)
    assert len(recogniser.pictures) == 1


@pytest.mark.parametrize(
    "data", [file_with(40), file_with(places=((72, 200, 130, 230),)), file_with(places=((60, 90, 540, 330),))]
)
def test_photographs_logos_and_grounds_are_no_tables(data: bytes) -> None:
    """They are dark, small, or have text upon them: nothing is recognised."""
    recogniser = SeesTable()
    assert read(data, recogniser).grids == ()
    assert recogniser.pictures == []


def test_what_holds_no_table_adds_no_words() -> None:
    """A chart's figures are no part of the report's text; where a table is missing, the page is named."""
    document = read(file_with(), SeesTable(table=False))
    assert (document.text, document.born_digital) == ("四、行政复议情况如下表\n五、存在的主要问题", True)
    assert document.unread_hint == "look at the pictures on page 1, which may hold it"


def test_without_a_recogniser_the_picture_is_named() -> None:
    """The pages have been read, so the hint alone tells what to install."""
    document = read(file_with(), None)
    assert document.unread_pages == ()
    assert (
        document.unread_hint == "look at the pictures on page 1, or install gouji[ocr], which reads pictures of pages"
    )
