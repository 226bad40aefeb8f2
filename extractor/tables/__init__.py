"""The table reader: binds a form's rows and columns by their labels, in any layout, and says what is proven."""

from extractor.tables.reader import Regions, read_tables, value_of
from extractor.tables.reading import CellReading, DamageNote, TableReading, UnmappedRow
from extractor.tables.thresholds import Thresholds, default_thresholds

__all__ = [
    "CellReading",
    "DamageNote",
    "Regions",
    "TableReading",
    "Thresholds",
    "UnmappedRow",
    "default_thresholds",
    "read_tables",
    "value_of",
]
