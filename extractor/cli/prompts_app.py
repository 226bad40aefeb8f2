"""The sub-commands of `gouji prompts` and their options; each body waits for its own imports."""

from typing import Annotated

import typer

from extractor.cli.options import Json, Lang, texts_of
from extractor.settings import read_settings

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.prompts", invoke_without_command=True)

PromptName = Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="help.option.prompt")]


@app.callback(help="help.prompts")
def prompts(context: typer.Context, lang: Lang = None, as_json: Json = False) -> int:
    """List the prompts, unless one of them is asked for."""
    return 0 if context.invoked_subcommand is not None else list_prompts(lang, as_json)


@app.command("list", help="help.prompts_list")
def list_prompts(lang: Lang = None, as_json: Json = False) -> int:
    """List the prompts."""
    from extractor.cli.prompts import list_prompts as list_all

    return list_all(read_settings(), texts_of(lang), as_json=as_json)


@app.command("show", help="help.prompts_show")
def show_prompt(name: PromptName, lang: Lang = None, as_json: Json = False) -> int:
    """Show one prompt."""
    from extractor.cli.prompts import show_prompt as show_one

    return show_one(name, texts_of(lang), as_json=as_json)


@app.command("render", help="help.prompts_render")
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
    return render_one(options, read_settings(), texts_of(lang), as_json=as_json)


@app.command("diff", help="help.prompts_diff")
def diff_prompts(old: PromptName, new: PromptName, lang: Lang = None, as_json: Json = False) -> int:
    """Compare two versions."""
    from extractor.cli.prompts import show_difference

    return show_difference(old, new, texts_of(lang), as_json=as_json)
