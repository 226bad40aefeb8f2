"""Zip archives as folders of documents: the directory is read, and one member at a time unpacked into memory.

Nothing is ever unpacked to the disk, so no name can lead out of a folder. The standard library's `zipfile` gives up a
whole archive for one name that is no UTF-8, and builds an object a member before it can be asked how many there are.
"""

import struct
import zlib
from dataclasses import dataclass, replace
from typing import BinaryIO

from extractor.errors import DocumentError
from extractor.ingest.archive_limits import CHUNK, ENCRYPTED, MOST_MEMBERS, MOST_RATIO, MOST_TOTAL, SMALL
from extractor.ingest.archive_names import RawName, fields, member_names
from extractor.ingest.sniff import NUMBERED, ZIP_PARTS

__all__ = ["Entry", "holds_documents", "peek", "read_directory", "unpack"]

END, END_64, LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
END_BYTES, LOCATOR_BYTES, END_64_BYTES = 22, 20, 56
MOST_COMMENT = 0xFFFF
MOST_DIRECTORY = 2**26
"""Bytes."""
ENTRY = struct.Struct("<4s4xHH4xIIIHHH4xII")
"""Of the directory: mark, flags, method, checksum, packed, unpacked, three lengths, attributes, offset."""
ENTRY_MARK = b"PK\x01\x02"
HEADER = struct.Struct("<4s22xHH")
"""Before a member: mark, lengths of name and extra fields."""
HEADER_MARK = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
LARGE = 0xFFFFFFFF
"""Instead of a number that stands in the extra field for large files."""
ZIP64 = 0x0001
LINK, KIND = 0o120000, 0o170000
"""Of the mode that Unix programs note."""

