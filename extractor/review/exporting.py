"""Settled records, the chain, and candidates for golden data: what leaves the database."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Connection

from extractor.errors import UsageError
from extractor.model import Cell, Record
from extractor.review.answers import with_decisions
from extractor.review.ledger import signer
from extractor.store.database import decisions, runs
from extractor.store.ledger import Break, Entry, walk

__all__ = ["broken_entries", "chain_lines", "golden_candidate", "settle_record", "settled_records"]


def settle_record(connection: Connection, record: Record) -> Record:
    """A record with the decisions that hold for it."""
    document = record.document.sha256
    if document is None:
        return record
    answers: dict[tuple[str, str], Entry] = {
        (answer.subject, answer.printed): answer.entry
        for answer in decisions.standing(connection, document)
        if answer.kind == "cell"
    }
    return with_decisions(record, answers)


def settled_records(connection: Connection) -> Iterator[Record]:
    """Every record of the newest run, in order, with its decisions."""
    run = runs.latest_run(connection)
    if run is None:
        return
    for line in runs.record_lines(connection, run.id):
        yield settle_record(connection, Record.model_validate_json(line))


def chain_lines(connection: Connection) -> Iterator[bytes]:
    """The chain as lines of JSON, hashes included: a copy of it proves later that no end was cut off."""
    for entry in decisions.read_chain(connection):
        yield json.dumps(asdict(entry), ensure_ascii=False).encode()


def broken_entries(connection: Connection) -> Iterator[Break]:
    """Every place where the chain does not hold."""
    yield from walk(decisions.read_chain(connection), decisions.read_head(connection))


def golden_candidate(connection: Connection, document: str, actor: str, at: str) -> dict[str, object]:
    """The settled values of a document in the shape of a truth file, signed into the chain.

    Nothing becomes golden data by itself: whoever calls this says so, and somebody still compares it with the paper.

    Raises:
        UsageError: `unknown-document`, or `not-settled` while a cell waits for an answer.
    """
    found = [each for each in settled_records(connection) if (each.document.sha256 or "").startswith(document)]
    if len(found) != 1 or not document:
        raise UsageError("unknown-document", f"{len(found)} documents have this hash", place=document)
    record = found[0]
    waiting = [cell.path for cell in record.cells if cell.status == "review"]
    if waiting or record.form is None:
        raise UsageError(
            "not-settled", f"{len(waiting)} cells wait for an answer", place=record.document.path, hint="settle them"
        )
    candidate: dict[str, object] = {
        "editions": record.form.editions,
        "cells": {cell.path: _truth(cell) for cell in record.cells},
    }
    handed_out = json.dumps(candidate, ensure_ascii=False, sort_keys=True)
    signer(connection, actor, at).promote(connection, record.document.sha256 or "", handed_out)
    return candidate


def _truth(cell: Cell) -> object:
    """An entry of a truth file: the bare value, or the kind of what is no number."""
    kind, value = (cell.kind, cell.value) if cell.decision is None else (cell.decision.kind, cell.decision.value)
    return value if kind == "number" else {"kind": kind}
