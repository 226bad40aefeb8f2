"""Pictures of reports, from the file to the record."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from eval.generator.scans import print_reports, scan
from extractor.cli import main
from extractor.errors import DocumentError
from extractor.ingest import FileIngester, find_libreoffice
from extractor.model import Record

SEED = 9
DISPUTES = 15


@pytest.fixture(name="last_page", scope="module")
def last_page_fixture() -> bytes:
    """The last page of a printed report as a PNG file: the table of disputes stands on it as a whole."""
    if find_libreoffice() is None:
        pytest.skip("LibreOffice is not installed, so there is nothing to scan")
    (printed,) = print_reports([SEED])
    image = Image.open(io.BytesIO(scan(printed).data))
    last = list(ImageSequence.Iterator(image))[-1]
    file = io.BytesIO()
    last.convert("L").save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


def test_a_picture_in_an_archive_is_read_and_a_broken_one_is_named(last_page: bytes) -> None:
    """Every figure of the table is accepted with its score, page and box; half a picture is a typed refusal."""
    with zipfile.ZipFile("scans.zip", "w") as archive:
        archive.writestr("page.png", last_page)
        archive.writestr("half.png", last_page[: len(last_page) // 2])
    assert main(["run", "scans.zip", "-o", "out", "--llm", "off"]) == 3
    lines = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()
    records = {record.document.name: record for record in map(Record.model_validate_json, lines)}
    half, page = records["half.png"], records["page.png"]
    assert half.error is not None
    assert half.error.code == "damaged-document"
    cells = [cell for cell in page.cells if cell.path.startswith("disputes.")]
    text = Path(f"out/texts/{page.document.sha256}.txt").read_text(encoding="utf-8")
    assert len(cells) == DISPUTES
    for cell in cells:
        assert cell.status == "accepted", cell
        assert cell.source is not None
        assert text[cell.source.start : cell.source.end] == cell.as_printed
        assert cell.source.page == 1
        assert cell.source.bbox is not None
        x0, y0, x1, y1 = cell.source.bbox
        assert 0 < x0 < x1 < 596
        assert 0 < y0 < y1 < 842
        assert (cell.readings[0].score or 0) > 0.9
    assert json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))["versions"]["recogniser"] != "absent"


def test_without_the_recogniser_a_picture_names_the_extra(last_page: bytes) -> None:
    """The refusal is one line with what to install."""
    with pytest.raises(DocumentError) as refusal:
        FileIngester().ingest(last_page, name="page.png", path="in/page.png")
    assert str(refusal.value) == "missing-extra: in/page.png: no recogniser is installed; install gouji[ocr]"
