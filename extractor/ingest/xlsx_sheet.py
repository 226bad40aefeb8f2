"""From a sheet to the page: its cells as they are seen, cut into lines of prose and grids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.ingest.flow import Cell, Flow, Kept, Mark, Row, Table
from extractor.ingest.hidden import OBJECT, Hidden, HiddenText
from extractor.ingest.ooxml_package import Element, Package
from extractor.ingest.sheet_parts import Block, Spot, split_sheet
from extractor.ingest.xlsx_cell import Piece, Words, print_cell
from extractor.ingest.xlsx_drawing import Overlay, read_comments, read_overlays
from extractor.ingest.xlsx_merge import (
    MOST_COLUMNS,
    MOST_ROWS,
    Merge,
    MergeMap,
    Shown,
    parse_range,
    parse_reference,
    too_many,
)
from extractor.ingest.xlsx_style import MAIN, number_of

__all__ = ["SheetReader"]

MOST_CELLS = 200_000
"""Cells of all grids of a workbook, blank ones included."""
MOST_PRINTED = 50_000
"""Cells of a sheet that print anything; a report has 500."""
MOST_ELEMENTS = 500_000
"""Cells that a sheet's file names, most of them blank."""
OVERLAP_NOTE = "overlapping-cells"
YES = frozenset(("1", "true", "on"))


@dataclass(slots=True)
class Seen:
    """A cell that shows anything, among the rows and columns that are shown."""

    text: str
    shows: bool
    """What it shows is no text, or hidden text that may be seen after all."""


@dataclass(slots=True)
class Layout:
    """What is where on a sheet; rows and columns are counted without those that are hidden."""

    rows: Shown
    columns: Shown
    cells: dict[tuple[int, int], Seen] = field(default_factory=dict[tuple[int, int], Seen])
    merges: dict[tuple[int, int], Merge] = field(default_factory=dict[tuple[int, int], Merge])
    """By their upper left place."""
    framed: Counter[int] = field(default_factory=Counter[int])
    """For each row how many blank cells have a frame."""
    pictures: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])


