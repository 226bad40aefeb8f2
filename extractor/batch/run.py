"""The local driver: documents in, an output folder out, and never a document lost on the way."""

import os
import platform
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from extractor.audit import Waivers
from extractor.batch.export import Wording, write_automatic
from extractor.batch.inputs import Input, Listing, Selection, list_inputs
from extractor.batch.job import Outcome
from extractor.batch.limits import Limits
from extractor.batch.manifest_input import Matched, match_rows, read_rows
from extractor.batch.names import path_text
from extractor.batch.plan import Plan
from extractor.batch.progress import Observer, Totals
from extractor.batch.stored import model_settings
from extractor.batch.work import sharing_cores, waiting_workers, work, worker_count
from extractor.model import Usage
from extractor.pipeline import Pipeline
from extractor.settings import Settings
from extractor.store import (
    Duplicate,
    Journal,
    Manifest,
    OutputFolder,
    Skipped,
    Stored,
    Tokens,
    document_fingerprint,
    read_head,
)
from extractor.wiring import Assembly, ModelRecipe, Recipe, assemble, finish_run, serving

__all__ = ["Request", "run"]

MODEL_TIME = 900.0
"""Seconds that a document may take longer when a model reads it too: its questions wait for their turn and are tried
again, and each has limits of its own."""
ROW_TIME = 60.0
"""Seconds more for each row, where a model reads row by row: it may be computing on this very machine."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the operator asked for."""

    paths: tuple[str, ...]
    output: str
    jobs: int | None = None
    """Null: as many as there are cores, and none for a few documents."""
    glob: str | None = None
    limit: int | None = None
    retry_failed: bool = False
    """Do failed and partial documents again."""
    fresh: bool = False
    """Take nothing over from earlier runs."""
    recipe: Recipe = field(default_factory=Recipe)
    llm: str = "auto"
    manifest: str | None = None
    """CSV file with what is known of the documents."""
    rules: str | None = None
    """Rules file of the deployment; its levels are in `recipe`."""
    waivers: Waivers = field(default_factory=Waivers)
    wording: Wording = field(default_factory=Wording)
    """Of the files that people open."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What stays the same throughout a run."""

    request: Request
    settings: Settings
    listing: Listing
    assembly: Assembly
    known: Matched
    """What `--manifest` says."""
    started: datetime
    clock: float


