"""Ports: what the pipeline needs from the outside, each with as few methods as serve it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from extractor.model import Answer, Document, Element, Question, Record

__all__ = ["ElementParser", "Ingester", "ModelClient", "OfficeConverter", "Tracer"]


class Ingester(Protocol):
    """**Protocol:** makes a document of a file's bytes."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Decode and structure a file.

        Raises:
            DocumentError: the bytes are no document that this ingester reads.
        """
        ...


class ElementParser(Protocol):
    """**Protocol:** the second parser, which reads the cleaned file by itself and knows nothing of the document."""

    def parse(self, data: bytes, *, media_type: str, path: str) -> tuple[Element, ...]:
        """Take hidden text out of a file and list what is left, in document order.

        Raises:
            DocumentError: the second parser does not read the format, or cannot read this file.
        """
        ...


class ModelClient(Protocol):
    """**Protocol:** a model at some endpoint; it knows transport, retries, cache and cost, and nothing of forms."""

    @property
    def name(self) -> str:
        """The model's name, as readings and the manifest state it."""
        ...

    @property
    def sees(self) -> bool:
        """Whether it takes pictures."""
        ...

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Ask the questions of one document, side by side where the endpoint allows it; one answer each, in order.

        What goes wrong with a question is its answer's `fault`, never an exception.
        """
        ...


class OfficeConverter(Protocol):
    """**Protocol:** makes office files of today's formats from those of older and other programs."""

    @property
    def version(self) -> str:
        """Name and version of the program behind it: the same one makes the same text."""
        ...

    def convert(self, data: bytes, *, suffix: str, target: str) -> bytes:
        """Convert a file; no macro runs, nothing outside the file is fetched.

        Args:
            data: the file, below the limit for files.
            suffix: of its format, such as `.doc`.
            target: `docx` or `xlsx`.

        Raises:
            DocumentError: `damaged-document` when the file cannot be opened, `timed-out`, `too-large` for what comes
                out.
        """
        ...


class Tracer(Protocol):
    """**Protocol:** notes what happens to a document, for people who watch; no record depends on it."""

    def document(self, path: str) -> AbstractContextManager[Callable[[Record], None]]:
        """Note what happens inside the block; what it gives is told the record in the end."""
        ...

    def step(self, name: str) -> AbstractContextManager[None]:
        """Note a step of the document under way."""
        ...
