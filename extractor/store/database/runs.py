"""Runs and their records: every version of a record stays, and each comes out byte for byte as it went in."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from extractor.errors import StoreError
from extractor.model import Record
from extractor.store.database.shapes import storable
from extractor.store.database.statements import Row, insert_missing, insert_or_update
from extractor.store.database.tables import documents, findings, run_records, runs, usage, versions
from extractor.store.manifest import Manifest

__all__ = [
    "RunLine",
    "StoredRun",
    "add_records",
    "begin_run",
    "complete_run",
    "count_records",
    "latest_run",
    "list_runs",
    "record_lines",
    "version_line",
]

PAGE = 100
"""Records fetched at a time: some 10 MB."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run in the database."""

    id: int
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class RunLine:
    """A record line on its way into the database."""

    ordinal: int
    """Position in `records.jsonl`, from 0."""
    line: bytes
    record: Record


def begin_run(connection: Connection, manifest: Manifest) -> int:
    """The number of the run that `manifest` describes; a new one unless an earlier import of it was broken off."""
    same = select(runs.c.id).where(
        runs.c.records_sha256 == manifest.records.sha256, runs.c.finished == manifest.finished
    )
    known = connection.execute(same).scalar()
    if known is not None:
        return int(known)
    row: Row = {
        "records_sha256": manifest.records.sha256,
        "package": manifest.package,
        "fingerprint": manifest.fingerprint,
        "started": manifest.started,
        "finished": manifest.finished,
        "seconds": manifest.seconds,
        "manifest": manifest.model_dump_json(by_alias=True),
        "complete": False,
    }
    number = int(connection.execute(insert(runs).returning(runs.c.id), row).scalar_one())
    spent: Row = {
        "run": number,
        "input_tokens": manifest.tokens.input,
        "output_tokens": manifest.tokens.output,
        "cost_usd": manifest.cost_usd,
    }
    connection.execute(insert(usage), spent)
    return number


def count_records(connection: Connection, run: int) -> int:
    """How many records of a run are in the database."""
    return int(connection.execute(select(func.count()).where(run_records.c.run == run)).scalar_one())


def add_records(connection: Connection, run: int, lines: list[RunLine]) -> dict[int, str]:
    """Keep records of a run; the result names the version of each by its ordinal."""
    named = {line.ordinal: hashlib.sha256(line.line).hexdigest() for line in lines}
    bodies: list[Row] = [
        {
            "sha256": named[line.ordinal],
            "document": line.record.document.sha256,
            "path": storable(line.record.document.path),
            "body": zlib.compress(line.line),
        }
        for line in lines
    ]
    insert_missing(connection, versions, bodies)
    insert_missing(
        connection,
        run_records,
        [{"run": run, "ordinal": ordinal, "version": version} for ordinal, version in named.items()],
    )
    insert_missing(connection, findings, [row for line in lines for row in _findings(line.record, named[line.ordinal])])
    about = {
        line.record.document.sha256: _document(line.record) for line in lines if line.record.document.sha256 is not None
    }
    columns = ("name", "path", "media_type", "form", "agency", "year")
    insert_or_update(connection, documents, list(about.values()), ("sha256",), columns, {})
    return named


def complete_run(connection: Connection, run: int) -> None:
    """Say that all records of a run are there; it becomes the newest one."""
    connection.execute(update(runs).where(runs.c.id == run).values(complete=True))


def latest_run(connection: Connection) -> StoredRun | None:
    """The newest run that is complete."""
    return next(_runs(connection, 1), None)


def list_runs(connection: Connection, most: int = 20) -> tuple[StoredRun, ...]:
    """The newest complete runs, newest first."""
    return tuple(_runs(connection, most))


def _runs(connection: Connection, most: int) -> Iterator[StoredRun]:
    query = select(runs.c.id, runs.c.manifest).where(runs.c.complete).order_by(runs.c.id.desc()).limit(most)
    for row in connection.execute(query):
        yield StoredRun(row.id, Manifest.model_validate_json(row.manifest))


def record_lines(connection: Connection, run: int) -> Iterator[bytes]:
    """The record lines of a run as they were imported, without line ends."""
    query = (
        select(run_records.c.ordinal, versions.c.body)
        .join(versions, versions.c.sha256 == run_records.c.version)
        .where(run_records.c.run == run)
        .order_by(run_records.c.ordinal)
        .limit(PAGE)
    )
    after = -1
    while page := connection.execute(query.where(run_records.c.ordinal > after)).all():
        for row in page:
            yield zlib.decompress(row.body)
        after = page[-1].ordinal


def version_line(connection: Connection, version: str) -> bytes:
    """The record line of one version.

    Raises:
        StoreError: `record-missing` when the database has lost it.
    """
    body = connection.execute(select(versions.c.body).where(versions.c.sha256 == version)).scalar()
    if body is None:
        raise StoreError(
            "record-missing", "the database does not hold this record", place=version, hint="import the run again"
        )
    return zlib.decompress(body)


def _findings(record: Record, version: str) -> Iterator[Row]:
    for ordinal, finding in enumerate(record.findings):
        yield {
            "version": version,
            "ordinal": ordinal,
            "code": finding.code,
            "severity": finding.severity,
            "status": finding.status,
            "attribution": finding.attribution,
            "fingerprint": finding.fingerprint,
        }


def _document(record: Record) -> Row:
    agency, year = (record.meta[key].value if key in record.meta else None for key in ("agency", "year"))
    return {
        "sha256": record.document.sha256,
        "name": storable(record.document.name),
        "path": storable(record.document.path),
        "media_type": record.document.media_type,
        "form": record.form.id if record.form else None,
        "agency": storable(agency) if isinstance(agency, str) else None,
        "year": year if isinstance(year, int) else None,
    }
