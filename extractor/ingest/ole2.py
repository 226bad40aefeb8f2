"""Compound files, the format of Office before 2007: which streams the root holds, and whether a password locks them.

Only the directory and the first bytes of one stream are read here; LibreOffice reads the rest.
"""

import struct
from dataclasses import dataclass

__all__ = ["is_encrypted", "root_streams"]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN = 0xFFFFFFFE
"""This and every larger number names no sector."""
SECTOR_NUMBERS = 109
"""Sectors of the allocation table that the header itself names."""
ENTRY_BYTES = 128
STREAM, ROOT = 2, 5
MOST_ENTRIES = 10_000
MINI_SECTOR = 64

DOCUMENT_LOCKED = 0x01
"""Bit of the flags at byte 11 of Word's main stream."""
WORKBOOKS = ("Workbook", "Book")
FILE_PASS = 0x2F
"""Record of Excel before the content of a workbook under a password."""
FIRST_BYTES = 4_096
"""Of a workbook, within which that record stands."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A stream or storage of the directory."""

    name: str
    kind: int
    neighbours: tuple[int, int]
    child: int
    start: int
    size: int


class _Compound:
    """The tables of a compound file.

    Raises:
        ValueError: they are damaged.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE):
            raise ValueError("no compound file")
        self._data = data
        try:
            shift, directory, self._cutoff = self._header()
            numbers = struct.unpack_from(f"<{SECTOR_NUMBERS}I", data, 76)
        except struct.error as error:
            raise ValueError("the header is cut off") from error
        if shift not in {9, 12}:
            raise ValueError("no such sector size")
        self._sector = 1 << shift
        tables = b"".join(self._at(number) for number in numbers if number < END_OF_CHAIN)
        self._next = struct.unpack(f"<{len(tables) // 4}I", tables[: len(tables) // 4 * 4])
        entries = self._chain(directory, MOST_ENTRIES * ENTRY_BYTES)
        self.entries = [_entry(entries, at) for at in range(0, len(entries) - ENTRY_BYTES + 1, ENTRY_BYTES)]
        if not self.entries or self.entries[0].kind != ROOT:
            raise ValueError("no root")

    def _header(self) -> tuple[int, int, int]:
        """Sector size as a power of two, first sector of the directory, bytes up to which a stream is small."""
        (shift,) = struct.unpack_from("<H", self._data, 30)
        directory, cutoff = struct.unpack_from("<I4xI", self._data, 48)
        return shift, directory, cutoff

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, number: int, most: int) -> bytes:
        """The first `most` bytes of a chain of sectors, rounded up to a sector; a chain that bites its tail ends."""
        parts: list[bytes] = []
        while number < len(self._next) and len(parts) * self._sector < most:
            parts.append(self._at(number))
            number = self._next[number]
        return b"".join(parts)

    def root(self) -> dict[str, _Entry]:
        """The streams that no storage holds: those inside belong to embedded files."""
        found: dict[str, _Entry] = {}
        seen: set[int] = set()
        waiting = [self.entries[0].child]
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self.entries):
                continue
            seen.add(number)
            entry = self.entries[number]
            waiting.extend(entry.neighbours)
            if entry.kind == STREAM:
                found[entry.name] = entry
        return found

    def head(self, entry: _Entry) -> bytes:
        """The first bytes of a stream; of a small one only its first piece, 64 bytes."""
        if entry.size >= self._cutoff:
            return self._chain(entry.start, FIRST_BYTES)[:FIRST_BYTES]
        offset = entry.start * MINI_SECTOR
        return self._chain(self.entries[0].start, offset + MINI_SECTOR)[offset : offset + MINI_SECTOR]


def root_streams(data: bytes) -> frozenset[str]:
    """Name the streams of a compound file that belong to no embedded file.

    Raises:
        ValueError: the file's tables are damaged.
    """
    return frozenset(_Compound(data).root())


def is_encrypted(data: bytes) -> bool:
    """Whether a document or workbook of Office before 2007 asks for a password; a damaged file does not."""
    try:
        compound = _Compound(data)
    except ValueError:
        return False
    streams = compound.root()
    if "WordDocument" in streams:
        head = compound.head(streams["WordDocument"])
        return len(head) >= 12 and bool(head[11] & DOCUMENT_LOCKED)  # noqa: PLR2004 - the flags end there
    workbook = next((streams[name] for name in WORKBOOKS if name in streams), None)
    return workbook is not None and FILE_PASS in _records(compound.head(workbook))


def _records(head: bytes) -> set[int]:
    """The numbers of the records with which a workbook begins."""
    found: set[int] = set()
    at = 0
    while at + 4 <= len(head):
        number, length = struct.unpack_from("<HH", head, at)
        found.add(number)
        at += 4 + length
    return found


def _entry(directory: bytes, at: int) -> _Entry:
    raw = directory[at : at + ENTRY_BYTES]
    length, kind = struct.unpack_from("<HB", raw, 64)
    left, right, child = struct.unpack_from("<III", raw, 68)
    start, size = struct.unpack_from("<IQ", raw, 116)
    # The upper half of a size is undefined in files of small sectors.
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, (left, right), child, start, size & 0xFFFFFFFF)
