"""What a run would ask, cost and leave to people, from reading the documents with the table reader alone."""

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.batch.inputs import Selection, list_inputs
from extractor.batch.limits import Limits
from extractor.batch.plan import Plan
from extractor.batch.run import Request
from extractor.batch.work import work, worker_count
from extractor.model import Usage
from extractor.settings import Settings
from extractor.store import OutputFolder
from extractor.wiring import assemble, forecasting

__all__ = ["Forecast", "forecast"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Before a run."""

    documents: int
    """That the run would read; those of earlier runs that need no work are not counted."""
    reused: int
    failed: int
    """That cannot be read by any reader."""
    accepted: int
    """Cells that the table reader proves by itself."""
    review: int
    """Cells that it leaves to people; a model that is a witness makes them fewer, never more."""
    usage: Usage
    """Likely tokens in, most tokens out; without retries and re-asks."""


def forecast(request: Request, settings: Settings) -> Forecast:
    """Read the documents and count; nothing is sent and nothing is written.

    Raises:
        UsageError, FormError, NothingToDoError, StoreError: as `run`.
    """
    recipe = replace(request.recipe, model=forecasting(request.recipe.model))
    assembly = assemble(recipe)
    selection = Selection(request.paths, request.glob, request.limit, request.output)
    plan = Plan(list_inputs(selection, max_bytes=settings.max_bytes).inputs)
    reused = 0
    if not request.fresh:
        folder = OutputFolder(Path(request.output))
        previous = folder.previous(assembly.fingerprint)
        taken = plan.take_over(previous, folder, max_bytes=settings.max_bytes, retry_failed=request.retry_failed)
        reused = sum(1 for _ in taken)
    documents, failed, accepted, review = plan.missing(), 0, 0, 0
    usage = Usage()
    count = worker_count(request.jobs, settings.jobs, documents)
    limits = Limits(settings.max_bytes, settings.timeout)
    outcomes = work(recipe, assembly.pipeline, plan.jobs(), limits, count)
    with closing(outcomes):
        for outcome in outcomes:
            usage += outcome.usage
            failed += outcome.tally.status == "failed"
            accepted += outcome.tally.accepted
            review += outcome.tally.review
    return Forecast(documents, reused, failed, accepted, review, usage)
