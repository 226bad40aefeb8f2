"""`gouji show`."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from extractor.audit import levels_from, levels_text
from extractor.batch import (
    Selection,
    bytes_of,
    finished_run,
    list_inputs,
    read_one,
    recipe_of,
    select_records,
    source_bytes,
)
from extractor.cli.deployment import named_deployment, stored_deployment, waivers_now
from extractor.cli.failures import SOME_FAILED
from extractor.cli.pictures import write_pictures
from extractor.cli.safe import printable
from extractor.cli.screen import Shown, render_document
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.forms import Form
from extractor.model import Record
from extractor.settings import Settings
from extractor.wiring import AUTO, Recipe, choose_forms

__all__ = ["ShowOptions", "show_document"]

Source = Callable[[], bytes | None]
"""Gives the bytes of the document; null when they are gone or have changed."""

LISTED = 5
"""Documents named when more than one is meant."""


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """The options as typed."""

    path: str
    document: str | None = None
    rules: str | None = None
    pictures: str | None = None
    """A folder to write them into."""


def show_document(options: ShowOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print the document and return the exit code: 3 for one that could not be read.

    Raises:
        UsageError: `usage` when no document, or more than one, is meant.
    """
    path = options.path
    if Path(path).is_dir():
        shown, data = _stored(path, options.document, options.rules, settings, texts)
    elif options.document is not None:
        raise UsageError("usage", texts("usage.document_of_file"), place=path)
    else:
        shown, data = _read(path, options.rules, settings, texts)
    if options.pictures is not None:
        source = data()
        pictures = write_pictures(shown.record, source, Path(options.pictures)) if source is not None else {}
        shown = replace(shown, pictures=pictures)
        if not pictures:
            print(texts("show.no_pictures"), file=sys.stderr)
    if as_json:
        print(shown.record.model_dump_json(by_alias=True))
    else:
        console = make_console(settings)
        for part in render_document(shown, texts, console.width):
            console.print(part)
    return SOME_FAILED if shown.record.status == "failed" else 0


def _read(path: str, rules: str | None, settings: Settings, texts: Texts) -> tuple[Shown, Source]:
    inputs = list_inputs(Selection((path,)), max_bytes=settings.max_bytes).inputs
    first, *others = inputs
    if others:
        message = texts("usage.which_member", count=len(inputs), names=_listed([item.shown for item in inputs]))
        raise UsageError("usage", message, place=path, hint=texts("usage.which_member_hint", name=first.shown))
    deployment = named_deployment(rules, settings)
    recipe = Recipe(levels=levels_text(deployment.levels)) if deployment else Recipe()
    processed = read_one(first, settings, recipe)
    shown = Shown(
        processed.record,
        _form(processed.record, AUTO),
        processed.text,
        waivers_now(deployment),
        levels_from(recipe.levels),
    )
    return shown, lambda: bytes_of(first, settings)


def _stored(
    path: str, document: str | None, rules: str | None, settings: Settings, texts: Texts
) -> tuple[Shown, Source]:
    folder, manifest = finished_run(path)
    waivers = waivers_now(stored_deployment(rules, settings, manifest, texts))
    matches = list(select_records(folder, lambda head: document is None or _meant(document, head.path, head.sha256)))
    if not matches:
        raise UsageError("usage", texts("usage.no_document", name=document), place=path)
    if len(matches) > 1:
        names = _listed([record.document.path for record in matches])
        message = texts("usage.which_document", count=len(matches), names=names)
        raise UsageError("usage", message, hint=texts("usage.which_hint"))
    record = matches[0]
    text = None
    if record.document.sha256 is not None and folder.text_path(record.document.sha256).exists():
        text = folder.text_path(record.document.sha256).read_bytes().decode()
    shown = Shown(
        record,
        _form(record, str(manifest.settings.get("form") or AUTO)),
        text,
        waivers,
        levels_from(recipe_of(manifest).levels),
    )
    sha256 = record.document.sha256
    if sha256 is None:
        return shown, lambda: None
    return shown, lambda: source_bytes(manifest, record.document.path, sha256, settings.max_bytes)


def _listed(paths: list[str]) -> str:
    return ", ".join(map(printable, paths[:LISTED])) + (", …" if len(paths) > LISTED else "")


def _meant(named: str, path: str, sha256: str | None) -> bool:
    """Whether a name on the command line means this document: its path, name or hash, or how either of them begins."""
    if path == named or PurePath(path).name.startswith(named):
        return True
    return sha256 is not None and len(named) >= 4 and sha256.startswith(named)  # noqa: PLR2004 - fewer digits are a name


def _form(record: Record, option: str) -> Form | None:
    if record.form is None:
        return None
    return next((form for form in choose_forms(option) if form.id == record.form.id), None)
