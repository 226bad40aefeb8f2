"""Reports in the formats of scanners, browsers and packers, and how they are set up for paper."""

import io
import zipfile

import pytest
from PIL import Image, ImageDraw

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.golden.pressing import PAPERS, Packed, Paper, pack, save_web_page, scanned, set_up
from extractor.ingest import FileIngester, read_directory, unpack
from extractor.ingest.sniff import sniff


@pytest.fixture(name="tiff")
def tiff_fixture() -> bytes:
    """Two pages of a scan, each with a black bar."""
    pages = [Image.new("RGB", (400, 560), "white") for _ in range(2)]
    for page in pages:
        ImageDraw.Draw(page).rectangle((100, 100, 300, 140), fill="black")
    target = io.BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))
    return target.getvalue()


@pytest.mark.parametrize(
    ("suffix", "media_type", "pages"),
    [("png", "image/png", 1), ("jpeg", "image/jpeg", 1), ("tiff", "image/tiff", 2)],
)
@pytest.mark.parametrize("inking", ["black", "grey", "colour"])
def test_a_scan_keeps_its_pages_and_its_resolution(
    tiff: bytes, suffix: str, media_type: str, pages: int, inking: str
) -> None:
    """In every format and ink the bar is where it was, and the file says how many dots an inch has."""
    data = scanned(tiff, suffix, "black" if inking == "black" else "grey" if inking == "grey" else "colour")
    assert sniff(data) == media_type
    with Image.open(io.BytesIO(data)) as image:
        assert getattr(image, "n_frames", 1) == pages
        assert round(float(image.info["dpi"][0])) == 200
        grey = image.convert("L")
        assert isinstance(bar := grey.getpixel((200, 120)), int)
        assert isinstance(paper := grey.getpixel((20, 20)), int)
        assert (bar < 40, paper > 215) == (True, True)


def test_a_scan_in_a_pdf_has_no_text(tiff: bytes) -> None:
    """Its pages are pictures and nothing else."""
    data = scanned(tiff, "pdf", "grey")
    assert sniff(data) == "application/pdf"
    assert b"/Font" not in data
    assert data.count(b"/Subtype /Image") == 2


def test_a_saved_web_page_is_read_as_the_page() -> None:
    """The style sheet beside it says nothing."""
    page = "<html><head><meta charset='utf-8'></head><body><p>一、总体情况</p></body></html>".encode()
    document = FileIngester().ingest(save_web_page(page), name="a.mht", path="a.mht")
    assert document.media_type == "multipart/related"
    assert document.text.strip() == "一、总体情况"


@pytest.mark.parametrize("in_gbk", [True, False])
def test_packed_members_are_found_under_their_names(in_gbk: bool) -> None:
    """Also where the names are written without saying in which encoding."""
    members = {"2023年度/青禾县年度报告.txt": b"one", "附件/云岭镇年度报告.txt": b"two"}
    file = io.BytesIO(pack(Packed(members, in_gbk)))
    found = {entry.name: unpack(file, entry, most=99) for entry in read_directory(file)}
    assert {name: found[name] for name in members} == members
    assert set(found) - set(members) == {"__MACOSX/._report"}


@pytest.mark.parametrize("name", [name for name, paper in PAPERS.items() if paper is not None])
def test_a_report_is_set_up_for_its_paper_and_says_the_same(name: str) -> None:
    """Page, letters and columns change; not a word of the report does."""
    paper = PAPERS[name]
    assert isinstance(paper, Paper)
    plain = generate(3, GRID_LAYOUT, file_format=Format.DOCX).data
    data = set_up(plain, paper)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
    assert f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}"' in document
    assert f'w:left="{paper.margin}"' in document
    assert '<w:sz w:val="24"/>' not in document
    texts = [FileIngester().ingest(each, name="a.docx", path="a.docx").text for each in (plain, data)]
    assert texts[0] == texts[1]
    assert set_up(plain, None) == plain
