"""Bytes as text: UTF-8, UTF-16 and GB18030, or a refusal that says why.

GB18030 accepts nearly any bytes, so what it yields must also look like Chinese. Nonsense that is read becomes a report
full of missing tables; a refusal costs the operator one look at the file.
"""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.errors import DocumentError

__all__ = ["Decoded", "Encoding", "decode", "utf16_encoding"]

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "gb18030"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, line ends as in the file."""

    text: str
    """Without byte order mark."""
    encoding: Encoding
    notes: tuple[str, ...] = ()
    """What was noticed: `byte-order-mark`, `control-characters`, `replaced-characters`."""


PLAUSIBLE = 0.75
"""Share of common characters among those beyond ASCII. Measured: simplified Chinese reports 0.99 to 1; read as GB18030,
Big5 0.27, EUC-JP 0.56, Shift-JIS 0, UTF-8 0.13."""
SUSPECT = 0.5
"""Below this share a text that decoded well is tried for an earlier wrong decoding."""
DAMAGED = 0.01
"""Share of characters beyond ASCII that damaged UTF-8 may lose and still be read: UTF-8 loses only what is damaged."""
LOST = 0.1
"""Share of replacement characters that only a wrong decoding reaches; single ones stand for a glyph."""
QUESTION_MARKS = 0.2
"""Share of question marks in the printed characters that only a lossy encoding reaches."""
BINARY = 0.01
"""Share of control bytes that no text reaches; single ones are left over from Word fields."""
REPAIRED = 0.2
"""Characters that undoing a wrong decoding must yield, per suspect one: UTF-8 makes three of one, and some get lost."""

CONTROL_CODES = (*range(1, 9), *range(14, 27), *range(28, 32), 127)
"""Without NUL, which is judged by itself, white space, and escape, which stands in terminal captures."""
CONTROL_BYTES = bytes(CONTROL_CODES)
CONTROL = frozenset(map(chr, CONTROL_CODES))
SHAPELESS = "\ufeff\u200b\u2060"
MISREADINGS = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
"""The wrong decodings that occur: the encoding that was used, and the one that was meant."""

SAVE_AGAIN = "save it again as UTF-8 from the program or site it came from"


def decode(data: bytes) -> Decoded:
    """Decode a text file.

    Strict decoding comes first. Only UTF-8 is also read with single damaged characters, because in GB18030 a damaged
    byte swallows the digit behind it.

    Raises:
        DocumentError: `empty-file` without any character; `binary-file` when it is no text; `undecodable-text` when it
            is valid, or plausible Chinese, in none of the encodings; `mojibake` when its text went through a wrong
            decoding before it was saved.
    """
    if not data.strip():
        raise _empty(data)
    text, encoding = _read(data)
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    if not text.strip().strip(SHAPELESS):
        raise _empty(data)
    counts = Counter(text)
    if counts["\0"] or _share(counts, CONTROL) > BINARY:
        raise _binary()
    _refuse_mojibake(text, counts)
    noticed = {
        "byte-order-mark": marked,
        "control-characters": not CONTROL.isdisjoint(counts),
        "replaced-characters": "\ufffd" in counts,
    }
    return Decoded(text, encoding, tuple(note for note, seen in noticed.items() if seen))


def utf16_encoding(data: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """Tell UTF-16 by its byte order mark, else by zero bytes that make plausible text in one byte order."""
    if data.startswith(BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(BOM_UTF16_BE):
        return "utf-16-be"
    if len(data) % 2 or b"\0" not in data:
        return None
    little, big = (_utf16_score(data.decode(encoding, "replace")) for encoding in ("utf-16-le", "utf-16-be"))
    if max(little, big)[0] < PLAUSIBLE:
        return None
    return "utf-16-le" if little >= big else "utf-16-be"


@cache
def _common_characters() -> frozenset[str]:
    """Punctuation, full-width forms and box drawing (GB 2312 rows 1-3, 9) and its 3 755 frequent ideographs (16-55)."""
    rows = (*range(0xA1, 0xA4), 0xA9, *range(0xB0, 0xD8))
    pairs = bytes(byte for row in rows for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return frozenset(pairs.decode("gb2312", "ignore"))


def _plausibility(counts: Counter[str]) -> float:
    """Share of common characters among those beyond ASCII; 1 when there are none of these."""
    beyond = _beyond_ascii(counts)
    return _common(counts) / beyond if beyond else 1.0


def _beyond_ascii(counts: Counter[str]) -> int:
    return sum(count for character, count in counts.items() if not character.isascii())


def _common(counts: Counter[str]) -> int:
    common = _common_characters()
    return sum(count for character, count in counts.items() if character in common)


def _share(counts: Counter[str], characters: frozenset[str]) -> float:
    """Share of some characters among all that are no white space."""
    printed = sum(count for character, count in counts.items() if not character.isspace())
    return sum(counts[character] for character in characters) / max(printed, 1)


def _utf16_score(text: str) -> tuple[float, int]:
    """Plausibility, then ASCII characters: in the wrong byte order a row of zeros is a row of ideographic spaces."""
    counts = Counter(text)
    if counts["\0"] or _share(counts, CONTROL) > BINARY:
        return 0.0, 0
    return _plausibility(counts), counts.total() - _beyond_ascii(counts)


def _read(data: bytes) -> tuple[str, Encoding]:
    utf16 = utf16_encoding(data)
    if utf16:
        text = _strictly(data, utf16)
        if isinstance(text, UnicodeDecodeError):
            raise _undecodable(text) from text
        return text, utf16
    if b"\0" in data or len(data) - len(data.translate(None, CONTROL_BYTES)) > BINARY * len(data):
        raise _binary()
    text = _strictly(data, "utf-8")
    if isinstance(text, str):
        return text, "utf-8"
    chinese = _strictly(data, "gb18030")
    if isinstance(chinese, str) and _plausibility(Counter(chinese)) >= PLAUSIBLE:
        return chinese, "gb18030"
    damaged = _slightly_damaged(data)
    if damaged is None:
        raise _undecodable(text) from text
    return damaged, "utf-8"


def _strictly(data: bytes, encoding: Encoding) -> str | UnicodeDecodeError:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        return error


def _slightly_damaged(data: bytes) -> str | None:
    """UTF-8 with few damaged characters, each a U+FFFD; null when it is more than that."""
    text = data.decode("utf-8", "replace")
    counts = Counter(text)
    damaged = counts.pop("\ufffd")
    readable = damaged <= DAMAGED * _beyond_ascii(counts) and _plausibility(counts) >= PLAUSIBLE
    return text if readable else None


def _refuse_mojibake(text: str, counts: Counter[str]) -> None:
    beyond = _beyond_ascii(counts)
    # U+FFFD in UTF-8, read as GBK, is 锟斤拷.
    if counts["\ufffd"] + 3 * text.count("锟斤拷") > LOST * beyond:
        raise _mojibake("most characters are replacement characters, the text itself is lost")
    if _share(counts, frozenset("?")) > QUESTION_MARKS:
        raise _mojibake("the characters are question marks, the text itself is lost")
    if _plausibility(counts) >= SUSPECT:
        return
    for used, meant in MISREADINGS:
        repaired = Counter(text.encode(used, "ignore").decode(meant, "ignore"))
        if _common(repaired) >= REPAIRED * beyond and _plausibility(repaired) >= PLAUSIBLE:
            raise _mojibake(f"{meant.upper()} text was read as {used.upper()} and saved so")


def _empty(data: bytes) -> DocumentError:
    return DocumentError("empty-file", f"no text in {len(data)} bytes", hint="fetch the file again")


def _binary() -> DocumentError:
    return DocumentError("binary-file", "holds bytes that no text has", hint="check what kind of file it is")


def _mojibake(message: str) -> DocumentError:
    return DocumentError("mojibake", message, hint=SAVE_AGAIN)


def _undecodable(error: UnicodeDecodeError) -> DocumentError:
    fault = f"{error.encoding.upper()} is invalid from byte {error.start + 1} on"
    return DocumentError("undecodable-text", f"no UTF-8, UTF-16 or GB18030 text; {fault}", hint=SAVE_AGAIN)
