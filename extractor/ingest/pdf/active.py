"""What a PDF would do if a viewer let it: scripts, programs to start, files inside. Nothing of it is done here."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import cast

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1

__all__ = ["active_notes"]

NOTES = {
    "JavaScript": "scripts-not-run",
    "Launch": "programs-not-started",
    "SubmitForm": "forms-not-sent",
    "ImportData": "forms-not-sent",
    "EmbeddedFiles": "files-inside-not-read",
}
MOST = 2_000
"""Dictionaries that are looked at, breadth first; actions can chain without end."""
WAYS = ("OpenAction", "AA", "A", "Next", "Names", "Kids", "JavaScript", "EmbeddedFiles", "AcroForm", "Fields", "Annots")
"""Where actions hang."""


def active_notes(document: PDFDocument, pages: Sequence[PDFPage]) -> tuple[str, ...]:
    """Codes of what the file would do."""
    try:
        found = set(_active([document.catalog, *(page.attrs for page in pages)]))
    except Exception:  # noqa: BLE001 - damaged files fail in many ways, and a note is not worth a refusal
        return ()
    return tuple(sorted({NOTES[name] for name in found}))


def _active(roots: Iterable[object]) -> Iterator[str]:
    queue, seen = list(roots), 0
    while queue and seen < MOST:
        seen += 1
        item = resolve1(queue.pop(0))
        if isinstance(item, list | tuple):
            queue += islice(cast("Sequence[object]", item), MOST)
        elif isinstance(item, dict):
            entries = cast("dict[str, object]", item)
            kind = getattr(resolve1(entries.get("S")), "name", None)
            yield from (name for name in (kind, *entries) if name in NOTES and isinstance(name, str))
            queue += (entries[way] for way in WAYS if way in entries)
            queue += [extra for name, extra in entries.items() if "AA" in entries and len(name) <= 2]  # noqa: PLR2004 - events have names of one or two letters
