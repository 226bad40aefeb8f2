"""The identities of a form on the cells of a document that state a number."""

from collections.abc import Iterable, Sequence

from extractor.audit.arithmetic import Amount, EquationResult, evaluate
from extractor.forms import Form, TableEdition
from extractor.model import Cell

__all__ = ["amounts_of", "evaluate_cells"]


def amounts_of(cells: Iterable[Cell]) -> dict[str, Amount]:
    """The proven numbers, by cell path."""
    return {
        cell.path: Amount.of(cell.value)
        for cell in cells
        if cell.tier != "T4" and cell.kind == "number" and cell.value is not None
    }


def evaluate_cells(form: Form, tables: Sequence[TableEdition], cells: Iterable[Cell]) -> tuple[EquationResult, ...]:
    """Every equation of the tables and between them, in the form's order."""
    equations = [equation for table in tables for equation in table.equations]
    return evaluate([*equations, *form.equations_between(tables)], amounts_of(cells))
