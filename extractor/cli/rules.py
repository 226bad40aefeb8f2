"""`gouji rules` and `gouji rules show CODE`."""

import json
from collections.abc import Sequence

from extractor.audit.rulebook import Rule, rulebook
from extractor.cli.screen.rules import render_rule, render_rules
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.forms import builtin_forms
from extractor.settings import Settings

__all__ = ["list_all", "show_one"]


def list_all(settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print every rule, a line each."""
    rules = rulebook(builtin_forms())
    if as_json:
        print(json.dumps([_json(rule) for rule in rules], ensure_ascii=False))
        return 0
    console = make_console(settings)
    for part in render_rules(rules, texts):
        console.print(part)
    return 0


def show_one(code: str, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print everything about a rule; two forms may give one code to identities of their own.

    Raises:
        UsageError: no rule has the code.
    """
    found = _find(code)
    if not found:
        message = texts("rules.unknown", code=code)
        raise UsageError("usage", message, hint=texts("rules.unknown_hint"))
    if as_json:
        print(json.dumps([_json(rule) for rule in found], ensure_ascii=False))
        return 0
    console = make_console(settings)
    for number, rule in enumerate(found):
        if number:
            console.print()
        for part in render_rule(rule, texts):
            console.print(part)
    return 0


def _find(code: str) -> Sequence[Rule]:
    return [rule for rule in rulebook(builtin_forms()) if rule.code.lower() == code.lower()]


def _json(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "family": rule.family,
        "level": rule.severity,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "clause": rule.clause,
        "identity_of": rule.form,
        "forms": list(rule.forms),
        "messages": [
            {"variant": item.name or None, "level": item.severity, "zh": item.message.zh, "en": item.message.en}
            for item in rule.sentences
        ],
        "not_assessable": {"zh": rule.not_assessable.zh, "en": rule.not_assessable.en},
        "decided": rule.decided,
        "equation": rule.equation,
        "example": None
        if rule.says is None
        else {
            "changes": [{"old": item.old, "new": item.new} for item in rule.changes],
            "case": {"zh": rule.case.zh, "en": rule.case.en} if rule.case else None,
            "says": rule.says,
        },
    }
