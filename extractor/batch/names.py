r"""File names as text that JSON can hold.

On Linux a name is bytes. One that is no UTF-8 (a GBK name out of a zip archive) reaches Python with lone surrogates,
which no JSON file can store; it is written with the bytes spelled out, `\xb1\xa8.txt`, and found again by that
spelling.
"""

import os
import re

__all__ = ["path_candidates", "path_text"]

SPELLED_BYTE = re.compile(r"\\x([89a-f][0-9a-f])")


def path_text(path: str) -> str:
    """The path as records state it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def path_candidates(text: str) -> tuple[str, ...]:
    """The paths that `path_text` may have been given, the likeliest first."""
    if not SPELLED_BYTE.search(text):
        return (text,)
    spelled = SPELLED_BYTE.sub(lambda match: os.fsdecode(bytes.fromhex(match[1])), text)
    return (spelled, text)
