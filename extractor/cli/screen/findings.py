"""Findings: what the rule says, the equation with its figures, and what it rests on."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.screen.labels import Labels
from extractor.cli.texts import Texts
from extractor.model import Cell, Finding

__all__ = ["SEVERITY_STYLES", "render_finding"]

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def render_finding(
    finding: Finding, cells: Mapping[str, Cell], labels: Labels | None, texts: Texts
) -> Iterator[RenderableType]:
    """A headline, then the details below it."""
    message = finding.message_zh if texts.language == "zh" else finding.message
    yield Text.assemble(
        (texts(f"severity.{finding.severity}"), SEVERITY_STYLES[finding.severity]),
        f" {finding.code}  ",
        printable(message),
    )
    details: list[str] = []
    if finding.expression is not None and labels is not None:
        details.append(_equation(finding, cells, labels, texts))
    elif finding.cells:
        details.append(texts("show.involved", count=len(finding.cells)))
    if finding.attribution is not None:
        details.append(texts("show.attribution", who=texts(f"attribution.{finding.attribution}")))
    details.append(texts("show.clause", clause=finding.clause))
    for detail in details:
        yield Padding(Text(printable(detail), style="dim"), (0, 0, 0, 3), expand=False)


def _equation(finding: Finding, cells: Mapping[str, Cell], labels: Labels, texts: Texts) -> str:
    """The equation in labels and figures, as `left = right` was meant and as it came out."""
    left, _, right = (finding.expression or "").partition(" = ")
    sides = [_side(side.split(" + "), cells, labels, finding.cells, texts) for side in (left, right)]
    outcome = f"{finding.left} ≠ {finding.right}"
    difference = texts("show.delta", delta=finding.delta)
    return f"{_common(finding.cells, labels)}{sides[0]} = {sides[1]}: {outcome}, {difference}"


def _side(paths: Sequence[str], cells: Mapping[str, Cell], labels: Labels, whole: Sequence[str], texts: Texts) -> str:
    """The terms that count, each with what varies in the equation; zeros are only counted."""
    by_row = len({path.rpartition(".")[0] for path in whole}) == 1
    names = labels.columns if by_row else labels.rows
    terms: list[str] = []
    zeros = 0
    for path in paths:
        value = cells[path].value if path in cells else None
        # A decimal cell states its zero as text.
        if str(value) in {"0", "0.0", "0.00"} and len(paths) > 1:
            zeros += 1
        else:
            terms.append(f"{names.get(path, path)} {value}")
    if zeros:
        terms.append(texts("show.zeros", count=zeros))
    return " + ".join(terms)


def _common(paths: Sequence[str], labels: Labels) -> str:
    """What all cells of the equation share: their row, or their column."""
    rows = {labels.rows.get(path) for path in paths}
    columns = {labels.columns.get(path) for path in paths}
    shared = next((names.pop() for names in (rows, columns) if len(names) == 1), None)
    return f"{shared}: " if shared else ""
