"""How a document prints its figures: zeros, signs, money and units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from eval.generator.chance import happens
from eval.generator.figures import Figures
from eval.generator.truth import Figure, expected_number
from extractor.forms import CellSpec, TableEdition

__all__ = ["ABSENT", "Mark", "Marks", "draw_marks", "print_figures"]

ABSENT: Mapping[str, str] = {"": "blank", "-": "dash", "—": "dash", "/": "slash", "无": "none_word"}
"""What may stand in place of a number, with its kind."""

_BLANKS = ("blank", "blank_rows", "blank_leaves", "blank_totals")


@dataclass(frozen=True)
class Mark:
    """A cell as printed, and what a careful person reads there."""

    text: str
    figure: Figure


@dataclass(frozen=True)
class Marks:
    """The habits of one document."""

    zeros: Mapping[str, str]
    """Per table: zero | blank | blank_rows | blank_leaves | blank_totals | dash | slash."""
    minus: str
    plus: str
    money_unit: str
    """Printed in the cell of an amount whose column names no unit; empty: none."""


def draw_marks(tables: Sequence[TableEdition], random: Random, *, blanks: bool, chance: float) -> Marks:
    """Draw the habits; `blanks`: the layout can show an empty cell; `chance`: how often a document does so."""
    reconciled = random.choice((*_BLANKS, "blank_totals") if blanks else ("dash", "slash"))
    habits: dict[str, str] = {}
    for table in tables:
        often = chance if table.equations else 0.1
        style = reconciled if table.equations or not blanks else "blank"
        habits[table.table] = style if happens(random, often if blanks else 0.08) else "zero"
    signs = (("-", ""), ("-", "+"), ("减", "增"), ("－", "＋"), ("−", ""))
    minus, plus = random.choice(signs)
    return Marks(habits, minus, plus, random.choice(("元", "万元", "万元", "")))


def print_figures(table: TableEdition, figures: Figures, marks: Marks, random: Random) -> dict[str, Mark]:
    """Print every cell of a table."""
    style = marks.zeros[table.table]
    totals = {path for equation in table.equations if len(equation.right) == 1 for path in equation.right}
    printed: dict[str, Mark] = {}
    rows: dict[str, list[CellSpec]] = {}
    for spec in table.cells:
        rows.setdefault(spec.row, []).append(spec)
    for specs in rows.values():
        empty_row = not any(figures[spec.path] for spec in specs)
        drop_total = style == "blank_totals" and happens(random, 0.6)
        for position, spec in enumerate(specs):
            inner = 0 < position < len(specs) - 1
            if drop_total and spec.path in totals:
                printed[spec.path] = Mark("", {"kind": "blank"})
            elif figures[spec.path] == 0 and _absent(style, inner=inner, empty_row=empty_row):
                text = {"dash": "-", "slash": "/"}.get(style, "")
                printed[spec.path] = Mark(text, {"kind": ABSENT[text]})
            else:
                printed[spec.path] = _number(spec, figures[spec.path], marks)
    return printed


def _absent(style: str, *, inner: bool, empty_row: bool) -> bool:
    match style:
        case "blank_rows":
            return empty_row
        case "blank_leaves":
            return inner
        case "zero":
            return False
        case _:
            return True


def _number(spec: CellSpec, value: int | Decimal, marks: Marks) -> Mark:
    if spec.type == "change" and value:
        text = (marks.minus if value < 0 else marks.plus) + str(abs(value))
        return Mark(text, expected_number(value))
    text = str(value)
    if spec.type == "money" and spec.unit is None and marks.money_unit:
        # The same amount, in the unit that this document prefers.
        shown = value * 10000 if marks.money_unit == "元" else value
        text = f"{_plain(Decimal(shown))}{marks.money_unit}"
        figure: Figure = {
            "kind": "number",
            "value": expected_number(shown),
            "unit": marks.money_unit,
            "as_printed": text,
        }
        return Mark(text, figure)
    return Mark(text, expected_number(value))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
