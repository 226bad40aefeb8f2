"""Right answers by document, as truth files hold them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import NothingToDoError, UsageError

__all__ = ["DocumentTruth", "Figure", "StatedTruth", "Truths", "is_missing", "read_truths", "token_of"]

Figure = int | float | Mapping[str, object]
"""A cell of a truth file: a number, or a mapping with `kind` and, for a number, `value` and `as_printed`."""

SHOWN = 12
"""Hexadecimal digits of the file's digest that a prompt shows."""

BESIDE = ".truth.json"

MARKS = {"dash": "—", "slash": "/", "none_word": "无", "not_applicable": "不适用"}


@dataclass(frozen=True, slots=True)
class StatedTruth:
    """A number that the prose states."""

    quote: str
    counts: str
    number: str | None


@dataclass(frozen=True, slots=True)
class DocumentTruth:
    """The right answer for one document."""

    cells: Mapping[str, Figure]
    """By cell path."""
    meta: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    claims: tuple[StatedTruth, ...] = ()


Truths = Mapping[str, DocumentTruth]
"""By the first twelve hexadecimal digits of the file's SHA-256."""


def token_of(figure: Figure | None) -> str | None:
    """What a careful person would type for a figure; null for a field that prints nothing."""
    if figure is None:
        return None
    if isinstance(figure, int | float):
        return f"{figure:d}" if isinstance(figure, int) else f"{figure!r}"
    printed, value = figure.get("as_printed"), figure.get("value")
    if isinstance(printed, str):
        return printed
    if isinstance(value, int | float):
        return token_of(value)
    return MARKS.get(str(figure.get("kind")))


def read_truths(folder: Path) -> dict[str, DocumentTruth]:
    """The truths of the documents in a folder.

    A document's truth is `truth/NAME.json` beside `NAME.*`, as `golden` keeps them, or `FILE.truth.json` beside
    `FILE`, as the generator writes them.

    Raises:
        NothingToDoError: `no-truth` when no document has one.
        UsageError: `bad-truth` for a file that is no truth.
    """
    truths = {
        hashlib.sha256(document.read_bytes()).hexdigest()[:SHOWN]: _read(truth) for document, truth in _pairs(folder)
    }
    if not truths:
        raise NothingToDoError(
            "no-truth", "no document has a truth file", place=str(folder), hint="put FILE.truth.json beside FILE"
        )
    return truths


def _pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    for truth in sorted(folder.rglob("truth/*.json")):
        for document in sorted(truth.parent.parent.glob(f"{truth.stem}.*")):
            yield document, truth
    for truth in sorted(folder.rglob(f"*{BESIDE}")):
        document = truth.with_name(truth.name.removesuffix(BESIDE))
        if document.is_file():
            yield document, truth


def _read(path: Path) -> DocumentTruth:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        claims = tuple(StatedTruth(item["quote"], item["counts"], item["number"]) for item in content.get("claims", ()))
        return DocumentTruth(cells=dict(content["cells"]), meta=dict(content.get("meta", {})), claims=claims)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            "bad-truth",
            f"no truth file ({type(error).__name__})",
            place=str(path),
            hint="docs/design/provoking-endpoint.md shows one",
        ) from error


def is_missing(figure: Figure | None) -> bool:
    """Whether the document leaves a cell out, or the truth does not know it."""
    return figure is None or (isinstance(figure, Mapping) and figure.get("kind") == "missing")
