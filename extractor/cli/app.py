"""The commands and their options. Each body waits for its own imports: `gouji --help` has 0.3 s."""

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Protocol, cast, get_args

import typer

from extractor.cli.failures import INTERRUPTED, exit_code, report
from extractor.cli.texts import Texts
from extractor.errors import GoujiError, UsageError
from extractor.settings import Language, read_settings

__all__ = ["run_command"]

# Help texts are keys of `texts.toml`; `_translate` puts the words in place once the language is known.
app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.app")

Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="help.option.lang")]
Json = Annotated[bool, typer.Option("--json", help="help.option.json")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="FILE", help="help.option.rules")]
Manifest = Annotated[str | None, typer.Option("--manifest", metavar="FILE.csv", help="help.option.manifest")]
DatabaseUrl = Annotated[str | None, typer.Option("--database", metavar="URL", help="help.option.database")]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="help.option.folder")]


@app.command(help="help.run")
def run(  # noqa: PLR0917 - one parameter per flag
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="help.option.paths")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="help.option.output")],
    llm: Annotated[str, typer.Option(metavar="auto|off|MODEL", help="help.option.llm")] = "auto",
    budget: Annotated[str | None, typer.Option(metavar="USD", help="help.option.budget")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.option.dry_run")] = False,
    jobs: Annotated[int | None, typer.Option("-j", "--jobs", metavar="N", help="help.option.jobs")] = None,
    glob: Annotated[str | None, typer.Option(metavar="PATTERN", help="help.option.glob")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", help="help.option.limit")] = None,
    retry: Annotated[str | None, typer.Option(metavar="failed", help="help.option.retry")] = None,
    form: Annotated[str, typer.Option(metavar="auto|ID|FILE", help="help.option.form")] = "auto",
    fresh: Annotated[bool, typer.Option("--fresh", help="help.option.fresh")] = False,
    manifest: Manifest = None,
    rules: Rules = None,
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Read documents into an output folder."""
    from extractor.cli.run import RunOptions, run_documents

    options = RunOptions(
        tuple(paths), output, llm, jobs, glob, limit, retry, form, fresh, manifest, rules, budget, dry_run, database
    )
    return run_documents(options, read_settings(), _texts(lang), as_json=as_json)


@app.command(help="help.show")
def show(
    path: Annotated[str, typer.Argument(metavar="FILE|DIR", help="help.option.show_path")],
    document: Annotated[str | None, typer.Option(metavar="NAME", help="help.option.document")] = None,
    rules: Rules = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Show one document."""
    from extractor.cli.show import show_document

    return show_document(path, document, read_settings(), _texts(lang), rules=rules, as_json=as_json)


@app.command(help="help.check")
def check(
    folder: Folder, rules: Rules = None, manifest: Manifest = None, lang: Lang = None, as_json: Json = False
) -> int:
    """Run every rule again on stored records."""
    from extractor.cli.check import CheckOptions, check_folder

    options = CheckOptions(folder, rules, manifest)
    return check_folder(options, read_settings(), _texts(lang), as_json=as_json)


@app.command(help="help.verify")
def verify(folder: Folder, database: DatabaseUrl = None, lang: Lang = None, as_json: Json = False) -> int:
    """Derive every record again and compare."""
    from extractor.cli.verify import verify_folder

    return verify_folder(folder, read_settings(), _texts(lang), database=database, as_json=as_json)


@app.command(help="help.export")
def export(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    target: Annotated[str, typer.Option("--to", metavar="FILE|DIR/", help="help.option.to")],
    levels: Annotated[str | None, typer.Option("--levels", metavar="LEVEL,…", help="help.option.levels")] = None,
    rules: Rules = None,
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Write stored records as a table, a workbook or a page."""
    from extractor.cli.export import ExportOptions, export_folder

    options = ExportOptions(folder, target, rules, levels, database)
    return export_folder(options, read_settings(), _texts(lang), as_json=as_json)


@app.command(help="help.forms")
def forms(
    form: Annotated[str | None, typer.Argument(metavar="ID|FILE", help="help.option.form_id")] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """List the forms, or show one."""
    from extractor.cli.forms import show_forms

    return show_forms(form, read_settings(), _texts(lang), as_json=as_json)


rules_app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.rules", invoke_without_command=True)
app.add_typer(rules_app, name="rules")


@rules_app.callback(help="help.rules")
def list_rules(context: typer.Context, lang: Lang = None, as_json: Json = False) -> int:
    """List the rules, unless one of them is asked for."""
    from extractor.cli.rules import list_all

    if context.invoked_subcommand is not None:
        return 0
    return list_all(read_settings(), _texts(lang), as_json=as_json)


@rules_app.command("show", help="help.rules_show")
def show_rule(
    code: Annotated[str, typer.Argument(metavar="CODE", help="help.option.rule_code")],
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Show one rule."""
    from extractor.cli.rules import show_one

    return show_one(code, read_settings(), _texts(lang), as_json=as_json)


prompts_app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.prompts", invoke_without_command=True)
app.add_typer(prompts_app, name="prompts")

PromptName = Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="help.option.prompt")]


@prompts_app.callback(help="help.prompts")
def prompts(context: typer.Context, lang: Lang = None, as_json: Json = False) -> int:
    """List the prompts, unless one of them is asked for."""
    return 0 if context.invoked_subcommand is not None else list_prompts(lang, as_json)


@prompts_app.command("list", help="help.prompts_list")
def list_prompts(lang: Lang = None, as_json: Json = False) -> int:
    """List the prompts."""
    from extractor.cli.prompts import list_prompts as list_all

    return list_all(read_settings(), _texts(lang), as_json=as_json)


@prompts_app.command("show", help="help.prompts_show")
def show_prompt(name: PromptName, lang: Lang = None, as_json: Json = False) -> int:
    """Show one prompt."""
    from extractor.cli.prompts import show_prompt as show_one

    return show_one(name, _texts(lang), as_json=as_json)


@prompts_app.command("render", help="help.prompts_render")
def render_prompt(  # noqa: PLR0917 - one parameter per flag
    name: PromptName,
    path: Annotated[str | None, typer.Argument(metavar="FILE", help="help.option.render_path")] = None,
    table: Annotated[str | None, typer.Option(metavar="KEY", help="help.option.table")] = None,
    edition: Annotated[str | None, typer.Option(metavar="ID", help="help.option.edition")] = None,
    row: Annotated[str | None, typer.Option(metavar="KEY", help="help.option.row")] = None,
    form: Annotated[str, typer.Option(metavar="auto|ID|FILE", help="help.option.form")] = "auto",
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Fill in one prompt."""
    from extractor.cli.prompts import RenderOptions
    from extractor.cli.prompts import render_prompt as render_one

    options = RenderOptions(name, path, form, table, edition, row)
    return render_one(options, read_settings(), _texts(lang), as_json=as_json)


@prompts_app.command("diff", help="help.prompts_diff")
def diff_prompts(old: PromptName, new: PromptName, lang: Lang = None, as_json: Json = False) -> int:
    """Compare two versions."""
    from extractor.cli.prompts import show_difference

    return show_difference(old, new, _texts(lang), as_json=as_json)


review_app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.review", no_args_is_help=True)
app.add_typer(review_app, name="review")

As = Annotated[str, typer.Option("--as", metavar="NAME", help="help.option.as")]
ItemId = Annotated[int, typer.Argument(metavar="ITEM", min=1, help="help.option.item")]
Target = Annotated[str, typer.Option("--to", metavar="FILE", help="help.option.review_to")]


@review_app.command("list", help="help.review_list")
def review_list(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    kind: Annotated[str | None, typer.Option(metavar="cell|finding", help="help.option.filter")] = None,
    rule: Annotated[str | None, typer.Option(metavar="CODE", help="help.option.filter")] = None,
    tier: Annotated[str | None, typer.Option(metavar="TIER", help="help.option.filter")] = None,
    agency: Annotated[str | None, typer.Option(metavar="NAME", help="help.option.filter")] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="help.option.filter")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="help.option.review_limit")] = 20,
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """List the open questions."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place, list_questions
        from extractor.store.database.shapes import Filters

    filters = Filters(kind=kind, rule=rule, tier=tier, agency=agency, year=year)
    return list_questions(Place(folder, database), filters, limit, read_settings(), _texts(lang), as_json=as_json)


@review_app.command("show", help="help.review_show")
def review_show(
    folder: Folder, item: ItemId, database: DatabaseUrl = None, lang: Lang = None, as_json: Json = False
) -> int:
    """Show one question."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place, show_question

    return show_question(Place(folder, database), item, read_settings(), _texts(lang), as_json=as_json)


@review_app.command("decide", help="help.review_decide")
def review_decide(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    item: ItemId,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="help.option.action")],
    name: As,
    value: Annotated[str, typer.Option(metavar="TEXT", help="help.option.value")] = "",
    choice: Annotated[int, typer.Option(metavar="N", min=0, max=9, help="help.option.choice")] = 0,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="help.option.reason")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="help.option.until")] = "",
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Answer one question."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place, decide
        from extractor.review.answers import Reply, ReplyAction

    reply = Reply(cast("ReplyAction", action.replace("-", "_")), value, choice, reason, until)
    return decide(Place(folder, database), item, reply, name, read_settings(), _texts(lang), as_json=as_json)


@review_app.command("undo", help="help.review_undo")
def review_undo(
    folder: Folder, name: As, database: DatabaseUrl = None, lang: Lang = None, as_json: Json = False
) -> int:
    """Take back the newest answer."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place, undo

    return undo(Place(folder, database), name, read_settings(), _texts(lang), as_json=as_json)


@review_app.command("export", help="help.review_export")
def review_export(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    target: Target,
    decisions: Annotated[bool, typer.Option("--decisions", help="help.option.decisions")] = False,
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Write records with decisions, or the chain itself."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.export import export_settled
        from extractor.cli.reviewing.queue import Place

    place = Place(folder, database)
    return export_settled(place, target, read_settings(), _texts(lang), decisions=decisions, as_json=as_json)


@review_app.command("promote", help="help.review_promote")
def review_promote(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    document: Annotated[str, typer.Argument(metavar="SHA256", help="help.option.sha256")],
    target: Target,
    name: As,
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Write the settled values of a document as a candidate for golden data."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.export import promote
        from extractor.cli.reviewing.queue import Place

    return promote(Place(folder, database), document, target, name, read_settings(), _texts(lang), as_json=as_json)


@review_app.command("users", help="help.review_users")
def review_users(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="help.option.user_action")] = "list",
    name: Annotated[str, typer.Argument(metavar="NAME", help="help.option.user_name")] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="help.option.role")] = "reviewer",
    label: Annotated[str, typer.Option("--for", metavar="TEXT", help="help.option.token_for")] = "",
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Manage accounts and keys of programs."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place
        from extractor.cli.reviewing.users import UserOptions, manage_users

    options = UserOptions(action, name, role, label)
    return manage_users(Place(folder, database), options, read_settings(), _texts(lang), as_json=as_json)


@app.command(help="help.serve")
def serve(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    host: Annotated[str, typer.Option(metavar="NAME", help="help.option.host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="help.option.port")] = 8765,
    database: DatabaseUrl = None,
    rules: Rules = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Serve the pages on which people settle what is in doubt."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.serve import ServeOptions, serve_folder

    options = ServeOptions(folder, host, port, database, rules)
    return serve_folder(options, read_settings(), _texts(lang), as_json=as_json)


def run_command(arguments: Sequence[str] | None) -> int:
    """Run the command that `arguments` name and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    _never_fail_to_print()
    texts = Texts("en")
    try:
        texts = Texts(_spoken(words) or read_settings().language)
        return _invoke(words, texts)
    except GoujiError as error:
        report(error, texts, as_json=as_json)
        return exit_code(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`gouji … | head`); Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _invoke(words: list[str], texts: Texts) -> int:
    command = typer.main.get_command(app)
    _translate(cast("_Command", command), texts)
    try:
        # Not `command(…)`, which would turn faults and broken pipes into exits of its own.
        with command.make_context("gouji", words) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as done:
        return done.exit_code
    except _USAGE_FAULT as error:
        message = cast("_UsageFault", error).format_message().rstrip(".")
        raise UsageError("usage", message, hint=texts("usage.hint")) from error


class _UsageFault(Protocol):
    """What Typer raises when the words make no command; the class itself is private to Typer."""

    def format_message(self) -> str: ...


class _Parameter(Protocol):
    help: str | None


class _Command(Protocol):
    """The part of Typer's private command class that holds help texts."""

    help: str | None
    params: list[_Parameter]


_USAGE_FAULT = cast("type[Exception]", typer.BadParameter.__mro__[2])


def _translate(command: _Command, texts: Texts) -> None:
    """Put words in the place of keys."""
    command.help = texts(command.help or "")
    for parameter in command.params:
        if parameter.help:
            parameter.help = texts(parameter.help)
    for child in getattr(command, "commands", {}).values():
        _translate(child, texts)


def _spoken(words: Sequence[str]) -> Language | None:
    """The language that the words ask for; needed before they are understood, because help comes first."""
    named = next((word.partition("=")[2] for word in words if word.startswith("--lang=")), None)
    if "--lang" in words[:-1]:
        named = words[words.index("--lang") + 1]
    return next((language for language in get_args(Language) if language == named), None)


def _texts(lang: str | None) -> Texts:
    if lang is None:
        return Texts(read_settings().language)
    if lang not in get_args(Language):
        raise UsageError("usage", Texts("en")("usage.lang", value=lang))
    return Texts(cast("Language", lang))


def _never_fail_to_print() -> None:
    """A terminal that cannot show Chinese gets escapes rather than an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
