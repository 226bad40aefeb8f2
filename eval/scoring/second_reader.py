"""How a model read a document by itself, whatever fusion made of it."""

from eval.scoring.cells import is_right
from eval.scoring.expectation import Expectation
from extractor.model import Cell, Reading, Record

__all__ = ["model_wrong"]

_PREFIX = "llm:"


def model_wrong(expectation: Expectation, record: Record | None) -> int | None:
    """Cells that a model read wrong or not at all, of those that anybody could tell; null when it read none."""
    readings = {cell.path: _reading(cell) for cell in record.cells} if record else {}
    if not any(readings.values()):
        return None
    known = (path for path in expectation.cells if path not in expectation.unknowable)
    return sum(not _is_right(expectation, path, readings.get(path)) for path in known)


def _reading(cell: Cell) -> Reading | None:
    return next((reading for reading in cell.readings if reading.reader.startswith(_PREFIX)), None)


def _is_right(expectation: Expectation, path: str, reading: Reading | None) -> bool:
    if reading is None:
        # A row that the document leaves out has no words to read.
        figure = expectation.cells[path]
        return not isinstance(figure, int | float) and figure["kind"] == "missing"
    cell = Cell(
        path=path,
        as_printed=reading.as_printed,
        value=reading.value,
        kind=reading.kind,
        tier="T4",
        status="review",
        source=reading.source,
    )
    return is_right(expectation.cells[path], cell)