DAMAGED_HINT = "get the archive anew: it was cut off or changed on its way; `gouji run … --retry failed` tries it again"
BOMB_HINT = "check where the archive comes from; unpack what you trust and name the folder instead"
ENCRYPTED_HINT = "unpack it with its password and name the folder instead"


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of an archive: all that is needed to unpack it, without the directory."""

    name: str
    """Relative path with `/`, unique in its archive; ends with `/` for a folder."""
    offset: int
    """Of its header in the archive, bytes."""
    packed: int
    """Bytes."""
    size: int
    """Bytes once unpacked, as declared."""
    checksum: int
    method: int
    is_encrypted: bool = False
    is_link: bool = False


def read_directory(file: BinaryIO) -> tuple[Entry, ...]:
    """List the members of an archive in the order of its directory, folders included.

    Raises:
        DocumentError: `damaged-archive`; `zip-bomb` when it declares more than an archive of documents can hold.
    """
    size = file.seek(0, 2)
    directory, shift = _directory(file, size)
    raws: list[RawName] = []
    found: list[Entry] = []
    at = 0
    while directory[at : at + 4] == ENTRY_MARK and at + ENTRY.size <= len(directory):
        if len(found) == MOST_MEMBERS:
            raise _bomb(f"more than {MOST_MEMBERS} members")
        _, flags, method, checksum, packed, unpacked, *lengths, attributes, offset = ENTRY.unpack_from(directory, at)
        name_end = at + ENTRY.size + lengths[0]
        raws.append(RawName(directory[at + ENTRY.size : name_end], directory[name_end : name_end + lengths[1]], flags))
        unpacked, packed, offset = _wide(raws[-1].extra, unpacked, packed, offset)
        is_link = attributes >> 16 & KIND == LINK
        found.append(
            Entry("", offset + shift, packed, unpacked, checksum, method, bool(flags & ENCRYPTED), is_link=is_link)
        )
        at += ENTRY.size + sum(lengths)
    if at != len(directory):
        raise _damaged(f"its directory breaks off after {len(found)} members")
    entries = tuple(replace(entry, name=name) for entry, name in zip(found, member_names(raws), strict=True))
    _judge(entries, size)
    return entries


def holds_documents(entries: tuple[Entry, ...]) -> bool:
    """Tell a folder of documents from an archive that is one document itself: docx, xlsx, OpenDocument, OFD, EPUB."""
    names = {NUMBERED.sub("", entry.name) for entry in entries}
    return names.isdisjoint(("mimetype", "[Content_Types].xml", *(part for part, _ in ZIP_PARTS)))


def unpack(file: BinaryIO, entry: Entry, *, most: int) -> bytes:
    """The whole member.

    Raises:
        DocumentError: `encrypted`; `too-large` for more than `most` bytes; `zip-bomb` when it is packed too tightly or
            holds more than it declares; `damaged-archive`; `unsupported-format` for a rare way of packing.
    """
    _refuse(entry)
    if entry.size > most:
        raise DocumentError(
            "too-large",
            f"more than {most} bytes",
            hint="split it, or raise GOUJI_MAX_BYTES if it really is one report",
        )
    data = _content(file, entry, entry.size + 1)
    if len(data) > entry.size:
        raise _bomb(f"it holds more than the {entry.size} bytes that it declares")
    if len(data) < entry.size or zlib.crc32(data) != entry.checksum:
        raise _damaged("its bytes do not match its checksum")
    return data


def peek(file: BinaryIO, entry: Entry, most: int) -> bytes:
    """The first `most` bytes of a member, without a look at its checksum.

    Raises:
        DocumentError: as `unpack`, but for `too-large`.
    """
    _refuse(entry)
    return _content(file, entry, most)


def _directory(file: BinaryIO, size: int) -> tuple[bytes, int]:
    """The directory's bytes, and how far the archive's own offsets miss because something stands before it."""
    tail_start = max(0, size - END_BYTES - MOST_COMMENT)
    file.seek(tail_start)
    tail = file.read()
    found = tail.rfind(END)
    if found < 0 or found + END_BYTES > len(tail):
        raise _damaged("its directory is missing: the end of the file was cut off")
    disk, first_disk, length, offset = struct.unpack_from("<HH4xII", tail, found + 4)
    end = tail_start + found
    if disk or first_disk:
        raise _damaged("it is one part of an archive of several parts")
    if LARGE in {length, offset} and end >= LOCATOR_BYTES + END_64_BYTES:
        file.seek(end - LOCATOR_BYTES)
        mark, at = struct.unpack("<4s4xQ4x", file.read(LOCATOR_BYTES))
        file.seek(min(at, size))
        record = file.read(END_64_BYTES)
        if mark != LOCATOR_64 or record[:4] != END_64 or len(record) < END_64_BYTES:
            raise _damaged("its directory cannot be found")
        length, offset = struct.unpack_from("<QQ", record, 40)
        end = at
    if length > end or offset + length > end:
        raise _damaged("its directory is not where the archive says: bytes are missing")
    if length > MOST_DIRECTORY:
        raise _bomb(f"its directory alone has {length} bytes")
    file.seek(end - length)
    return file.read(length), end - length - offset


def _wide(extra: bytes, *numbers: int) -> list[int]:
    """The numbers of a large member: those that did not fit stand in an extra field, in their order."""
    if LARGE not in numbers:
        return list(numbers)
    field = fields(extra).get(ZIP64, b"")
    wide = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
    return [next(wide, number) if number == LARGE else number for number in numbers]


def _judge(entries: tuple[Entry, ...], size: int) -> None:
    total = sum(entry.size for entry in entries)
    if total > MOST_TOTAL:
        raise _bomb(f"it unpacks to {total} bytes, at most {MOST_TOTAL} are read")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.offset):
        # Members that share their bytes make gigabytes of a few of them, each within its ratio.
        if entry.offset < end:
            raise _bomb(f"the member {entry.name} lies inside another one")
        end = entry.offset + entry.packed
    if end > size:
        raise _damaged("a member reaches over the end of the file")


def _refuse(entry: Entry) -> None:
    if entry.is_encrypted:
        raise DocumentError("encrypted", "the member asks for a password", hint=ENCRYPTED_HINT)
    if entry.method not in {STORED, DEFLATED}:
        raise DocumentError(
            "unsupported-format",
            f"the member is packed by method {entry.method}, and only stored and deflated ones are read",
            hint="pack it again as an ordinary zip archive, or unpack it and name the folder instead",
        )
    if entry.size > max(SMALL, MOST_RATIO * entry.packed):
        raise _bomb(f"it unpacks to {entry.size} bytes, more than {MOST_RATIO} times its packed size")


def _content(file: BinaryIO, entry: Entry, most: int) -> bytes:
    file.seek(entry.offset)
    header = file.read(HEADER.size)
    if len(header) < HEADER.size or header[:4] != HEADER_MARK:
        raise _damaged("it is not where the directory says")
    _, name_length, extra_length = HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    if entry.method == STORED:
        return file.read(min(entry.packed, most))
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = bytearray()
    left = entry.packed
    while len(content) < most and not inflater.eof and (left or inflater.unconsumed_tail):
        packed = file.read(min(left, CHUNK))
        left -= len(packed)
        try:
            piece = inflater.decompress(inflater.unconsumed_tail + packed, most - len(content))
        except zlib.error as error:
            raise _damaged("it cannot be unpacked") from error
        if not piece and not packed and not inflater.eof:
            break
        content += piece
    return bytes(content)


def _damaged(message: str) -> DocumentError:
    return DocumentError("damaged-archive", message, hint=DAMAGED_HINT)


def _bomb(message: str) -> DocumentError:
    return DocumentError("zip-bomb", message, hint=BOMB_HINT)
