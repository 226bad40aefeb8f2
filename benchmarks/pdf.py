"""Printed reports: from PDF to audited record beside what pdfplumber takes to find the tables alone."""

import io
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.report import figure, judge
from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.printing import print_pdfs
from extractor.ingest import find_libreoffice

__all__ = ["measure_pdf"]

REPORTS = 10
ROUNDS = 3
BAR = 1.3
"""Times what `pdfplumber.extract_tables` takes for the same pages, at most."""


def measure_pdf() -> bool:
    """Print the medians and their ratio; the two take turns, so that a busy machine slows both."""
    if find_libreoffice() is None:
        figure("pdf", "not measured: LibreOffice, which prints the reports, is not installed")
        return True
    from extractor.wiring import Recipe, assemble

    seeds = range(1, 1 + REPORTS)
    files = print_pdfs([generate(seed, GRID_LAYOUT, file_format=Format.DOCX).data for seed in seeds])
    real = sorted((Path(__file__).parent.parent.parent / "shared" / "real").glob("*.pdf"))
    files += [path.read_bytes() for path in real]
    pipeline = assemble(Recipe()).pipeline

    def ours(data: bytes) -> None:
        # All that a run does with a document but keep it.
        pipeline.process(data, name="a.pdf", path="a.pdf").record.model_dump_json(by_alias=True)

    mine, theirs = _in_turn(files, ours, _tables)
    figure("reports, printed" + (", and real ones" if real else ""), str(len(files)))
    figure("pdfplumber, tables alone, median", f"{statistics.median(theirs) * 1000:.0f} ms")
    figure("gouji, PDF to audited record, median", f"{statistics.median(mine) * 1000:.0f} ms")
    ratio = statistics.median(one / other for one, other in zip(mine, theirs, strict=True))
    return judge("gouji takes, of pdfplumber's time", f"{ratio:.2f} times", f"{BAR:g} times", met=ratio <= BAR)


def _tables(data: bytes) -> None:
    import pdfplumber

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                page.extract_tables()


def _in_turn(files: Sequence[bytes], *tasks: Callable[[bytes], None]) -> list[list[float]]:
    """The best of some rounds for each file and task, in seconds."""
    for task in tasks:
        task(files[0])
    best = [[float("inf")] * len(files) for _ in tasks]
    for _ in range(ROUNDS):
        for place, data in enumerate(files):
            for times, task in zip(best, tasks, strict=True):
                begin = time.process_time()
                task(data)
                times[place] = min(times[place], time.process_time() - begin)
    return best
