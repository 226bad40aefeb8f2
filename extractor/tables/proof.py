"""What is proven without arithmetic (design.md §4.2), and why the rest is not.

Structure proven: every column has its own header label; the row is bound in order to exactly one source row by its own
label; it has exactly the form's number of value fields; no number is left over. Each pass takes the proof away where
one of these fails.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.forms import Block
from extractor.tables.bound import SURELY_ROW, BoundRow, BoundTable
from extractor.tables.fields import Field
from extractor.tables.later_headers import later_headers
from extractor.tables.rows import SourceRow
from extractor.tables.similarity import label_index
from extractor.text import label_key

__all__ = ["refuse_unproven"]

DROPPED_LINES = 2
"""So many rows too short for their label mean that the text lost lines: then nothing in the table is proven."""
TEXT_GRIDS = ("tabs", "pipes")
"""Grids whose cells are told by separators alone; where the markup states them, spans tell a blank from a gap."""
GLUED = re.compile(r"\d\s+\d")


def refuse_unproven(table: BoundTable, cut: int | None) -> None:
    """Add to each bound row the reasons why it is not proven.

    `cut` is where the text breaks off in the middle of a line; null when it ends as texts do.
    """
    _refuse_shared_pieces(table)
    _refuse_two_labels(table)
    _refuse_unnamed_columns(table)
    _refuse_left_overs(table)
    _refuse_torn_blanks(table)
    _refuse_dropped_lines(table)
    _refuse_shifted_labels(table)
    _refuse_beside_lost_values(table)
    _refuse_glued_numbers(table)
    _refuse_odd_rows(table)
    _refuse_overlong_rows(table)
    _refuse_rows_run_together(table)
    if cut is not None:
        _refuse_cut_row(table, cut)


def _refuse_shared_pieces(table: BoundTable) -> None:
    """Two neighbours that both claim the same line for their label prove neither."""
    bound = sorted(table.rows.values(), key=lambda item: item.source)
    for upper, lower in pairwise(bound):
        if lower.source != upper.source + 1 or not (upper.binding and lower.binding):
            continue
        if (upper.binding.label and lower.binding.label) and (upper.binding.label.around & lower.binding.label.around):
            upper.reasons.append("label-shared")
            lower.reasons.append("label-shared")


def _refuse_two_labels(table: BoundTable) -> None:
    """A label whose lines are those of two rows proves neither: one is blank, and the values are the other's."""
    index = label_index(table.edition)
    for row, bound in table.rows.items():
        label = bound.binding.label if bound.binding else None
        lines = label.text.split("\n") if label else []
        whole = index.scores("".join(lines))[row] if lines else 0.0
        for cut in range(1, len(lines)):
            both = [index.scores("".join(part)) for part in (lines[:cut], lines[cut:])]
            # 其他法律… begins with the label of another row, and is the label of its own as a whole.
            if all(max(scores) >= SURELY_ROW for scores in both) and whole < max(scores[row] for scores in both):
                bound.reasons.append("label-shared")
                break


def _refuse_unnamed_columns(table: BoundTable) -> None:
    """Columns without a label of their own, or renamed by a later header, could be any columns."""
    for number, block, members in table.blocks:
        bound = [table.rows[row] for row in members if row in table.rows]
        # In a grid that the markup states, each row was held against the header above it.
        bound = [item for item in bound if not table.assembly.rows[item.source].fields]
        if not bound:
            continue
        later = later_headers(table, block, min(table.label_start(item) for item in bound))
        for item in bound:
            above = [header for header in later if header.start < table.label_start(item)]
            while above and above[-1].counts and _stands_over(above[-1].counts, table, item):
                above.pop()
            if table.headers[number].order is None:
                item.reasons.append("columns-unnamed")
            elif above and above[-1].foreign:
                item.reasons.append("foreign-header")


def _stands_over(heads: Sequence[Field], table: BoundTable, bound: BoundRow) -> bool:
    """Whether each value of the row stands in the field of its head; where every cell has a line, the number is all."""
    in_grid = table.assembly.rows[bound.source].layout != "cell"
    fields = bound.window.fields
    return len(fields) == len(heads) and (
        not in_grid or all(field.index == head.index for field, head in zip(fields, heads, strict=True))
    )


