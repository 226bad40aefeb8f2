"""What one document may cost, and what is said when it costs more."""

from dataclasses import dataclass

from extractor.batch.job import Job
from extractor.errors import DocumentError

__all__ = ["Limits", "timed_out", "worker_died"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for each document."""

    max_bytes: int
    timeout: float
    """Seconds, for a document or for each page of it that is recognised from its picture."""


def timed_out(job: Job, limits: Limits) -> DocumentError:
    """The document took longer than its time."""
    return DocumentError(
        "timed-out",
        f"not read within {limits.timeout:g} s",
        place=job.shown,
        hint="raise GOUJI_TIMEOUT and use `gouji run … --retry failed`",
    )


def worker_died(job: Job, exit_code: int | None) -> DocumentError:
    """The process that read the document ended: out of memory, or a crash in a C library."""
    how = f"signal {-exit_code}" if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"
    return DocumentError(
        "worker-died",
        f"the worker process ended by {how} while it read this document",
        place=job.shown,
        hint="try it alone with `gouji run … -j 2 --retry failed`; give the machine more memory",
    )
