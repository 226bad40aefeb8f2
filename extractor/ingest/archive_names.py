"""Names of members: a zip archive stores bytes, and often does not say in which encoding.

Windows in Chinese writes GBK and leaves the flag for UTF-8 unset; macOS writes UTF-8 and leaves it unset too.
"""

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["RawName", "member_names"]

UNICODE_PATH = 0x7075
"""Extra field of Info-ZIP: the name in UTF-8, and the checksum of the name that it stands for."""
UTF8 = 0x800
"""Bit of a member's flags."""
DRIVE = re.compile("[A-Za-z]:")
FIRST_CHINESE = "\u2e80"
"""Here the scripts of East Asia begin."""


@dataclass(frozen=True, slots=True)
class RawName:
    """What an archive says about the name of a member."""

    name: bytes
    extra: bytes
    flags: int


def member_names(raws: Sequence[RawName]) -> list[str]:
    """Name every member by a relative path with `/`, each different from the others.

    A name that goes upward or starts at a root or drive loses that part. The second of two equal names gets `~2`.
    A folder's name ends with `/`.
    """
    encoding = _undeclared([raw.name for raw in raws if not raw.flags & UTF8])
    taken: set[str] = set()
    # Counted by name: to try each number anew would take hours for an archive that holds one name 100 000 times.
    last: dict[str, int] = {}
    names: list[str] = []
    for raw in raws:
        path = unique = _path(_decoded(raw, encoding))
        while unique in taken and not path.endswith("/"):
            last[path] = last.get(path, 1) + 1
            unique = f"{path}~{last[path]}"
        taken.add(unique)
        names.append(unique)
    return names


def fields(extra: bytes) -> dict[int, bytes]:
    """The extra fields of a member by their numbers; what is cut off is left out."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        number, length = struct.unpack_from("<HH", extra, at)
        found.setdefault(number, extra[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def _decoded(raw: RawName, encoding: str) -> str:
    unicode_path = fields(raw.extra).get(UNICODE_PATH, b"")
    # Version 1, then the checksum: a program that does not know the field renames the member and leaves it stale.
    if unicode_path[:5] == b"\x01" + struct.pack("<I", zlib.crc32(raw.name)) and _is(unicode_path[5:], "utf-8"):
        return unicode_path[5:].decode()
    if raw.flags & UTF8 and _is(raw.name, "utf-8"):
        return raw.name.decode()
    return raw.name.decode(encoding, "replace")


def _undeclared(names: Sequence[bytes]) -> str:
    """The encoding of names that do not say theirs: one for the archive, because one name is too short to tell."""
    foreign = b"\n".join(name for name in names if not name.isascii())
    # Two letters in GBK may pass for one in UTF-8, but then for one of Greek, Arabic or the like.
    if _is(foreign, "utf-8") and (any(map(_is_chinese, foreign.decode())) or not _is(foreign, "gb18030")):
        return "utf-8"
    return "gb18030" if _is(foreign, "gb18030") else "cp437"


def _is_chinese(character: str) -> bool:
    return character >= FIRST_CHINESE


def _is(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _path(name: str) -> str:
    parts = [part for part in re.split(r"[/\\]", name) if part not in {"", ".", ".."}]
    if parts and DRIVE.fullmatch(parts[0]):
        del parts[0]
    return ("/".join(parts) or "unnamed") + ("/" if name.endswith(("/", "\\")) else "")
