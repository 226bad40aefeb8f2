"""The sub-commands of `gouji review` and their options; each body waits for its own imports."""

from typing import Annotated, cast

import typer

from extractor.cli.options import DatabaseUrl, Folder, Json, Lang, texts_of
from extractor.settings import read_settings

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.review", no_args_is_help=True)

As = Annotated[str, typer.Option("--as", metavar="NAME", help="help.option.as")]
ItemId = Annotated[int, typer.Argument(metavar="ITEM", min=1, help="help.option.item")]
Target = Annotated[str, typer.Option("--to", metavar="FILE", help="help.option.review_to")]


@app.command("list", help="help.review_list")
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
    return list_questions(Place(folder, database), filters, limit, read_settings(), texts_of(lang), as_json=as_json)


@app.command("show", help="help.review_show")
def review_show(
    folder: Folder, item: ItemId, database: DatabaseUrl = None, lang: Lang = None, as_json: Json = False
) -> int:
    """Show one question."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place, show_question

    return show_question(Place(folder, database), item, read_settings(), texts_of(lang), as_json=as_json)


@app.command("decide", help="help.review_decide")
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
    return decide(Place(folder, database), item, reply, name, read_settings(), texts_of(lang), as_json=as_json)


@app.command("undo", help="help.review_undo")
def review_undo(
    folder: Folder, name: As, database: DatabaseUrl = None, lang: Lang = None, as_json: Json = False
) -> int:
    """Take back the newest answer."""
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.queue import Place, undo

    return undo(Place(folder, database), name, read_settings(), texts_of(lang), as_json=as_json)


@app.command("export", help="help.review_export")
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
    return export_settled(place, target, read_settings(), texts_of(lang), decisions=decisions, as_json=as_json)


@app.command("promote", help="help.review_promote")
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

    return promote(Place(folder, database), document, target, name, read_settings(), texts_of(lang), as_json=as_json)


@app.command("users", help="help.review_users")
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
    return manage_users(Place(folder, database), options, read_settings(), texts_of(lang), as_json=as_json)
