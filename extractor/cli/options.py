"""Options that several commands have, and the language that they ask for."""

from typing import Annotated, cast, get_args

import typer

from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.settings import Language, read_settings

__all__ = ["DatabaseUrl", "Folder", "Json", "Lang", "Manifest", "Rules", "texts_of"]

# Help texts are keys of `texts.toml`; `extractor.cli.app` puts the words in place once the language is known.
Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="help.option.lang")]
Json = Annotated[bool, typer.Option("--json", help="help.option.json")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="FILE", help="help.option.rules")]
Manifest = Annotated[str | None, typer.Option("--manifest", metavar="FILE.csv", help="help.option.manifest")]
DatabaseUrl = Annotated[str | None, typer.Option("--database", metavar="URL", help="help.option.database")]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="help.option.folder")]


def texts_of(lang: str | None) -> Texts:
    """The words in the language that the command names, else in that of the settings.

    Raises:
        UsageError: `usage` for a language that there is not.
    """
    if lang is None:
        return Texts(read_settings().language)
    if lang not in get_args(Language):
        raise UsageError("usage", Texts("en")("usage.lang", value=lang))
    return Texts(cast("Language", lang))
