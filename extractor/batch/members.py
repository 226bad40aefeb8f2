"""Zip archives in a batch: each is a folder of documents, and may hold others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from extractor.batch.kinds import Refusal, classify, is_data
from extractor.errors import DocumentError
from extractor.ingest import Entry, holds_documents, peek, read_directory, unpack
from extractor.ingest.archive_limits import MOST_DEPTH, MOST_MEMBERS, MOST_TOTAL
from extractor.ingest.sniff import ZIP, sniff

__all__ = ["ARCHIVE_SUFFIX", "Member", "Walk", "documents_inside"]

ARCHIVE_SUFFIX = ".zip"
"""Where a pattern leaves a file out, only this suffix has it opened, for what may be inside."""

BOMB_HINT = "check where the archive comes from; unpack what you trust and name the folder instead"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive."""

    entries: tuple[Entry, ...]
    """The way to it: the archives inside the outermost one, then itself."""
    refusal: Refusal | None = None
    """Why it is no document."""
    fault: DocumentError | None = None
    """Why it is known to be unreadable."""


def documents_inside(file: BinaryIO, *, max_bytes: int, depth: int = 1) -> tuple[Entry, ...] | None:
    """The members of an archive of documents; null when the file is anything else.

    Args:
        file: the file, opened.
        max_bytes: no more than this is ever read.
        depth: how many archives there are from the outermost one to this one, if it is one.

    Raises:
        DocumentError: it is an archive, and empty (`empty-file`), or too many lie inside each other (`zip-bomb`), or
            `read_directory` refuses it.
    """
    file.seek(0)
    if not file.read(4).startswith(ZIP):
        return None
    try:
        entries = read_directory(file)
    except DocumentError:
        file.seek(0)
        # A docx that was cut off is a document; its own reader says what is wrong with it.
        if sniff(file.read(max_bytes)) != "application/zip":
            return None
        raise
    if not holds_documents(entries):
        return None
    if depth > MOST_DEPTH:
        raise _bomb(f"more than {MOST_DEPTH} archives lie inside each other")
    if all(entry.name.endswith("/") for entry in entries):
        raise DocumentError("empty-file", "the archive holds no file", hint="look whether it is the right archive")
    return entries


class Walk:
    """Goes through one archive and those inside it, in the order of their directories."""

    def __init__(self, wanted: Callable[[str], bool], *, max_bytes: int) -> None:
        """`wanted` judges a path below the outermost archive; `max_bytes` bounds each member."""
        self._wanted = wanted
        self._max_bytes = max_bytes
        # Together for all archives inside the one: a few kilobytes can hold thousands of them.
        self._members_left = MOST_MEMBERS
        self._bytes_left = MOST_TOTAL

    def members(
        self, file: BinaryIO, entries: tuple[Entry, ...], above: tuple[Entry, ...] = (), *, all_wanted: bool = False
    ) -> Iterator[Member]:
        """Judge every member of an opened archive; `above` is the way to it.

        Only what is wanted is yielded, and what is hidden.
        """
        self._members_left -= len(entries)
        if self._members_left < 0:
            yield Member(above, fault=_bomb(f"the archives inside it hold more than {MOST_MEMBERS} members"))
            return
        for entry in entries:
            chain = (*above, entry)
            if entry.name.endswith("/"):
                continue
            if any(part.startswith(".") for part in entry.name.split("/")):
                yield Member(chain, Refusal("hidden", None))
                continue
            wanted = all_wanted or self._wanted("/".join(step.name for step in chain))
            if wanted or entry.name.lower().endswith(ARCHIVE_SUFFIX):
                yield from self._member(file, chain, wanted=wanted)

    def _member(self, file: BinaryIO, chain: tuple[Entry, ...], *, wanted: bool) -> Iterator[Member]:
        entry = chain[-1]
        if entry.is_link:
            yield Member(chain, Refusal("not-a-document", None))
            return
        try:
            inside = self._inside(file, chain)
            if inside is None and wanted:
                yield Member(
                    chain,
                    classify(entry.name, lambda limit: peek(file, entry, limit), max_bytes=self._max_bytes),
                )
        except DocumentError as fault:
            yield Member(chain, fault=fault)
            return
        if inside is not None:
            yield from self.members(*inside, chain, all_wanted=wanted)

    def _inside(self, file: BinaryIO, chain: tuple[Entry, ...]) -> tuple[BinaryIO, tuple[Entry, ...]] | None:
        """The archive that a member is, opened; null for any other member.

        Raises:
            DocumentError: it is an archive that is refused.
        """
        entry = chain[-1]
        if is_data(entry.name) or not peek(file, entry, 4).startswith(ZIP):
            return None
        inner = BytesIO(unpack(file, entry, most=self._max_bytes))
        entries = documents_inside(inner, max_bytes=self._max_bytes, depth=1 + len(chain))
        if entries is None:
            return None
        self._bytes_left -= entry.size
        if self._bytes_left < 0:
            raise _bomb(f"the archives inside it have more than {MOST_TOTAL} bytes")
        return inner, entries


def _bomb(message: str) -> DocumentError:
    return DocumentError("zip-bomb", message, hint=BOMB_HINT)
