"""Which identities an answer would break or mend, while it is being typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.audit import Amount, EquationResult, amounts_of, evaluate
from extractor.forms import Form
from extractor.model import Record
from extractor.review.answers.values import State, amount_of

__all__ = ["Rechecked", "recheck"]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """The identities that change their outcome."""

    broken: tuple[EquationResult, ...]
    """They fail with the answer, and did not fail without it."""
    mended: tuple[EquationResult, ...]
    """They fail without the answer, and hold with it."""
    failing: tuple[EquationResult, ...]
    """They hold a changed cell, and fail with and without the answer."""


def recheck(form: Form, record: Record, settled: Mapping[str, State], changes: Mapping[str, State]) -> Rechecked:
    """Evaluate the identities that hold a changed cell, with and without the answer.

    Args:
        form: of the record.
        record: as the machine has it.
        settled: what people have settled in this document, by path.
        changes: the answer, by path.
    """
    if record.form is None:
        return Rechecked((), (), ())
    tables = list(form.table_editions(record.form.editions))
    equations = [each for table in tables for each in table.equations] + list(form.equations_between(tables))
    touched = [equation for equation in equations if not changes.keys().isdisjoint(equation.cells)]
    before = _with(amounts_of(record.cells), settled)
    after = _with(before, changes)
    pairs = list(zip(evaluate(touched, before), evaluate(touched, after), strict=True))
    return Rechecked(
        broken=tuple(now for then, now in pairs if now.outcome == "failed" and then.outcome != "failed"),
        mended=tuple(now for then, now in pairs if then.outcome == "failed" and now.outcome == "passed"),
        failing=tuple(now for then, now in pairs if then.outcome == now.outcome == "failed"),
    )


def _with(amounts: Mapping[str, Amount], states: Mapping[str, State]) -> dict[str, Amount]:
    changed = dict(amounts)
    for path, state in states.items():
        amount = amount_of(state)
        if amount is None:
            changed.pop(path, None)
        else:
            changed[path] = amount
    return changed
