"""`--langfuse`: results of the evaluation as experiments of a Langfuse, whatever becomes of them there."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from eval.cli.shared import all_or_split, announce
from eval.golden import golden_digest, read_manifest
from eval.publish import Content, Delivered, Score, content_of, publish
from eval.runs import RunResult
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.errors import GoujiError, UsageError
from extractor.settings import Settings
from extractor.tracing import TraceOptions
from extractor.tracing.project import Project, can_trace

__all__ = ["Told", "langfuse_options", "tell_langfuse"]

TIMEOUT = 10.0
"""Seconds without a byte."""


@dataclass(frozen=True, slots=True)
class Told:
    """A result to send."""

    result: RunResult
    blessed: bool = False
    """Whether it is the side that a candidate was read in turn with."""
    scores: tuple[Score, ...] = ()
    """More scores of the run."""


def langfuse_options(settings: Settings, *, wanted: bool) -> TraceOptions | None:
    """Where results go; null when nobody wants them there. Asked before anything is measured.

    Raises:
        UsageError: `langfuse-unconfigured`, `missing-extra`.
    """
    if not wanted:
        return None
    if settings.traces is None:
        raise UsageError(
            "langfuse-unconfigured",
            "no project is known",
            place="--langfuse",
            hint="set LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY",
        )
    if not can_trace():
        raise UsageError(
            "missing-extra", "it needs the extra `langfuse`", place="--langfuse", hint="pip install 'gouji[langfuse]'"
        )
    return settings.traces


def tell_langfuse(told: Sequence[Told], golden: str, options: TraceOptions | None, texts: Texts) -> None:
    """Send results and say in one line each what became of them; a failure changes nothing that was measured."""
    if options is None:
        return
    for one in told:
        sys.stderr.write(f"{printable(_line(one, golden, options, texts))}\n")


def _line(told: Told, golden: str, options: TraceOptions, texts: Texts) -> str:
    folder, place = Path(golden), urlsplit(options.base_url).hostname or options.base_url
    if golden_digest(folder) != told.result.fingerprints.golden:
        return _lost(place, "the golden set is another than that of the result", "name it with --golden")
    items = read_manifest(folder).of_split(all_or_split(told.result.split, texts))
    content = content_of(told.result, items, blessed=told.blessed, text=options.text, more=told.scores)
    announce(texts("eval.langfuse_sending"))
    delivered = publish(content, Project(options, timeout=TIMEOUT))
    announce("")
    return _said(delivered, content, place, texts)


def _said(delivered: Delivered, content: Content, place: str, texts: Texts) -> str:
    if delivered.cause:
        count = f"{delivered.documents} of {delivered.of_documents} documents were delivered ({delivered.cause})"
        return _lost(place, count, "the same command again sends the rest and doubles nothing")
    return texts(
        "eval.langfuse_sent", documents=delivered.documents, dataset=content.dataset, experiment=content.experiment.name
    )


def _lost(place: str, message: str, hint: str) -> str:
    return str(GoujiError("langfuse-lost", message, place=place, hint=hint))