def _refuse_left_overs(table: BoundTable) -> None:
    """A number that no row answers to may be a piece of a number beside it."""
    for place in table.left_over():
        extra = table.is_extra(place)
        for bound in table.rows.values():
            if abs(bound.source - place) != 1:
                continue
            if not extra:
                bound.reasons.append("stray-number-beside")
            elif not any(field.text for field in bound.window.fields):
                # The further row may be the beginning of this one's label, torn off with the figures.
                bound.reasons.append("values-lost-beside")
    rows, known = table.assembly.rows, table.sources()
    for bound in table.rows.values():
        if not rows[bound.source].fields or any(field.text for field in bound.window.fields):
            continue
        # The same above the first row of a grid and below its last, where no row is left over between two others.
        beside = [place for place in (bound.source - 1, bound.source + 1) if 0 <= place < len(rows)]
        if any(place not in known and rows[place].fields and rows[place].has_value for place in beside):
            bound.reasons.append("values-lost-beside")


def _refuse_torn_blanks(table: BoundTable) -> None:
    """A row of blanks whose label lacks its beginning may be the rest of a row that the end of a page tore.

    Its figures then stand beside the beginning, which may be lost with the page it was on.
    """
    labels = [row.label for _, block, _ in table.blocks for row in block.rows]
    for row, bound in table.rows.items():
        binding = bound.binding
        if binding is None or binding.label is None or any(field.text for field in bound.window.fields):
            continue
        printed = label_key(binding.label.text).folded
        wordings = {key.folded for key in labels[row].keys}
        if printed not in wordings and any(wording.endswith(printed) for wording in wordings):
            bound.reasons.append("values-lost-beside")


def _refuse_dropped_lines(table: BoundTable) -> None:
    """Crawlers that drop repeated lines leave rows too short for their labels, and hide which lines are gone."""
    short = [bound for bound in table.rows.values() if bound.binding and bound.window.reason == "too-few-fields"]
    if len(short) >= DROPPED_LINES:
        for bound in table.rows.values():
            bound.reasons.append("lines-dropped")


def _refuse_shifted_labels(table: BoundTable) -> None:
    """Where cells have lines of their own, a label without values and values without a label frame a possible shift."""
    sources = table.assembly.rows
    labelled = {item.start for bound in table.rows.values() if bound.binding for item in sources[bound.source].own}
    index = label_index(table.edition)
    starts = [table.label_start(bound) for bound in table.rows.values()]
    if not starts:
        return
    orphans = [
        item.field.start
        for item in table.assembly.labels
        if item.field.start >= min(starts)
        and item.field.start not in labelled
        and max(index.scores(item.field.text)) >= SURELY_ROW
    ]
    bare = [sources[bound.source].start for bound in table.rows.values() if "bound-by-position" in bound.reasons] + [
        sources[place].start for place in table.left_over()
    ]
    if not (orphans and bare):
        return
    low, high = min(*orphans, *bare), max(*orphans, *bare)
    for bound in table.rows.values():
        if sources[bound.source].layout == "cell" and low <= sources[bound.source].start <= high:
            bound.reasons.append("labels-may-be-shifted")


def _refuse_beside_lost_values(table: BoundTable) -> None:
    """Where a row's label stands without values, its values may have run into the row before or after it."""
    index = label_index(table.edition)
    bound = {item.start for row in table.rows.values() for item in table.assembly.rows[row.source].own}
    alone = [item.field for item in table.assembly.labels if item.field.start not in bound]
    for _, block, members in table.blocks:
        for row in () if block.across else members:
            if row in table.rows or not any(index.scores(field.text)[row] >= SURELY_ROW for field in alone):
                continue
            for neighbour in (row - 1, row + 1):
                if neighbour in table.rows:
                    table.rows[neighbour].reasons.append("values-lost-beside")


def _refuse_glued_numbers(table: BoundTable) -> None:
    """A field with two numbers means that two fields, or two rows, ran together: nothing in the row is sure.

    Nor is a blank in the row beside it, whose number may be the other one.
    """
    glued = {
        bound.source
        for bound in table.rows.values()
        if any(field.torn or GLUED.search(field.text) for field in bound.window.fields)
    }
    for bound in table.rows.values():
        beside = {bound.source - 1, bound.source + 1} & glued
        if bound.source in glued or (beside and not all(field.text for field in bound.window.fields)):
            bound.reasons.append("numbers-glued")


