"""Where documents are read: here, or in worker processes."""

from collections.abc import Generator, Iterator

from extractor.batch.alone import work_alone
from extractor.batch.job import Factory, Job, Outcome, Processor
from extractor.batch.limits import Limits
from extractor.batch.pool import work_in_pool

__all__ = ["FEW", "waiting_workers", "work", "worker_count"]

FEW = 8
"""Documents that are read in the command's own process when no number of workers is named: a worker takes 0.5 s to
start,
about as long as reading this many."""
QUESTIONS = 4
"""That a document puts to a model at once, about."""


def work(
    factory: Factory, processor: Processor, jobs: Iterator[Job], limits: Limits, count: int
) -> Generator[Outcome, None, None]:
    """Read documents in `count` worker processes, or here with `processor` when `count` is 1."""
    if count == 1:
        return work_alone(processor, jobs, limits)
    return work_in_pool(factory, jobs, limits, count)


def waiting_workers(concurrency: int) -> int:
    """Processes beside one for each core when a model is asked: they wait for it most of the time.

    A document asks about four questions at once, so a process for every four places at the endpoint keeps it busy.
    """
    return -(-concurrency // QUESTIONS)


def worker_count(named: int | None, default: int, documents: int) -> int:
    """How many processes to use: none beside our own for a few documents, never more than documents."""
    if named is None and documents <= FEW:
        return 1
    return max(1, min(named or default, documents))
