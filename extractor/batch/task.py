"""One file in, one outcome out: the same in a worker process and in the command's own."""

import hashlib
from pathlib import PurePath

from extractor.batch.inputs import Input
from extractor.batch.job import Job, Outcome, Processor
from extractor.batch.source import read_document
from extractor.errors import DocumentError
from extractor.model import DocumentInfo, Record
from extractor.pipeline import Processed
from extractor.pipeline.process import failed
from extractor.settings import Settings
from extractor.store import read_tally
from extractor.wiring import Recipe, assemble

__all__ = ["bytes_of", "failure", "perform", "read_one"]


def perform(processor: Processor, job: Job, *, max_bytes: int) -> Outcome:
    """Read one file. Whatever goes wrong with it ends in its record, never in an exception."""
    sha256 = None
    try:
        data = _read(job, max_bytes)
        sha256 = hashlib.sha256(data).hexdigest()
        processed = processor.process(data, name=PurePath(job.shown).name, path=job.shown, facts=job.facts)
        return _outcome(job, sha256, processed)
    except DocumentError as error:
        return _failed(job, sha256, error)
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch (the issue's item 7)
        return _failed(job, sha256, _internal(error, job))


def read_one(document: Input, settings: Settings, recipe: Recipe | None = None) -> Processed:
    """Read one document here and now, for a look at it."""
    job = Job(0, document.path, document.shown, document.fault, document.entries)
    try:
        data = _read(job, settings.max_bytes)
    except DocumentError as error:
        info = DocumentInfo(sha256=None, name=PurePath(job.shown).name, path=job.shown, media_type=None)
        return Processed(failed(info, error), None)
    return assemble(recipe or Recipe()).pipeline.process(data, name=PurePath(job.shown).name, path=job.shown)


def bytes_of(document: Input, settings: Settings) -> bytes | None:
    """The bytes of one document; null where it cannot be read."""
    try:
        return _read(Job(0, document.path, document.shown, document.fault, document.entries), settings.max_bytes)
    except DocumentError:
        return None


def failure(job: Job, error: DocumentError, *, max_bytes: int) -> Outcome:
    """The outcome of a file whose worker did not live to say what became of it."""
    try:
        sha256 = hashlib.sha256(_read(job, max_bytes)).hexdigest()
    except DocumentError:
        sha256 = None
    return _failed(job, sha256, error)


def _read(job: Job, max_bytes: int) -> bytes:
    if job.fault is not None:
        raise job.fault
    return read_document(job.path, job.entries, max_bytes=max_bytes, place=job.shown)


def _internal(error: Exception, job: Job) -> DocumentError:
    # Only the type: a message may hold addresses or times, and the same input gives the same record.
    return DocumentError(
        "internal-error",
        f"{type(error).__name__} in our code",
        place=job.shown,
        hint="report it, with the file if you may",
    )


def _failed(job: Job, sha256: str | None, error: DocumentError) -> Outcome:
    info = DocumentInfo(sha256=sha256, name=PurePath(job.shown).name, path=job.shown, media_type=None)
    return _outcome(job, sha256, Processed(failed(info, error), None))


def _outcome(job: Job, sha256: str | None, processed: Processed) -> Outcome:
    line = record_line(processed.record)
    text = None if processed.text is None else processed.text.encode()
    return Outcome(job.index, sha256, line, text, read_tally(line), processed.usage, processed.rows)


def record_line(record: Record) -> bytes:
    """The record as its line in `records.jsonl`, without line end."""
    return record.model_dump_json(by_alias=True).encode()
