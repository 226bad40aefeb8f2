"""Fonts that do not show what they say: their pages are for a recogniser, and fonts that do are left alone."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.ingest import FileIngester
from extractor.ingest.pdf.shapes import Likeness, are_exchanged, has_ink, likeness_of
from extractor.model import Document

HONEST: Mapping[str, str] = {figure: figure for figure in "0123456789 "}
EXCHANGED = {**HONEST, "3": "8", "8": "3"}
FIGURES = "0123456789"


def sheet(*texts: str, turn: int = 0, rotate: int = 0) -> Sheet:
    """A page with two lines of Chinese, and lines in a font of its own below them, on a line of writing each."""
    page = Sheet(entries="/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>", rotate=rotate)
    a, b, c, d = ((1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0))[turn]
    page.text(300, 420, "收到和处理政府信息公开申请情况", turn=turn).text(300, 500, "本年新收申请数量", turn=turn)
    for number, text in enumerate(texts):
        page.operators.append(f"BT /F2 12 Tf {a} {b} {c} {d} {200 + 90 * number} 300 Tm ({text}) Tj ET")
    return page


def read(*sheets: Sheet, says: Mapping[str, str], family: str = "Helvetica", descent: int = -207) -> Document:
    """Read pages, the font of which says of each of its signs what `says` names, after a page without that font."""
    pairs = "".join(f"<{ord(sign):02X}> <{meant.encode('utf-16-be').hex()}>\n" for sign, meant in says.items())
    text = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(says)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    font = (
        f"<</Type/Font/Subtype/Type1/BaseFont/{family}/Encoding/WinAnsiEncoding/ToUnicode 5 0 R/FontDescriptor"
        f"<</Type/FontDescriptor/FontName/{family}/Flags 32/Descent {descent}>>"
        + (f"/FirstChar 32/LastChar 57/Widths[278 {'556 ' * 25}]>>" if family == "Unknown" else ">>")
    )
    mapping = f"<</Length {len(text)}>>\nstream\n{text}\nendstream"
    data = write_pdf([sheet(), *sheets], objects=[font, mapping])
    return FileIngester(None).ingest(data, name="report.pdf", path="report.pdf")


@pytest.mark.parametrize("family", ["Helvetica", "Times-Roman", "Courier-BoldOblique"])
def test_a_font_that_shows_its_figures_is_believed(family: str) -> None:
    """All ten figures come through as text."""
    document = read(sheet(FIGURES), says=HONEST, family=family)
    assert FIGURES in document.text
    assert document.unread_pages == ()


def test_what_a_font_states_of_its_height_does_not_matter() -> None:
    """Producers state the reach of the lowest sign, which no figure has."""
    assert read(sheet(FIGURES), says=HONEST, family="Unknown", descent=-700).unread_pages == ()


@pytest.mark.parametrize(("one", "other"), list(combinations(FIGURES, 2)))
def test_any_two_figures_that_a_font_exchanges_are_noticed(one: str, other: str) -> None:
    """The page is not read as text: what it says is not what it shows."""
    document = read(sheet(FIGURES), says={**HONEST, one: other, other: one})
    assert document.unread_pages == (2,)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_letters_and_turned_pages_are_looked_at_upright(turn: int, rotate: int) -> None:
    """An honest font is believed and a lying one is not, whichever way they stand."""
    assert read(sheet(FIGURES, turn=turn, rotate=rotate), says=HONEST).unread_pages == ()
    assert read(sheet(FIGURES, turn=turn, rotate=rotate), says=EXCHANGED).unread_pages == (2,)


def test_what_a_later_page_tells_of_a_font_counts_for_the_earlier_ones() -> None:
    """A page that shows too few figures to tell is not believed once another page tells."""
    assert read(sheet("38"), sheet("3"), says=EXCHANGED).unread_pages == (2, 3)
    assert read(sheet("3"), sheet("38"), says=EXCHANGED).unread_pages == (2, 3)


def test_what_a_lying_font_says_is_reported_and_not_read() -> None:
    """A note of hidden text, which becomes finding H1."""
    document = read(sheet(FIGURES), says=EXCHANGED)
    assert FIGURES.translate(str.maketrans("38", "83")) not in document.text
    assert document.notes == ("hidden-text:other-shapes:0128456739",)


def test_pages_without_a_lying_font_are_read() -> None:
    """One font's lie does not cost the pages that do without it."""
    document = read(sheet(FIGURES), sheet(), says=EXCHANGED)
    assert document.unread_pages == (2,)


def test_a_figure_that_is_said_to_be_white_space_is_noticed() -> None:
    """Else its cell would be blank, which is an answer."""
    assert read(sheet("12345"), says={**HONEST, "5": " "}).unread_pages == (2,)
    assert read(sheet("1234 "), says=HONEST).unread_pages == ()


def test_a_line_through_one_figure_accuses_nobody() -> None:
    """The same figure is looked at elsewhere on the page."""
    page = sheet(*[FIGURES] * 3)
    for height in (540.0, 544.0):
        page.line(195, height, 203, height)
    assert read(page, says=HONEST).unread_pages == ()


def installed_fonts() -> list[Path]:
    """The scalable fonts of this machine."""
    return sorted(path for path in Path("/usr/share/fonts").rglob("*") if path.suffix.lower() in {".ttf", ".otf"})


def pictures(font: Path) -> Iterator[Image.Image]:
    """The ten figures in a font."""
    drawn = ImageFont.truetype(font, 90)
    for figure in FIGURES:
        picture = Image.new("L", (200, 200), 255)
        ImageDraw.Draw(picture).text((60, 40), figure, font=drawn, fill=0)
        yield picture


def test_of_no_installed_font_two_figures_look_like_each_others() -> None:
    """Fonts differ; all of them are believed, and none when any two of their figures are exchanged."""
    looked = 0
    for path in installed_fonts():
        shapes = [likeness_of(picture) for picture in pictures(path)]
        if any(shape is None or max(shape) < 0.5 for shape in shapes):
            continue
        said: dict[int, list[Likeness]] = {figure: [shape] for figure, shape in enumerate(shapes) if shape is not None}
        looked += 1
        assert not are_exchanged(said), path
        for one, other in combinations(range(10), 2):
            assert are_exchanged({**said, one: said[other], other: said[one]}), (path, one, other)
    if not looked:
        pytest.skip("no scalable font with figures is installed")


def test_an_empty_picture_looks_like_nothing() -> None:
    """Neither ink nor a likeness, which accuses nobody."""
    white = Image.new("L", (40, 60), 255)
    assert likeness_of(white) is None
    assert not has_ink(white)
    assert not are_exchanged({})
