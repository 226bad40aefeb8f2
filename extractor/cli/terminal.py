"""The console that screens are printed on."""

import sys
from typing import TextIO

from rich.console import Console

from extractor.settings import Settings

__all__ = ["make_console"]

PLAIN_WIDTH = 100
"""Columns when the output is no terminal and `COLUMNS` names no width."""


def make_console(settings: Settings, file: TextIO | None = None) -> Console:
    """A console on `file`, else on standard output; without colour where nobody asked for it or nothing shows it."""
    target = sys.stdout if file is None else file
    terminal = target.isatty()
    console = Console(
        file=target,
        no_color=not settings.color,
        color_system="auto" if settings.color and terminal else None,
        # Text from documents must not be taken for markup, emoji names or things to highlight.
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        legacy_windows=False,
    )
    if not terminal and settings.columns is None:
        console.width = PLAIN_WIDTH
    return console
