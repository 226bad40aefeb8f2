"""What an endpoint honours, as a table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.texts import Texts

if TYPE_CHECKING:
    # It brings the client libraries along, which may be absent; the command says so before it comes to this.
    from extractor.llm.inspection import EndpointReport

__all__ = ["render_report"]

STYLES = {"honoured": "green", "accepted": "green", "ignored": "yellow", "refused": "yellow", "unknown": "dim"}


def render_report(report: "EndpointReport", texts: Texts, *, remembered: bool) -> Iterator[RenderableType]:
    """A line for everything that was asked for, and what follows from it.

    Args:
        report: what was found out.
        texts: the words.
        remembered: whether it was found out before, and nothing was asked this time.
    """
    yield Text(printable(texts("probe.title", model=report.model, endpoint=report.endpoint)), style="bold")
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for key in ("probe.what", "probe.outcome", "probe.seen"):
        grid.add_column(texts(key), overflow="fold")
    for capability in report.capabilities:
        outcome = Text(texts(f"probe.outcome_{capability.outcome}"), style=STYLES[capability.outcome])
        grid.add_row(texts(f"probe.name_{capability.name}"), outcome, Text(printable(capability.detail)))
    yield grid
    yield Text(texts("probe.mode", mode=report.mode))
    if report.context is not None:
        yield Text(texts("probe.cut", tokens=report.context), style="bold red")
    for name, value in report.settings.items():
        yield Text(texts("probe.set", name=name, value=value))
    if remembered:
        yield Text(texts("probe.remembered"), style="dim")
