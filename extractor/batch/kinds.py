"""Which files of a folder are documents: told by content, and by name only where content cannot tell."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from extractor.ingest import READABLE
from extractor.ingest.sniff import HEAD, sniff

__all__ = ["Refusal", "classify", "is_data"]

# Texts by content; only the name says that no report is in them.
DATA_SUFFIXES = (".json", ".jsonl", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".lock", ".log", ".xml", ".svg")
WEB_SUFFIXES = (".js", ".mjs", ".ts", ".tsx", ".jsx", ".css", ".scss", ".vue", ".php")
CODE_SUFFIXES = (".py", ".sh", ".bat", ".ps1", ".sql", ".c", ".h", ".cpp", ".java", ".go", ".rs", ".rb", ".lua", ".tex")
NO_REPORTS = frozenset((*DATA_SUFFIXES, *WEB_SUFFIXES, *CODE_SUFFIXES))

# What Gouji is meant to read one day; the reason tells the operator that the file is not at fault.
DOCUMENT_TYPES = (
    "application/pdf",
    "application/msword",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.",
    "application/vnd.openxmlformats-officedocument.",
    "application/ofd",
    "application/x-ole-storage",
    "application/zip",
    "image/",
    "multipart/related",
)

# Archives and compound files show their kind only as a whole, and a long JSON text is cut short in its head.
NEEDS_WHOLE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{", b"[")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is no document that can be read."""

    reason: Literal["hidden", "not-a-document", "unsupported-format"]
    media_type: str | None


def is_data(name: str) -> bool:
    """Whether a name alone says that no report is in the file."""
    return PurePath(name).suffix.lower() in NO_REPORTS


def classify(name: str, read: Callable[[int], bytes], *, max_bytes: int) -> Refusal | None:
    """Judge a file found in a folder or an archive; null for a document.

    Args:
        name: the file's name.
        read: gives the first so many bytes of the file.
        max_bytes: no more than this is ever read.
    """
    if is_data(name):
        return Refusal("not-a-document", None)
    data = read(HEAD)
    if data.lstrip().startswith(NEEDS_WHOLE) and len(data) == HEAD:
        data = read(max_bytes)
    media_type = sniff(data)
    if media_type in READABLE:
        return None
    return Refusal("unsupported-format" if media_type.startswith(DOCUMENT_TYPES) else "not-a-document", media_type)
