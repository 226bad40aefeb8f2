"""The commands and their options. Each body waits for its own imports: `gouji --help` has 0.3 s."""

import io
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import entry_points, version
from typing import Annotated, Protocol, cast, get_args

import typer

from extractor.cli.failures import INTERRUPTED, exit_code, report
from extractor.cli.options import DatabaseUrl, Folder, Json, Lang, Manifest, Rules, texts_of
from extractor.cli.prompts_app import app as prompts_app
from extractor.cli.reviewing.app import app as review_app
from extractor.cli.texts import Texts
from extractor.errors import GoujiError, UsageError
from extractor.settings import Language, read_settings

__all__ = ["run_command"]

# Help texts are keys of `texts.toml`; `_translate` puts the words in place once the language is known.
app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.app")


def _print_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"gouji {version('gouji')}\n")
        raise typer.Exit


@app.callback(help="help.app")
def gouji(
    asked: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="help.option.version")
    ] = False,
) -> None:
    """Print the version, or do what the command says."""


@app.command(help="help.run")
def run(  # noqa: PLR0917 - one parameter per flag
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="help.option.paths")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="help.option.output")],
    llm: Annotated[str | None, typer.Option(metavar="auto|off|local|MODEL", help="help.option.llm")] = None,
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
    return run_documents(options, read_settings(), texts_of(lang), as_json=as_json)


@app.command(help="help.show")
def show(  # noqa: PLR0917 - one parameter per flag
    path: Annotated[str, typer.Argument(metavar="FILE|DIR", help="help.option.show_path")],
    document: Annotated[str | None, typer.Option(metavar="NAME", help="help.option.document")] = None,
    pictures: Annotated[str | None, typer.Option(metavar="DIR", help="help.option.pictures")] = None,
    rules: Rules = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Show one document."""
    from extractor.cli.show import ShowOptions, show_document

    return show_document(ShowOptions(path, document, rules, pictures), read_settings(), texts_of(lang), as_json=as_json)


@app.command(help="help.check")
def check(
    folder: Folder, rules: Rules = None, manifest: Manifest = None, lang: Lang = None, as_json: Json = False
) -> int:
    """Run every rule again on stored records."""
    from extractor.cli.check import CheckOptions, check_folder

    options = CheckOptions(folder, rules, manifest)
    return check_folder(options, read_settings(), texts_of(lang), as_json=as_json)


@app.command(help="help.verify")
def verify(folder: Folder, database: DatabaseUrl = None, lang: Lang = None, as_json: Json = False) -> int:
    """Derive every record again and compare."""
    from extractor.cli.verify import verify_folder

    return verify_folder(folder, read_settings(), texts_of(lang), database=database, as_json=as_json)


@app.command(help="help.export")
def export(  # noqa: PLR0917 - one parameter per flag
    folder: Folder,
    target: Annotated[str, typer.Option("--to", metavar="FILE|DIR/", help="help.option.to")],
    levels: Annotated[str | None, typer.Option("--levels", metavar="LEVEL,…", help="help.option.levels")] = None,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="help.option.no_pictures")] = False,
    rules: Rules = None,
    database: DatabaseUrl = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Write stored records as a table, a workbook or a page."""
    from extractor.cli.export import ExportOptions, export_folder

    options = ExportOptions(folder, target, rules, levels, database, not no_pictures)
    return export_folder(options, read_settings(), texts_of(lang), as_json=as_json)


@app.command(help="help.forms")
def forms(
    form: Annotated[str | None, typer.Argument(metavar="ID|FILE", help="help.option.form_id")] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """List the forms, or show one."""
    from extractor.cli.forms import show_forms

    return show_forms(form, read_settings(), texts_of(lang), as_json=as_json)


rules_app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.rules", invoke_without_command=True)
app.add_typer(rules_app, name="rules")


@rules_app.callback(help="help.rules")
def list_rules(context: typer.Context, lang: Lang = None, as_json: Json = False) -> int:
    """List the rules, unless one of them is asked for."""
    from extractor.cli.rules import list_all

    if context.invoked_subcommand is not None:
        return 0
    return list_all(read_settings(), texts_of(lang), as_json=as_json)


@rules_app.command("show", help="help.rules_show")
def show_rule(
    code: Annotated[str, typer.Argument(metavar="CODE", help="help.option.rule_code")],
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Show one rule."""
    from extractor.cli.rules import show_one

    return show_one(code, read_settings(), texts_of(lang), as_json=as_json)


app.add_typer(prompts_app, name="prompts")


@app.command(help="help.probe")
def probe(
    llm: Annotated[str, typer.Option(metavar="auto|MODEL", help="help.option.probe_llm")] = "auto",
    fresh: Annotated[bool, typer.Option("--fresh", help="help.option.probe_fresh")] = False,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Ask the endpoint what it honours."""
    from extractor.cli.probe import probe_endpoint

    return probe_endpoint(llm, read_settings(), texts_of(lang), fresh=fresh, as_json=as_json)


app.add_typer(review_app, name="review")


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
    return serve_folder(options, read_settings(), texts_of(lang), as_json=as_json)


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


@cache
def _add_commands() -> None:
    """Take in the sub-commands of packages above this one; they say theirs in the entry-point group."""
    for entry in entry_points(group="gouji.commands"):
        app.add_typer(entry.load(), name=entry.name)


def _invoke(words: list[str], texts: Texts) -> int:
    _add_commands()
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


def _never_fail_to_print() -> None:
    """A terminal that cannot show Chinese gets escapes rather than an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
