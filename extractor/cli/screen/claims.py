"""What the sentences say about the cells of findings: only where they differ, or bear on figures that do not add up."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.screen.doubts import place_words, reason_words
from extractor.cli.screen.labels import Labels
from extractor.cli.texts import Texts
from extractor.model import Claim, Record

__all__ = ["render_claims"]


HELD = {True: "show.claim_agrees", False: "show.claim_differs", None: "show.claim_open"}


def render_claims(record: Record, labels: Labels, text: str | None, texts: Texts) -> Iterator[RenderableType]:
    """A line for each such sentence part: as printed, what it is held against, and where it stands."""
    lines = [_line(claim, labels, text, texts) for claim in record.claims if _bears_on_a_finding(claim, record)]
    if lines:
        yield Text(texts("show.claims"), style="bold")
        yield from (Padding(line, (0, 0, 0, 3), expand=False) for line in lines)


def _bears_on_a_finding(claim: Claim, record: Record) -> bool:
    if claim.agrees is False:
        return True
    meant = {path for target in claim.targets for path in target}
    if claim.agrees:
        meant = set(claim.targets[claim.matched or 0])
    failed = (item for item in record.findings if item.status == "FAIL")
    return any(
        item.source == claim.source
        if item.family == "prose"
        else item.family == "arithmetic" and claim.agrees and not meant.isdisjoint(item.cells)
        for item in failed
    )


def _line(claim: Claim, labels: Labels, text: str | None, texts: Texts) -> Text:
    target = claim.targets[claim.matched or 0]
    named = "; ".join(labels.names(target, texts("show.whole_row")))
    why = f"{reason_words(claim.reasons, texts)}, " if claim.reasons else ""
    words = texts(HELD[claim.agrees], quote="".join(claim.quote.split()), cells=named)
    return Text.assemble(printable(words), (f" ({printable(why)}{place_words(claim.source, text, texts)})", "dim"))
