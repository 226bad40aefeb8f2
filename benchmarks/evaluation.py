"""`gouji eval run` on golden documents beside `markitdown`, which converts one docx report, in the same run.

Scans are left out: what their recogniser takes is measured by `scans`. The command is run as anybody runs it, with its
start, the making of the documents, and two processes.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

from benchmarks.corpus import drawn, write_docx
from benchmarks.report import figure, judge, spread

__all__ = ["measure_evaluation"]

DOCUMENTS = 100
REPORTS = 25
ROUNDS = 3
BAR = 60.0
"""Conversions by `markitdown` in the time that 100 documents take, at most."""
GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def measure_evaluation(folder: Path) -> bool:
    """Print both medians and their ratio; conversions and runs take turns, so that a busy machine slows both."""
    golden = _without_scans(folder / "golden")
    command = [
        str(Path(sys.executable).with_name("gouji")),
        "eval",
        "run",
        "--golden",
        str(golden),
        "-j",
        "2",
        "--json",
    ]
    theirs: list[float] = []
    ours: list[float] = []
    busy: list[float] = []
    for _ in range(ROUNDS):
        theirs += _conversions(folder)
        begin, used = time.perf_counter(), _children()
        subprocess.run([*command, "--split", "all"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        ours.append(time.perf_counter() - begin)
        busy.append(_children() - used)
    one, hundred = statistics.median(theirs), statistics.median(ours)
    figure(f"markitdown, one docx, median of {len(theirs)}", f"{one * 1000:.1f} ms ({spread(theirs)})")
    figure(f"gouji eval run, {DOCUMENTS} documents, median of {ROUNDS}", f"{hundred:.2f} s")
    figure("of that, processor time of all processes", f"{statistics.median(busy):.2f} s")
    ratio = hundred / one
    return judge("100 documents evaluated, in conversions", f"{ratio:.1f}", f"{BAR:g}", met=ratio <= BAR)


def _children() -> float:
    """Seconds of processor time of the processes that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _without_scans(folder: Path) -> Path:
    """A golden folder with so many of our documents, spread over the list, none of which needs a recogniser."""
    folder.mkdir()
    manifest = cast("dict[str, Any]", json.loads((GOLDEN / "manifest.json").read_text(encoding="utf-8")))
    items = [item for item in manifest["items"] if item.get("needs") != "ocr"]
    manifest["items"] = [items[place * len(items) // DOCUMENTS] for place in range(min(DOCUMENTS, len(items)))]
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    for item in GOLDEN.iterdir():
        if item.name != "manifest.json":
            (folder / item.name).symlink_to(item)
    return folder


def _conversions(folder: Path) -> list[float]:
    """Seconds of a conversion, after a first one that fills caches and imports what is lazy."""
    from markitdown import MarkItDown

    converter = MarkItDown()
    seconds: list[float] = []
    for number, report in enumerate(drawn(REPORTS)):
        path = folder / f"{number:03}.docx"
        if not path.exists():
            write_docx(report.document, path)
        if number == 0:
            converter.convert(str(path))
        begin = time.perf_counter()
        converter.convert(str(path))
        seconds.append(time.perf_counter() - begin)
    return seconds
