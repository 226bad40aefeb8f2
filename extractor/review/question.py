"""A question with everything that a person needs to answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from extractor.errors import UsageError
from extractor.forms import CellSpec, Form
from extractor.model import Cell, Finding, Record
from extractor.review.answers import Choice, State, choices_of, state_from
from extractor.review.questions import printed_key
from extractor.store.database import decisions, items, leases, runs
from extractor.store.database.leases import Lease, Skip
from extractor.store.database.shapes import Item
from extractor.store.ledger import Entry

__all__ = ["AUDIT_DIFFERS", "Question", "load_question", "settled_states", "spec_of"]

RECENT = 16
"""Records that are kept parsed, some megabytes each."""

AUDIT_DIFFERS = "audit-differs"
"""Why an accepted cell is asked again: a blind answer is not what the machine says."""


@dataclass(frozen=True, slots=True)
class Question:
    """One item, its record, and what was said about it."""

    item: Item
    record: Record
    form: Form | None
    """Null when the record's form is not at hand."""
    cell: Cell | None
    """Null for findings."""
    findings: tuple[Finding, ...]
    """The finding itself, or those that name the cell, errors first."""
    choices: tuple[Choice, ...]
    """Of a cell; none while it is asked blind."""
    entries: tuple[Entry, ...]
    """What was answered before, in order."""
    lease: Lease | None
    """Who is at it."""
    skips: tuple[Skip, ...]
    settled: Mapping[str, State]
    """What people settled in this document, by path."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is asked: stable codes."""
        if self.item.blind or self.cell is None:
            return ()
        again = (AUDIT_DIFFERS,) if self.item.audited and self.entries else ()
        return (*again, *self.cell.reasons)

    @property
    def spec(self) -> CellSpec | None:
        """What the form says about the cell."""
        return None if self.cell is None else spec_of(self.form, self.record, self.cell.path)


def load_question(connection: Connection, number: int, forms: Mapping[str, Form], now: str) -> Question:
    """The question of this number.

    Raises:
        UsageError: `unknown-item`.
    """
    item = items.get_item(connection, number)
    if item is None:
        raise UsageError("unknown-item", "there is no such question", place=str(number), hint="open the queue anew")
    record = _parsed(runs.version_line(connection, item.version))
    entries = decisions.entries_of_item(connection, number)
    cell = _cell(record, item)
    findings = _findings(record, item)
    choices: tuple[Choice, ...] = ()
    if cell is not None and not item.blind:
        choices = choices_of(cell, findings, _heard(entries))
    return Question(
        item=item,
        record=record,
        form=forms.get(record.form.id) if record.form else None,
        cell=cell,
        findings=findings,
        choices=choices,
        entries=entries,
        lease=leases.lease_of(connection, number, now),
        skips=leases.skips_of(connection, number),
        settled=settled_states(connection, record),
    )


def settled_states(connection: Connection, record: Record) -> dict[str, State]:
    """What people settled about the cells of a record as it prints them."""
    document = record.document.sha256
    if document is None:
        return {}
    printed = {cell.path: printed_key(cell) for cell in record.cells}
    return {
        answer.subject: state_from(answer.entry.after)
        for answer in decisions.standing(connection, document)
        if answer.kind == "cell" and answer.entry.action != "audit" and printed.get(answer.subject) == answer.printed
    }


def spec_of(form: Form | None, record: Record, path: str) -> CellSpec | None:
    """What the form says about a cell of this record."""
    if form is None or record.form is None:
        return None
    tables = form.table_editions(record.form.editions)
    return next((spec for table in tables for spec in table.cells if spec.path == path), None)


@lru_cache(maxsize=RECENT)
def _parsed(line: bytes) -> Record:
    """One question after another is about the same document, and each is looked at several times."""
    return Record.model_validate_json(line)


def _cell(record: Record, item: Item) -> Cell | None:
    if item.kind != "cell":
        return None
    return next(cell for cell in record.cells if cell.path == item.subject)


def _findings(record: Record, item: Item) -> tuple[Finding, ...]:
    if item.kind == "finding":
        return tuple(finding for finding in record.findings if finding.fingerprint == item.subject)[:1]
    named = [each for each in record.findings if each.status == "FAIL" and item.subject in each.cells]
    return tuple(sorted(named, key=lambda each: ("error", "warning", "info").index(each.severity)))


def _heard(entries: Sequence[Entry]) -> list[tuple[str, State]]:
    """What people answered blind."""
    return [(entry.actor, state_from(entry.after)) for entry in entries if entry.action == "audit"]
