"""How long `gouji --help` takes over an interpreter that does nothing."""

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import figure, judge

__all__ = ["measure_start"]

ROUNDS = 15
BAR_SECONDS = 0.3


def measure_start() -> bool:
    """Print both medians and their difference."""
    command = Path(sys.executable).with_name("gouji")
    bare = _median([sys.executable, "-c", "pass"])
    helped = _median([str(command), "--help"])
    figure("bare interpreter, median of 15", f"{bare * 1000:.0f} ms")
    figure("gouji --help, median of 15", f"{helped * 1000:.0f} ms ({helped / bare:.0f} times)")
    over = helped - bare
    return judge("gouji --help over the interpreter", f"{over:.3f} s", f"{BAR_SECONDS} s", met=over <= BAR_SECONDS)


def _median(command: Sequence[str]) -> float:
    seconds: list[float] = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)
