"""`gouji probe`: what the configured endpoint really honours."""

from dataclasses import replace

from extractor.cli.screen.probe import render_report
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.settings import Settings

__all__ = ["probe_endpoint"]


def probe_endpoint(llm: str, settings: Settings, texts: Texts, *, fresh: bool, as_json: bool) -> int:
    """Ask the endpoint, or say what it answered before, and print that.

    Raises:
        UsageError: `model-unconfigured`, `missing-extra`, `bad-setting`.
        ModelError: `model-unreachable`, `model-rate-limited`, `model-rejected`.
        StoreError: `cache-unusable`.
    """
    from extractor.llm.library import require

    options = settings.model if llm == "auto" else replace(settings.model, model=llm)
    if not options.model or not (options.key or options.base_url):
        raise UsageError(
            "model-unconfigured", texts("probe.unconfigured"), place="probe", hint=texts("probe.configure")
        )
    require()
    from extractor.llm.inspection import inspect_endpoint, known_report

    known = None if fresh else known_report(options)
    report = known or inspect_endpoint(options)
    if as_json:
        print(report.model_dump_json(by_alias=True))
        return 0
    console = make_console(settings)
    for part in render_report(report, texts, remembered=known is not None):
        console.print(part)
    return 0
