"""Stored records in other shapes: tables for analysts, the workbook, and the reference pages of what is stored."""

from extractor.export.cells_csv import CsvCells
from extractor.export.findings_file import FindingLines
from extractor.export.parquet import CELLS_SCHEMA, ParquetCells
from extractor.export.rules_page import rules_page
from extractor.export.run_view import Language, RunFacts, RunView, Subject, Words, accepted_value, subject_of
from extractor.export.schemas import json_schemas, schema_text
from extractor.export.tidy import CELL_COLUMNS, CellRow, RecordRows, RecordWriter, cell_rows, rows_of
from extractor.export.workbook import Workbook

__all__ = [
    "CELLS_SCHEMA",
    "CELL_COLUMNS",
    "CellRow",
    "CsvCells",
    "FindingLines",
    "Language",
    "ParquetCells",
    "RecordRows",
    "RecordWriter",
    "RunFacts",
    "RunView",
    "Subject",
    "Words",
    "Workbook",
    "accepted_value",
    "cell_rows",
    "json_schemas",
    "rows_of",
    "rules_page",
    "schema_text",
    "subject_of",
]
