"""Our tables of a PDF beside those of pdfplumber, which follows other rules on the same lines."""

import io
import warnings

import pytest

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.formats.portable import Sheet, write_pdf
from eval.generator.printing import print_pdfs
from extractor.ingest import FileIngester, find_libreoffice

Rows = list[list[str]]


def theirs(data: bytes) -> list[list[Rows]]:
    """By page, the tables as pdfplumber finds them: what a cell spans beyond its first field is null there."""
    import pdfplumber

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return [
                [[[text for text in row if text is not None] for row in table] for table in page.extract_tables()]
                for page in pdf.pages
            ]


def squeezed(rows: list[list[str]]) -> Rows:
    """Texts without white space: where lines end is no matter of tables."""
    return [["".join(text.split()) for text in row] for row in rows if row]


def ours(data: bytes) -> Rows:
    """The rows of all grids of the file."""
    document = FileIngester().ingest(data, name="a.pdf", path="a.pdf")
    rows: Rows = []
    for grid in document.grids:
        for number in range(1, max(cell.row for cell in grid.cells) + 1):
            rows.append([cell.text for cell in grid.cells if cell.row == number])
    return squeezed(rows)


def test_both_find_the_same_cells_in_a_table_on_one_page() -> None:
    """Drawn lines, no merged cells, blanks included."""
    rows = [["项目", "上年", "本年"], ["许可", "12", "7"], ["处罚", "", "30"]]
    data = write_pdf([Sheet().grid((72, 200, 300, 400), (80, 100, 120, 140), rows)])
    assert ours(data) == squeezed(theirs(data)[0][0]) == rows


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice, which prints the reports, is not installed")
def test_both_find_the_same_figures_in_printed_reports() -> None:
    """Merged cells, headers on every page, rows broken by the end of a page: no figure more, none less, in order.

    Only figures are compared: what a page broke, pdfplumber leaves broken, and a repeated header stays repeated.
    """
    seeds = (11, 12)
    for data in print_pdfs([generate(seed, GRID_LAYOUT, file_format=Format.DOCX).data for seed in seeds]):
        found = [text for row in ours(data) for text in row if text.isdigit()]
        other = [
            "".join(text.split())
            for page in theirs(data)
            for table in page
            for row in table
            for text in row
            if "".join(text.split()).isdigit()
        ]
        assert found == other
        assert len(found) > 100
