"""What a layout makes of a document: lines that remember which cells they carry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

from eval.generator.printed import Row, Section

__all__ = ["Line", "Sheet", "display_width", "fitting", "incomplete", "opened", "prose", "section_head"]

_WORD = re.compile(r"[0-9A-Za-z.,:/@_-]+|.", re.DOTALL)
_CLOSING = "，。；：、）)”’》〉！？」"


@dataclass(frozen=True)
class Line:
    """A line of text; a cell that breaks over lines keeps its breaks inside `text`."""

    text: str
    paths: tuple[str, ...] = ()
    """The cells of the row that this line is part of; empty for everything that is no row."""
    end: str = "\n"
    """What separates it from the next line; some layouts run rows together."""


@dataclass(frozen=True)
class Sheet:
    """A laid-out document."""

    lines: tuple[Line, ...]
    unknowable: frozenset[str] = frozenset()
    """Cells whose value nobody could tell from this layout."""
    clean: bool = True
    """False: the layout left figures behind that contradict each other, as part of a number would."""

    @property
    def text(self) -> str:
        """The file's content."""
        joined = "".join(line.text + line.end for line in self.lines)
        return joined[: -len(self.lines[-1].end)] if self.lines else ""


def section_head(section: Section) -> list[Line]:
    """The heading, if it was not lost, and the paragraphs."""
    heading = [Line(section.heading)] if section.heading is not None else []
    return heading + prose(section.paragraphs)


def prose(paragraphs: Iterable[str]) -> list[Line]:
    """One line per paragraph."""
    return [Line(paragraph) for paragraph in paragraphs]


def opened(row: Row, above: Row | None) -> list[str]:
    """The group labels of a row; "" where the row above already stands in the group."""
    shown: list[str] = []
    inside = above is not None
    for depth, group in enumerate(row.groups):
        inside = inside and above is not None and above.groups[: depth + 1] == row.groups[: depth + 1]
        shown.append("" if inside else group)
    return shown


def incomplete(row: Row, width: int) -> bool:
    """Whether a layout that shows no empty cells leaves the row's figures without their columns."""
    return len(row.fields) != width or any(not field.text for field in row.fields)


def display_width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def fitting(text: str, width: int) -> list[str]:
    """The text set in lines of at most `width` columns, as a typesetter breaks it.

    Figures and Latin words stay whole, and no line begins with a closing mark.
    """
    lines: list[str] = []
    line = ""
    for word in _WORD.findall(text):
        if line and display_width(line + word) > width and word[0] not in _CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()]
