"""One report at a time beside `markitdown`, both warm, in this process, on one core.

Gouji reads a report's text where `markitdown` converts its docx, then the same docx and the same page as `markitdown`.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from benchmarks.corpus import drawn, write_docx
from benchmarks.report import figure, judge, spread
from eval.generator import Generated
from eval.generator.formats import Format, make_book, write_book

__all__ = ["measure_peers"]

REPORTS = 25
BARS = {"txt": 30.0, "docx": 1.0, "html": 10.0}
"""How many times as fast as `markitdown` at least."""


def measure_peers(folder: Path) -> bool:
    """Print the medians and their ratios."""
    from markitdown import MarkItDown

    from extractor.wiring import Recipe, assemble

    reports = list(drawn(REPORTS))
    files = {
        "txt": [report.text.encode() for report in reports],
        "docx": [_docx(report, folder / f"{number:03}.docx") for number, report in enumerate(reports)],
        "html": [_page(report, number, folder / f"{number:03}.html") for number, report in enumerate(reports)],
    }
    converter, pipeline = MarkItDown(), assemble(Recipe()).pipeline

    def read(suffix: str, number: int) -> None:
        # All that a run does with a document but keep it: decode, read, audit, make the record's line.
        name = f"a.{suffix}"
        pipeline.process(files[suffix][number], name=name, path=name).record.model_dump_json(by_alias=True)

    def convert(suffix: str, number: int) -> None:
        converter.convert(str(folder / f"{number:03}.{suffix}"))

    figure("reports, in every layout", str(REPORTS))
    theirs = {suffix: _times(lambda number, of=suffix: convert(of, number)) for suffix in ("docx", "html")}
    for suffix, seconds in theirs.items():
        figure(f"markitdown, {suffix} to Markdown, median", _told(seconds))
    met = True
    for suffix, bar in BARS.items():
        seconds = _times(lambda number, of=suffix: read(of, number))
        figure(f"gouji, {suffix} to audited record, median", _told(seconds))
        peer = "docx" if suffix == "txt" else suffix
        ratio = statistics.median(theirs[peer]) / statistics.median(seconds)
        label = f"gouji's {suffix} is faster than their {peer} by"
        met = judge(label, f"{ratio:.1f} times", f"{bar:g} times", met=ratio >= bar) and met
    return met


def _docx(report: Generated, path: Path) -> bytes:
    write_docx(report.document, path)
    return path.read_bytes()


def _page(report: Generated, number: int, path: Path) -> bytes:
    random = Random(number)
    path.write_bytes(write_book(make_book(report.document, random), Format.HTML, random).data)
    return path.read_bytes()


def _told(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.1f} ms ({spread(seconds)})"


def _times(work: Callable[[int], object]) -> list[float]:
    """Seconds for each report, after a first round that fills caches and imports what is lazy."""
    for number in range(REPORTS):
        work(number)
    seconds: list[float] = []
    for number in range(REPORTS):
        begin = time.perf_counter()
        work(number)
        seconds.append(time.perf_counter() - begin)
    return seconds
