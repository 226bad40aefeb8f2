"""`gouji prompts`: list, show, render, diff."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.batch import Selection, list_inputs, read_one
from extractor.cli.screen.prompts import difference, lines_of_prompt, lines_of_question, render_prompts
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.errors import DocumentError, UsageError
from extractor.forms import Form, TableEdition
from extractor.model import Question
from extractor.prompting import (
    Prompt,
    Prompts,
    builtin_prompts,
    claims_question,
    countables,
    metadata_question,
    row_ids,
    row_question,
    second_look_question,
    table_question,
)
from extractor.prompting.catalogue import prompts_folder
from extractor.prompting.released import read_released
from extractor.settings import Settings
from extractor.wiring import choose_forms

__all__ = ["RenderOptions", "list_prompts", "render_prompt", "show_difference", "show_prompt"]

NO_DOCUMENT = "0" * 64
"""In the place of a document's hash where none is given."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a prompt is filled in with."""

    name: str
    file: str | None
    form: str
    table: str | None
    edition: str | None
    row: str | None


@dataclass(frozen=True, slots=True)
class _Shown:
    """The document that a prompt is filled in with, or what stands in its place."""

    form: Form
    editions: Mapping[str, str]
    text: str
    sha256: str


def list_prompts(settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print every version of every prompt, a line each."""
    prompts = builtin_prompts()
    states = _states(prompts)
    if as_json:
        print(json.dumps([_json(prompt, states[prompt.name]) for prompt in prompts.prompts], ensure_ascii=False))
        return 0
    console = make_console(settings)
    for part in render_prompts(prompts.prompts, states, texts):
        console.print(part)
    return 0


def show_prompt(name: str, texts: Texts, *, as_json: bool) -> int:
    """Print one prompt with its examples.

    Raises:
        PromptError: `prompt-unknown`.
    """
    prompts = builtin_prompts()
    prompt = prompts.get(name)
    if as_json:
        source = prompt.source
        whole = {**_json(prompt, _states(prompts)[prompt.name]), "text": source.text, "examples": source.examples_text}
        print(json.dumps(whole, ensure_ascii=False))
        return 0
    _print(lines_of_prompt(prompt, texts))
    return 0


def render_prompt(options: RenderOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print a prompt as a model gets it.

    Raises:
        PromptError: `prompt-unknown`.
        UsageError: the prompt needs a table, an edition or a row that is not named or does not exist.
        DocumentError: the document cannot be read.
    """
    prompts = builtin_prompts().using([options.name])
    shown = _document(options, settings, texts)
    question = _question(prompts, prompts.preferred[0], shown, options, texts)
    if as_json:
        value = {
            "prompt": question.prompt,
            "digest": question.digest,
            "part": question.part,
            "document": question.document,
            "max_tokens": question.max_tokens,
            "messages": [{"role": message.role, "text": message.text} for message in question.messages],
            "reply": question.reply.model_json_schema(),
        }
        print(json.dumps(value, ensure_ascii=False))
        return 0
    _print(lines_of_question(question, texts))
    return 0


def show_difference(old: str, new: str, texts: Texts, *, as_json: bool) -> int:
    """Print what two prompts say differently.

    Raises:
        PromptError: `prompt-unknown`.
    """
    prompts = builtin_prompts()
    one, other = prompts.get(old), prompts.get(new)
    lines = difference(one, other)
    if as_json:
        print(json.dumps({"from": one.name, "to": other.name, "lines": lines}, ensure_ascii=False))
        return 0
    _print(lines or [texts("prompts.same", old=one.name, new=other.name)])
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _states(prompts: Prompts) -> dict[str, str]:
    """Whether each version is released as it stands, changed since, or new."""
    released = read_released(prompts_folder()).released
    states: dict[str, str] = {}
    for prompt in prompts.prompts:
        file = prompt.source.file
        digest = released.get(file.id, {}).get(file.version)
        states[prompt.name] = "new" if digest is None else "released" if digest == prompt.digest else "changed"
    return states


def _json(prompt: Prompt, state: str) -> dict[str, object]:
    file = prompt.source.file
    return {
        "id": file.id,
        "version": file.version,
        "task": file.task,
        "about": {"zh": file.about.zh, "en": file.about.en},
        "variables": dict(file.variables),
        "reply": file.reply,
        "examples": len(prompt.source.examples),
        "state": state,
        "digest": prompt.digest,
    }


def _document(options: RenderOptions, settings: Settings, texts: Texts) -> _Shown:
    if options.file is None:
        forms = choose_forms(options.form)
        having = (form for form in forms if options.table in {None, *(table.key for table in form.tables)})
        form = next(having, forms[0])
        editions = {table.key: table.editions[-1].edition for table in form.tables}
        return _Shown(form, editions, texts("prompts.placeholder"), NO_DOCUMENT)
    first, *others = list_inputs(Selection((options.file,)), max_bytes=settings.max_bytes).inputs
    if others:
        message = texts("usage.which_member", count=1 + len(others), names=first.shown + ", …")
        raise UsageError(
            "usage", message, place=options.file, hint=texts("prompts.which_member_hint", name=first.shown)
        )
    processed = read_one(first, settings)
    record = processed.record
    if record.error is not None or record.form is None or processed.text is None:
        code, message = (record.error.code, record.error.message) if record.error else ("no-tables", "")
        raise DocumentError(code, message, place=options.file)
    form = next(form for form in choose_forms(options.form) if form.id == record.form.id)
    newest = {table.key: table.editions[-1].edition for table in form.tables}
    return _Shown(form, {**newest, **record.form.editions}, processed.text, record.document.sha256 or NO_DOCUMENT)


def _question(prompts: Prompts, prompt: Prompt, shown: _Shown, options: RenderOptions, texts: Texts) -> Question:
    match prompt.task:
        case "table":
            return table_question(prompts, _edition(shown, options, texts), shown.text, document=shown.sha256)
        case "second-look" | "row":
            edition = _edition(shown, options, texts)
            row = _row(edition, options, texts)
            ask = row_question if prompt.task == "row" else second_look_question
            return ask(prompts, edition, row, shown.text, document=shown.sha256)
        case "claims":
            if not countables(shown.form, shown.editions):
                raise UsageError("usage", texts("prompts.no_claims", form=shown.form.id))
            return claims_question(prompts, shown.form, shown.editions, shown.text, document=shown.sha256)
        case "metadata":
            return metadata_question(prompts, shown.form, shown.text, document=shown.sha256)


def _edition(shown: _Shown, options: RenderOptions, texts: Texts) -> TableEdition:
    keys = [table.key for table in shown.form.tables]
    if options.table not in keys:
        message = texts("prompts.which_table", form=shown.form.id, keys=", ".join(keys))
        raise UsageError("usage", message, place=options.table)
    table = shown.form.table(options.table)
    names = [edition.edition for edition in table.editions]
    name = options.edition or shown.editions[table.key]
    if name not in names:
        message = texts("prompts.which_edition", table=table.key, names=", ".join(names))
        raise UsageError("usage", message, place=name)
    return table.edition(name)


def _row(edition: TableEdition, options: RenderOptions, texts: Texts) -> str:
    """The key of the row that is named by its key or its id."""
    ids = row_ids(edition)
    key = ids.get(options.row or "", options.row)
    if key is None or key not in ids.values():
        message = texts("prompts.which_row", table=edition.table, keys=", ".join(ids.values()))
        raise UsageError("usage", message, place=options.row)
    return key
