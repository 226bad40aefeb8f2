"""How a model read a document by itself, whatever fusion made of it."""

from eval.scoring.cells import is_right
from eval.scoring.expectation import Expectation
from extractor.model import Cell, Record

__all__ = ["model_reading", "model_wrong"]

_PREFIX = "llm:"


def model_wrong(expectation: Expectation, record: Record | None) -> int | None:
    """Cells that a model read wrong or not at all, of those that anybody could tell; null when it read none."""
    readings = {cell.path: model_reading(cell) for cell in record.cells} if record else {}
    if not any(readings.values()):
        return None
    known = (path for path in expectation.cells if path not in expectation.unknowable)
    return sum(not _is_right(expectation, path, readings.get(path)) for path in known)


def model_reading(cell: Cell) -> Cell | None:
    """The cell as a model alone reads it; null when it did not."""
    for reading in cell.readings:
        if reading.reader.startswith(_PREFIX):
            said = {"as_printed": reading.as_printed, "value": reading.value, "kind": reading.kind}
            return cell.model_copy(update={**said, "source": reading.source})
    return None


def _is_right(expectation: Expectation, path: str, reading: Cell | None) -> bool:
    figure = expectation.cells[path]
    if reading is None:
        # A row that the document leaves out has no words to read.
        return not isinstance(figure, int | float) and figure["kind"] == "missing"
    return is_right(figure, reading)
