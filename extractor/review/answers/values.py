"""What stands in a cell, as a person says it."""

import json
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from extractor.audit import Amount
from extractor.errors import UsageError
from extractor.forms import CellSpec
from extractor.model import Cell, Kind
from extractor.text.numbers import parse_value

__all__ = ["State", "amount_of", "state_from", "state_of_cell", "typed"]


@dataclass(frozen=True, slots=True)
class State:
    """Kind, value and print of a cell."""

    kind: Kind
    value: int | str | None
    as_printed: str | None

    @property
    def json(self) -> str:
        """As the chain keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def state_of_cell(cell: Cell) -> State:
    """What the machine says."""
    return State(cell.kind, cell.value, cell.as_printed)


def state_from(text: str) -> State:
    """What an entry of the chain says."""
    content = cast("dict[str, object]", json.loads(text))
    value = content["value"]
    printed = content["as_printed"]
    return State(
        cast("Kind", content["kind"]),
        value if isinstance(value, int | str) else None,
        printed if isinstance(printed, str) else None,
    )


def amount_of(state: State) -> Amount | None:
    """The number that it states, if it states one."""
    if state.kind != "number" or state.value is None:
        return None
    try:
        return Amount.of(state.value)
    except InvalidOperation:
        return None


def typed(text: str, spec: CellSpec | None) -> State:
    """What a person typed, read by the same rules as what a document prints.

    Raises:
        UsageError: `not-a-value` when it states nothing, or nothing that the form allows in this cell.
    """
    parsed = parse_value(text)
    if parsed.kind in {"text", "illegible"}:
        raise _no_value(text, "is neither a number nor a sign for none")
    if parsed.kind != "number" or parsed.number is None:
        return State(parsed.kind, None, text)
    number = parsed.number
    decimal = spec is not None and spec.type in {"decimal", "money"}
    if not decimal and not isinstance(number, int):
        raise _no_value(text, "is not a whole number, which the form has here")
    if number < 0 and (spec is None or spec.type == "count"):
        raise _no_value(text, "is negative, and the form counts here")
    if decimal:
        return State("number", format(number, "f") if isinstance(number, Decimal) else str(number), text)
    return State("number", int(number), text)


def _no_value(text: str, why: str) -> UsageError:
    return UsageError("not-a-value", why, place=repr(text[:40]), hint="type what the document prints in this cell")
