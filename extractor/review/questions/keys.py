"""What makes a question the same one in the next run."""

import hashlib

from extractor.model import Cell
from extractor.store.database.shapes import storable

__all__ = ["in_sample", "printed_key", "share"]


def printed_key(cell: Cell) -> str:
    """The printed value of a cell; where nothing is printed, the kind of absence.

    The sign before it keeps the two apart: a cell may well print the word `missing`.
    """
    return f":{cell.kind}" if cell.as_printed is None else storable(f"={cell.as_printed}")


def share(*parts: str) -> float:
    """A number from 0 up to 1 that looks drawn at random, and is the same every time."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:7]) / 2**56


def in_sample(document: str, path: str, rate: float) -> bool:
    """Whether an accepted cell is audited: by document and place alone, so that no result can choose it."""
    return share("audit", document, path) < rate
