"""The table reader: binds a form's rows and columns by their labels, in any layout, and says what is proven."""

from extractor.tables.reader import Regions, read_tables
from extractor.tables.reading import CellReading, DamageNote, TableReading, UnmappedRow
from extractor.tables.thresholds import DEFAULT_THRESHOLDS, Thresholds

__all__ = [
    "DEFAULT_THRESHOLDS",
    "CellReading",
    "DamageNote",
    "Regions",
    "TableReading",
    "Thresholds",
    "UnmappedRow",
    "read_tables",
]
