"""`gouji export`."""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.batch import Wording, export, finished_run, names_folder
from extractor.cli.deployment import stored_deployment, waivers_now
from extractor.cli.notices import chosen_levels, write_letters
from extractor.cli.safe import printable
from extractor.cli.texts import Texts, catalogue
from extractor.errors import UsageError
from extractor.model import Record
from extractor.settings import Settings

__all__ = ["ExportOptions", "export_folder"]

DECISIONS = "gouji.sqlite"
"""Named here, too, so that a folder without decisions does not need the database's packages."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options as typed."""

    path: str
    target: str
    rules: str | None = None
    levels: str | None = None
    """For letters only."""
    database: str | None = None
    pictures: bool = True
    """In a page."""


@contextmanager
def _decisions(options: ExportOptions) -> Generator[Callable[[Record], Record] | None, None, None]:
    """What people settled in this folder, to be added to its records; null where nobody was asked."""
    if options.database is None and not (Path(options.path) / DECISIONS).exists():
        yield None
        return
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.export import settling

    with settling(options.path, options.database) as settle:
        yield settle


def export_folder(options: ExportOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Write a finished run as one file, say what was written, return the exit code.

    Raises:
        UsageError: `usage` for levels without letters; else as the writer of the suffix.
    """
    _, manifest = finished_run(options.path)
    waivers = waivers_now(stored_deployment(options.rules, settings, manifest, texts))
    if names_folder(options.target):
        levels = chosen_levels(options.levels, texts)
        return write_letters(options.path, options.target, levels, waivers, texts, as_json=as_json)
    if options.levels is not None:
        raise UsageError("usage", texts("usage.levels_of_notices"), hint=texts("usage.hint"))
    with _decisions(options) as settle:
        wording = Wording(texts.language, catalogue())
        done = export(options.path, options.target, wording, waivers, settle, pictures=options.pictures)
    if as_json:
        value = {
            "files": [str(file) for file in done.files],
            "documents": done.documents,
            "cells": done.cells,
            "findings": done.findings,
            "unfit": done.unfit,
        }
        print(json.dumps(value, ensure_ascii=False))
        return 0
    for file in done.files:
        counted = texts("export.done", documents=done.documents, cells=done.cells, findings=done.findings)
        print(printable(f"{file}: {counted}"))
    if done.unfit:
        print(texts("export.unfit", count=done.unfit), file=sys.stderr)
    return 0
