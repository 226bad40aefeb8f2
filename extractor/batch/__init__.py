"""The local driver: many documents, worker processes, a journal, and an output folder that can be trusted."""

from extractor.batch.check import Checked, check
from extractor.batch.progress import Observer, Totals
from extractor.batch.run import Request, run
from extractor.batch.stored import finished_run, iterate_records, select_records
from extractor.batch.task import read_one
from extractor.batch.verify import Mismatch, verify

__all__ = [
    "Checked",
    "Mismatch",
    "Observer",
    "Request",
    "Totals",
    "check",
    "finished_run",
    "iterate_records",
    "read_one",
    "run",
    "select_records",
    "verify",
]
