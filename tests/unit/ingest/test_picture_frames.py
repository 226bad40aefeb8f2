"""Pictures become pages, as seen and within limits."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image, TiffImagePlugin

from extractor.errors import DocumentError
from extractor.ingest import picture_frames
from extractor.ingest.picture_frames import frames

SIZE = (300, 400)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def fax(pages: Sequence[Image.Image]) -> bytes:
    """A TIFF file of several pages."""
    return saved(pages[0], "TIFF", save_all=True, append_images=list(pages[1:]))


def code_of(data: bytes) -> str:
    """The code of the refusal of a file."""
    with pytest.raises(DocumentError) as refusal:
        list(frames(data))
    return refusal.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_every_kind_of_picture_is_a_page_of_red_green_and_blue(kind: str, mode: str) -> None:
    """Bilevel, grey and coloured pictures come out alike."""
    (page,) = frames(saved(Image.new(mode, SIZE, "white"), kind))
    assert (page.width, page.height, len(page.pixels)) == (300, 400, 300 * 400 * 3)
    assert min(page.pixels) >= 250


def test_what_shows_through_a_picture_is_white() -> None:
    """Transparent pixels are seen as paper, whatever colour they hide."""
    (page,) = frames(saved(Image.new("RGBA", SIZE, (200, 0, 0, 0)), "PNG"))
    assert set(page.pixels) == {255}


def test_sixteen_bits_keep_their_greys() -> None:
    """A grey of 16 bits becomes the same grey of 8."""
    (page,) = frames(saved(Image.new("I;16", SIZE, 128 * 257), "PNG"))
    assert set(page.pixels) == {128}


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    """The tag for orientation is obeyed, as viewers do."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = frames(saved(Image.new("L", SIZE, "white"), "JPEG", exif=exif))
    assert (page.width, page.height) == (400, 300)


def test_every_page_of_a_fax_is_read() -> None:
    """Pages come in order, each with its own size."""
    pages = frames(fax([Image.new("L", (300, 100 * number), "white") for number in (1, 2, 3)]))
    assert [page.height for page in pages] == [100, 200, 300]


def test_a_small_copy_of_a_page_is_no_page() -> None:
    """Scanners keep a preview beside the page."""
    small = TiffImagePlugin.ImageFileDirectory_v2()
    small[254] = 1
    file = BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(file, new=True) as writer:
        Image.new("L", SIZE, "white").save(writer, "TIFF")
        writer.newFrame()
        Image.new("L", (60, 80), "white").save(writer, "TIFF", tiffinfo=small)
        writer.newFrame()
        data = file.getvalue()
    assert [page.width for page in frames(data)] == [300]


@pytest.mark.parametrize(
    ("size", "said", "dpi"),
    [
        pytest.param((1654, 2339), (200, 200), 200.0, id="said"),
        pytest.param((1654, 2339), None, 2339 / 11.69, id="not-said"),
        pytest.param((3024, 4032), (72, 72), 4032 / 11.69, id="a-page-of-56-inches"),
        pytest.param((827, 1169), (600, 600), 1169 / 11.69, id="a-page-of-two-inches"),
    ],
)
def test_resolution_is_believed_where_it_makes_a_page(
    size: tuple[int, int], said: tuple[int, int] | None, dpi: float
) -> None:
    """A default of cameras or programs is no resolution."""
    options: dict[str, object] = {} if said is None else {"dpi": said}
    (page,) = frames(saved(Image.new("L", size, "white"), "PNG", **options))
    assert page.dpi == pytest.approx(dpi, rel=0.001)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    """Half a page is no page: what is missing may be a figure."""
    picture = Image.effect_noise(SIZE, 50)
    data = saved(picture, kind)
    assert code_of(data[: len(data) // 2]) == "damaged-document"


def test_a_bomb_is_refused_unpacked() -> None:
    """The size in the header is enough."""
    data = bytearray(saved(Image.new("1", (64, 64)), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    assert code_of(bytes(data)) in {"too-large", "damaged-document"}


def test_too_many_pixels_and_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are those of the module."""
    monkeypatch.setattr(picture_frames, "MOST_PIXELS", 300 * 400 - 1)
    assert code_of(saved(Image.new("L", SIZE), "PNG")) == "too-large"
    monkeypatch.setattr(picture_frames, "MOST_PAGES", 2)
    assert code_of(fax([Image.new("L", (40, 40))] * 3)) == "too-many-pages"


def test_a_dot_is_no_page() -> None:
    """Icons and counting pixels hold no report."""
    assert code_of(saved(Image.new("L", (1, 1)), "PNG")) == "damaged-document"
