"""Tables that print the form's rows as columns and its columns as rows: recognised to be refused by name."""

from collections import Counter
from collections.abc import Iterator

from extractor.forms import Block, TableEdition
from extractor.tables.rows import Assembly
from extractor.tables.similarity import label_index
from extractor.tables.vocabulary import header_vocabulary

__all__ = ["is_transposed"]

MOST = 0.6
"""Share of a block's labels that must stand the other way round."""
FEWEST = 3
"""A block with fewer rows or columns looks the same either way."""
SURE = 0.9
"""Similarity, 0 to 1, from which a label is a row's."""


def is_transposed(assembly: Assembly, edition: TableEdition) -> bool:
    """Whether most row labels of a block stand side by side, and most of its column labels one under the other."""
    index = label_index(edition)
    first = 0
    for block in edition.blocks:
        members = range(first, first + len(block.rows))
        first += len(block.rows)
        if block.across:
            if _heads_in_column(assembly, block) >= MOST * block.width and block.width >= FEWEST:
                return True
        elif len(block.rows) >= FEWEST and block.width >= FEWEST:
            beside = max(
                (
                    len({row for text in line for row in members if index.scores(text)[row] >= SURE})
                    for line in _lines(assembly)
                ),
                default=0,
            )
            if beside >= MOST * len(block.rows) and _heads_in_column(assembly, block) >= MOST * block.width:
                return True
    return False


def _lines(assembly: Assembly) -> Iterator[list[str]]:
    lines: dict[int, list[str]] = {}
    for label in assembly.labels:
        lines.setdefault(label.line, []).append(label.field.text)
    return iter(lines.values())


def _heads_in_column(assembly: Assembly, block: Block) -> int:
    """How many rows with values have a column's name for their label, each name as often as the block has it."""
    vocabulary = header_vocabulary(block)
    names = Counter(
        name for row in assembly.rows if row.own and row.has_value for name in [vocabulary.name_of(row.own[-1])] if name
    )
    return sum(min(count, vocabulary.occurrences(name)) for name, count in names.items())
