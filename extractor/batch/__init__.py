"""The local driver: many documents, worker processes, a journal, and an output folder that can be trusted."""

from extractor.batch.check import Checked, check, known_of
from extractor.batch.export import SUFFIXES, Exported, Wording, export
from extractor.batch.forecast import Forecast, forecast
from extractor.batch.inputs import Selection, list_inputs
from extractor.batch.notices import export_notices, names_folder
from extractor.batch.progress import Observer, Totals
from extractor.batch.run import Request, run
from extractor.batch.stored import finished_run, iterate_records, recipe_of, select_records, source_bytes
from extractor.batch.task import bytes_of, read_one
from extractor.batch.verify import Mismatch, verify

__all__ = [
    "SUFFIXES",
    "Checked",
    "Exported",
    "Forecast",
    "Mismatch",
    "Observer",
    "Request",
    "Selection",
    "Totals",
    "Wording",
    "bytes_of",
    "check",
    "export",
    "export_notices",
    "finished_run",
    "forecast",
    "iterate_records",
    "known_of",
    "list_inputs",
    "names_folder",
    "read_one",
    "recipe_of",
    "run",
    "select_records",
    "source_bytes",
    "verify",
]
