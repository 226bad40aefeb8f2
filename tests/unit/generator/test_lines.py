"""Unit tests: the lines that are drawn around the cells of generated tables."""

import io
import re
import zipfile

import pytest

from eval.generator import Format, Lines, generate
from eval.generator.damages.files import GRID_LAYOUT


@pytest.mark.parametrize(
    ("lines", "sides"),
    [
        (Lines.ALL, {"top", "left", "bottom", "right", "insideH", "insideV"}),
        (Lines.NONE, set[str]()),
        (Lines.LEVEL, {"top", "bottom", "insideH"}),
        (Lines.THREE, {"top", "bottom"}),
    ],
)
def test_docx_tables_have_the_borders_that_were_asked_for(lines: Lines, sides: set[str]) -> None:
    """Each kind draws its own sides; the text is the same whatever is drawn."""
    report = generate(3, GRID_LAYOUT, file_format=Format.DOCX, lines=lines)
    with zipfile.ZipFile(io.BytesIO(report.data)) as package:
        body = package.read("word/document.xml").decode()
    drawn = re.search("<w:tblBorders>(.*?)</w:tblBorders>", body)
    assert drawn is not None
    assert set(re.findall(r"<w:(\w+) ", drawn[1])) == sides
    assert ("<w:tcBorders>" in body) is (lines is Lines.THREE)
    assert report.text == generate(3, GRID_LAYOUT, file_format=Format.DOCX).text


def test_web_pages_draw_no_lines_where_none_are_asked_for() -> None:
    """The borders of the page's own style are taken back in every cell."""
    page = generate(3, GRID_LAYOUT, file_format=Format.HTML, lines=Lines.NONE).data.decode("utf-8", "replace")
    assert "border-bottom:1px" not in page
    assert 'style="border:none"' in page.lower()
