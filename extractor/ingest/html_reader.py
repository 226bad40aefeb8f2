"""From the parsed tree to the page: what is seen goes into the flow, what is not into the report of hidden text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import DocumentError
from extractor.ingest.flow import RAISED, Cell, Flow, Kept, Mark, Row, Table
from extractor.ingest.hidden import Hidden, HiddenText
from extractor.ingest.html_css import parse_declarations
from extractor.ingest.html_elements import BLOCKS, own_styles
from extractor.ingest.html_sheet import Element, Sheet
from extractor.ingest.html_style import PAPER, Look, Shown, restyle
from extractor.ingest.html_trace import Trace
from extractor.ingest.spans import span_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["PageReader"]

DEEPEST = 200
"""Elements inside each other; browsers stop at 512."""
MOST_CELLS = 200_000

UNREAD = frozenset(
    (
        *(
            "area",
            "audio",
            "base",
            "basefont",
            "col",
            "colgroup",
            "datalist",
            "frame",
            "head",
            "link",
            "meta",
            "noembed",
        ),
        *("noframes", "noscript", "param", "rp", "script", "source", "style", "template", "title", "track"),
    )
)
"""Elements whose content is never text on the page."""
PICTURES = frozenset(("canvas", "embed", "iframe", "image", "img", "object", "svg", "video"))
SMALLEST_PICTURE = 3
"""Pixels; smaller ones only keep a distance."""
ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
TABLE_ORDER = {"caption": -1, "tfoot": 1}
"""Seen first and last, wherever they stand."""
TYPED = frozenset(("", "text", "search", "tel", "url", "email", "number", "date", "month"))
"""Form fields that show their value."""
MARKED = frozenset(("checkbox", "radio", "image"))
"""Form fields that show a mark."""
STYLES_NOTE = "style-rules-left-out"
"""The page has more rules than are tried, so some hidden text may have stayed."""
NO_ELEMENT = Element("", "", frozenset())

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class Inside:
    """What surrounds a node."""

    shown: Shown
    flow: Flow
    cell: Cell | None = None
    """The innermost cell."""
    table: Table | None = None
    """Set between a table and its rows."""
    row: Row | None = None
    """Set between a row and its cells."""


@dataclass(slots=True)
class Frame:
    """An element that is being read."""

    nodes: "Iterator[LexborNode]"
    inside: Inside
    element: Element = NO_ELEMENT
    block: bool = False
    table: Table | None = None
    """The table that ends with this element."""
    outer: Cell | None = None
    """The cell that the table stands in."""

    def close(self) -> None:
        """Do what the end of the element asks for."""
        if self.table:
            self.table.complete(self.outer)
        if self.block:
            self.inside.flow.append(Mark.BLOCK)


class PageReader:
    """Reads one page."""

    def __init__(self, hidden: HiddenText, trace: Trace | None = None) -> None:
        """`hidden` gets what is taken out, `trace` what was judged of each node."""
        self._hidden = hidden
        self._trace = trace
        self.notes: list[str] = []
        self._sheet = Sheet()
        self._linked = False
        self._cells = 0

    def read(self, tree: "LexborHTMLParser") -> Flow:
        """Walk the tree without recursion.

        Raises:
            DocumentError: `too-deep`, `too-many-cells`; `too-large` when style rules times elements are too many.
        """
        self._sheet = Sheet(_style_texts(tree))
        self._linked = any("stylesheet" in (node.attributes.get("rel") or "").lower() for node in tree.tags("link"))
        if self._sheet.incomplete:
            self.notes.append(STYLES_NOTE)
        flow: Flow = []
        stack = [Frame(iter([tree.root] if tree.root else []), Inside(PAPER, flow))]
        while stack:
            frame = stack[-1]
            node = next(frame.nodes, None)
            if node is None:
                stack.pop().close()
                continue
            tag = node.tag or "-"
            if tag == "-text":
                self._note(node, self._text(node.text_content or "", frame.inside))
            elif tag[0] != "-" and tag not in UNREAD:
                opened = self._open(node, tag, stack)
                if opened:
                    stack.append(opened)
        return flow

    def _open(self, node: "LexborNode", tag: str, stack: list[Frame]) -> Frame | None:
        """Note what an element is; null when nothing in it is to be read."""
        if len(stack) > DEEPEST:
            raise DocumentError(
                "too-deep",
                f"more than {DEEPEST} elements inside each other",
                hint="open the page in a browser and save it again, or save the report's part alone",
            )
        inside, attributes = stack[-1].inside, node.attributes
        element = self._element(tag, attributes)
        look = self._look(tag, element, attributes, stack)
        if tag in {"br", "input"} or tag in PICTURES:
            self._note(node, self._void(tag, attributes, Inside(look.shown, inside.flow, inside.cell)))
            return None
        nodes = node.iter(include_text=True)
        if look.shown.boxless:
            if self._trace:
                self._trace.boxless.add(node.mem_id)
            return Frame(nodes, Inside(look.shown, inside.flow, inside.cell), element)
        if tag == "table":
            return self._table(nodes, element, look, inside)
        part = self._table_part(tag, attributes, look, inside)
        if part:
            if self._trace and part.cell:
                self._trace.cells[node.mem_id] = part.cell
            return Frame(nodes, part, element)
        if look.block:
            inside.flow.append(Mark.BLOCK)
        return Frame(nodes, Inside(look.shown, inside.flow, inside.cell), element, block=look.block)

    def _table(self, nodes: "Iterator[LexborNode]", element: Element, look: Look, inside: Inside) -> Frame:
        table = Table()
        inside.flow.append(table)
        ordered = sorted(nodes, key=lambda node: TABLE_ORDER.get(node.tag or "", 0))
        within = Inside(look.shown, table.before, table=table)
        return Frame(iter(ordered), within, element, table=table, outer=inside.cell)

    def _table_part(self, tag: str, attributes: Attributes, look: Look, inside: Inside) -> Inside | None:
        """Rows, their groups and cells; null for all else."""
        table, row = inside.table, inside.row
        if table and tag in ROW_GROUPS:
            table.groups += 1
            return Inside(look.shown, inside.flow, table=table)
        if table and tag == "tr":
            row = Row(table.groups)
            table.rows.append(row)
            return Inside(look.shown, inside.flow, row=row)
        if row and tag in {"td", "th"}:
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise DocumentError(
                    "too-many-cells",
                    f"more than {MOST_CELLS} cells in the tables of the page",
                    hint="check what kind of page it is; save the report's own tables alone",
                )
            cell = Cell(span_of(attributes.get("rowspan"), least=0), span_of(attributes.get("colspan")))
            row.cells.append(cell)
            return Inside(look.shown, cell.flow, cell)
        return None

    def _void(self, tag: str, attributes: Attributes, inside: Inside) -> str:
        """An element without inner text; the text that it shows."""
        kind = (attributes.get("type") or "").strip().lower()
        value = attributes.get("value") or ""
        if tag == "br":
            if not inside.shown.boxless:
                inside.flow.append(Mark.BREAK)
        elif tag == "input" and kind == "hidden":
            # Frameworks keep their state in such fields, as ASCII; words for a reader are not ASCII here.
            if not value.isascii():
                self._hidden.add(Hidden.HIDDEN_INPUT, value)
        elif tag == "input" and kind in TYPED:
            return self._text(value, inside)
        elif inside.cell and not inside.shown.hidden and (kind in MARKED or _is_seen(tag, attributes)):
            inside.cell.shows = True
        return ""

    def _note(self, node: "LexborNode", shown: str) -> None:
        if self._trace and shown:
            self._trace.texts[node.mem_id] = shown

    def _text(self, text: str, inside: Inside) -> str:
        """Put text into the flow or the report; what is seen of it."""
        shown = inside.shown
        reason = None if shown is PAPER else shown.hidden
        if reason:
            self._hidden.add(reason, text)
            # Crossed out is still seen; white is seen if a style sheet that we do not have colours the paper.
            unsure = reason is Hidden.STRUCK_OUT or (self._linked and reason is Hidden.SAME_COLOUR)
            if unsure and inside.cell and text.strip():
                inside.cell.shows = True
            return ""
        text = self._hidden.clean(text)
        if text.strip():
            self._hidden.seen()
        if shown.raised:
            text = text.translate(RAISED[shown.raised])
        if not shown.lines_kept:
            inside.flow.append(text)
            return text
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                inside.flow.append(Mark.BREAK)
            inside.flow.append(Kept(line) if shown.spaces_kept else line)
        return text

    def _element(self, tag: str, attributes: Attributes) -> Element:
        if not self._sheet.rules:
            return NO_ELEMENT
        return Element(tag, attributes.get("id") or "", frozenset((attributes.get("class") or "").split()))

    def _look(self, tag: str, element: Element, attributes: Attributes, stack: list[Frame]) -> Look:
        declared = own_styles(tag, attributes)
        if self._sheet.rules or "style" in attributes:
            found = [parse_declarations(attributes.get("style") or "")]
            if self._sheet.rules:
                ancestors = [frame.element for frame in stack[1:]]
                found = [*self._sheet.declarations(element, ancestors), *found]
            normal = (pair for declarations in found for pair in declarations.normal)
            important = (pair for declarations in found for pair in declarations.important)
            declared = _last_words((*declared, *normal, *important))
        shown = stack[-1].inside.shown
        return restyle(shown, tag, declared) if declared else Look(shown, tag in BLOCKS)


def _last_words(declared: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The last declaration of each property, in order: a short hand may stand before or behind its parts."""
    last: dict[str, str] = {}
    for name, value in declared:
        last.pop(name, None)
        last[name] = value
    return tuple(last.items())


def _style_texts(tree: "LexborHTMLParser") -> Iterator[str]:
    """The page's own style sheets for screens; those inside `noscript` do not hold where scripts run."""
    for node in tree.tags("style"):
        media = (node.attributes.get("media") or "all").lower()
        parent = node.parent
        if ("all" in media or "screen" in media) and not (parent and parent.tag == "noscript"):
            yield node.text()


def _is_seen(tag: str, attributes: Attributes) -> bool:
    """Whether a picture is large enough to show anything."""
    if tag not in PICTURES:
        return False
    sides = [(attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")]
    return not any(side.isdecimal() and int(side[:9]) <= SMALLEST_PICTURE for side in sides)
