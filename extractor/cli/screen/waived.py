"""Findings as the deployment has judged them: the waived ones say so, and whose decision it was."""

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.audit import Waivers
from extractor.cli.safe import printable
from extractor.cli.screen.findings import render_finding
from extractor.cli.screen.labels import Labels
from extractor.cli.texts import Texts
from extractor.model import Cell, Finding

__all__ = ["render_judged"]


def render_judged(
    finding: Finding,
    cells: Mapping[str, Cell],
    labels: Labels | None,
    texts: Texts,
    *,
    waivers: Waivers,
    document: str,
    named: bool = False,
) -> Iterator[RenderableType]:
    """The finding, its fingerprint when it is to be `named`, and its waiver; `document` is the path in the record."""
    yield from render_finding(finding, cells, labels, texts)
    if finding.status != "FAIL":
        return
    if named:
        yield _detail(Text(texts("check.fingerprint", fingerprint=finding.fingerprint), style="dim"))
    waiver = waivers.of(finding.fingerprint, document)
    if waiver is not None:
        key = "rules.waived" if waivers.holds(waiver) else "rules.lapsed"
        line = texts(key, by=waiver.by, day=waiver.expires, reason=waiver.reason)
        yield _detail(Text(printable(line), style="green" if waivers.holds(waiver) else "yellow"))


def _detail(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 3), expand=False)
