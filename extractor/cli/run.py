"""`gouji run`."""

import sys
from dataclasses import dataclass

from extractor.audit import levels_text
from extractor.batch import Request, Wording, run
from extractor.cli.deployment import named_deployment, report_expired, report_unknown_rows, waivers_now
from extractor.cli.failures import INTERRUPTED, SOME_FAILED
from extractor.cli.progress import watch
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts, catalogue
from extractor.cli.totals import totals_lines
from extractor.errors import UsageError
from extractor.settings import Settings
from extractor.store import Manifest
from extractor.wiring import Recipe

__all__ = ["RunOptions", "run_documents"]

MODEL_READERS = ("auto", "off")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options as typed."""

    paths: tuple[str, ...]
    output: str
    llm: str
    jobs: int | None
    glob: str | None
    limit: int | None
    retry: str | None
    form: str
    fresh: bool
    manifest: str | None = None
    rules: str | None = None
    database: str | None = None


def run_documents(options: RunOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Read the documents, print the totals, return the exit code."""
    request = _request(options, settings, texts)
    with watch(texts, settings, as_json=as_json) as observer:
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
        texts("usage.llm", value=options.llm): options.llm not in MODEL_READERS,
        texts("usage.retry", value=options.retry): options.retry not in {None, "failed"},
        texts("usage.fresh_retry"): options.fresh and options.retry is not None,
        texts("usage.positive", option="-j", value=options.jobs): options.jobs is not None and options.jobs < 1,
        texts("usage.positive", option="--limit", value=options.limit): options.limit is not None and options.limit < 1,
    }
    found = [message for message, wrong in problems.items() if wrong]
    if found:
        raise UsageError("usage", "; ".join(found))
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
        recipe=Recipe(options.form, levels_text(deployment.levels) if deployment else ""),
        llm=options.llm,
        manifest=options.manifest,
        rules=rules,
        waivers=waivers_now(deployment),
        wording=Wording(texts.language, catalogue()),
    )


def _print_totals(manifest: Manifest, output: str, settings: Settings, texts: Texts) -> None:
    console = make_console(settings)
    for line in totals_lines(manifest, output, texts):
        console.print(line)
    if manifest.counts.failed:
        print(texts("run.retry_hint", count=manifest.counts.failed), file=sys.stderr)
