"""Whether what a record says is printed stands where the record says it stands."""

from collections.abc import Mapping, Sequence
from unicodedata import category

from extractor.model import Cell, Record

__all__ = ["misprinted", "ungrounded"]


def ungrounded(record: Record, text: str | None) -> tuple[str, ...]:
    """The accepted cells whose `as_printed` does not stand verbatim at its place.

    A cell that the document leaves out has no place; one that is blank has an empty one.
    """
    accepted = (cell for cell in record.cells if cell.status == "accepted")
    return tuple(cell.path for cell in accepted if not _grounded(cell, text))


def misprinted(cells: Mapping[str, Cell], tokens: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The accepted cells that claim to print something else than the document does, where its tokens are known."""
    return tuple(
        path
        for path, printed in tokens.items()
        if path in cells and cells[path].status == "accepted" and not _prints(cells[path], printed)
    )


def _grounded(cell: Cell, text: str | None) -> bool:
    if cell.source is None:
        return cell.kind == "missing"
    if text is None:
        return False
    return text[cell.source.start : cell.source.end] == (cell.as_printed or "")


def _prints(cell: Cell, tokens: Sequence[str]) -> bool:
    return any(_seen(token) == _seen(cell.as_printed or "") for token in tokens)


def _seen(token: str) -> str:
    """The token without layout: line breaks in a narrow column, zero-width characters, the raised mark of a note."""
    return "".join(sign for sign in token if not sign.isspace() and category(sign) not in {"Cf", "No"}).replace(
        "[]", ""
    )
