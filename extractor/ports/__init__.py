"""Ports: what the pipeline needs from the outside, each with as few methods as serve it."""

from typing import Protocol

from extractor.model import Document

__all__ = ["Ingester"]


class Ingester(Protocol):
    """**Protocol:** makes a document of a file's bytes."""

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Decode and structure a file.

        Raises:
            DocumentError: the bytes are no document that this ingester reads.
        """
        ...
