"""The layouts in which reports arrive, one module each: printed document in, text out."""

from collections.abc import Callable, Mapping
from enum import Enum
from random import Random

from eval.generator.layouts import (
    aligned,
    cell_lines,
    columns,
    crawler,
    floating,
    ocr_lines,
    paged,
    pipes,
    tab_rows,
    whitespace,
)
from eval.generator.layouts.sheet import Line, Sheet
from eval.generator.printed import Document

__all__ = ["BLANK_CAPABLE", "LAYOUTS", "Layout", "Line", "Sheet", "lay_out"]


class Layout(Enum):
    """A layout; the letters are those of the project's notes, J and K go on from there."""

    CELL_LINES = "A"
    OCR_LINES = "B"
    TAB_ROWS = "C"
    ALIGNED = "E"
    FLOATING = "F"
    MODEL_MARKDOWN = "G"
    CRAWLER = "H"
    PAGED = "I"
    COLUMNS = "J"
    BARE_LINES = "K"
    PLAIN_MARKDOWN = "PLAIN_PIPE"
    WHITESPACE = "WHITESPACE"


LAYOUTS: Mapping[Layout, Callable[[Document, Random], Sheet]] = {
    Layout.CELL_LINES: cell_lines.render,
    Layout.OCR_LINES: ocr_lines.render,
    Layout.TAB_ROWS: tab_rows.render,
    Layout.ALIGNED: aligned.render,
    Layout.FLOATING: floating.render,
    Layout.MODEL_MARKDOWN: pipes.render_model_markdown,
    Layout.CRAWLER: crawler.render,
    Layout.PAGED: paged.render,
    Layout.COLUMNS: columns.render,
    Layout.BARE_LINES: crawler.render_bare,
    Layout.PLAIN_MARKDOWN: pipes.render_plain_markdown,
    Layout.WHITESPACE: whitespace.render,
}

BLANK_CAPABLE = frozenset(
    {Layout.CELL_LINES, Layout.OCR_LINES, Layout.TAB_ROWS, Layout.MODEL_MARKDOWN, Layout.PLAIN_MARKDOWN}
)
"""Layouts in which an empty cell can be seen."""


def lay_out(document: Document, layout: Layout, random: Random) -> Sheet:
    """Lay the document out."""
    return LAYOUTS[layout](document, random)
