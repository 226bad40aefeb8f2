"""One report at a time beside `markitdown`: its docx there, its text here, both warm, in this process, on one core."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import drawn, write_docx
from benchmarks.report import figure, judge, spread

__all__ = ["measure_peers"]

REPORTS = 25
BAR = 30


def measure_peers(folder: Path) -> bool:
    """Print both medians and their ratio."""
    from markitdown import MarkItDown

    from extractor.wiring import Recipe, assemble

    reports = list(drawn(REPORTS))
    paths = [folder / f"{number:03}.docx" for number in range(REPORTS)]
    for report, path in zip(reports, paths, strict=True):
        write_docx(report.document, path)
    contents = [report.text.encode() for report in reports]
    converter, pipeline = MarkItDown(), assemble(Recipe()).pipeline

    def read(number: int) -> None:
        # All that a run does with a document but keep it: decode, read, audit, make the record's line.
        pipeline.process(contents[number], name="a.txt", path="a.txt").record.model_dump_json(by_alias=True)

    theirs = _times(lambda number: converter.convert(str(paths[number])))
    ours = _times(read)
    figure("reports, in every layout", str(REPORTS))
    figure("markitdown, docx to Markdown, median", f"{statistics.median(theirs) * 1000:.1f} ms ({spread(theirs)})")
    figure("gouji, text to audited record, median", f"{statistics.median(ours) * 1000:.1f} ms ({spread(ours)})")
    ratio = statistics.median(theirs) / statistics.median(ours)
    return judge("gouji is faster by", f"{ratio:.1f} times", f"{BAR} times", met=ratio >= BAR)


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
