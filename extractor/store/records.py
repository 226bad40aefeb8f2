"""Lines of a records file, each with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["RecordLine", "read_lines"]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record as stored."""

    offset: int
    """Of its first byte in the file that holds it."""
    data: bytes
    """JSON without line end."""


def read_lines(path: Path) -> Iterator[RecordLine]:
    """Yield every record of a `records.jsonl`, one at a time."""
    offset = 0
    with path.open("rb") as file:
        for line in file:
            yield RecordLine(offset, line.removesuffix(b"\n"))
            offset += len(line)