def run(request: Request, settings: Settings, observer: Observer) -> Manifest:
    """Read every document and write the output folder.

    Raises:
        UsageError, FormError: the request does not make sense.
        NothingToDoError: `no-documents`.
        StoreError: the output cannot be written; what is finished stays in the journal for the next run.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    assembly = assemble(request.recipe)
    selection = Selection(request.paths, request.glob, request.limit, request.output)
    listing = _without_list(request, list_inputs(selection, max_bytes=settings.max_bytes))
    known = _known(request, settings, listing)
    ground = _Ground(request, settings, listing, assembly, known, started, clock)
    with OutputFolder(Path(request.output)).open_for_writing() as folder:
        plan, totals = Plan(listing.inputs, known.facts), Totals(len(listing.inputs), waivers=request.waivers)
        _read_all(ground, folder, plan, totals, observer)
        return _finish(ground, folder, plan, totals)


def _without_list(request: Request, listing: Listing) -> Listing:
    """The `--manifest` file itself is no report, though it may lie among them; when it is named, it is read."""
    if request.manifest is None:
        return listing
    place = os.path.abspath(request.manifest)  # noqa: PTH100 - Path.resolve would follow links
    kept: list[Input] = []
    skipped: list[Skipped] = []
    for item in listing.inputs:
        if item.path in request.paths or item.entries or os.path.abspath(item.path) != place:  # noqa: PTH100 - as above
            kept.append(item)
        else:
            skipped.append(Skipped(path=item.shown, reason="not-a-document", media_type="text/csv"))
    return Listing(tuple(kept), (*listing.skipped, *skipped))


def _known(request: Request, settings: Settings, listing: Listing) -> Matched:
    if request.manifest is None:
        return Matched()
    rows = read_rows(request.manifest, max_bytes=settings.max_bytes)
    documents = [item.shown for item in listing.inputs]
    return match_rows(rows, request.manifest, documents, os.getcwd(), request.paths)  # noqa: PTH109 - strings, as records state them


def _read_all(ground: _Ground, folder: OutputFolder, plan: Plan, totals: Totals, observer: Observer) -> None:
    """Take over what can be, do the rest, and journal each result as it comes."""
    request, settings = ground.request, ground.settings
    model = request.recipe.model
    limits = Limits(settings.max_bytes, settings.timeout + _model_time(model))
    keep = 0
    if not request.fresh:
        previous = folder.previous(ground.assembly.fingerprint, ground.known.facts)
        keep = previous.journal_end
        taken = plan.take_over(previous, folder, max_bytes=settings.max_bytes, retry_failed=request.retry_failed)
        for shown, stored in taken:
            totals.reused += 1
            totals.add(shown, stored)
    observer.started(totals)
    extra = waiting_workers(model.options.concurrency) if model else 0
    count = worker_count(request.jobs, settings.jobs + extra, plan.missing())
    with _served(ground, needed=plan.missing() > 0, processes=count) as (recipe, pipeline):
        outcomes = work(sharing_cores(recipe, count), pipeline, plan.jobs(), limits, count)
        with Journal(folder.journal, keep=keep) as journal, closing(outcomes):
            for outcome in outcomes:
                stored = _store(outcome, folder, journal, ground)
                plan.put(outcome.index, stored)
                totals.add(ground.listing.inputs[outcome.index].shown, stored)
                totals.heard(outcome.usage, outcome.rows)
                observer.advanced(totals, read_head(outcome.line))


@contextmanager
def _served(ground: _Ground, *, needed: bool, processes: int) -> Generator[tuple[Recipe, Pipeline]]:
    """Recipe and pipeline that reach the model; one that the run serves itself is started when it is needed."""
    recipe = ground.request.recipe
    with serving(recipe.model if needed else None, processes=processes) as model:
        if model is None or model is recipe.model:
            yield recipe, ground.assembly.pipeline
        else:
            reaching = replace(recipe, model=model)
            yield reaching, assemble(reaching).pipeline


def _model_time(model: ModelRecipe | None) -> float:
    """Seconds that a document may take longer for the questions about it."""
    if model is None:
        return 0.0
    return MODEL_TIME + (ROW_TIME * model.rows.most if model.rows else 0.0)


def _store(outcome: Outcome, folder: OutputFolder, journal: Journal, ground: _Ground) -> Stored:
    # The text first: a record in the journal promises it.
    if outcome.text is not None and outcome.sha256 is not None:
        folder.write_text(outcome.sha256, outcome.text)
    shown = ground.listing.inputs[outcome.index].shown
    fingerprint = document_fingerprint(ground.assembly.fingerprint, ground.known.facts.get(shown))
    line = journal.append(path=shown, sha256=outcome.sha256, fingerprint=fingerprint, record=outcome.line)
    return Stored("journal", line.offset, len(outcome.line), outcome.sha256, outcome.text is not None, outcome.tally)


def _finish(ground: _Ground, folder: OutputFolder, plan: Plan, totals: Totals) -> Manifest:
    request, settings, listing = ground.request, ground.settings, ground.listing
    records = folder.assemble(plan.places())
    manifest = Manifest(
        package=f"gouji {ground.assembly.versions['gouji']}",
        python=platform.python_version(),
        versions=ground.assembly.versions,
        fingerprint=ground.assembly.fingerprint,
        forms={form.id: form.digest for form in ground.assembly.forms},
        working_folder=path_text(os.getcwd()),  # noqa: PTH109 - a string is what is stored
        inputs=tuple(path_text(path) for path in request.paths),
        settings={
            "form": request.recipe.form,
            "levels": request.recipe.levels,
            "rules": request.rules,
            "manifest": request.manifest,
            "llm": request.llm,
            **model_settings(request.recipe.model),
            "glob": request.glob,
            "limit": request.limit,
            "max_bytes": settings.max_bytes,
            "timeout_seconds": settings.timeout,
        },
        started=_utc(ground.started),
        finished=_utc(datetime.now(UTC)),
        seconds=round(time.monotonic() - ground.clock, 3),
        counts=totals.counts(len(listing.skipped)),
        tokens=_tokens(totals.usage),
        cost_usd=_cost(totals.usage),
        rows_heard=totals.rows,
        facts=dict(ground.known.facts),
        unknown_rows={str(row.line): row.path for row in ground.known.unknown},
        skipped=listing.skipped,
        duplicates=tuple(Duplicate(sha256=sha256, paths=paths) for sha256, paths in plan.duplicates()),
        records=records,
    )
    folder.finish(manifest)
    if request.recipe.model is not None:
        finish_run(request.recipe.model)
    # Last, so that a run that is stopped here has its records; the same command then writes these files.
    write_automatic(folder, manifest, request.wording, request.waivers)
    return manifest


def _tokens(usage: Usage) -> Tokens:
    return Tokens(
        input=usage.input,
        cached_input=usage.cached_input,
        output=usage.output,
        requests=usage.requests,
        replayed=usage.replayed,
    )


def _cost(usage: Usage) -> str | None:
    return None if usage.cost is None else f"{usage.cost.normalize():f}"


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
