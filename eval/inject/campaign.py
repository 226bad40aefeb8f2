"""A whole injection: so many faults, in files, in figures and in replies, and with each rule taken away."""

from collections.abc import Callable
from importlib.util import find_spec

from eval.inject.figures import inject_figures
from eval.inject.files import inject_files
from eval.inject.prints import inject_prints
from eval.inject.removal import RememberingIngester, identity_codes, removals
from eval.inject.replies import inject_replies
from eval.inject.sightings import inject_sightings
from eval.inject.tally import Report
from eval.inject.whole import Judge
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester, find_libreoffice
from extractor.pipeline import Pipeline

__all__ = ["FULL", "inject"]

FULL = 100_000
_REPLIES, _FILES = 0.3, 0.015
"""Shares of the faults; a whole file counts as one fault and takes a hundred times as long as one in a figure."""
_SIGHTINGS, _PRINTS = 0.002, 0.0008
"""Faults beyond these, by share: a recorded scan takes ten times as long as a file, a print a hundred times."""
_CHECK_EVERY = 250
"""One of so many faults in figures is read whole as well."""
_REMOVE_EVERY_FIGURE, _REMOVE_EVERY_REPLY = 7, 23
"""One of so many faults in figures, or of documents with a faulty reply, is judged again without each identity; prime,
so that no class is left out. Whole files are all judged again."""


def inject(count: int, seed: int, tell: Callable[[Report], None] = lambda _: None) -> Report:
    """Inject at least so many faults; the same numbers give the same report.

    Args:
        count: faults in all.
        seed: of the faults.
        tell: hears of the report as it grows.
    """
    form = builtin_forms()[0]
    ingester = RememberingIngester(FileIngester(None))
    pipeline = Pipeline(ingester, (form,))
    report = Report()
    files, replies = int(count * _FILES), int(count * _REPLIES)
    identities = identity_codes(form)
    inject_figures(
        report,
        count - files - replies,
        seed,
        pipeline,
        check_every=_CHECK_EVERY,
        identities=identities,
        remove_every=_REMOVE_EVERY_FIGURE,
    )
    tell(report)
    inject_files(report, files, seed, Judge(pipeline, form, removals(ingester, form)))
    tell(report)
    inject_replies(report, replies, seed, form, identities=identities, remove_every=_REMOVE_EVERY_REPLY)
    tell(report)
    if lacking := _lacking("PIL"):
        report.skipped["sightings"] = lacking
    else:
        inject_sightings(report, int(count * _SIGHTINGS), seed, form)
    tell(report)
    if lacking := _lacking("pypdfium2", "pdfplumber", office=True):
        report.skipped["prints"] = lacking
    else:
        inject_prints(report, int(count * _PRINTS), seed, Judge(pipeline, form))
    return report


def _lacking(*modules: str, office: bool = False) -> str:
    """What must be installed for some faults and is not; empty when nothing is missing."""
    lacking = [module for module in modules if find_spec(module) is None]
    return ", ".join([*lacking, *(["LibreOffice"] if office and find_libreoffice() is None else [])])
