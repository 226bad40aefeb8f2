"""A crawler's text, one cell a line without tabs or empty lines.

Layout H keeps a line only when it is new, so figures vanish without a trace; layout K keeps every line.
"""

from collections.abc import Callable
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts.cell_lines import CellLines, lay_out_cell_lines
from eval.generator.layouts.sheet import Line, Sheet
from eval.generator.printed import Document

__all__ = ["render", "render_bare"]


def render(document: Document, random: Random) -> Sheet:
    """Lay out as H: repeated lines are dropped, those next to each other or any seen before."""
    if happens(random, 0.5):
        return _crawled(document, random, lambda text, kept, _seen: bool(kept) and text == kept[-1].text)
    return _crawled(document, random, lambda text, _kept, seen: text in seen)


def render_bare(document: Document, random: Random) -> Sheet:
    """Lay out as K: only tabs and empty lines are gone."""
    return _crawled(document, random, lambda _text, _kept, _seen: False)


def _crawled(document: Document, random: Random, repeated: Callable[[str, list[Line], set[str]], bool]) -> Sheet:
    style = CellLines(continued=False, wrap_heads=happens(random, 0.3), wrap_labels=False, padding=(" ",), padded=0.0)
    kept: list[Line] = []
    lost: set[str] = set()
    seen: set[str] = set()
    for line in lay_out_cell_lines(document, style, random):
        if line.paths and not line.text.strip():
            # An empty cell leaves nothing behind.
            lost.update(line.paths)
        for part in line.text.split("\n"):
            text = part.strip()
            if text and repeated(text, kept, seen):
                lost.update(line.paths)
            elif text:
                seen.add(text)
                kept.append(Line(text, line.paths))
    return Sheet((*kept, Line("")), frozenset(lost))
