"""The chain of decisions: each entry holds the hash of the one before it, so none can be changed, moved or taken out.

What the chain cannot show by itself is that its end is missing; the head that is kept beside it shows that, and
whoever keeps a copy of a hash can show it of both.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["GENESIS", "Action", "Break", "Entry", "Head", "entry_hash", "walk"]

GENESIS = "0" * 64
"""Stands for the entry before the first."""

Action = Literal[
    "accept",
    "pick",
    "type",
    "blank",
    "illegible",
    "source_wrong",
    "waive",
    "audit",
    "undo",
    "promote",
]
"""audit: the answer to a blind question. undo: takes back the entry named in `before`. promote: a document's settled
values were handed out as candidates for golden data."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed answer."""

    seq: int
    """From 1, without gaps."""
    item: int
    """The review item; 0 for an entry about a whole document."""
    document: str
    """SHA-256 of the document's bytes."""
    subject: str
    """Path of the cell, fingerprint of the finding, or empty."""
    action: Action
    before: str
    """JSON: what stood there."""
    after: str
    """JSON: what the person settled."""
    reason: str
    versions: str
    """JSON: versions of program, forms, rules and prompts that made what the person saw."""
    actor: str
    at: str
    """UTC, ISO 8601."""
    seconds: float
    """From the moment the item was shown to the answer."""
    prev_hash: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    seq: int
    message: str


def entry_hash(entry: Entry) -> str:
    """SHA-256 over every field but the hash itself, as JSON with sorted keys."""
    content = asdict(entry)
    del content["hash"]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def walk(entries: Iterable[Entry], head: Head) -> Iterator[Break]:
    """Every place where the chain is broken, and whether it ends at `head`."""
    before = Head()
    for entry in entries:
        if entry.seq != before.seq + 1:
            yield Break(entry.seq, f"follows entry {before.seq}: entries were taken out or renumbered")
        elif entry.prev_hash != before.hash:
            yield Break(entry.seq, f"does not name the hash of entry {before.seq}")
        if entry_hash(entry) != entry.hash:
            yield Break(entry.seq, "is not the entry that was signed")
        before = Head(entry.seq, entry.hash)
    if before != head:
        yield Break(head.seq, f"the chain should end with entry {head.seq}, and ends with {before.seq}")
