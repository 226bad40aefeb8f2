"""From the parts of a Word document to its flow, in the order in which a reader meets them."""

from collections.abc import Iterable, Iterator

from extractor.errors import DocumentError
from extractor.ingest.docx_drawing import branch
from extractor.ingest.docx_format import PAPER, over, unseen
from extractor.ingest.docx_inside import Inside, Line
from extractor.ingest.docx_names import MC, W, is_on, value, word_child
from extractor.ingest.docx_notes import Notes
from extractor.ingest.docx_numbering import NO_LIST, Numbering
from extractor.ingest.docx_runs import RunReader, taken_back
from extractor.ingest.docx_styles import ParagraphFormat, Styles, paragraph_format
from extractor.ingest.docx_table import CellShape, RowShape, Shades, cell_shape, parts_named, row_shape
from extractor.ingest.flow import Cell, Flow, Kept, Mark, Row, Table
from extractor.ingest.hidden import Hidden, HiddenText
from extractor.ingest.ooxml_package import Package
from extractor.ingest.ooxml_xml import Element, damaged

__all__ = ["EMBEDDED_NOTE", "DocxReader"]

MOST_CELLS = 200_000
EMBEDDED_NOTE = "embedded-text-not-read"
"""The document shows another file that is packed into it or lies beside it."""
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
"""Their content is a part of the text around them."""
TAKEN_BACK = frozenset((f"{W}del", f"{W}moveFrom"))
EMBEDDED = frozenset((f"{W}altChunk", f"{W}subDoc"))


class DocxReader:
    """Reads one document."""

    def __init__(self, package: Package, hidden: HiddenText) -> None:
        """`hidden` gets what is taken out.

        Raises:
            DocumentError: a part is missing, damaged or hostile, as `Package.tree` says.
        """
        self.notes: list[str] = []
        self.taken_out: list[Element] = []
        """Elements of `tree` that hold what is not seen, for those who need the file without it; of a paragraph whose
        end is not seen its mark, `w:pPr/w:rPr`."""
        self.showing: list[Element] = []
        """Cells of `tree` in which something is seen that is no text."""
        self._package = package
        self._main = package.main or "word/document.xml"
        self.tree = package.tree(self._main)
        styles, settings = self._part("styles"), self._part("settings")
        self._settings = settings
        self._styles = Styles(styles)
        self._numbering = Numbering(self._part("numbering"), styles)
        self._notes = Notes(package, self._main, settings)
        self._hidden = hidden
        self._runs = RunReader(self._styles, self._notes, hidden, self.taken_out)
        self._cells = 0

    def read(self) -> Flow:
        """Read the text, the notes behind it and the comments; headers and footers are the page's, not the text's.

        Raises:
            DocumentError: `too-many-cells`; `damaged-archive` when there is no text at all.
        """
        body = self.tree.find(f"{W}body")
        if body is None:
            raise damaged(f"the part {self._main} has no body")
        inside = Inside([], behind=self._paper())
        self._story(body, inside)
        for note in self._notes.found():
            self._runs.note_mark = note.mark
            self._story(note.content, Inside(inside.flow))
        for part in self._package.related(self._main, "comments"):
            for comment in self._package.tree(part).findall(f"{W}comment"):
                self._hidden.seen()
                self._hidden.add(Hidden.COMMENT, taken_back(comment))
        return inside.flow

    @property
    def raised(self) -> list[tuple[Element, str]]:
        """Runs whose figures are raised, `super` or `sub`."""
        return self._runs.raised

    def judge(self, story: Element) -> None:
        """Judge what is not seen of a page's header or footer, which is no part of the text."""
        self._story(story, Inside([]))

    def _part(self, kind: str) -> Element | None:
        names = self._package.related(self._main, kind)
        return self._package.tree(names[0]) if names else None

    def _paper(self) -> tuple[str, ...]:
        """White, and the colour on the screen when there is one: white text on it is meant to be seen."""
        background = self.tree.find(f"{W}background")
        shows = word_child(self._settings, "displayBackgroundShape")
        if background is None or shows is None or not is_on(shows):
            return (PAPER,)
        return (PAPER, (background.get(f"{W}color") or PAPER).upper())

    def _story(self, container: Element, inside: Inside) -> None:
        self._runs.fields.find_in(container)
        self._blocks(container, inside)

    def _blocks(self, container: Iterable[Element], inside: Inside) -> None:
        for part in container:
            tag = part.tag
            if tag == f"{W}p":
                self._paragraph(part, inside)
            elif tag == f"{W}tbl":
                self._table(part, inside)
            elif tag in WRAPPERS:
                self._blocks(part, inside)
            elif tag in TAKEN_BACK:
                self._runs.take_back(part)
            elif tag == f"{MC}AlternateContent":
                self._blocks(branch(part), inside)
            elif tag in EMBEDDED and EMBEDDED_NOTE not in self.notes:
                self.notes.append(EMBEDDED_NOTE)

    def _paragraph(self, paragraph: Element, inside: Inside) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.usual_paragraph(value(word_child(properties, "pStyle")))
        own, styled = paragraph_format(properties), self._styles.paragraph(style)
        shade = own.shade or styled.shade
        sealed = inside.sealed or own.unseen or styled.unseen
        line = Line(inside, style, (shade,) if shade else inside.behind, sealed)
        flow = inside.flow
        if not inside.joined:
            flow.append(Mark.BLOCK)
        start = len(flow) if inside.line_start is None else inside.line_start
        self._runs.read(paragraph, line)
        mark = word_child(properties, "rPr")
        if mark is not None and any(mark.find(tag) is not None for tag in TAKEN_BACK):
            inside.joined, inside.line_start = True, start
            self.taken_out.append(mark)
        else:
            vanishes = mark is not None and bool(self._runs.shown(mark, line).vanish)
            if not vanishes or any(isinstance(item, Kept) and item.text.strip() for item in flow[start:]):
                self._number(own, styled, line, mark, start)
            if not vanishes:
                flow.append(Mark.BLOCK)
            elif mark is not None:
                self.taken_out.append(mark)
            inside.joined, inside.line_start = vanishes, None
        self._boxes(line)

    def _number(
        self, own: ParagraphFormat, styled: ParagraphFormat, line: Line, mark: Element | None, start: int
    ) -> None:
        """Print the number of a paragraph before it."""
        list_id = own.list_id or styled.list_id
        if not list_id or list_id == NO_LIST or line.sealed or not self._runs.fields.shows:
            return
        level = own.list_level
        if level is None:
            level = 0 if own.list_id else self._numbering.level_of(list_id, line.style, styled.list_level)
        label = self._numbering.next(list_id, level)
        if label and label.text:
            shown = over(label.run, self._runs.shown(mark, line))
            self._runs.put(label.text, line, shown, unseen(shown, line.behind), at=start)

    def _boxes(self, line: Line) -> None:
        outer = line.inside
        for waiting in line.boxes:
            behind = (waiting.box.behind,) if waiting.box.behind else line.behind
            inner = Inside(outer.flow, outer.cell, behind, sealed=line.sealed or waiting.sealed)
            outer.joined, outer.line_start = False, None
            outer.flow.append(Mark.BLOCK)
            with self._runs.fields.apart():
                self._blocks(waiting.box.content, inner)

    def _table(self, element: Element, inside: Inside) -> None:
        table = Table()
        inside.flow.append(table)
        inside.joined, inside.line_start = False, None
        style = value(word_child(element, "tblPr", "tblStyle"))
        shades = Shades(element, self._styles.table(style), inside.behind)
        rows = [(row, row_shape(row)) for row in parts_named(element, "tr")]
        above: dict[int, Cell] = {}
        for number_of, (row, shape) in enumerate(rows):
            if shape.deleted:
                self._runs.take_back(row)
                continue
            within = Inside([], behind=(), table_style=style, sealed=inside.sealed)
            read = _RowReader(shape, above, within)
            for cell, cell_is in self._cells_of(row):
                behind = shades.behind(number_of, len(rows), cell_is.shade)
                place = read.inside(cell_is, behind)
                self._blocks(cell, place)
                if place.cell and place.cell.shows:
                    self.showing.append(cell)
            if shape.hidden and not read.shows():
                self.taken_out.append(row)
                continue
            above = read.finish()
            table.rows.append(read.row)
        table.complete(inside.cell)

    def _cells_of(self, row: Element) -> Iterator[tuple[Element, CellShape]]:
        for cell in parts_named(row, "tc"):
            shape = cell_shape(cell)
            if shape.deleted:
                self._runs.take_back(cell)
                continue
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise DocumentError(
                    "too-many-cells",
                    f"more than {MOST_CELLS} cells in the tables of the document",
                    hint="check what kind of document it is; save the report's own tables alone",
                )
            yield cell, shape


