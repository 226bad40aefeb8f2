"""Findings: what the rule says, the equation laid out with its figures, what would reconcile it, what it rests on."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.screen.labels import Labels
from extractor.cli.screen.ledger import render_equation, short_names
from extractor.cli.texts import Texts
from extractor.model import Cell, Finding, Proposal

__all__ = ["SEVERITY_STYLES", "render_finding"]

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
MOST_CHANGES = 7
"""Changes of a proposal that are spelled out: one line of the widest table."""


def render_finding(
    finding: Finding, cells: Mapping[str, Cell], labels: Labels | None, texts: Texts
) -> Iterator[RenderableType]:
    """A headline, then the details below it."""
    message = finding.message_zh if texts.language == "zh" else finding.message
    yield Text.assemble(
        (texts(f"severity.{finding.severity}"), SEVERITY_STYLES[finding.severity]),
        f" {finding.code}  ",
        printable(message),
    )
    # Rules outside the form may compare with what no cell holds.
    if finding.expression is not None and labels is not None and finding.family == "arithmetic":
        yield from map(_set_in, render_equation(finding, cells, labels, texts))
    elif finding.cells:
        yield _detail(texts("show.involved", count=len(finding.cells)))
    if finding.proposals:
        yield _detail(texts("show.would_reconcile"))
        names = short_names(finding, labels) if labels is not None else {}
        for proposal in finding.proposals:
            yield Padding(Text(printable(_proposal(proposal, names, labels, texts))), (0, 0, 0, 6), expand=False)
    if finding.attribution is not None:
        yield _detail(texts("show.attribution", who=texts(f"attribution.{finding.attribution}")))
    yield _detail(texts("show.clause", clause=finding.clause))


def _proposal(proposal: Proposal, names: Mapping[str, str], labels: Labels | None, texts: Texts) -> str:
    """The figures that would change, row by row, and what would have happened to them."""
    changes = proposal.changes[:MOST_CHANGES]
    rows: list[str] = []
    for row, members in groupby(changes, key=lambda change: change.cell.rpartition(".")[0]):
        group = list(members)
        inside = all(change.cell in names for change in group)
        columns = names if inside or labels is None else labels.columns
        listed = ", ".join(f"{columns.get(item.cell, item.cell)} {item.from_} → {item.to}" for item in group)
        title = None if inside or labels is None else labels.rows.get(group[0].cell, row)
        rows.append(f"{title} / {listed}" if title else listed)
    if more := len(proposal.changes) - len(changes):
        rows.append(texts("show.more_changes", count=more))
    why = texts.optional("why", proposal.why) or proposal.why
    found = f", {texts('show.in_source')}" if proposal.in_source else ""
    return f"{'; '.join(rows)} ({why}{found})"


def _detail(words: str) -> RenderableType:
    return _set_in(Text(printable(words), style="dim"))


def _set_in(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 3), expand=False)
