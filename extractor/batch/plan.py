"""Which documents still need work: what earlier runs recorded is taken over when file and versions are the same."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from extractor.audit import Facts
from extractor.batch.inputs import Input
from extractor.batch.job import Job
from extractor.batch.source import read_document
from extractor.errors import DocumentError
from extractor.store import OutputFolder, Stored, StoredLines

__all__ = ["Plan"]

MODEL_FAULTS = "model-"
"""How the codes of a model's faults begin."""


class Plan:
    """The places of all records of a run, in the order of input; the records themselves stay on the disk."""

    def __init__(self, inputs: Sequence[Input], facts: Mapping[str, Facts] | None = None) -> None:
        """Start with no record in place; `facts` are by the path that a record states."""
        self._inputs = inputs
        self._facts = facts or {}
        self._places: list[Stored | None] = [None] * len(inputs)

    def take_over(
        self, previous: StoredLines, folder: OutputFolder, *, max_bytes: int, retry_failed: bool
    ) -> Iterator[tuple[str, Stored]]:
        """Put records of earlier runs in place, and yield them with the paths that they state."""
        for index, item in enumerate(self._inputs):
            stored = previous.by_path.get(item.shown)
            if stored is None or (retry_failed and stored.tally.status != "ok") or _lacks_model(stored):
                continue
            if stored.sha256 is None or stored.sha256 != _digest(item, max_bytes):
                continue
            if stored.has_text and not folder.text_path(stored.sha256).exists():
                continue
            self._places[index] = stored
            yield item.shown, stored

    def jobs(self) -> Iterator[Job]:
        """The documents that still need work."""
        for index, item in enumerate(self._inputs):
            if self._places[index] is None:
                yield Job(index, item.path, item.shown, item.fault, item.entries, self._facts.get(item.shown))

    def missing(self) -> int:
        """How many documents still need work."""
        return sum(place is None for place in self._places)

    def put(self, index: int, stored: Stored) -> None:
        """Put a new record in place."""
        self._places[index] = stored

    def places(self) -> Iterator[Stored]:
        """Every place, in the order of input."""
        for place in self._places:
            if place is None:
                raise RuntimeError("a document has no record")
            yield place

    def duplicates(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Groups of inputs with the same bytes: their SHA-256 and paths, in the order of input."""
        groups: dict[str, list[int]] = {}
        for index, place in enumerate(self._places):
            if place is not None and place.sha256 is not None:
                groups.setdefault(place.sha256, []).append(index)
        for sha256, members in groups.items():
            if len(members) > 1:
                yield sha256, tuple(self._inputs[index].shown for index in members)


def _lacks_model(stored: Stored) -> bool:
    """Whether a model was asked in vain: the same command goes on with such documents, and pays for nothing twice."""
    return (stored.tally.error or "").startswith(MODEL_FAULTS)


def _digest(item: Input, max_bytes: int) -> str | None:
    try:
        data = read_document(item.path, item.entries, max_bytes=max_bytes, place=item.shown)
    except DocumentError:
        return None
    return hashlib.sha256(data).hexdigest()