class _RowReader:
    """Gives the cells of a row their columns, and joins them to the cells above that they continue."""

    def __init__(self, shape: RowShape, above: dict[int, Cell], within: Inside) -> None:
        self.row = Row(0)
        self._column = shape.skipped
        self._above = above
        self._within = within
        self._sealed = within.sealed or (Hidden.CLIPPED if shape.flat else None)
        self._continued: list[Cell] = []
        self._merged: dict[int, Cell] = {}
        """By the column in which they begin."""

    def inside(self, shape: CellShape, behind: tuple[str, ...]) -> Inside:
        """Return where the content of the next cell goes."""
        start, self._column = self._column, self._column + shape.span
        upper = self._above.get(start) if shape.goes_on else None
        if upper and upper.column_span == shape.span:
            self._continued.append(upper)
            self._merged[start] = upper
            return self._nowhere()
        if shape.goes_on_left and self.row.cells:
            self.row.cells[-1].column_span += shape.span
            return self._nowhere()
        cell = Cell(1, shape.span, shows=shape.crossed, start=start)
        self.row.cells.append(cell)
        if shape.merged:
            self._merged[start] = cell
        return Inside(cell.flow, cell, behind, self._within.table_style, self._sealed)

    def shows(self) -> bool:
        """Whether anything in the row is seen."""
        return any(
            cell.shows or any(not isinstance(item, Mark) and item != Kept("") for item in cell.flow)
            for cell in self.row.cells
        )

    def finish(self) -> dict[int, Cell]:
        """Take the row as read; return the cells that the next row may continue."""
        for cell in self._continued:
            cell.row_span += 1
        return self._merged

    def _nowhere(self) -> Inside:
        """Where the text of a cell goes that another one covers: Word keeps it and does not show it."""
        return Inside([], None, self._within.behind, self._within.table_style, Hidden.CLIPPED)
