"""Binding one table edition: rows by label, by place in line, or by position; columns by header.

What of it counts as proven is decided afterwards, in `extractor.tables.proof`.
"""

from collections.abc import Sequence

from extractor.forms import Block, TableEdition
from extractor.tables.align import Binding, align
from extractor.tables.bound import BoundRow, BoundTable
from extractor.tables.grid_header import GridHeaders
from extractor.tables.header import HeaderBinding, bind_header
from extractor.tables.proof import refuse_unproven
from extractor.tables.rows import Assembly, SourceRow
from extractor.tables.stacked import bind_stacked_header
from extractor.tables.thresholds import Thresholds
from extractor.tables.windows import Window, learn_offsets, window

__all__ = ["bind_table"]


def bind_table(assembly: Assembly, edition: TableEdition, thresholds: Thresholds, cut: int | None = None) -> BoundTable:
    """Bind rows and columns, and mark what is not proven; `cut` is where the text breaks off within a line."""
    table = BoundTable(edition, assembly, {})
    bindings = align(assembly.rows, edition, thresholds)
    taken = {binding.source for binding in bindings}
    for _, block, members in table.blocks:
        table.grid_headers.append(GridHeaders(assembly, block, sorted(taken)))
        if block.across:
            _bind_across(table, block, members.start, taken)
        else:
            _bind_down(table, block, [item for item in bindings if item.row in members])
    _bind_by_position(table)
    _bind_headers(table)
    refuse_unproven(table, cut)
    return table


def _bind_down(table: BoundTable, block: Block, bindings: Sequence[Binding]) -> None:
    rows = table.assembly.rows
    offsets = learn_offsets([rows[item.source] for item in bindings if not rows[item.source].fields], block.width)
    for item in bindings:
        source = rows[item.source]
        found = table.grid_headers[-1].window(source) if source.fields else window(source, block.width, offsets)
        reasons = list(item.reasons)
        if found.reason:
            reasons.append(found.reason)
        if source.values_first:
            reasons.append("values-first")
        table.rows[item.row] = BoundRow(item.source, found, item, reasons)


def _bind_across(table: BoundTable, block: Block, first: int, taken: set[int]) -> None:
    """The one line of values of a block whose rows stand side by side; it needs no label, but must be the only one."""
    fitting = [
        (place, found)
        for place, source in enumerate(table.assembly.rows)
        if place not in taken and not (found := _line_of_values(table, source, block.width)).reason
    ]
    if len(fitting) > 1:
        fitting = [item for item in fitting if table.assembly.rows[item[0]].has_value]
    if len(fitting) == 1:
        table.rows[first] = BoundRow(fitting[0][0], fitting[0][1], None)


def _line_of_values(table: BoundTable, source: SourceRow, width: int) -> Window:
    if source.fields:
        return table.grid_headers[-1].window(source)
    # Alone on its line, it has no peers to show a field gained or lost.
    return window(source, width, {}) if len(source.values) == width else Window((), "too-few-fields")


def _bind_by_position(table: BoundTable) -> None:
    """Between two bound rows, as many full rows as form rows are left: bound one to one, and never proven."""
    sources = table.assembly.rows
    for _, block, members in table.blocks:
        if block.across:
            continue
        anchors = [row for row in members if row in table.rows]
        for before, after in zip([None, *anchors], [*anchors, None], strict=True):
            if before is None and after is None:
                continue
            free = list(
                range(before + 1 if before is not None else members.start, after if after is not None else members.stop)
            )
            low = table.rows[before].source + 1 if before is not None else None
            high = table.rows[after].source if after is not None else None
            if low is None and high is not None:
                low = max(0, high - len(free))
            if high is None and low is not None:
                high = min(len(sources), low + len(free))
            bound = table.sources()
            loose = [
                place
                for place in range(low or 0, high or 0)
                if place not in bound
                and sources[place].has_value
                and not window(sources[place], block.width, {}).reason
            ]
            if free and len(loose) == len(free):
                for row, place in zip(free, loose, strict=True):
                    found = window(sources[place], block.width, {})
                    table.rows[row] = BoundRow(place, found, None, ["bound-by-position"])


def _bind_headers(table: BoundTable) -> None:
    """Find each block's header above its first row."""
    for number, block, members in table.blocks:
        bound = [table.rows[row] for row in members if row in table.rows]
        stated = [source for item in bound if (source := table.assembly.rows[item.source]).fields]
        if stated:
            table.headers.append(table.grid_headers[number].binding(stated))
            continue
        labels = table.header_labels(bound)
        header = bind_header(block, labels) if bound else HeaderBinding(None, {}, (), ())
        if bound and header.order is None:
            header = bind_stacked_header(block, labels, [item.window.fields for item in bound]) or header
        table.headers.append(header)
