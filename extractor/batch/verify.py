"""Proof that an output folder says what its sources say: everything is derived again and compared byte for byte."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Literal

from extractor.batch.difference import first_difference
from extractor.batch.inputs import Input
from extractor.batch.job import Job, Outcome
from extractor.batch.limits import Limits
from extractor.batch.stored import finished_run, parse_record, recipe_of, source_of, stored_model
from extractor.batch.work import sharing_cores, work, worker_count
from extractor.settings import Settings
from extractor.store import Head, Manifest, OutputFolder, read_head, read_lines
from extractor.wiring import Assembly, assemble

__all__ = ["Mismatch", "verify"]

MismatchCode = Literal[
    "records-changed",
    "record-invalid",
    "record-changed",
    "source-missing",
    "source-changed",
    "text-missing",
    "text-changed",
    "replies-absent",
    "run-unfinished",
    "versions-differ",
    "decision-changed",
]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that is not as the run left it, or not as the sources have it."""

    code: MismatchCode
    place: str
    """Document or file."""
    message: str
    note: bool = False
    """True when it alone proves nothing wrong."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A record of the folder, to be derived again."""

    number: int
    """1-based in the file."""
    offset: int
    length: int
    head: Head


def verify(
    path: str, settings: Settings, *, jobs: int | None, advanced: Callable[[int, int], None]
) -> Iterator[Mismatch]:
    """Compare an output folder with its sources; `advanced` is told how many of how many documents are done.

    Raises:
        StoreError: there is no finished run.
    """
    folder, manifest = finished_run(path)
    # No network: what a model said is heard again out of the cache, or not at all.
    recipe = replace(recipe_of(manifest), model=stored_model(manifest, settings.model))
    assembly = assemble(recipe)
    yield from _versions(manifest, assembly, path)
    if folder.journal.exists():
        yield Mismatch(
            "run-unfinished", path, "a later run has not ended; only the finished one is verified", note=True
        )
    lines: list[_Line] = []
    yield from _files(folder, manifest, lines)
    pending: list[Job] = []
    for index, line in enumerate(lines):
        source = source_of(manifest, line.head.path, settings.max_bytes)
        if source is None and line.head.sha256 is not None:
            yield Mismatch("source-missing", line.head.path, "the source is not there any more")
        else:
            found = source or Input(line.head.path)
            pending.append(
                Job(index, found.path, line.head.path, found.fault, found.entries, manifest.facts.get(line.head.path))
            )
    limits = Limits(settings.max_bytes, settings.timeout)
    count = worker_count(jobs, settings.jobs, len(pending))
    outcomes = work(sharing_cores(recipe, count), assembly.pipeline, iter(pending), limits, count)
    with folder.records.open("rb") as records, closing(outcomes):
        for done, outcome in enumerate(outcomes, start=1):
            line = lines[outcome.index]
            records.seek(line.offset)
            yield from _compare(folder, line, records.read(line.length), outcome)
            advanced(done, len(pending))


def _versions(manifest: Manifest, assembly: Assembly, path: str) -> Iterator[Mismatch]:
    then, now = manifest.versions, assembly.versions
    differing = [name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)]
    if differing:
        message = ", ".join(f"{name} {then.get(name, 'absent')} → {now.get(name, 'absent')}" for name in differing)
        yield Mismatch("versions-differ", path, f"the records were made by other versions: {message}", note=True)


def _files(folder: OutputFolder, manifest: Manifest, lines: list[_Line]) -> Iterator[Mismatch]:
    """Check the records file against the manifest and the schema; collect its lines."""
    digest = hashlib.sha256()
    for number, line in enumerate(read_lines(folder.records), start=1):
        digest.update(line.data + b"\n")
        if parse_record(line) is None:
            yield Mismatch("record-invalid", f"{folder.records}:{number}", "breaks the schema of records")
        else:
            lines.append(_Line(number, line.offset, len(line.data), read_head(line.data)))
    if digest.hexdigest() != manifest.records.sha256:
        yield Mismatch("records-changed", str(folder.records), "is not the file that the manifest describes")


def _compare(folder: OutputFolder, line: _Line, stored: bytes, outcome: Outcome) -> Iterator[Mismatch]:
    head = line.head
    if head.sha256 is None and outcome.sha256 is None:
        # Never read: the system's wording of the reason may differ, the fact may not.
        code = head.error.code if head.error else None
        if (head.status, code) != (outcome.tally.status, outcome.tally.error):
            yield Mismatch("record-changed", head.path, f"{code} → {outcome.tally.error}")
    elif head.sha256 != outcome.sha256:
        yield Mismatch("source-changed", head.path, f"SHA-256 {head.sha256} → {outcome.sha256}")
    elif outcome.tally.error == "replies-absent":
        yield Mismatch("replies-absent", head.path, "what the model said of it is not in the cache", note=True)
    elif stored != outcome.line:
        where = first_difference(json.loads(stored), json.loads(outcome.line))
        yield Mismatch("record-changed", head.path, f"the source gives another record: {where}")
    elif outcome.text is not None and outcome.sha256 is not None:
        yield from _text(folder, outcome.sha256, outcome.text)


def _text(folder: OutputFolder, sha256: str, content: bytes) -> Iterator[Mismatch]:
    path = folder.text_path(sha256)
    try:
        stored = path.read_bytes()
    except OSError:
        yield Mismatch("text-missing", str(path), "the extracted text is not there")
        return
    if stored != content:
        yield Mismatch("text-changed", str(path), "is not the text that the source gives")
