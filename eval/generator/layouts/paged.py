"""Layout I: pages with their numbers between the rows, and form feeds."""

from dataclasses import replace
from random import Random

from eval.generator.chance import happens
from eval.generator.layouts import aligned, whitespace
from eval.generator.layouts.sheet import Line, Sheet
from eval.generator.printed import Document

__all__ = ["page_mark", "render"]


def render(document: Document, random: Random) -> Sheet:
    """Lay out aligned or with plain spaces, then cut into pages wherever a page happens to be full."""
    sheet = random.choice((aligned.render, aligned.render, whitespace.render))(document, random)
    height = random.randrange(28, 46)
    feed = random.choice(("\f", "\f", ""))
    style = random.randrange(5)
    indent = " " * random.choice((0, 30, 40))
    running = document.title[0] if happens(random, 0.2) else ""
    lines: list[Line] = []
    for place, line in enumerate(sheet.lines):
        if place and place % height == 0:
            lines += [Line(""), Line(indent + page_mark(place // height, len(sheet.lines) // height + 1, style))]
            lines += [Line(feed + running)] if feed or running else []
        lines.append(line)
    return replace(sheet, lines=tuple(lines))


def page_mark(number: int, count: int, style: int) -> str:
    """A page number in one of the usual dresses."""
    dresses = (f"-{number}-", f"— {number} —", f"第 {number} 页", f"第{number}页 共{count}页", f"- {number} -")
    return dresses[style % len(dresses)]
