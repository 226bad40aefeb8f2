"""A table edition held against the source rows of a region."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.forms import Block, TableEdition
from extractor.tables.align import Binding
from extractor.tables.grid_header import GridHeaders
from extractor.tables.header import HeaderBinding
from extractor.tables.rows import Assembly, LabelField
from extractor.tables.similarity import label_index
from extractor.tables.windows import Window

__all__ = ["SURELY_ROW", "BoundRow", "BoundTable"]

SURELY_ROW = 0.9
"""Similarity, 0 to 1, from which a label without values counts as a row that lost them."""
SURELY_GROUP = 0.99
"""Similarity, 0 to 1, from which a label between two rows is a group label, and no row that was lost."""


@dataclass(slots=True)
class BoundRow:
    """A form row, or a block whose rows stand side by side, with the source row it was bound to."""

    source: int
    """0-based index of the source row."""
    window: Window
    binding: Binding | None
    """Null when no row label was needed, or none was there."""
    reasons: list[str] = field(default_factory=list[str])
    """Why the row is not proven."""


@dataclass(slots=True)
class BoundTable:
    """A table edition held against a region."""

    edition: TableEdition
    assembly: Assembly
    rows: dict[int, BoundRow]
    """By form row, numbered over all blocks; a block of rows side by side is bound under its first row."""
    headers: list[HeaderBinding] = field(default_factory=list[HeaderBinding])
    """One a block."""
    grid_headers: list[GridHeaders] = field(default_factory=list[GridHeaders])
    """One a block: where the file's own markup states grids."""

    @property
    def blocks(self) -> Iterator[tuple[int, Block, range]]:
        """Number, block and form rows of each block."""
        first = 0
        for number, block in enumerate(self.edition.blocks):
            yield number, block, range(first, first + len(block.rows))
            first += len(block.rows)

    def sources(self) -> dict[int, int]:
        """The form row of each bound source row."""
        return {bound.source: row for row, bound in self.rows.items()}

    def left_over(self) -> list[int]:
        """Source rows with numbers, between the table's first and last bound row, that no form row answers to."""
        bound = self.sources()
        if not bound:
            return []
        return [
            place
            for place in range(min(bound), max(bound) + 1)
            if place not in bound and self.assembly.rows[place].has_value
        ]

    def unmapped(self) -> list[int]:
        """Source rows with numbers that no form row answers to: those left over, and further rows of the same grid."""
        rows = self.assembly.rows
        bound = self.sources()
        grids = {rows[place].grid for place in bound if rows[place].fields}
        beyond = [
            place for place, row in enumerate(rows) if row.grid in grids and self.is_extra(place) and row.has_value
        ]
        return sorted({*self.left_over(), *beyond} - set(bound))

    @property
    def stray(self) -> bool:
        """Whether a number is left over that may belong into a blank cell."""
        return any(not self.is_extra(place) for place in self.left_over())

    def is_extra(self, place: int) -> bool:
        """Whether a left-over row is one that the document has and the form has not: drawn as a row, with a label."""
        source = self.assembly.rows[place]
        return bool(source.fields and source.own)

    def absent(self) -> set[int]:
        """Form rows that the document leaves out: nowhere printed, their neighbours bound by label and contiguous."""
        index = label_index(self.edition)
        found: set[int] = set()
        for _, block, members in self.blocks:
            if block.across:
                continue
            for row in members:
                before = next((item for item in range(row - 1, members.start - 1, -1) if item in self.rows), None)
                after = next((item for item in range(row + 1, members.stop) if item in self.rows), None)
                if row in self.rows or before is None or after is None or not self._contiguous(before, after):
                    continue
                if not any(index.scores(item.field.text)[row] >= SURELY_ROW for item in self.assembly.labels):
                    found.add(row)
        return found

    def _contiguous(self, before: int, after: int) -> bool:
        one, other = self.rows[before], self.rows[after]
        if not (one.binding and other.binding) or other.source != one.source + 1:
            return False
        upper, lower = self.assembly.rows[one.source], self.assembly.rows[other.source]
        label = other.binding.label.first.start if other.binding.label else lower.start
        index = label_index(self.edition)
        between = [item.field for item in self.assembly.labels if upper.end <= item.field.start < label]
        return all(index.group_score(item.text) >= SURELY_GROUP for item in between)

    @property
    def explains_all(self) -> bool:
        """Every row and header of the form is found and proven, and nothing is left: no other edition fits better."""
        expected = sum(1 if block.across else len(block.rows) for block in self.edition.blocks)
        return (
            len(self.rows) == expected
            and not any(bound.reasons for bound in self.rows.values())
            and not any(header.damaged for header in self.headers)
            and not self.left_over()
        )

    def fit(self) -> float:
        """How well the edition explains the region: rows bound by label, less what stays unexplained on either side."""
        bound = unbound = 0.0
        for _, block, members in self.blocks:
            if block.across:
                bound += len(members) if members.start in self.rows else 0
                unbound += 0 if members.start in self.rows else len(members)
            else:
                bound += sum(item.binding.score for row in members if (item := self.rows.get(row)) and item.binding)
                unbound += sum(1 for row in members if not ((item := self.rows.get(row)) and item.binding))
        headed = sum(1 for header in self.headers if header.order is not None)
        return bound + 0.5 * headed / max(len(self.headers), 1) - 0.5 * unbound - 0.5 * len(self.left_over())

    def header_labels(self, bound: Sequence[BoundRow]) -> list[LabelField]:
        """The labels above the first of `bound`, down from the numbers or the row before."""
        first = min((self.label_start(item) for item in bound), default=0)
        ends = [source.end for source in self.assembly.rows if source.has_value]
        ends += [self.assembly.rows[item.source].end for item in self.rows.values()]
        start = max((end for end in ends if end <= first), default=0)
        return [item for item in self.assembly.labels if start <= item.field.start < first]

    def label_start(self, bound: BoundRow) -> int:
        """Where the row's own label begins, or its values when it has none."""
        source = self.assembly.rows[bound.source]
        if bound.binding and bound.binding.label:
            return bound.binding.label.first.start
        return source.values[0].start if source.values else source.start
