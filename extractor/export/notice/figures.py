"""The figures of a finding, laid out as one adds them up on paper."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from extractor.export.notice.clean import one_line
from extractor.export.notice.labels import LetterLabels
from extractor.export.notice.words import lines, words
from extractor.model import Cell, Finding

__all__ = ["FigureLine", "Figures", "figures_of"]

FEW = 3
"""Terms of a side that a sentence names one by one."""
EXPECTING = frozenset({"N4"})
"""Rules whose number is not printed but follows from words: 全部办结 leaves 0 to carry over."""
LISTED_ZEROS = 1
"""More zeros than this are only counted: an official table has thirty lines and most of them hold 0."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of the table: what it is, and the figure as printed, or a sum."""

    words: str
    figure: str
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """An equation that does not come out."""

    caption: str
    """The table of the report, and the row or column that all its figures stand in."""
    head: tuple[str, str]
    lines: tuple[FigureLine, ...]
    sentence: str
    """Both sides and their difference in words."""


@dataclass(frozen=True, slots=True)
class _Side:
    terms: tuple[str, ...]
    """Cell paths; empty for a number that the prose states."""
    sum: str


@dataclass(frozen=True, slots=True)
class _Equation:
    left: _Side
    right: _Side
    difference: str
    names: Mapping[str, str]
    """Of the cells, as short as tells them apart."""
    stated: str
    """Key of the words for a number that stands in no cell."""


def figures_of(finding: Finding, cells: Mapping[str, Cell], labels: LetterLabels | None) -> Figures | None:
    """The equation of a finding; null when it has none or holds anything but cells against cells or one number."""
    if labels is None or finding.expression is None or finding.left is None or finding.right is None:
        return None
    first, equals, second = finding.expression.partition(" = ")
    left, right = _side(first, finding.left, cells, labels), _side(second, finding.right, cells, labels)
    difference = _difference(finding.left, finding.right)
    if not equals or left is None or right is None or not left.terms or difference is None:
        return None
    paths = (*left.terms, *right.terms)
    shared, names = labels.apart(paths)
    equation = _Equation(left, right, difference, names, "expected" if finding.code in EXPECTING else "stated")
    return Figures(
        caption=_caption(labels.table(paths[0]), shared),
        head=_head({cells[path].unit for path in paths}),
        lines=tuple(_lines(equation, cells)),
        sentence=words(
            "finding",
            "sides",
            left=_in_words(left, equation),
            right=_in_words(right, equation),
            difference=difference,
        ),
    )


def _side(text: str, total: str, cells: Mapping[str, Cell], labels: LetterLabels) -> _Side | None:
    terms = tuple(text.split(" + "))
    if all(term in cells and labels.knows(term) for term in terms):
        return _Side(terms, total)
    return _Side((), total) if _number(text) is not None else None


def _lines(equation: _Equation, cells: Mapping[str, Cell]) -> Iterator[FigureLine]:
    left, right = equation.left, equation.right
    both = len(right.terms) > 1
    yield from _terms(left.terms, cells, equation.names)
    if len(left.terms) > 1:
        yield FigureLine(words("figures", "sum_left" if both else "sum"), left.sum, computed=True)
    if not right.terms:
        yield FigureLine(words("figures", equation.stated), right.sum)
    yield from _terms(right.terms, cells, equation.names)
    if both:
        yield FigureLine(words("figures", "sum_right"), right.sum, computed=True)
    yield FigureLine(words("figures", "difference"), equation.difference, computed=True)


def _terms(paths: Sequence[str], cells: Mapping[str, Cell], names: Mapping[str, str]) -> list[FigureLine]:
    zeros = [path for path in paths if _is_zero(cells[path])]
    counted: Collection[str] = zeros if LISTED_ZEROS < len(zeros) < len(paths) else ()
    found = [FigureLine(names[path], _printed(cells[path])) for path in paths if path not in counted]
    if counted:
        found.append(FigureLine(words("figures", "zeros", count=len(counted)), words("figures", "zero")))
    return found


def _in_words(side: _Side, equation: _Equation) -> str:
    if not side.terms:
        return words("finding", equation.stated, sum=side.sum)
    names = [equation.names[path] for path in side.terms]
    if len(names) == 1:
        return words("finding", "one_term", name=names[0], sum=side.sum)
    if len(names) <= FEW:
        return words("finding", "few_terms", names="".join(f"“{name}”" for name in names), sum=side.sum)
    return words("finding", "many_terms", first=names[0], count=len(names), sum=side.sum)


def _caption(table: str, shared: str) -> str:
    return words("figures", "caption", table=table, shared=shared) if shared else table


def _head(units: Collection[str | None]) -> tuple[str, str]:
    first, second = lines("figures", "head")
    unit = next(iter(units)) if len(units) == 1 else None
    if unit:
        second = lines("figures", "head_unit")[1].format(unit=one_line(unit))
    return first, second


def _printed(cell: Cell) -> str:
    return one_line(cell.as_printed if cell.as_printed is not None else str(cell.value))


def _is_zero(cell: Cell) -> bool:
    return cell.kind == "number" and _number(str(cell.value)) == 0


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _difference(left: str, right: str) -> str | None:
    """How far apart the sides are, without sign and exponent."""
    first, second = _number(left), _number(right)
    return None if first is None or second is None else format(abs(first - second).normalize(), "f")
