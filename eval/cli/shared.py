"""What the commands of the evaluation share."""

import sys
from collections.abc import Sequence
from typing import cast, get_args

from eval.golden import Need, Split
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.settings import Language, Settings, read_settings

__all__ = ["all_or_split", "announce", "needs", "positive", "words"]


def words(lang: str | None) -> tuple[Texts, Settings]:
    """The words of the language that is asked for, and the settings.

    Raises:
        UsageError: `usage` when there is no such language.
    """
    settings = read_settings()
    if lang is None:
        return Texts(settings.language), settings
    if lang not in get_args(Language):
        raise UsageError("usage", Texts("en")("usage.lang", value=lang))
    return Texts(cast("Language", lang)), settings


def all_or_split(value: str, texts: Texts) -> Split | None:
    """The split, or null for all.

    Raises:
        UsageError: `usage` when there is no such split.
    """
    if value == "all":
        return None
    if value not in get_args(Split):
        raise UsageError("usage", texts("eval.no_split", value=value))
    return cast("Split", value)


def needs(values: Sequence[str], texts: Texts) -> frozenset[Need]:
    """What the documents that are left out need.

    Raises:
        UsageError: `usage` when no document needs such a thing.
    """
    if unknown := sorted(set(values) - {*get_args(Need)}):
        raise UsageError("usage", texts("eval.no_need", value=unknown[0], known=", ".join(get_args(Need))))
    return frozenset(cast("Sequence[Need]", values))


def positive(option: str, value: int | None, texts: Texts) -> None:
    """Refuse a count below one.

    Raises:
        UsageError: `usage`.
    """
    if value is not None and value < 1:
        raise UsageError("usage", texts("usage.positive", option=option, value=value))


def announce(line: str) -> None:
    """Tell a person at a terminal how far it is; what is piped gets nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
