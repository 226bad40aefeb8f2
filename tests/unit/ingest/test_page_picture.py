"""A page as people see it, for the review pages."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.ingest import page_picture

RED = (176, 32, 28)


def png(width: int = 850, height: int = 1100) -> bytes:
    """A white page of 8.5 by 11 inches at 100 dots, with a black mark two inches from its top and left."""
    page = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(page).rectangle((200, 200, 220, 220), fill="black")
    packed = BytesIO()
    page.save(packed, "PNG", dpi=(100, 100))
    return packed.getvalue()


def opened(data: bytes | None) -> Image.Image:
    """The picture."""
    assert data is not None
    return Image.open(BytesIO(data)).convert("RGB")


def extent(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The box around all pixels of a colour."""
    other = ImageChops.difference(image, Image.new("RGB", image.size, colour))
    red, green, blue = other.split()
    unlike = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    box = ImageChops.invert(unlike.point([0, *[255] * 255])).getbbox()
    assert box is not None
    return box


def test_a_box_is_framed_and_only_its_surroundings_are_shown() -> None:
    """The mark stands inside the frame, and a page's far end is cut off."""
    shown = opened(page_picture(png(), "image/png", 1, (144.0, 144.0, 158.4, 158.4)))
    whole = opened(page_picture(png(), "image/png", 1, None))
    assert shown.width == whole.width
    assert shown.height < whole.height
    red = [(x, y) for x in range(shown.width) for y in range(shown.height) if shown.getpixel((x, y)) == RED]
    black = [(x, y) for x in range(shown.width) for y in range(shown.height) if shown.getpixel((x, y)) == (0, 0, 0)]
    assert min(x for x, _ in red) < min(x for x, _ in black)
    assert max(x for x, _ in black) < max(x for x, _ in red)
    assert min(y for _, y in red) < min(y for _, y in black)
    assert max(y for _, y in black) < max(y for _, y in red)


def test_without_a_box_nothing_is_drawn_on_the_page() -> None:
    """A blind question must not show where the machine read."""
    whole = opened(page_picture(png(), "image/png", 1, None))
    assert {colour for _, colour in whole.getcolors(1 << 20) or []} == {(255, 255, 255), (0, 0, 0)}


def test_a_page_of_a_pdf_is_drawn() -> None:
    """The second page is another picture than the first."""
    data = write_pdf([Sheet().text(72, 100, "第一页"), Sheet().text(72, 300, "第二页")])
    first, second = (opened(page_picture(data, "application/pdf", page, None)) for page in (1, 2))
    assert first.size == second.size
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize(
    ("data", "media_type", "page"),
    [(png(), "image/png", 2), (b"%PDF-1.7 nothing", "application/pdf", 1), (b"abc", "text/plain", 1)],
    ids=["no-such-page", "damaged", "no-pages"],
)
def test_what_has_no_picture_has_none(data: bytes, media_type: str, page: int) -> None:
    """The review page then shows the table alone."""
    assert page_picture(data, media_type, page, None) is None


@pytest.mark.parametrize(
    ("rotate", "size", "middle"),
    [
        (0, (595, 842), (120, 215)),
        (90, (842, 595), (842 - 215, 120)),
        (180, (595, 842), (595 - 120, 842 - 215)),
        (270, (842, 595), (215, 595 - 120)),
    ],
)
def test_a_turned_page_is_shown_upright_with_the_frame_around_the_cell(
    rotate: int, size: tuple[int, int], middle: tuple[int, int]
) -> None:
    """As viewers show it, by its `/Rotate` entry; the box that is framed is that of the unrotated page."""
    data = write_pdf([Sheet(rotate=rotate).area(100, 200, 140, 230, colour=(0, 0, 0))])
    whole = opened(page_picture(data, "application/pdf", 1, None))
    point = 110 / 72
    assert (whole.width / point, whole.height / point) == pytest.approx(size, abs=1)
    x0, y0, x1, y1 = extent(whole, (0, 0, 0))
    assert ((x0 + x1) / 2 / point, (y0 + y1) / 2 / point) == pytest.approx(middle, abs=1)
    framed = opened(page_picture(data, "application/pdf", 1, (100.0, 200.0, 140.0, 230.0)))
    red, black = extent(framed, RED), extent(framed, (0, 0, 0))
    gaps = [black[0] - red[0], black[1] - red[1], red[2] - black[2], red[3] - black[3]]
    assert [gap / point for gap in gaps] == pytest.approx([3] * 4, abs=1.5)
