"""A model's endpoint on loopback for gates, ours and those of users.

`python -m extractor.testing.endpoint --truth FOLDER --mode faithful` serves it to any client of the OpenAI API;
docs/design/provoking-endpoint.md says how to try a pipeline with it. In a test, `Endpoint` is a context manager.
"""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from extractor.errors import GoujiError
from extractor.testing.dialects import DIALECTS, Dialect, Options
from extractor.testing.received import Received
from extractor.testing.scripts import MODES, script_of
from extractor.testing.server import Endpoint
from extractor.testing.truths import read_truths
from extractor.wiring import AUTO, choose_forms

__all__ = ["DIALECTS", "Dialect", "Endpoint", "Options", "Received", "main"]

DESCRIPTION = "Serves the OpenAI API on loopback; answers from truth files, faithfully or wrong in chosen ways."


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal ends it, then print what was asked.

    Returns:
        0; 2 where an argument or a truth file is wrong, 4 where the port is taken.
    """
    options = _parser().parse_args(arguments)
    try:
        script = script_of(options.mode, rate=options.rate, seed=options.seed)
        truths = read_truths(options.truth)
        forms = choose_forms(options.form)
        with Endpoint(truths, script, _options(options), forms, options.port) as endpoint:
            return _serve(endpoint, options.log)
    except GoujiError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"cannot-serve: {error.strerror}; choose another --port\n")
        return 4


def _serve(endpoint: Endpoint, log: Path | None) -> int:
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    if log is None:
        return _wait(endpoint, ended)
    with log.open("a", encoding="utf-8") as file:
        endpoint.listener = _Writer(file)
        return _wait(endpoint, ended)


def _wait(endpoint: Endpoint, ended: threading.Event) -> int:
    sys.stdout.write(f"{endpoint.url}\n")
    sys.stdout.flush()
    ended.wait()
    statuses = {str(status): count for status, count in sorted(endpoint.log.statuses.items())}
    summary = {
        "requests": len(endpoint.log),
        "statuses": statuses,
        "busiest_second": endpoint.log.busiest_second,
        "per_second": round(endpoint.log.rate, 2),
        "wrong_cells": len(endpoint.wrong),
    }
    sys.stdout.write(json.dumps(summary) + "\n")
    return 0


KEYS = ("authorization", "api-key")


class _Writer:
    """Writes a line for each request, without its key."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._lock = threading.Lock()

    def __call__(self, received: Received) -> None:
        headers = {name: "***" if name in KEYS else value for name, value in received.headers.items()}
        line = {
            "at": round(received.at, 4),
            "method": received.method,
            "path": received.path,
            "status": received.status,
            "document": received.asked.document if received.asked else None,
            "part": received.asked.part if received.asked else None,
            "transport": received.transport,
            "headers": headers,
            "body": received.body,
        }
        with self._lock:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()


def _options(options: argparse.Namespace) -> Options:
    return Options(
        dialect=DIALECTS[options.dialect],
        limit=options.limit,
        latency=options.latency,
        retry_after=options.retry_after,
        key=options.key,
        models=tuple(options.model or ("truth",)),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extractor.testing.endpoint", description=DESCRIPTION, epilog=f"modes: {', '.join(MODES)}"
    )
    parser.add_argument("--truth", type=Path, required=True, metavar="FOLDER", help="documents with their truth files")
    parser.add_argument("--port", type=int, default=0, help="default: any that is free, printed first")
    parser.add_argument("--mode", default="faithful", help="one or several of the modes below, joined by commas")
    parser.add_argument("--rate", type=float, default=1.0, help="share of cells or requests that a mode falls on")
    parser.add_argument("--seed", type=int, default=0, help="the same seed misreads the same cells")
    parser.add_argument("--dialect", choices=DIALECTS, default="openai", help="whose reading of the API")
    parser.add_argument("--form", default=AUTO, help="a form file of your own")
    parser.add_argument("--limit", type=float, help="requests in any second; those above get 429")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--retry-after", type=float, default=1.0, help="seconds, as 429 and 503 state them")
    parser.add_argument("--key", help="the only API key that is accepted")
    parser.add_argument("--model", action="append", help="a model to list; may come more than once")
    parser.add_argument("--log", type=Path, metavar="FILE", help="write every request to a file, a JSON line each")
    return parser


if __name__ == "__main__":
    sys.exit(main())