class SheetReader:
    """Reads the sheets of one workbook."""

    def __init__(self, package: Package, words: Words, hidden: HiddenText) -> None:
        """`hidden` gets what is taken out."""
        self._package = package
        self._words = words
        self._hidden = hidden
        self._places = 0
        self.notes: dict[str, None] = {}

    def read(self, part: str, reason: Hidden | None) -> Flow:
        """Read a sheet; one that is hidden for a `reason` is reported and gives an empty page.

        Raises:
            DocumentError: `too-many-cells`, `damaged-archive`, and what `Package.tree` raises.
        """
        tree = self._package.tree(part)
        overlays = read_overlays(self._package, part)
        layout = self._layout(tree, reason)
        boxes: list[Overlay] = []
        for overlay in overlays:
            why = reason or (Hidden.DISPLAY_NONE if overlay.hidden else None) or _cover(layout, overlay)
            if why:
                self._hidden.add(why, overlay.text)
            elif overlay.text:
                boxes.append(overlay)
            else:
                layout.pictures.add((layout.rows.place(overlay.row), layout.columns.place(overlay.column)))
        for comment in read_comments(self._package, part):
            self._hidden.add(Hidden.COMMENT, comment)
        return [] if reason else self._flow(layout, boxes)

    def _layout(self, tree: Element, reason: Hidden | None) -> Layout:
        elements = list(_numbered(tree))
        layout = Layout(
            Shown.without((row, row) for row, element, _ in elements if _is_hidden(element, "ht")),
            Shown.without(_hidden_columns(tree)),
        )
        merges = [parse_range(item.get("ref") or "") for item in tree.findall(f"{MAIN}mergeCells/{MAIN}mergeCell")]
        covers = MergeMap(merges)
        zeros = not any(
            view.get("showZeros") in {"0", "false"} for view in tree.findall(f"{MAIN}sheetViews/{MAIN}sheetView")
        )
        unsure = any(tree.find(f"{MAIN}{name}") is not None for name in ("conditionalFormatting", "tableParts"))
        for row, _, cells in elements:
            for column, cell in cells:
                pieces = print_cell(cell, self._words, zeros=zeros) if len(cell) else []
                merge = covers.over(row, column)
                why = reason or _out_of_sight(layout, row, column, merge)
                seen = self._seen(pieces, why, unsure=unsure)
                if seen:
                    place = layout.rows.place(row), layout.columns.place(column)
                    layout.cells[place] = seen
                elif not (pieces or why) and self._words.styles.of(cell.get("s")).framed:
                    layout.framed[layout.rows.place(row)] += 1
            if len(layout.cells) > MOST_PRINTED:
                raise too_many(f"more than {MOST_PRINTED} cells of a sheet print something")
        if not reason:
            layout.merges = _shown_merges(layout, merges, covers)
        if covers.left_out:
            self.notes[OVERLAP_NOTE] = None
        return layout

    def _seen(self, pieces: Sequence[Piece], reason: Hidden | None, *, unsure: bool) -> Seen | None:
        """Sort what a cell holds into what is seen and what is reported; null when nothing is seen."""
        text, shows = "", False
        for piece in pieces:
            why = reason or piece.hidden
            if why:
                self._hidden.add(why, piece.text)
                # Crossed out is still seen; white is seen on what a rule or the style of a table colours.
                doubtful = why is Hidden.STRUCK_OUT or (unsure and why is Hidden.SAME_COLOUR)
                shows |= doubtful and bool(piece.text.strip())
                continue
            words = self._hidden.clean(piece.text)
            if words.strip():
                self._hidden.seen()
            if piece.note:
                self.notes[piece.note] = None
            text += words
        return Seen(text.strip(), shows) if text.strip() or shows else None

    def _flow(self, layout: Layout, boxes: Sequence[Overlay]) -> Flow:
        flow: Flow = []
        waiting = [(layout.rows.place(box.row), self._hidden.clean(box.text)) for box in boxes]
        for part in split_sheet(list(_spots(layout)), layout.framed):
            top = part.top if isinstance(part, Block) else part.spot.row
            while waiting and waiting[0][0] <= top:
                flow += _lines(waiting.pop(0)[1])
            if isinstance(part, Block):
                flow.append(self._table(layout, part))
            else:
                flow += _lines(layout.cells[part.spot.row, part.spot.column].text)
        for _, text in waiting:
            flow += _lines(text)
        return flow

    def _table(self, layout: Layout, block: Block) -> Table:
        """The cells of a rectangle, blank ones included."""
        self._places += (block.bottom - block.top + 1) * (block.right - block.left + 1)
        if self._places > MOST_CELLS:
            raise too_many(f"the tables have more than {MOST_CELLS} cells")
        numbers = layout.columns.numbers(block.left, block.right)
        covered: set[tuple[int, int]] = set()
        table = Table(is_grid=True, holds_grid=True)
        for row in range(block.top, block.bottom + 1):
            cells = Row(0)
            table.rows.append(cells)
            for column, number in enumerate(numbers, start=block.left):
                if (row, column) in covered:
                    continue
                merge = layout.merges.get((row, column), Merge(row, column, row, column))
                bottom, right = min(merge.bottom, block.bottom), min(merge.right, block.right)
                area = {(down, across) for down in range(row, bottom + 1) for across in range(column, right + 1)}
                covered |= area
                seen = layout.cells.get((row, column))
                flow = _lines(seen.text) if seen and seen.text else []
                shows = seen.shows if seen else (row, column) in layout.pictures
                cells.cells.append(Cell(bottom - row + 1, right - column + 1, flow, shows, number - 1))
        return table


