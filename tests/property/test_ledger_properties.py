"""The chain of decisions: whatever is done to it shows; and records pass through the database unchanged."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import Record
from extractor.store import Manifest
from extractor.store.database import runs
from extractor.store.database.opening import Database, database_url
from extractor.store.ledger import GENESIS, Entry, Head, entry_hash, walk

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def chains(draw: st.DrawFn) -> list[Entry]:
    """A chain of one to six entries."""
    entries: list[Entry] = []
    before = GENESIS
    for seq in range(1, draw(st.integers(1, 6)) + 1):
        entry = Entry(
            seq,
            draw(st.integers(0, 9)),
            draw(TEXT),
            draw(TEXT),
            draw(st.sampled_from(["accept", "type", "undo"])),
            draw(TEXT),
            draw(TEXT),
            draw(TEXT),
            "{}",
            draw(TEXT),
            "2026-05-01T08:00:00.000000+00:00",
            draw(st.floats(0, 1e6)),
            before,
        )
        entry = replace(entry, hash=entry_hash(entry))
        entries.append(entry)
        before = entry.hash
    return entries


def head_of(entries: list[Entry]) -> Head:
    """Where an untouched chain ends."""
    return Head(entries[-1].seq, entries[-1].hash)


@given(chains())
def test_an_untouched_chain_holds(entries: list[Entry]) -> None:
    """No false alarm."""
    assert list(walk(entries, head_of(entries))) == []


@given(chains(), st.data())
def test_every_change_of_an_entry_shows(entries: list[Entry], data: st.DataObject) -> None:
    """Of any field, also when its own hash is made anew."""
    head = head_of(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["document", "subject", "before", "after", "reason", "actor", "versions"]))
    old = str(getattr(entries[place], field))
    changed = replace(entries[place], **{field: data.draw(TEXT.filter(lambda text: text != old))})
    resigned = replace(changed, hash=entry_hash(changed))
    for forged in (changed, resigned):
        touched = [*entries[:place], forged, *entries[place + 1 :]]
        assert list(walk(touched, head)) != []


@given(chains(), st.data())
def test_every_missing_or_moved_entry_shows(entries: list[Entry], data: st.DataObject) -> None:
    """One taken out, wherever it stood; two exchanged."""
    head = head_of(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    assert list(walk([*entries[:place], *entries[place + 1 :]], head)) != []
    if len(entries) > 1:
        first = data.draw(st.integers(0, len(entries) - 2))
        moved = [*entries[:first], entries[first + 1], entries[first], *entries[first + 2 :]]
        assert list(walk(moved, head)) != []


@settings(max_examples=15)
@given(lines=st.lists(st.tuples(TEXT, TEXT, st.integers()), max_size=5))
def test_records_pass_through_the_database_byte_for_byte(
    lines: list[tuple[str, str, int]], read_report: tuple[Record, str], write_run: Callable[..., Manifest]
) -> None:
    """Any text in any place, repeated records included, in their order."""
    record = read_report[0]
    records = [
        record.model_copy(
            update={
                "document": record.document.model_copy(update={"path": path, "name": name}),
                "cells": (record.cells[0].model_copy(update={"as_printed": name, "value": value}), *record.cells[1:9]),
                "findings": record.findings[:1],
            }
        )
        for path, name, value in lines
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = write_run(folder, records, {})
        content = (folder / "records.jsonl").read_bytes()
        database = Database(database_url(folder, None))
        with database.writing() as connection:
            run = runs.begin_run(connection, manifest)
            given_lines = content.split(b"\n")[:-1]
            runs.add_records(
                connection,
                run,
                [
                    runs.RunLine(number, line, each)
                    for number, (line, each) in enumerate(zip(given_lines, records, strict=True))
                ],
            )
            runs.complete_run(connection, run)
        with database.reading() as connection:
            back = b"".join(line + b"\n" for line in runs.record_lines(connection, run))
            newest = runs.latest_run(connection)
        database.close()
    assert back == content
    assert newest is not None
    assert newest.manifest == manifest
