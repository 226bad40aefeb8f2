"""What a run tells about itself while it goes on. It prints nothing; the command line decides what is shown."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from extractor.audit import Waivers
from extractor.model import RowsHeard, Usage
from extractor.store import Counts, Head, Stored

__all__ = ["Observer", "Totals"]


@dataclass(slots=True)
class Totals:
    """Running totals."""

    total: int
    """Documents with a record line at the end."""
    reused: int = 0
    done: int = 0
    """Documents placed so far, reused ones included."""
    by_status: dict[str, int] = field(default_factory=lambda: {"ok": 0, "partial": 0, "failed": 0})
    accepted: int = 0
    review: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waivers: Waivers = field(default_factory=Waivers)
    """Of the deployment, as they hold at the time of the run."""
    waived: Counter[str] = field(default_factory=Counter[str])
    """Of the findings, by severity, those that are waived."""
    failures: Counter[str] = field(default_factory=Counter[str])
    """Failed documents by code."""
    shortfalls: Counter[str] = field(default_factory=Counter[str])
    """Partial documents by code."""
    usage: Usage = field(default_factory=Usage)
    """What a model was asked in this run."""
    rows: RowsHeard | None = None
    """What a model was asked row by row in this run."""

    def heard(self, usage: Usage, rows: RowsHeard | None) -> None:
        """Count what a model was asked about one document."""
        self.usage += usage
        if rows is not None:
            self.rows = rows if self.rows is None else self.rows + rows

    def add(self, path: str, stored: Stored) -> None:
        """Count one record of the document at `path`."""
        tally = stored.tally
        self.done += 1
        self.by_status[tally.status] += 1
        self.accepted += tally.accepted
        self.review += tally.review
        self.errors += tally.errors
        self.warnings += tally.warnings
        self.infos += tally.infos
        self.waived.update(severity for severity, name in tally.failed if self.waivers.waives(name, path))
        if tally.error is not None:
            (self.failures if tally.status == "failed" else self.shortfalls)[tally.error] += 1

    def counts(self, skipped: int) -> Counts:
        """The totals as the manifest has them."""
        return Counts(
            inputs=self.done,
            read=self.by_status["ok"],
            partial=self.by_status["partial"],
            failed=self.by_status["failed"],
            skipped=skipped,
            reused=self.reused,
            cells=self.accepted + self.review,
            accepted=self.accepted,
            review=self.review,
            errors=self.errors,
            warnings=self.warnings,
            infos=self.infos,
            waived=dict(sorted(self.waived.items())),
            failures=dict(sorted(self.failures.items())),
            shortfalls=dict(sorted(self.shortfalls.items())),
        )


class Observer(Protocol):
    """**Protocol:** watches a run; its methods are called in the driver's own thread."""

    def started(self, totals: Totals) -> None:
        """The documents are known, and those that need no work are counted."""
        ...

    def advanced(self, totals: Totals, head: Head) -> None:
        """One more document is done; `head` is the beginning of its record."""
        ...
