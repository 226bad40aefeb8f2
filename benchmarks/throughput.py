"""A whole run over many reports: time for each, memory over time, cores used."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write_texts
from benchmarks.report import figure, judge
from extractor.settings import available_cores

__all__ = ["measure_throughput"]

EVERY_SECONDS = 0.05
MEBIBYTE = 1 << 20
GROWTH = 1.25
"""Most that memory may grow from the first tenth to the last, and time from the first half to the second."""
CORES_SHARE = 0.8
"""Least share of the cores that must be busy while documents are read."""


@dataclass(frozen=True)
class Sample:
    """A look at the run."""

    seconds: float
    journal: int
    """Bytes of finished records."""
    memory: int
    """Bytes that the driver and its workers hold."""
    driver: int
    """Bytes that the driver alone holds."""


def measure_throughput(folder: Path, documents: int) -> bool:
    """Run `gouji run` on so many reports and print what it took."""
    print(f"writing {documents} reports …", file=sys.stderr)
    write_texts(folder / "in", documents)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    samples = _watch(
        [sys.executable, "-m", "extractor", "run", str(folder / "in"), "-o", str(folder / "out"), "--llm", "off"],
        folder,
    )
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]
    half, end = _at(samples, 0.5), _at(samples, 1.0)
    cores = available_cores()
    figure("documents", f"{counts['inputs']} ({counts['read']} read, {counts['partial']} partial)")
    figure("cells accepted", f"{counts['accepted']} of {counts['cells']}")
    figure("wall time, start and end included", f"{wall:.1f} s, {wall / documents * 1000:.2f} ms a document")
    figure("processor time", f"{cpu:.1f} s, {cpu / documents * 1000:.2f} ms a document")
    figure("records", f"{end.journal / MEBIBYTE:.0f} MiB, {end.journal / documents / 1024:.0f} KiB a document")
    early, late = _peak(samples, 0.0, 0.1), _peak(samples, 0.9, 1.0)
    figure("most memory over the first tenth", _memory(early))
    figure("most memory over the last tenth", _memory(late))
    second = (end.seconds - half.seconds) / (half.seconds - samples[0].seconds)
    growth = late.memory / early.memory
    busy = cpu / wall
    return all(
        (
            judge("memory grows", f"{growth:.2f} times", f"{GROWTH} times", met=growth <= GROWTH),
            judge("second half over first half", f"{second:.2f} times", f"{GROWTH} times", met=second <= GROWTH),
            judge("cores busy", f"{busy:.2f} of {cores}", f"{CORES_SHARE:.0%}", met=busy >= CORES_SHARE * cores),
        )
    )


def _watch(command: list[str], folder: Path) -> list[Sample]:
    """Run the command and look at it again and again."""
    import psutil

    journal = folder / "out" / "records.partial.jsonl"
    samples: list[Sample] = []
    begin = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        driver = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                size = journal.stat().st_size
                own = driver.memory_info().rss
                workers = sum(child.memory_info().rss for child in driver.children(recursive=True))
                if size:
                    samples.append(Sample(time.monotonic() - begin, size, own + workers, own))
            except (FileNotFoundError, psutil.Error):
                pass
            time.sleep(EVERY_SECONDS)
    return samples


def _at(samples: list[Sample], share: float) -> Sample:
    """The first look at which so much of the records was done."""
    wanted = share * samples[-1].journal
    return next(sample for sample in samples if sample.journal >= wanted)


def _peak(samples: list[Sample], start: float, end: float) -> Sample:
    """The look at which the run held most while this part of the records was done."""
    last = samples[-1].journal
    return max(
        (sample for sample in samples if start * last <= sample.journal <= end * last),
        key=lambda sample: sample.memory,
    )


def _memory(sample: Sample) -> str:
    return f"{sample.memory / MEBIBYTE:.0f} MiB in all, {sample.driver / MEBIBYTE:.0f} MiB the driver"
