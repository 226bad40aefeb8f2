"""The local model: how long it takes to start, what it weighs, what a row takes, and what a run pays for it.

Each start is in a process of its own, whose memory is then only the model's and the interpreter's.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.report import figure, judge

__all__ = ["measure_local"]

STARTS = 3
START_SECONDS, MEMORY_BYTES, RUN_SECONDS = 5.0, 1_500_000_000, 180.0
"""Bars for starting the model, for what it holds in memory, and for a whole report."""
REPORT = "golden/reports/qinghe_2023.txt"
MEBIBYTE = 1 << 20
SERVE = """
import json, sys, time
from pathlib import Path
begin = time.perf_counter()
from extractor.llm.local import LocalServer, packaged_weights, ready_weights
weights = ready_weights(Path(sys.argv[1]))
verified = time.perf_counter() - begin
with LocalServer(weights, model=packaged_weights().model, threads=1):
    started = time.perf_counter() - begin
print(json.dumps({"verified": verified, "started": started}))
"""


def measure_local(folder: Path) -> bool:
    """Print start, memory and the time of the first command; the bars are the issue's."""
    cache = folder / "cache"
    begin = time.perf_counter()
    _started(cache)
    figure("first start of all, the weights' file made", f"{time.perf_counter() - begin:.1f} s")
    starts = [_started(cache) for _ in range(STARTS)]
    figure("hashing the weights, median", f"{statistics.median(start['verified'] for start in starts):.2f} s")
    start = statistics.median(start["started"] for start in starts)
    alone = _run(folder, cache, "off")
    beside = _run(folder, cache, "local")
    rows = json.loads((folder / "local/manifest.json").read_text(encoding="utf-8"))["rows_heard"]
    figure("the report without the model", f"{alone['seconds']:.1f} s")
    figure("rows asked about, and read as the table reader did", f"{rows['asked']}, {rows['exact']}")
    wall, processor = (
        (beside[key] - alone[key] - (start if key == "seconds" else 0)) / max(1, rows["asked"])
        for key in ("seconds", "processor")
    )
    # Both are the same on a machine that does nothing else; on a busy one only the second says what a row takes.
    figure("a row", f"{wall:.2f} s, {processor:.2f} s of a processor")
    met = [
        judge("start, hashing included, median", f"{start:.1f} s", f"{START_SECONDS} s", met=start <= START_SECONDS),
        judge(
            "memory of the whole command at its peak",
            f"{beside['memory'] / MEBIBYTE:.0f} MiB",
            f"{MEMORY_BYTES / MEBIBYTE:.0f} MiB",
            met=beside["memory"] <= MEMORY_BYTES,
        ),
        judge(
            "the report with the model",
            f"{beside['seconds']:.0f} s",
            f"{RUN_SECONDS:.0f} s",
            met=beside["seconds"] <= RUN_SECONDS,
        ),
    ]
    return all(met)


def _started(cache: Path) -> dict[str, float]:
    ended = subprocess.run(
        [sys.executable, "-c", SERVE, str(cache / "models")], check=True, capture_output=True, encoding="utf-8"
    )
    return json.loads(ended.stdout)


def _run(folder: Path, cache: Path, llm: str) -> dict[str, float]:
    """Wall time and peak memory of `gouji run`."""
    command = [sys.executable, "-m", "extractor", "run", REPORT, "-o", str(folder / llm), "--llm", llm, "--fresh"]
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "GOUJI_CACHE": str(cache)}) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"gouji run --llm {llm} ended with {process.returncode}")
    # Linux counts in KiB.
    return {"seconds": time.perf_counter() - begin, "processor": usage.ru_utime, "memory": usage.ru_maxrss * 1024}
