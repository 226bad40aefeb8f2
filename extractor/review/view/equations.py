"""The equations of a question: what they add up, and by how much they miss."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.audit import EquationResult, amounts_of, evaluate
from extractor.model import Finding
from extractor.review.question import Question
from extractor.review.view.words import Names, Speech

__all__ = ["Equation", "Term", "equations_of", "message_of", "title_of"]

MOST_HOLDING = 3
"""Equations that hold, shown for a cell that no finding names."""


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of an equation."""

    path: str
    name: str
    value: str
    """As the record states it; a question mark for what states no number."""
    asked: bool
    """It is the cell in question."""


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation in words."""

    code: str
    title: str
    clause: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    left_sum: str
    right_sum: str
    delta: str
    """Empty when it holds or is not assessable."""
    holds: bool


def equations_of(question: Question, names: Names, speech: Speech) -> tuple[Equation, ...]:
    """The equations that the question is about: those that fail, else some that hold the cell."""
    failing = tuple(_from_findings(question, names, speech))
    return failing or tuple(_holding(question, names, speech))[:MOST_HOLDING]


def title_of(result: EquationResult, speech: Speech) -> str:
    """An identity in words."""
    title = result.equation.title
    return title.zh if speech.language == "zh" else title.en


def _from_findings(question: Question, names: Names, speech: Speech) -> Iterator[Equation]:
    for finding in question.findings:
        if finding.expression is None or finding.left is None or finding.right is None:
            continue
        left, right = (tuple(side.split(" + ")) for side in finding.expression.split(" = "))
        yield Equation(
            finding.code,
            message_of(finding, speech),
            finding.clause,
            _terms(question, left, left + right, names),
            _terms(question, right, left + right, names),
            finding.left,
            finding.right,
            finding.delta or "",
            holds=False,
        )


def message_of(finding: Finding, speech: Speech) -> str:
    """A finding in words."""
    return finding.message_zh if speech.language == "zh" else finding.message


def _holding(question: Question, names: Names, speech: Speech) -> Iterator[Equation]:
    record, cell = question.record, question.cell
    if question.form is None or record.form is None or cell is None:
        return
    tables = list(question.form.table_editions(record.form.editions))
    equations = [each for table in tables for each in table.equations] + list(question.form.equations_between(tables))
    for result in evaluate([each for each in equations if cell.path in each.cells], amounts_of(record.cells)):
        equation = result.equation
        holds = result.outcome == "passed"
        yield Equation(
            equation.id,
            title_of(result, speech),
            equation.clause,
            _terms(question, equation.left, equation.cells, names),
            _terms(question, equation.right, equation.cells, names),
            "?" if result.left is None else str(result.left),
            "?" if result.right is None else str(result.right),
            "",
            holds=holds,
        )


def _terms(question: Question, paths: tuple[str, ...], beside: tuple[str, ...], names: Names) -> tuple[Term, ...]:
    cells = {cell.path: cell for cell in question.record.cells}
    asked = question.cell.path if question.cell is not None else None
    return tuple(
        Term(
            path,
            names.short(path, beside),
            str(cells[path].value) if path in cells and cells[path].value is not None else "?",
            path == asked,
        )
        for path in paths
    )
