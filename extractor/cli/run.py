"""`gouji run`."""

import sys
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from extractor.audit import levels_text
from extractor.batch import Request, Wording, run
from extractor.cli.deployment import named_deployment, report_expired, report_unknown_rows, waivers_now
from extractor.cli.failures import INTERRUPTED, SOME_FAILED
from extractor.cli.forecast import show_forecast
from extractor.cli.progress import watch
from extractor.cli.second_reader import announcement
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts, catalogue
from extractor.cli.totals import totals_lines
from extractor.errors import UsageError
from extractor.settings import Settings
from extractor.store import Manifest
from extractor.wiring import Recipe, choose_model, ready_model

__all__ = ["RunOptions", "run_documents"]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options as typed."""

    paths: tuple[str, ...]
    output: str
    llm: str | None
    jobs: int | None
    glob: str | None
    limit: int | None
    retry: str | None
    form: str
    fresh: bool
    manifest: str | None = None
    rules: str | None = None
    budget: str | None = None
    dry_run: bool = False
    database: str | None = None


def run_documents(options: RunOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Read the documents, print the totals, return the exit code."""
    request = _request(options, settings, texts)
    if options.dry_run:
        return show_forecast(request, settings, texts, as_json=as_json)
    request = _ready(request, options.budget)
    announced = announcement(request.llm, request.recipe.model, texts)
    with watch(texts, settings, as_json=as_json, announced=announced) as observer:
        try:
            manifest = run(request, settings, observer)
        except KeyboardInterrupt:
            done, total = observer.totals.done, observer.totals.total
            print(texts("run.interrupted", done=done, total=total), file=sys.stderr)
            return INTERRUPTED
    if options.database is not None:
        _import(options, settings, texts, as_json=as_json)
    if as_json:
        print(manifest.model_dump_json(by_alias=True))
    else:
        _print_totals(manifest, options.output, settings, texts)
    report_expired(request.waivers, texts)
    if options.manifest is not None:
        report_unknown_rows(manifest.unknown_rows, options.manifest, texts)
    return SOME_FAILED if manifest.counts.failed else 0


def _ready(request: Request, budget: str | None) -> Request:
    """The request with a model that can be asked."""
    recipe = request.recipe
    if recipe.model is None:
        return request
    model = ready_model(recipe.model, output=request.output, budget=budget)
    return replace(request, recipe=replace(recipe, model=model))


def _import(options: RunOptions, settings: Settings, texts: Texts, *, as_json: bool) -> None:
    """Put the records into the database that the command names."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.workplace import open_workplace

    with open_workplace(options.output, settings, texts, database=options.database, rules=options.rules, quiet=as_json):
        pass


def _request(options: RunOptions, settings: Settings, texts: Texts) -> Request:
    """The request behind the options.

    Raises:
        UsageError: an option has a value that means nothing.
    """
    problems = {
        texts("usage.budget", value=options.budget): options.budget is not None and not _is_amount(options.budget),
        texts("usage.retry", value=options.retry): options.retry not in {None, "failed"},
        texts("usage.fresh_retry"): options.fresh and options.retry is not None,
        texts("usage.positive", option="-j", value=options.jobs): options.jobs is not None and options.jobs < 1,
        texts("usage.positive", option="--limit", value=options.limit): options.limit is not None and options.limit < 1,
    }
    found = [message for message, wrong in problems.items() if wrong]
    if found:
        raise UsageError("usage", "; ".join(found))
    llm = options.llm or settings.llm
    model = choose_model(llm, settings)
    rules = options.rules or settings.rules
    deployment = named_deployment(rules, settings, options.form)
    return Request(
        paths=options.paths,
        output=options.output,
        jobs=options.jobs,
        glob=options.glob,
        limit=options.limit,
        retry_failed=options.retry == "failed",
        fresh=options.fresh,
        recipe=Recipe(options.form, levels_text(deployment.levels) if deployment else "", model, settings.traces),
        llm=llm,
        manifest=options.manifest,
        rules=rules,
        waivers=waivers_now(deployment),
        wording=Wording(texts.language, catalogue()),
    )


def _is_amount(text: str) -> bool:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return False
    return amount.is_finite() and amount > 0


def _print_totals(manifest: Manifest, output: str, settings: Settings, texts: Texts) -> None:
    console = make_console(settings)
    for line in totals_lines(manifest, output, texts):
        console.print(line)
    if manifest.counts.failed:
        print(texts("run.retry_hint", count=manifest.counts.failed), file=sys.stderr)
    lacking = {code: count for code, count in manifest.counts.shortfalls.items() if code.startswith("model-")}
    if lacking:
        codes = ", ".join(f"{count} {code}" for code, count in lacking.items())
        print(texts("run.model_hint", count=sum(lacking.values()), codes=codes), file=sys.stderr)
