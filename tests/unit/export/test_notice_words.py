"""`extractor.export.notice.words`: the sentences of a letter."""

from typing import get_args

from extractor.audit.catalogue import Family
from extractor.audit.rulebook import rulebook
from extractor.export.notice.words import ask
from extractor.forms import builtin_forms


def test_every_rule_has_words_for_what_is_asked() -> None:
    """By its code or its family; nothing is asked in a sentence of a rule that is no more."""
    assert all(ask(rule.code, rule.family).endswith("。") for rule in rulebook(builtin_forms()))
    assert all(ask("", family).endswith("。") for family in get_args(Family))
