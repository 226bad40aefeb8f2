"""Exports of a small and of a large run: time for each document, and memory, which must not grow with the run."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.corpus import write_texts
from benchmarks.report import figure, judge

__all__ = ["measure_export"]

READ = 100
"""Reports that are really read; the runs repeat their records under other paths."""

SMALLEST = 200
"""Documents of the small run: enough to fill what the formats hold in memory before they write."""

SHARE = 10
"""The small run has this part of the large one's documents."""

SUFFIXES = (".jsonl", ".csv", ".parquet", ".xlsx")
MEBIBYTE = 1 << 20
GROWTH = 1.25
"""Most that memory, and time for each document, may grow from the small run to the large one."""


@dataclass(frozen=True)
class Cost:
    """What an export took."""

    seconds: float
    """Of processor time."""
    memory: int
    """Most bytes held."""
    size: int
    """Bytes of the file."""


def measure_export(folder: Path, documents: int) -> bool:
    """Write every format of a run of so many documents, and of a tenth of them."""
    print("reading reports …", file=sys.stderr)
    write_texts(folder / "in", READ)
    subprocess.run(
        [sys.executable, "-m", "extractor", "run", folder / "in", "-o", folder / "out", "--llm", "off"],
        check=True,
        capture_output=True,
    )
    small, large = max(documents // SHARE, SMALLEST), documents
    runs = {count: _repeat(folder / "out", folder / f"run-{count}", count) for count in (small, large)}
    met = True
    for suffix in SUFFIXES:
        costs = {count: _export(run, folder / f"all{suffix}") for count, run in runs.items()}
        each = {count: cost.seconds / count * 1000 for count, cost in costs.items()}
        figure(f"{suffix}, {large} documents", f"{costs[large].seconds:.1f} s, {costs[large].size / MEBIBYTE:.1f} MiB")
        figure("   for each document", f"{each[small]:.2f} ms of {small}, {each[large]:.2f} ms of {large}")
        figure("   most memory", " and ".join(f"{cost.memory / MEBIBYTE:.0f} MiB" for cost in costs.values()))
        growth = costs[large].memory / costs[small].memory
        slower = each[large] / each[small]
        met &= judge("   memory grows", f"{growth:.2f} times", f"{GROWTH} times", met=growth <= GROWTH)
        met &= judge("   time for a document grows", f"{slower:.2f} times", f"{GROWTH} times", met=slower <= GROWTH)
    return met


def _repeat(run: Path, target: Path, documents: int) -> Path:
    """A run of so many documents, made of the records of another one."""
    target.mkdir()
    (target / "texts").mkdir()
    shutil.copy(run / "manifest.json", target)
    number = 0
    # Line by line: what this process holds counts as the exporting one's when that starts.
    with (target / "records.jsonl").open("w", encoding="utf-8") as records:
        while number < documents:
            with (run / "records.jsonl").open(encoding="utf-8") as lines:
                for line in islice(lines, documents - number):
                    record = json.loads(line)
                    record["document"]["path"] = f"{number:06}.txt"
                    records.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
                    number += 1
    return target


def _export(run: Path, file: Path) -> Cost:
    """What one export took, in a process of its own."""
    command = [sys.executable, "-m", "extractor", "export", str(run), "--to", str(file)]
    quiet = [(os.POSIX_SPAWN_OPEN, sys.stdout.fileno(), os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(sys.executable, command, dict(os.environ), file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{' '.join(command)} failed")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, file.stat().st_size)
