"""What every ingester of formats with tables owes: places that are exact."""

from extractor.model import Document

__all__ = ["assert_places_are_exact"]


def assert_places_are_exact(document: Document) -> None:
    """Cells and paragraphs are cut out of the text, in order; no position of a grid is covered twice."""
    end = 0
    for number, grid in enumerate(document.grids, start=1):
        assert grid.ordinal == number
        covered: set[tuple[int, int]] = set()
        for cell in grid.cells:
            assert document.text[cell.start : cell.end] == cell.text == cell.text.strip()
            assert end <= cell.start
            end = cell.end
            area = {
                (row, column)
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            }
            assert len(area) == cell.row_span * cell.column_span > 0
            assert covered.isdisjoint(area)
            covered |= area
    for paragraph in document.paragraphs:
        line = document.text[paragraph.start : paragraph.end]
        assert line.strip()
        assert "\n" not in line
