"""Runs of text inside a paragraph: what is seen goes into the flow, what is not into the report of hidden text."""

from collections.abc import Callable, Iterable, Mapping

from extractor.ingest.docx_drawing import branch, drawing_unseen, is_picture_seen, text_boxes
from extractor.ingest.docx_fields import Fields
from extractor.ingest.docx_format import RunFormat, over, run_format, unseen
from extractor.ingest.docx_inside import Line, Waiting
from extractor.ingest.docx_names import MC, M, W, value
from extractor.ingest.docx_notes import Notes
from extractor.ingest.docx_styles import Styles
from extractor.ingest.docx_symbols import formula, symbol
from extractor.ingest.flow import RAISED, Kept, Mark
from extractor.ingest.hidden import REVERSED, Hidden, HiddenText
from extractor.ingest.ooxml_xml import Element

__all__ = ["RunReader", "taken_back"]

PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
ENDS = str.maketrans("\r\n", "  ")
"""A line end of the file is none of the text."""
PLAIN_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
WRAPPERS = frozenset(
    f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "ins", "moveTo", "sdt", "sdtContent")
)
"""Their content is text of the paragraph."""
TURNED = frozenset((f"{W}dir", f"{W}bdo"))
TAKEN_BACK = frozenset((f"{W}del", f"{W}moveFrom"))


class RunReader:
    """Reads the content of paragraphs."""

    def __init__(self, styles: Styles, notes: Notes, hidden: HiddenText, taken_out: list[Element]) -> None:
        """`hidden` gets the text that is not seen, `taken_out` the elements that hold it."""
        self.fields = Fields()
        self.raised: list[tuple[Element, str]] = []
        """Runs whose figures are raised, and how."""
        self._styles = styles
        self._notes = notes
        self._hidden = hidden
        self._taken_out = taken_out
        self.note_mark = ""
        """Of the note that is being read."""
        self._by_name: Mapping[str, Callable[[Element, Line, RunFormat, Hidden | None], None]] = {
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._drawing,
            f"{MC}AlternateContent": self._alternate,
            f"{W}ruby": self._ruby,
        }

    def read(self, container: Iterable[Element], line: Line) -> None:
        """Read what a paragraph holds."""
        for part in container:
            tag = part.tag
            if tag == f"{W}r":
                self._run(part, line)
            elif tag in WRAPPERS:
                self.read(part, line)
            elif tag in TAKEN_BACK:
                self.take_back(part)
            elif tag.startswith(M):
                self.put(formula(part), line, RunFormat(), line.sealed)
            elif tag == f"{MC}AlternateContent":
                self.read(branch(part), line)
            elif tag in TURNED:
                self._turned(part, line)

    def put(self, text: str, line: Line, shown: RunFormat, reason: Hidden | None, at: int | None = None) -> None:
        """Put text into the flow, at its end or at a place, or into the report."""
        if not text:
            return
        if reason:
            self._hidden.add(reason, text)
            # Crossed out is still seen.
            if reason is Hidden.STRUCK_OUT and line.inside.cell and text.strip():
                line.inside.cell.shows = True
            return
        text = self._hidden.clean(text)
        if text.strip():
            self._hidden.seen()
        if shown.capitals:
            text = text.upper()
        if shown.raised:
            text = text.translate(RAISED[shown.raised])
        flow = line.inside.flow
        flow.insert(len(flow) if at is None else at, Kept(text))

    def take_back(self, part: Element) -> None:
        """Report what a tracked change took away."""
        self._hidden.add(Hidden.DELETED, taken_back(part))
        self._taken_out.append(part)

    def shown(self, properties: Element | None, line: Line) -> RunFormat:
        """Return how a run with these properties looks."""
        characters = "" if properties is None else value(properties.find(f"{W}rStyle"))
        styled = self._styles.run(line.inside.table_style, line.style, characters)
        return over(run_format(properties), styled)

    def _run(self, run: Element, line: Line) -> None:
        first = next(iter(run), None)
        if first is None:
            return
        shown = self.shown(first if first.tag == f"{W}rPr" else None, line)
        reason = line.sealed or unseen(shown, line.behind)
        if reason:
            self._taken_out.append(run)
        elif shown.raised:
            self.raised.append((run, shown.raised))
        self._parts(run, line, shown, reason)

    def _parts(self, run: Iterable[Element], line: Line, shown: RunFormat, reason: Hidden | None) -> None:
        for part in run:
            tag = part.tag
            if tag == f"{W}fldChar":
                self.put(self.fields.mark(part), line, shown, reason)
            elif tag == f"{W}instrText":
                self.fields.instruct(part.text or "")
            elif self.fields.shows and tag != f"{W}rPr":
                other = self._by_name.get(tag)
                if other:
                    other(part, line, shown, reason)
                else:
                    self._sign(part, tag.removeprefix(W), line, shown, reason)

    def _sign(self, part: Element, name: str, line: Line, shown: RunFormat, reason: Hidden | None) -> None:
        """A piece of text, or what stands for one."""
        match name:
            case "t":
                text = part.text or ""
                kept = text if part.get(PRESERVE) == "preserve" else text.strip(" \t\r\n")
                self.put(kept.translate(ENDS), line, shown, reason)
            case "tab" | "ptab" | "noBreakHyphen":
                self.put(PLAIN_SIGNS[name], line, shown, reason)
            case "br" | "cr":
                if not reason:
                    line.inside.flow.append(Mark.BREAK)
            case "sym":
                self.put(symbol(part), line, shown, reason)
            case "delText":
                self._hidden.add(Hidden.DELETED, part.text or "")
            case "footnoteReference" | "endnoteReference":
                if not reason:
                    self.put(self._notes.refer(part), line, shown, reason)
            case "footnoteRef" | "endnoteRef":
                self.put(self.note_mark, line, shown, reason)
            case _:
                pass

    def _drawing(self, drawing: Element, line: Line, _shown: RunFormat, reason: Hidden | None) -> None:
        reason = reason or drawing_unseen(drawing)
        boxes = [Waiting(box, reason) for box in text_boxes(drawing)]
        line.boxes += boxes
        has_text = any(part.text for waiting in boxes for part in waiting.box.content.iter(f"{W}t"))
        if line.inside.cell and not has_text and not reason and is_picture_seen(drawing):
            line.inside.cell.shows = True

    def _alternate(self, alternate: Element, line: Line, shown: RunFormat, reason: Hidden | None) -> None:
        self._parts(branch(alternate), line, shown, reason)

    def _ruby(self, ruby: Element, line: Line, _shown: RunFormat, _reason: Hidden | None) -> None:
        """The text itself; the small one above it only says how to speak it."""
        base = ruby.find(f"{W}rubyBase")
        if base is not None:
            self.read(base, line)

    def _turned(self, part: Element, line: Line) -> None:
        if part.tag == f"{W}bdo" and value(part) == "rtl":
            self.put(REVERSED, line, RunFormat(), line.sealed)
        self.read(part, line)


def taken_back(part: Element) -> str:
    """Return the text of a part that is not shown, without its instructions."""
    return "".join(piece.text or "" for piece in part.iter(f"{W}t", f"{W}delText"))
