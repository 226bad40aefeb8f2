"""Scanned files on one core and on all: how many of the cores work, and how much sooner a run ends."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageSequence

from benchmarks.report import figure, judge
from eval.generator.scans import print_reports, scan

__all__ = ["measure_cores"]

SEED = 4
BUSY = 0.8
"""Least share of the cores that work throughout a run, its start and the loading of the models included."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a run took."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of all cores together."""


def measure_cores(folder: Path) -> bool:
    """Run one file of several pages, and its pages as files of a batch; true if both keep the cores busy."""
    (printed,) = print_reports([SEED])
    data = scan(printed).data
    (folder / "one").mkdir()
    (folder / "one" / "report.tiff").write_bytes(data)
    (folder / "many").mkdir()
    for number, page in enumerate(ImageSequence.Iterator(Image.open(BytesIO(data))), start=1):
        page.save(folder / "many" / f"page{number}.png", dpi=page.info["dpi"])
    cores = sorted(os.sched_getaffinity(0))
    alone = {source: _run(folder / source, folder / f"{source}-alone", cores[:1], ()) for source in ("one", "many")}
    runs: Sequence[tuple[str, str, Sequence[str]]] = (
        ("pages of one file", "one", ()),
        ("files, one process", "many", ()),
        ("files, a process a core", "many", ("-j", str(len(cores)))),
    )
    met = True
    for name, source, more in runs:
        whole = _run(folder / source, folder / name, cores, more)
        figure(f"{name}: one core", f"{alone[source].wall:.1f} s")
        times = alone[source].wall / whole.wall
        figure(f"{name}: {len(cores)} cores", f"{whole.wall:.1f} s, {times:.2f} times as fast")
        busy = whole.processor / whole.wall
        bar = BUSY * len(cores)
        met = judge(f"{name}: processor / wall time", f"{busy:.2f}", f"{bar:.2f}", met=busy >= bar) and met
    return met


def _run(source: Path, target: Path, cores: Sequence[int], more: Sequence[str]) -> Took:
    """Run the command on some of the cores, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "extractor", "run", str(source), "-o", str(target), "--llm", "off", *more],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_on(cores),
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _on(cores: Sequence[int]) -> Callable[[], None]:
    return lambda: os.sched_setaffinity(0, cores)
