"""A failed equation, laid out as one would add it up on paper."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.screen.labels import Labels
from extractor.cli.screen.signs import FINDING_STYLE
from extractor.cli.texts import Texts
from extractor.model import Cell, Finding

__all__ = ["render_equation", "short_names"]

LOCATED = "<"
"""Stands beside the one figure that would explain everything. ASCII, so that every terminal gives it one column."""


@dataclass(frozen=True, slots=True)
class _Line:
    sign: str
    figure: str
    words: str = ""
    located: bool = False


def render_equation(finding: Finding, cells: Mapping[str, Cell], labels: Labels, texts: Texts) -> Iterator[Text]:
    """Both sides with printed figures and labels, their sums and the difference: a + b = sum ≠ sum = c + d."""
    left, right = (side.split(" + ") for side in (finding.expression or "").split(" = "))
    names = short_names(finding, labels)
    only = finding.proposals[0].changes if len(finding.proposals) == 1 else ()
    terms = partial(_terms, cells=cells, names=names, located={change.cell for change in only}, texts=texts)
    before = list(terms(left, " "))
    if len(left) > 1:
        before.append(_Line("=", finding.left or ""))
    if len(right) == 1:
        mismatch, after = replace(next(terms(right, " ")), sign="≠"), list[_Line]()
    else:
        mismatch, after = _Line("≠", finding.right or ""), list(terms(right, "="))
    width = max(len(line.figure) for line in (*before, mismatch, *after))
    if heading := _common(finding.cells, labels):
        yield Text(printable(heading), style="dim")
    yield from (_text(line, width) for line in before)
    difference = Text(f"  {texts('show.delta', delta=finding.delta)}", style="dim")
    yield _text(mismatch, width).append_text(difference)
    yield from (_text(line, width) for line in after)


def _terms(
    paths: Sequence[str],
    sign: str,
    *,
    cells: Mapping[str, Cell],
    names: Mapping[str, str],
    located: Collection[str],
    texts: Texts,
) -> Iterator[_Line]:
    """The terms that count, each on its line; zeros are only counted."""
    zeros = [path for path in paths if path not in located and _is_zero(cells[path])]
    if len(zeros) == 1:
        zeros = []
    for path in paths:
        if path not in zeros:
            yield _Line(sign, str(cells[path].value), names[path], path in located)
            sign = "+"
    if zeros:
        yield _Line(sign, "0", texts("show.zeros", count=len(zeros)))


def _text(line: _Line, width: int) -> Text:
    text = Text(printable(f"{line.sign} {line.figure:>{width}}  {line.words}".rstrip()))
    return text.append(f" {LOCATED}", style=FINDING_STYLE) if line.located else text


def short_names(finding: Finding, labels: Labels) -> dict[str, str]:
    """What tells the cells of an equation apart: columns of one row, rows of one column, else both."""
    paths = finding.cells
    if len({path.rpartition(".")[0] for path in paths}) == 1:
        return {path: labels.columns.get(path, path) for path in paths}
    if len({(path.partition(".")[0], path.rpartition(".")[2]) for path in paths}) == 1:
        return {path: labels.rows.get(path, path) for path in paths}
    return {path: labels.name(path) for path in paths}


def _is_zero(cell: Cell) -> bool:
    return cell.kind == "number" and cell.value is not None and not Decimal(str(cell.value))


def _common(paths: Sequence[str], labels: Labels) -> str:
    """What all cells of the equation share: their row, or their column."""
    if len({path.rpartition(".")[0] for path in paths}) == 1:
        return labels.rows.get(paths[0], "")
    if len({(path.partition(".")[0], path.rpartition(".")[2]) for path in paths}) == 1:
        return labels.columns.get(paths[0], "")
    return ""
