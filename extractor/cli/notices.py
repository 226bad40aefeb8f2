"""`gouji export --to FOLDER/`: letters to agencies."""

import json
import sys
from typing import get_args

from extractor.audit import Waivers
from extractor.batch import export_notices
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.model.finding import Severity

__all__ = ["chosen_levels", "write_letters"]

DEFAULT: tuple[Severity, ...] = ("error",)


def chosen_levels(typed: str | None, texts: Texts) -> tuple[Severity, ...]:
    """The levels of `--levels`, which stand with commas between them; errors without it.

    Raises:
        UsageError: one of them is no level.
    """
    if typed is None:
        return DEFAULT
    known: dict[str, Severity] = {level: level for level in get_args(Severity)}
    wanted = [word.strip() for word in typed.split(",")]
    for word in wanted:
        if word not in known:
            raise UsageError("usage", texts("usage.levels", value=word), hint=texts("usage.hint"))
    return tuple(dict.fromkeys(known[word] for word in wanted))


def write_letters(
    path: str, target: str, levels: tuple[Severity, ...], waivers: Waivers, texts: Texts, *, as_json: bool
) -> int:
    """Write the letters, say what was written, return the exit code."""
    done = export_notices(path, target, waivers, levels)
    findings = sum(notice.findings for notice in done.notices)
    if as_json:
        value = {
            "files": [str(done.folder / notice.file) for notice in done.notices],
            "index": str(done.index),
            "findings": findings,
            "removed": list(done.removed),
            "waived": done.waived,
            "unsettled": done.unsettled,
        }
        print(json.dumps(value, ensure_ascii=False))
        return 0
    counted = texts("export.notices", count=len(done.notices), findings=findings)
    print(printable(f"{done.index}: {counted}"))
    if unaddressed := sum(notice.agency is None for notice in done.notices):
        print(texts("export.unaddressed", count=unaddressed), file=sys.stderr)
    if done.removed:
        print(texts("export.removed", count=len(done.removed)), file=sys.stderr)
    if done.unsettled:
        print(texts("export.unsettled", count=done.unsettled), file=sys.stderr)
    return 0