def _refuse_odd_rows(table: BoundTable) -> None:
    """A row with blanks that has more or fewer fields than its peers has gained or lost one somewhere.

    Peers are the rows of the block; in a grid, whose lines all have the same cells, the rows of the table. There a row
    must also be as long as a header line or a row without blanks: the empty field of a label column is no blank value.
    """
    everywhere = [table.assembly.rows[bound.source] for bound in table.rows.values()]
    grid = [source for source in everywhere if source.layout in TEXT_GRIDS]
    for _, block, members in table.blocks:
        bound = [table.rows[row] for row in members if row in table.rows]
        bound = [item for item in bound if not table.assembly.rows[item.source].fields]
        mine = [table.assembly.rows[item.source] for item in bound]
        in_grid = bool(mine) and mine[0].layout in TEXT_GRIDS
        lengths = Counter(source.shape[1] for source in (grid if in_grid else mine))
        shapes = Counter(source.shape for source in (grid if in_grid else mine))
        usual = max(lengths.values(), default=0)
        whole = {source.shape[1] for item, source in zip(bound, mine, strict=True) if _is_full(block, item, source)}
        lines = {source.start for source in mine}
        headers = [item for item in table.header_labels(bound) if item.line not in lines]
        whole |= {item.length for item in headers if item.layout in TEXT_GRIDS}
        for item, source in zip(bound, mine, strict=True):
            if _is_full(block, item, source):
                continue
            spare = source.layout == "cell" and source.ended and len(source.values) != block.width
            alone = shapes[source.shape] == 1 and (spare or lengths[source.shape[1]] < usual)
            if alone or (in_grid and source.shape[1] not in whole):
                item.reasons.append("odd-row")


def _refuse_overlong_rows(table: BoundTable) -> None:
    """In a stated grid, a row that goes on behind the others has gained a cell somewhere, perhaps out of a blank."""
    stated = [bound for bound in table.rows.values() if table.assembly.rows[bound.source].fields]
    ends = {bound.source: _end(table.assembly.rows[bound.source]) for bound in stated}
    usual = Counter((table.assembly.rows[source].grid, end) for source, end in ends.items())
    for bound in stated:
        grid = table.assembly.rows[bound.source].grid
        most = max(count for (other, _), count in usual.items() if other == grid)
        shorter = any(
            end < ends[bound.source] and count == most for (other, end), count in usual.items() if other == grid
        )
        if shorter:
            bound.reasons.append("odd-row")


def _end(source: SourceRow) -> int:
    last = source.fields[-1]
    return (last.column or 0) + last.column_span


def _is_full(block: Block, bound: BoundRow, source: SourceRow) -> bool:
    """Whether every field behind the label prints something, and there are as many as columns."""
    return len(source.values) == block.width and all(field.text for field in bound.window.fields)


def _refuse_rows_run_together(table: BoundTable) -> None:
    """Of rows on one line all are proven or none: one without a place may have its figures from its neighbour."""
    bound = {item.source: item for item in table.rows.values()}
    chain: list[int] = []
    for place, source in enumerate(table.assembly.rows):
        if chain and (source.layout != "spaces" or table.assembly.rows[chain[-1]].end != source.start):
            _refuse_chain(chain, bound)
            chain = []
        chain.append(place)
    _refuse_chain(chain, bound)


def _refuse_chain(chain: Sequence[int], bound: Mapping[int, BoundRow]) -> None:
    rows = [bound.get(place) for place in chain]
    if len(chain) > 1 and any(row is None or row.reasons for row in rows):
        for row in rows:
            if row is not None:
                row.reasons.append("numbers-glued")


def _refuse_cut_row(table: BoundTable, cut: int) -> None:
    """The row in which the text breaks off may lack fields, and its last number digits."""
    for bound in table.rows.values():
        if table.assembly.rows[bound.source].end >= cut:
            bound.reasons.append("text-breaks-off")
