"""Rules about single cells: what a count may be, and what is no number."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.audit.catalogue import RuleEntry
from extractor.audit.rules.naming import sum_in_words
from extractor.audit.rules.parameters import pairs_of, words_of
from extractor.audit.rules.passages import accuse
from extractor.audit.rules.registry import Failed, Outcome, Passed, rule
from extractor.audit.view import View
from extractor.forms import CellSpec
from extractor.model import Cell

__all__: list[str] = []

BLANK = "blank"
IMPOSSIBLE = frozenset({"negative", "not-a-count"})
"""Why the table reader doubts a number that it did read in its place: the very thing that D1 reports."""


def _proven(view: View) -> Iterator[tuple[CellSpec, Cell]]:
    for table in view.tables:
        for spec in table.cells:
            cell = view.cells.get(spec.path)
            if cell is not None and (cell.tier != "T4" or (cell.reasons and IMPOSSIBLE.issuperset(cell.reasons))):
                yield spec, cell


@rule("D1")
def counts(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """A count is a whole number from 0 up, and so is an amount charged, but for its decimals; a change may fall."""
    sound = False
    for spec, cell in _proven(view):
        if cell.kind != "number" or cell.value is None or spec.type == "change":
            continue
        value = Decimal(cell.value)
        whole = spec.type != "count" or value == value.to_integral_value()
        if value >= 0 and whole:
            sound = True
            continue
        values = {"cell": sum_in_words(view, (spec.path,)), "printed": cell.as_printed}
        failed = Failed(values, cells=(spec.path,), quote=cell.as_printed, source=cell.source)
        yield accuse(view, entry, failed)
    if sound:
        yield Passed()


@rule("D2")
def no_numbers(view: View, entry: RuleEntry) -> Iterator[Outcome]:
    """What stands for no number is not 0: one finding for each table and mark.

    Blanks of the 2019 edition, and those in rows that not every authority has figures for, are no more than a hint.
    """
    kinds = pairs_of(entry, "kinds")
    lenient_rows, lenient_editions = words_of(entry, "lenient_rows"), words_of(entry, "lenient_editions")
    for table in view.tables:
        title = view.form.table(table.table).title
        by_kind: dict[str, list[tuple[CellSpec, Cell]]] = {kind: [] for kind in kinds}
        for spec, cell in _proven(view):
            if spec.table == table.table and cell.kind in by_kind:
                by_kind[cell.kind].append((spec, cell))
        for kind, found in by_kind.items():
            if not found:
                continue
            old_blank = kind == BLANK and table.edition in lenient_editions
            lenient = old_blank or all(spec.row in lenient_rows for spec, _ in found)
            english, chinese = kinds[kind]
            first = found[0][1]
            failed = Failed(
                {
                    "table_zh": title.zh,
                    "table_en": title.en,
                    "count": len(found),
                    "kind_en": english,
                    "kind_zh": chinese,
                },
                severity="info" if lenient else None,
                cells=tuple(spec.path for spec, _ in found),
                quote=first.as_printed if kind != BLANK else None,
                source=first.source,
            )
            yield accuse(view, entry, failed)
        if not any(by_kind.values()) and table.cells:
            yield Passed()
