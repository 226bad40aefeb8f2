"""What the rules could check in a document, what holds without proving anything, and what could not be checked."""

from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.audit import EquationResult, Levels, evaluate_cells
from extractor.cli.safe import printable
from extractor.cli.screen.labels import editions_of
from extractor.cli.texts import Texts
from extractor.forms import Form
from extractor.model import Record

__all__ = ["render_coverage"]

MOST_REASONS = 12
"""Rules that could not be assessed and are named."""


def render_coverage(record: Record, form: Form, levels: Levels, texts: Texts) -> Iterator[RenderableType]:
    """The totals, a line for each identity, one for all other rules, and the reasons of what was not assessable.

    `levels` are those that the record was made with: what is off was not checked.
    """
    coverage = record.coverage
    if coverage is None:
        return
    counts = {"passed": coverage.passed, "vacuous": coverage.vacuous, "failed": coverage.failed}
    yield Text(_said(Counter({**counts, "not_assessable": coverage.not_assessable}), texts))
    lines = {code: counted for code, counted in _identities(record, form).items() if levels.get(code, "error")}
    others = Counter({**counts, "not_assessable": coverage.not_assessable})
    for counted in lines.values():
        others.subtract(counted)
    named = {code: _said(counted, texts) for code, counted in lines.items()}
    if others["passed"] + others["failed"] + others["not_assessable"] > 0:
        named[texts("show.other_rules")] = _said(others, texts)
    width = max((cell_len(name) for name in named), default=0)
    for name, said in named.items():
        yield _set_in(Text.assemble((f"{set_cell_size(name, width)}  ", "dim"), said))
    reasons = [item for item in record.findings if item.status == "NOT_ASSESSABLE"]
    if reasons:
        yield Text(texts("show.not_assessable"), style="bold")
    for finding in reasons[:MOST_REASONS]:
        message = finding.message_zh if texts.language == "zh" else finding.message
        yield _set_in(Text.assemble((f"{finding.code}  ", "dim"), printable(message)))
    if len(reasons) > MOST_REASONS:
        yield _set_in(Text(texts("show.more_reasons", count=len(reasons) - MOST_REASONS), style="dim"))


def _identities(record: Record, form: Form) -> dict[str, Counter[str]]:
    """What became of the equations of each identity."""
    found: dict[str, Counter[str]] = {}
    for result in evaluate_cells(form, editions_of(form, record), record.cells):
        found.setdefault(result.equation.id, Counter()).update(_outcomes(result))
    return found


def _outcomes(result: EquationResult) -> Iterator[str]:
    yield result.outcome
    if result.vacuous:
        yield "vacuous"


def _said(counted: Counter[str], texts: Texts) -> str:
    """The outcomes that occur, in words."""
    held, vacuous = counted["passed"], counted["vacuous"]
    parts = [texts("show.held_with_zeros", count=held, zeros=vacuous) if vacuous else texts("show.held", count=held)]
    parts += [texts(f"show.count_{key}", count=counted[key]) for key in ("failed", "not_assessable") if counted[key]]
    return texts("show.checks", count=held + counted["failed"] + counted["not_assessable"], outcomes=", ".join(parts))


def _set_in(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 3), expand=False)
