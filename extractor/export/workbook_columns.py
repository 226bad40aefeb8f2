"""The columns of each sheet of the workbook."""

from collections.abc import Mapping, Sequence

from extractor.export.run_view import Language
from extractor.export.sheet import Column
from extractor.export.workbook_words import say

__all__ = ["Columns"]

WIDE, MIDDLE, NARROW = 44, 24, 11

SUBJECT: tuple[tuple[str, float], ...] = (("file", 36), ("agency", MIDDLE), ("year", 8))

_SHEETS: Mapping[str, Sequence[tuple[str, float]]] = {
    "summary": (("what", WIDE), ("number", 14), ("share", NARROW), ("says", 90)),
    "documents": (
        *SUBJECT,
        ("status", 14),
        ("involved", NARROW),
        ("accepted", NARROW),
        ("review", NARROW),
        ("errors", NARROW),
        ("warnings", NARROW),
        ("infos", NARROW),
        ("not_assessable", 15),
        ("power", 13),
        ("sha256", 20),
    ),
    "cells": (
        *SUBJECT,
        ("edition", NARROW),
        ("table", 30),
        ("row", WIDE),
        ("column", MIDDLE),
        ("as_printed", 14),
        ("value", 14),
        ("accepted_value", 16),
        ("unit", 8),
        ("kind", 12),
        ("tier", 8),
        ("status", 12),
        ("reasons", WIDE),
        ("page", 8),
        ("start", NARROW),
        ("end", NARROW),
        ("cell", 40),
    ),
    "findings": (
        *SUBJECT,
        ("level", NARROW),
        ("outcome", 15),
        ("code", 9),
        ("family", 14),
        ("message", 60),
        ("cause", 18),
        ("left", NARROW),
        ("right", NARROW),
        ("delta", 12),
        ("involved", WIDE),
        ("rows", 16),
        ("quote", WIDE),
        ("clause", WIDE),
        ("waived", MIDDLE),
        ("fingerprint", 20),
    ),
    "rules": (
        ("code", 9),
        ("rule", 60),
        ("family", 14),
        ("level", NARROW),
        ("evaluated", 12),
        ("passed", NARROW),
        ("vacuous", 15),
        ("failed", NARROW),
        ("not_assessable", 15),
        ("findings", NARROW),
        ("waived", NARROW),
        ("failed_documents", 22),
        ("clause", 70),
    ),
    "unread": (*SUBJECT, ("status", 14), ("code", 22), ("reason", 60), ("hint", 60), ("sha256", 20)),
    "about": (("what", WIDE), ("says", 110)),
}

WRAPPED = frozenset({"as_printed", "clause", "hint", "involved", "message", "quote", "reason", "reasons", "says"})
NUMBERS = {"year": "0", "page": "0", "start": "0", "end": "0", "share": "0.0%", "power": "0.0%"}


class Columns:
    """The columns in one language."""

    def __init__(self, language: Language) -> None:
        """Choose the language."""
        self._language: Language = language

    def of(self, sheet: str) -> Sequence[Column]:
        """The columns of a sheet, by its name in this program; KeyError for a name that is no sheet's."""
        return [
            Column(
                say(self._language, "head", name),
                width,
                # Rows of cells keep one height: there are hundreds of thousands of them.
                wrap=name in WRAPPED and sheet != "cells",
                number=NUMBERS.get(name, "#,##0"),
            )
            for name, width in _SHEETS[sheet]
        ]
