"""Runs of the evaluation that are sent to a server of Langfuse."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from langfuse_server import LangfuseServer

from extractor.audit import Facts
from extractor.cli import main
from extractor.pipeline import Pipeline, Processed
from extractor.tracing import TraceOptions

__all__ = ["LIMIT", "SECRET", "Dying", "of_document", "options", "run", "set_keys"]

SECRET = "sk-lf-very-secret"  # noqa: S105 - of no server
LIMIT = 5


class Dying:
    """A pipeline that dies of its first document."""

    def __init__(self, pipeline: Pipeline) -> None:
        """The documents after it are read by `pipeline`."""
        self._pipeline = pipeline
        self._first = True

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Read a document.

        Raises:
            ZeroDivisionError: it is the first one.
        """
        if self._first:
            self._first = False
            raise ZeroDivisionError
        return self._pipeline.process(data, name=name, path=path, facts=facts)


def set_keys(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Name the server in the environment."""
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", "pk-lf-public")
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", SECRET)
    monkeypatch.setenv("LANGFUSE_BASE_URL", url)


def options(server: LangfuseServer) -> TraceOptions:
    """Of a project on the server."""
    return TraceOptions("pk-lf-public", SECRET, server.url)


def run(golden: Path, *more: str) -> int:
    """Evaluate some documents by the command."""
    return main(["eval", "run", "--golden", str(golden), "--limit", str(LIMIT), *more])


def of_document(server: LangfuseServer, document: str) -> dict[str, Mapping[str, Any]]:
    """The scores of a document, by name."""
    traces = {span["trace"] for span in server.spans.values() if span["attributes"]["langfuse.trace.name"] == document}
    (trace,) = traces
    return {score["name"]: score for score in server.scores.values() if score.get("traceId") == trace}
