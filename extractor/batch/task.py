"""One file in, one outcome out: the same in a worker process and in the command's own."""

import hashlib
from pathlib import PurePath

from extractor.batch.inputs import read_bytes
from extractor.batch.job import Job, Outcome, Processor
from extractor.batch.names import path_text
from extractor.errors import DocumentError
from extractor.model import DocumentInfo, Record
from extractor.pipeline import Processed
from extractor.pipeline.process import failed
from extractor.settings import Settings
from extractor.store import read_tally
from extractor.wiring import Recipe, assemble

__all__ = ["failure", "perform", "read_one"]

RETRY = "`gouji run … --retry failed` tries it again"


def perform(processor: Processor, job: Job, *, max_bytes: int) -> Outcome:
    """Read one file. Whatever goes wrong with it ends in its record, never in an exception."""
    sha256 = None
    try:
        data = _read(job, max_bytes)
        sha256 = hashlib.sha256(data).hexdigest()
        processed = processor.process(data, name=PurePath(job.shown).name, path=job.shown)
        return _outcome(job, sha256, processed)
    except DocumentError as error:
        return _failed(job, sha256, error)
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch (the issue's item 7)
        return _failed(job, sha256, _internal(error, job))


def read_one(path: str, settings: Settings) -> Processed:
    """Read one file here and now, for a look at it."""
    job = Job(0, path, path_text(path))
    try:
        data = _read(job, settings.max_bytes)
    except DocumentError as error:
        info = DocumentInfo(sha256=None, name=PurePath(job.shown).name, path=job.shown, media_type=None)
        return Processed(failed(info, error), None)
    return assemble(Recipe()).pipeline.process(data, name=PurePath(job.shown).name, path=job.shown)


def failure(job: Job, error: DocumentError, *, max_bytes: int) -> Outcome:
    """The outcome of a file whose worker did not live to say what became of it."""
    try:
        sha256 = hashlib.sha256(_read(job, max_bytes)).hexdigest()
    except DocumentError:
        sha256 = None
    return _failed(job, sha256, error)


def _read(job: Job, max_bytes: int) -> bytes:
    if job.fault is not None:
        raise _unreadable(job, job.fault)
    try:
        # One byte more than allowed tells a file that is too large, however large, without reading all of it.
        data = read_bytes(job.path, max_bytes + 1)
    except OSError as error:
        raise _unreadable(job, (error.strerror or type(error).__name__).lower()) from error
    if len(data) > max_bytes:
        raise DocumentError(
            "too-large",
            f"more than {max_bytes} bytes",
            place=job.shown,
            hint="split it, or raise GOUJI_MAX_BYTES if it really is one report",
        )
    return data


def _unreadable(job: Job, reason: str) -> DocumentError:
    return DocumentError("unreadable-file", reason, place=job.shown, hint=f"mend the file; {RETRY}")


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
    return Outcome(job.index, sha256, line, text, read_tally(line))


def record_line(record: Record) -> bytes:
    """The record as its line in `records.jsonl`, without line end."""
    return record.model_dump_json(by_alias=True).encode()
