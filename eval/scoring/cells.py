"""Judges one cell: right when kind and value are those of the truth, whatever else the record says."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from eval.generator.truth import Figure, numeric
from eval.scoring.expectation import CellClass, Expectation, class_of, expected_kind
from extractor.model import Cell

__all__ = ["CellScore", "is_right", "score_cell", "shown", "value_of"]


@dataclass(frozen=True, slots=True)
class CellScore:
    """One cell of the truth with what became of it."""

    path: str
    kind: CellClass
    right: bool
    accepted: bool
    expected: str
    """The number, or the kind of absence."""
    got: str
    """As `expected`; `absent` when the record has no such cell."""
    as_printed: str | None
    tier: str | None
    start: int | None
    end: int | None
    known: bool
    """False for a cell that nobody could tell."""

    @property
    def wrong_accepted(self) -> bool:
        """The worst failure: a wrong figure that no person would look at."""
        return self.accepted and not self.right


def is_right(figure: Figure, cell: Cell | None) -> bool:
    """Whether kind and value of a cell are those of the truth; a cell that is not there is wrong."""
    if cell is None:
        return False
    wanted = numeric(figure)
    if wanted is None:
        return cell.kind == expected_kind(figure) and cell.value is None
    return cell.kind == "number" and value_of(cell) == wanted


def value_of(cell: Cell) -> Decimal | None:
    """The number a cell holds, or null."""
    if cell.value is None:
        return None
    try:
        return Decimal(str(cell.value))
    except InvalidOperation:
        return None


def score_cell(path: str, expectation: Expectation, cell: Cell | None) -> CellScore:
    """Judge one cell of the truth."""
    figure = expectation.cells[path]
    place = cell.source if cell else None
    return CellScore(
        path=path,
        kind=class_of(figure),
        right=is_right(figure, cell),
        accepted=cell is not None and cell.status == "accepted",
        expected=shown(numeric(figure), expected_kind(figure)),
        got=shown(value_of(cell), cell.kind) if cell else "absent",
        as_printed=cell.as_printed if cell else None,
        tier=cell.tier if cell else None,
        start=place.start if place else None,
        end=place.end if place else None,
        known=path not in expectation.unknowable,
    )


def shown(value: Decimal | None, kind: str) -> str:
    """The number in plain digits, else the kind."""
    return kind if value is None else f"{value:f}"
