"""Scans beside RapidOCR alone, on the same pages, in this process, with the same threads; and on all cores."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from benchmarks.cores import measure_cores
from benchmarks.report import figure, judge
from eval.generator.scans import print_reports, scan
from extractor.model import PagePicture
from extractor.settings import available_cores

__all__ = ["measure_scans"]

SEEDS = (9, 4)
DAMAGES = ("dpi-150", "skew", "blur", "noise", "jpeg", "faded", "broken-lines", "seal", "bleed-through", "perspective")
BARS = {"clean": 1.15, "degraded": 1.5}
"""Times as long as the recogniser alone, at most."""


def measure_scans(folder: Path) -> bool:
    """Print the time of a page beside the recogniser alone, and how many cores a file and a batch keep busy."""
    busy = measure_cores(folder)
    return _beside_the_recogniser() and busy


def _beside_the_recogniser() -> bool:
    from rapidocr import RapidOCR

    from extractor.ingest.picture_frames import frames
    from extractor.ingest.recognise.page import read_page

    threads = available_cores()
    options = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    alone = cast("Any", RapidOCR(params=options))
    printed = print_reports(SEEDS)
    met = True
    for name, damages in (("clean", ()), ("degraded", DAMAGES)):
        pages = [
            page for number, report in enumerate(printed) for page in frames(scan(report, damages[5 * number :]).data)
        ]
        theirs, ours = _paired(pages, lambda page: alone(_pixels(page)), lambda page: read_page(page, threads))
        figure(f"RapidOCR alone, {name} page, median", f"{statistics.median(theirs):.2f} s")
        figure(f"gouji, {name} page, median", f"{statistics.median(ours):.2f} s")
        ratio = sum(ours) / sum(theirs)
        met = (
            judge(f"gouji beside it, {name}", f"{ratio:.2f} times", f"{BARS[name]:g}", met=ratio <= BARS[name]) and met
        )
    return met


def _pixels(page: PagePicture) -> object:
    rows = np.frombuffer(page.pixels, np.uint8).reshape(page.height, page.width, 3)
    return np.ascontiguousarray(rows[:, :, ::-1])


def _paired(
    pages: Sequence[PagePicture], one: Callable[[PagePicture], object], other: Callable[[PagePicture], object]
) -> tuple[list[float], list[float]]:
    """Seconds of both for each page, one right after the other, so that a busy machine slows both."""
    one(pages[0])
    other(pages[0])
    pairs = [(_seconds(one, page), _seconds(other, page)) for page in pages]
    return [first for first, _ in pairs], [second for _, second in pairs]


def _seconds(work: Callable[[PagePicture], object], page: PagePicture) -> float:
    begin = time.perf_counter()
    work(page)
    return time.perf_counter() - begin
