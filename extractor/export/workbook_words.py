"""What the workbook says itself; the words are in `workbook_words.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from extractor.export.run_view import Language

__all__ = ["say", "words_of"]


def say(language: Language, section: str, name: str, /, **values: object) -> str:
    """The words for a name of the workbook, with `values` filled in; a name without words stands for itself."""
    text = _catalogue().get(section, {}).get(name, {}).get(language, name)
    return text.format(**values) if values else text


def words_of(section: str) -> Mapping[str, Mapping[str, str]]:
    """All names of a section, each with its words by language."""
    return _catalogue()[section]


@cache
def _catalogue() -> dict[str, dict[str, dict[str, str]]]:
    text = files("extractor.export").joinpath("workbook_words.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, dict[str, str]]]", tomllib.loads(text))
