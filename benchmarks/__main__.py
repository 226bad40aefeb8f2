"""Runs the benchmarks named on the command line, or all of them."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.audit import measure_audit
from benchmarks.evaluation import measure_evaluation
from benchmarks.export import measure_export
from benchmarks.local import measure_local
from benchmarks.localise import measure_localise
from benchmarks.model_client import measure_model_client
from benchmarks.page import measure_page
from benchmarks.pdf import measure_pdf
from benchmarks.peers import measure_peers
from benchmarks.scans import measure_scans
from benchmarks.start import measure_start
from benchmarks.throughput import measure_throughput
from benchmarks.tokens import measure_tokens

BENCHMARKS: Mapping[str, Callable[[Path, int], bool]] = {
    "start": lambda _folder, _documents: measure_start(),
    "audit": lambda _folder, _documents: measure_audit(),
    "localise": lambda _folder, _documents: measure_localise(),
    "tokens": lambda _folder, _documents: measure_tokens(),
    "page": lambda folder, _documents: measure_page(folder),
    "scans": lambda folder, _documents: measure_scans(folder),
    "peers": lambda folder, _documents: measure_peers(folder),
    "evaluation": lambda folder, _documents: measure_evaluation(folder),
    "pdf": lambda _folder, _documents: measure_pdf(),
    "throughput": measure_throughput,
    "export": measure_export,
    "model-client": measure_model_client,
    "local": lambda folder, _documents: measure_local(folder),
}

DOCUMENTS = 2_000


def main(arguments: list[str]) -> int:
    """Run, print, and return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Gouji beside its peers.")
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS), help="one benchmark; default: all")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="reports of `throughput`; the bar has 10 000")
    options = parser.parse_args(arguments)
    names = [options.name] if options.name else list(BENCHMARKS)
    met = True
    for name in names:
        with tempfile.TemporaryDirectory(prefix="gouji-bench-") as folder:
            print(f"== {name}")
            met = BENCHMARKS[name](Path(folder), options.documents) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
