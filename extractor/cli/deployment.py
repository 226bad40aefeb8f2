"""The rules file and the `--manifest` lines of a command, and what is said about them."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from extractor.audit import Deployment, Waivers
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.settings import Settings
from extractor.store import Manifest
from extractor.wiring import AUTO, choose_forms, load_deployment

__all__ = ["named_deployment", "report_expired", "report_unknown_rows", "stored_deployment", "waivers_now"]

LISTED = 5
"""Lines without a document that are named one by one."""


def named_deployment(rules: str | None, settings: Settings, form: str = AUTO) -> Deployment | None:
    """The deployment of the rules file that the command or the setting names; null when neither does.

    Raises:
        UsageError: as `load_deployment`.
    """
    path = rules or settings.rules
    return None if path is None else load_deployment(path, choose_forms(form))


def stored_deployment(rules: str | None, settings: Settings, manifest: Manifest, texts: Texts) -> Deployment | None:
    """As `named_deployment`, else by the file that the run named, where it still is; its levels are the run's own.

    Raises:
        UsageError: as `load_deployment`.
    """
    form = str(manifest.settings.get("form") or AUTO)
    recorded = manifest.settings.get("rules")
    if rules or settings.rules or not recorded:
        return named_deployment(rules, settings, form)
    path = Path(manifest.working_folder) / str(recorded)
    if not path.is_file():
        print(printable(texts("rules.gone", path=recorded)), file=sys.stderr)
        return None
    return load_deployment(str(path), choose_forms(form))


def waivers_now(deployment: Deployment | None) -> Waivers:
    """The waivers as they hold today, on the calendar of this place."""
    return Waivers(deployment.waivers if deployment else (), datetime.now().astimezone().date())


def report_expired(waivers: Waivers, texts: Texts) -> None:
    """Name every waiver that holds no more, on stderr."""
    for waiver in waivers.expired:
        line = texts(
            "rules.expired", fingerprint=waiver.fingerprint, by=waiver.by, day=waiver.expires, reason=waiver.reason
        )
        print(printable(line), file=sys.stderr)


def report_unknown_rows(unknown: Mapping[str, str], path: str, texts: Texts) -> None:
    """Name the lines of a `--manifest` file without a document, on stderr; `unknown` are their paths by line."""
    for line, named in list(unknown.items())[:LISTED]:
        print(printable(texts("rules.unknown_row", file=path, line=line, path=named)), file=sys.stderr)
    if len(unknown) > LISTED:
        print(printable(texts("rules.more_rows", file=path, count=len(unknown) - LISTED)), file=sys.stderr)
