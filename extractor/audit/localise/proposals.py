"""Proposals for a person: what would reconcile the figures of a document, the best supported first."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeGuard

from extractor.audit.arithmetic import Amount, EquationResult
from extractor.audit.localise.likeness import written
from extractor.audit.localise.locate import ORDER, Located, Repair, locate
from extractor.audit.localise.structure import lines_of
from extractor.audit.view import View
from extractor.model import Cell
from extractor.model.cell import SECOND_READ
from extractor.model.finding import Change, Proposal

__all__ = ["MOST_SHOWN", "proposals_of"]

MOST_SHOWN = 9

NUMBER = re.compile(
    r"(?<![第〔\[\d.,，])(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?![\d〕%‰]|\.\d|[ ]?(?:年|月|日|号|时|%))"
)
"""A number in a sentence that may be a figure: no date, no document number, no share."""
DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")


def proposals_of(
    view: View, results: Sequence[EquationResult], amounts: Mapping[str, Amount]
) -> dict[int, tuple[Proposal, ...]]:
    """At most nine proposals for each failed equation, by its position among `results`.

    All failed equations of a connected component get the same ones: a proposal mends them together.
    """
    signed = {spec.path for table in view.tables for spec in table.cells if spec.type == "change"}
    located = locate(results, amounts, lines_of(view.tables), signed)
    if not located:
        return {}
    source = _Source(view, amounts)
    return {
        position: shown for found in located for shown in [_shown(found, view, source)] for position in found.failed
    }


class _Source:
    """What the sentences of a document say about its figures."""

    def __init__(self, view: View, amounts: Mapping[str, Amount]) -> None:
        """Collect the numbers once for all repairs."""
        self._claims = [(claim.targets, Decimal(claim.value)) for claim in view.claims if _is_number(claim.value)]
        self._numbers = _numbers_outside_cells(view)
        self._amounts = amounts
        self._cells = view.cells

    def has(self, repair: Repair) -> bool:
        """Whether every number of the repair is printed where it would not just be another cell's.

        A number of one digit occurs somewhere in every text, so only a sentence about its cell counts, or a
        recogniser's second look at it.
        """
        after = {path: Decimal(amount.value) for path, amount in self._amounts.items()}
        after.update((path, Decimal(number)) for path, number in repair.changes)
        return all(
            path in repair.taken
            or _is_seen(self._cells[path], number)
            or (len(written(number).strip("-")) > 1 and number in self._numbers)
            or any(
                path in target and sum(after.get(cell, Decimal("NaN")) for cell in target) == value
                for targets, value in self._claims
                for target in targets
            )
            for path, number in repair.changes
        )


def _is_seen(cell: Cell, number: int | Decimal) -> bool:
    """Whether a recogniser's second look at a cell made out this number."""
    seen = [reading.value for reading in cell.readings if reading.reader == SECOND_READ and _is_number(reading.value)]
    return any(Decimal(value) == number for value in seen)


def _is_number(value: int | str | None) -> TypeGuard[int | str]:
    return isinstance(value, int) or (value is not None and DECIMAL.fullmatch(value) is not None)


def _shown(located: Located, view: View, source: _Source) -> tuple[Proposal, ...]:
    edits = [repair for repair in located.repairs if repair.structural]
    free = sorted(
        (repair for repair in located.repairs if not repair.structural), key=lambda repair: _rank(repair, view, source)
    )
    # What single cells explain is complete; guesses at whole lines must not push one of them off the list.
    edits = edits[: max(1, MOST_SHOWN - len(free))]
    return tuple(_proposal(repair, view, source) for repair in [*edits, *free][:MOST_SHOWN])


def _rank(repair: Repair, view: View, source: _Source) -> tuple[bool, int, float]:
    """Support by the text, then likeness of the slip, then how sure the recogniser was of the cells."""
    score = min(_score(view.cells[path]) for path in repair.cells)
    return not source.has(repair), ORDER.index(repair.why), score


def _score(cell: Cell) -> float:
    return min((reading.score for reading in cell.readings if reading.score is not None), default=1.0)


def _proposal(repair: Repair, view: View, source: _Source) -> Proposal:
    return Proposal(
        changes=tuple(_change(view.cells[path], number) for path, number in repair.changes),
        why=repair.why,
        in_source=source.has(repair),
    )


def _change(cell: Cell, number: int | Decimal) -> Change:
    """The change in the cell's own notation: a count stays an integer, a decimal keeps its places."""
    to: int | str = number if isinstance(number, int) else _with_places(number, str(cell.value))
    return Change.model_validate({"cell": cell.path, "from": cell.value, "to": to})


def _with_places(number: Decimal, printed: str) -> str:
    whole, _, fraction = written(number.normalize()).partition(".")
    fraction = fraction.ljust(len(printed.partition(".")[2]), "0")
    return f"{whole}.{fraction}" if fraction else whole


def _numbers_outside_cells(view: View) -> frozenset[Decimal]:
    """The numbers of the sentences: what a table's cells print proves nothing about another cell."""
    places = sorted(
        (cell.source.start, cell.source.end)
        for cell in view.cells.values()
        if cell.source is not None and cell.source.end > cell.source.start
    )
    pieces: list[str] = []
    end = 0
    for start, stop in places:
        pieces.append(view.text[end:start])
        end = max(end, stop)
    pieces.append(view.text[end:])
    return frozenset(
        Decimal(re.sub("[,，]", "", found.group()))
        for piece in pieces
        for found in NUMBER.finditer(unicodedata.normalize("NFKC", piece))
    )