def _numbered(tree: Element) -> Iterator[tuple[int, Element, list[tuple[int, Element]]]]:
    """The rows with their numbers and their cells, in order, each place once.

    Rows and cells without a reference follow the one before.
    """
    rows: dict[int, tuple[Element, dict[int, Element]]] = {}
    row = count = 0
    for element in tree.findall(f"{MAIN}sheetData/{MAIN}row"):
        row = number_of(element.get("r"), row + 1)
        if not 1 <= row <= MOST_ROWS:
            raise too_many(f"row {row} is beyond the last one that a sheet has")
        if not len(element) and not _is_hidden(element, "ht"):
            # Whole columns that were formatted leave a row for each of a million.
            continue
        found = element.findall(f"{MAIN}c")
        count += len(found)
        if count > MOST_ELEMENTS:
            raise too_many(f"the sheet names more than {MOST_ELEMENTS} cells")
        _, cells = rows.setdefault(row, (element, {}))
        column = 0
        for cell in found:
            reference = cell.get("r")
            column = parse_reference(reference)[1] if reference else column + 1
            if column > MOST_COLUMNS:
                raise too_many(f"row {row} has more than {MOST_COLUMNS} cells")
            cells.setdefault(column, cell)
    for number in sorted(rows):
        element, cells = rows[number]
        yield number, element, sorted(cells.items())


def _is_hidden(element: Element, size: str) -> bool:
    """Whether a row or column says that it is hidden, or has no height or width."""
    if (element.get("hidden") or "") in YES:
        return True
    try:
        return float(element.get(size) or 1) <= 0
    except ValueError:
        return False


def _hidden_columns(tree: Element) -> Iterator[tuple[int, int]]:
    for element in tree.findall(f"{MAIN}cols/{MAIN}col"):
        if _is_hidden(element, "width"):
            yield max(number_of(element.get("min"), 0), 1), min(number_of(element.get("max"), 0), MOST_COLUMNS)


def _out_of_sight(layout: Layout, row: int, column: int, merge: Merge | None) -> Hidden | None:
    """Why a cell is not on the page."""
    merge = merge or Merge(row, column, row, column)
    if (row, column) != (merge.top, merge.left):
        return Hidden.CLIPPED
    rows, columns = layout.rows, layout.columns
    if rows.hides(row) and rows.place(merge.bottom + 1) == rows.place(row):
        return Hidden.HIDDEN_ROW
    if columns.hides(column) and columns.place(merge.right + 1) == columns.place(column):
        return Hidden.HIDDEN_COLUMN
    return None


def _cover(layout: Layout, overlay: Overlay) -> Hidden | None:
    """Why a text box or picture is not on the page: it goes with the rows and columns it lies on."""
    if layout.rows.hides(overlay.row):
        return Hidden.HIDDEN_ROW
    return Hidden.HIDDEN_COLUMN if layout.columns.hides(overlay.column) else None


def _shown_merges(layout: Layout, merges: Iterable[Merge], covers: MergeMap) -> dict[tuple[int, int], Merge]:
    """The merged ranges by the place at which they are seen, no larger than what the sheet prints."""
    last_row = max((row for row, _ in layout.cells), default=0)
    last_column = max((column for _, column in layout.cells), default=0)
    rows, columns = layout.rows, layout.columns
    found: dict[tuple[int, int], Merge] = {}
    for merge in sorted(merges):
        if merge in covers.left_out:
            continue
        top, left = rows.place(merge.top), columns.place(merge.left)
        bottom = min(rows.place(merge.bottom + 1) - 1, last_row)
        right = min(columns.place(merge.right + 1) - 1, last_column)
        if top <= bottom and left <= right:
            found[top, left] = Merge(top, left, bottom, right)
    return found


def _spots(layout: Layout) -> Iterator[Spot]:
    for row, column in sorted(layout.cells):
        merge = layout.merges.get((row, column), Merge(row, column, row, column))
        yield Spot(
            row,
            column,
            layout.cells[row, column].text or OBJECT,
            max(merge.bottom - row, 0) + 1,
            max(merge.right - column, 0) + 1,
        )


def _lines(text: str) -> Flow:
    """A text as lines of their own, empty ones included."""
    flow: Flow = [Mark.BLOCK]
    for number, line in enumerate(text.split("\n")):
        if number:
            flow.append(Mark.BREAK)
        flow.append(Kept(line))
    return [*flow, Mark.BLOCK]
