"""Scanned files read on one core and on two."""

import io
import json
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from extractor.cli import main
from extractor.ingest import find_recogniser
from extractor.ingest.picture_frames import frames
from extractor.model import PageTable

TITLE = "2021"
COLUMNS, ROWS = 4, 4
LEFT, TOP, WIDE, HIGH = 100, 140, 170, 100
"""Of the table, and of its cells, in pixels."""


def page(first: int) -> bytes:
    """A ruled table of figures as a TIFF file."""
    image = Image.new("L", (850, 650), 255)
    draw = ImageDraw.Draw(image)
    draw.text((330, 40), TITLE, fill=0, font_size=40)
    for row in range(ROWS + 1):
        draw.line((LEFT, TOP + HIGH * row, LEFT + WIDE * COLUMNS, TOP + HIGH * row), fill=0, width=2)
    for column in range(COLUMNS + 1):
        draw.line((LEFT + WIDE * column, TOP, LEFT + WIDE * column, TOP + HIGH * ROWS), fill=0, width=2)
    for row, column in product(range(ROWS), range(COLUMNS)):
        at = (LEFT + WIDE * column + 50, TOP + HIGH * row + 34)
        draw.text(at, str(first + 137 * row + 11 * column), fill=0, font_size=32)
    file = io.BytesIO()
    image.save(file, "TIFF", dpi=(120, 120))
    return file.getvalue()


@pytest.fixture(autouse=True)
def needs_recogniser() -> None:
    """Skips where the extra is not installed."""
    if find_recogniser() is None:
        pytest.skip("no recogniser is installed")


def run(*more: str) -> tuple[list[str], dict[str, bytes]]:
    """Run on the folder `in`: the lines of the records, and the texts by file name."""
    out = Path(f"out{len(list(Path.cwd().glob('out*')))}")
    assert main(["run", "in", "-o", str(out), "--llm", "off", *more]) in {0, 3}
    texts = {path.name: path.read_bytes() for path in (out / "texts").iterdir()}
    return (out / "records.jsonl").read_text(encoding="utf-8").splitlines(), texts


def test_records_and_texts_of_scans_are_the_same_from_one_process_and_from_two() -> None:
    """Byte for byte, though each of two processes has one thread and the one has all."""
    Path("in").mkdir()
    for place, first in enumerate((1003, 2087)):
        Path(f"in/{place}.tiff").write_bytes(page(first))
    records, texts = run("-j", "1")
    again = run("-j", "2")
    assert len(records) == len(texts) == 2
    assert all(TITLE.encode() in text for text in texts.values())
    assert {json.loads(line)["document"]["name"] for line in records} == {"0.tiff", "1.tiff"}
    assert (records, texts) == again


def test_a_page_is_the_same_with_one_thread_and_with_two() -> None:
    """Every word, box, score and second read, and each figure of the table among them."""
    (picture,) = frames(page(1003))
    seen: list[object] = []
    for threads in (1, 2):
        recogniser = find_recogniser(threads)
        assert recogniser is not None
        found = recogniser.recognise(picture)
        seen.append(found)
        (table,) = [block for block in found.blocks if isinstance(block, PageTable)]
        texts = [token.text for cell in table.cells for line in cell.lines for token in line]
        assert sorted(texts) == sorted(
            str(1003 + 137 * row + 11 * column) for row, column in product(range(ROWS), range(COLUMNS))
        )
    assert seen[0] == seen[1]
