"""File names from names of agencies: good on every system, and no two alike."""

import re
import unicodedata

from extractor.export.notice.clean import one_line

__all__ = ["FileNames"]

MOST_BYTES = 200
"""Of 255 that file systems allow: the number of an equal name, the suffix and a temporary file's name need room."""
FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')
"""Windows refuses them, all but one; a percent sign would be read as an escape in a link."""
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\s*\.|\s*$)", re.IGNORECASE)
"""Devices of Windows, with whatever follows a dot."""
SUFFIX = ".docx"


class FileNames:
    """Gives each agency a file name; the second of two that a file system could confuse gets a number."""

    def __init__(self, unnamed: str) -> None:
        """`unnamed` is the name for those without one."""
        self._unnamed = unnamed
        self._taken: set[str] = set()
        # Counted by name: trying each number anew takes hours where one name occurs 100 000 times.
        self._last: dict[str, int] = {}

    def name(self, wanted: str) -> str:
        """A file name with suffix, at most 255 bytes in UTF-8; different from all before it, whatever the case."""
        stem = safe_stem(wanted) or self._unnamed
        key = _compared(stem)
        chosen = stem
        while _compared(chosen) in self._taken:
            number = self._last[key] = self._last.get(key, 1) + 1
            chosen = f"{stem}-{number}"
        self._taken.add(_compared(chosen))
        return chosen + SUFFIX


def safe_stem(wanted: str) -> str:
    """The name without what a file system, a shell or Windows would take for something else; may be empty."""
    text = FORBIDDEN.sub("_", unicodedata.normalize("NFC", one_line(wanted)))
    text = _first_bytes(text, MOST_BYTES).strip(" .\u3000")
    # A dash opens an option, a tilde somebody's home or a file that Word has open.
    if text.startswith(("-", "~")) or RESERVED.match(text):
        text = f"_{text}"
    return text


def _first_bytes(text: str, most: int) -> str:
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")


def _compared(name: str) -> str:
    """Case and compatibility forms folded: file systems of macOS and Windows take such names for one."""
    return unicodedata.normalize("NFKC", name).casefold()
