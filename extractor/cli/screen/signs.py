"""How a cell looks: its value, or a sign for the kind of absence, and a mark when it is in doubt.

All signs are ASCII: others are one column wide on some terminals and two on others, and would shift the table.
"""

from collections.abc import Collection, Mapping

from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.model import Cell, Kind

__all__ = ["MODEL", "cell_text", "legend", "read_otherwise"]

SIGNS: Mapping[Kind, str] = {
    "blank": "_",
    "dash": "-",
    "slash": "/",
    "none_word": "w",
    "not_applicable": "na",
    "illegible": "#",
    "missing": "~",
    "unread": "?",
}
"""None of them looks like a number: what is absent is never shown as 0."""

REVIEW, FINDING, OTHER = "!", "*", "^"
REVIEW_STYLE, FINDING_STYLE, OTHER_STYLE, ABSENT_STYLE = "bold yellow", "bold red", "cyan", "dim"
MODEL = "llm:"
"""What the names of models begin with in readings."""


def cell_text(cell: Cell, in_findings: Collection[str], *, marked: bool) -> Text:
    """The cell as its table shows it; `marked` tables keep a column for the mark, so that digits stay under digits."""
    shown = printable(str(cell.value)) if cell.kind == "number" and cell.value is not None else sign(cell)
    if cell.status == "review":
        mark, style = REVIEW, REVIEW_STYLE
    elif cell.path in in_findings:
        mark, style = FINDING, FINDING_STYLE
    elif read_otherwise(cell):
        mark, style = OTHER, OTHER_STYLE
    else:
        mark, style = " ", "" if cell.kind == "number" else ABSENT_STYLE
    return Text(f"{shown}{mark if marked else ''}", style=style)


def read_otherwise(cell: Cell) -> bool:
    """Whether a model reads the cell differently."""
    return any(
        reading.reader.startswith(MODEL) and (reading.kind, reading.value) != (cell.kind, cell.value)
        for reading in cell.readings
    )


def sign(cell: Cell) -> str:
    """The sign for a cell without a number."""
    return SIGNS.get(cell.kind, "?")


def legend(cells: Collection[Cell], in_findings: Collection[str], texts: Texts) -> Text:
    """The signs that occur, with their meaning; empty when none does."""
    kinds = {cell.kind for cell in cells}
    entries = [(sign, texts(f"show.legend.{kind}"), ABSENT_STYLE) for kind, sign in SIGNS.items() if kind in kinds]
    if any(cell.status == "review" for cell in cells):
        entries.append((REVIEW, texts("show.legend.review"), REVIEW_STYLE))
    if any(cell.path in in_findings and cell.status != "review" for cell in cells):
        entries.append((FINDING, texts("show.legend.finding"), FINDING_STYLE))
    if any(read_otherwise(cell) and cell.status != "review" and cell.path not in in_findings for cell in cells):
        entries.append((OTHER, texts("show.legend.other"), OTHER_STYLE))
    line = Text()
    for number, (shown, meaning, style) in enumerate(entries):
        line.append("   " if number else f"{texts('show.legend.title')}: ")
        line.append(shown, style=style)
        line.append(f" {meaning}")
    return line
