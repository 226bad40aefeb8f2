"""Fields: their instruction is not shown, their result is."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from extractor.ingest.docx_names import W, is_on, number, value, word_child
from extractor.ingest.hidden import OBJECT
from extractor.ingest.ooxml_xml import Element

__all__ = ["Fields"]

TYPE = f"{W}fldCharType"
CONTAINERS = frozenset(f"{W}{name}" for name in ("body", "tc", "txbxContent", "footnote", "endnote", "document"))
"""A field ends in the one in which it begins."""
TAKEN_OUT = frozenset((f"{W}del", f"{W}moveFrom"))
DRAWN = "EQ"
"""The instruction that Word draws itself, such as a figure in a circle."""


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    has_result: bool = False


class Fields:
    """Which fields are open where the reader stands."""

    def __init__(self) -> None:
        self._whole: dict[int, Element] = {}
        """Marks of fields that begin and end, by identity; holding them keeps the identities."""
        self._open: list[_Field] = []

    def find_in(self, root: Element) -> None:
        """Find the fields that are whole: one that never ends would swallow all that follows it."""
        begun: dict[int, tuple[Element, list[list[Element]]]] = {}
        for mark in root.iter(f"{W}fldChar"):
            run = mark.getparent()
            within = None if run is None else run.getparent()
            if within is None or within.tag in TAKEN_OUT:
                continue
            container = _container(within)
            _, stack = begun.setdefault(id(container), (container, []))
            kind = mark.get(TYPE)
            if kind == "begin":
                stack.append([mark])
            elif stack:
                stack[-1].append(mark)
                if kind == "end":
                    self._whole.update((id(found), found) for found in stack.pop())

    @property
    def shows(self) -> bool:
        """Whether text is shown here."""
        return all(opened.has_result for opened in self._open)

    @contextmanager
    def apart(self) -> Generator[None]:
        """Read a text of its own (a text box, a note) in between."""
        outer, self._open = self._open, []
        try:
            yield
        finally:
            self._open = outer

    def instruct(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].instruction += text

    def mark(self, mark: Element) -> str:
        """Pass a mark; return what the field shows by itself: an old form field, or U+FFFC for what Word draws."""
        if id(mark) not in self._whole:
            return ""
        kind = mark.get(TYPE)
        if kind == "begin":
            shown = _form_field(mark) if self.shows else ""
            self._open.append(_Field())
            return shown
        if kind == "separate":
            if self._open:
                self._open[-1].has_result = True
            return ""
        closed = self._open.pop() if self._open else _Field()
        drawn = closed.instruction.strip().upper().startswith(DRAWN) and not closed.has_result
        return OBJECT if drawn and self.shows else ""


def _container(element: Element) -> Element:
    while element.tag not in CONTAINERS:
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def _form_field(mark: Element) -> str:
    box, choices = word_child(mark, "ffData", "checkBox"), word_child(mark, "ffData", "ddList")
    if box is not None:
        state = next((found for name in ("checked", "default") if (found := box.find(f"{W}{name}")) is not None), None)
        return "☒" if state is not None and is_on(state) else "☐"
    if choices is not None:
        entries = [value(entry) for entry in choices.findall(f"{W}listEntry")]
        chosen = next(
            (found for name in ("result", "default") if (found := choices.find(f"{W}{name}")) is not None), None
        )
        at = number(value(chosen))
        return entries[at] if 0 <= at < len(entries) else ""
    return ""
