"""A PDF file whose fonts lie: what its characters are said to mean is not what they look like."""

import re
import zlib
from collections.abc import Mapping
from random import Random

__all__ = ["exchange_figures"]

_STREAM = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*<<[^>]*>>\s*stream\r?\n")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
_FIRST_FIGURE = 0x30


def exchange_figures(data: bytes, random: Random) -> bytes | None:
    """Let two figures stand for each other in every font's map of characters; null where no map has both.

    The changed maps are appended, as the format allows, and the rest of the file stays as it was.
    """
    one, other = random.sample(range(10), 2)
    maps = {number: _exchanged(text, one, other) for number, text in _maps(data).items()}
    changed = {number: text for number, text in maps.items() if text is not None}
    return _appended(data, changed) if changed else None


def _maps(data: bytes) -> Mapping[int, bytes]:
    """The character maps of a file, by the number of their object."""
    found: dict[int, bytes] = {}
    for match in _STREAM.finditer(data):
        try:
            text = zlib.decompressobj().decompress(data[match.end() :])
        except zlib.error:
            continue
        if b"beginbfchar" in text:
            found[int(match[1])] = text
    return found


def _exchanged(text: bytes, one: int, other: int) -> bytes | None:
    first, second = (b" <%04X>" % (_FIRST_FIGURE + digit) for digit in (one, other))
    if first not in text or second not in text:
        return None
    return text.replace(first, b" <held>").replace(second, first).replace(b" <held>", second)


def _appended(data: bytes, streams: Mapping[int, bytes]) -> bytes | None:
    start, trailer = _START.search(data), _TRAILER.search(data)
    if start is None or trailer is None:
        return None
    file = bytearray(data)
    table = bytearray(b"xref\n")
    for number, text in sorted(streams.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(file))
        file += b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(text), text)
    at = len(file)
    entries = re.sub(rb"/Prev\s+\d+", b"", trailer[1])
    file += b"%strailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (bytes(table), entries, int(start[1]), at)
    return bytes(file)
