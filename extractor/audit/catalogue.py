"""The rule catalogue: what each rule is called, what it rests on and what it says, as data.

A rule has one entry in `data/rules.yaml` and one function in `extractor.audit.rules`; identities are rules too, but
stand in the form files, because the forms print them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from extractor.model.finding import Attribution, Severity

__all__ = ["Example", "Family", "RuleEntry", "RulesFile", "Wording", "rule_catalogue"]


Family = Literal["arithmetic", "prose", "completeness", "content", "period", "citation", "integrity", "ledger"]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}[0-9]{1,2}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_File):
    """A sentence in both languages; `{name}` stands for what the rule found."""

    zh: Text
    en: Text


class Variant(_File):
    """Another thing that the rule can say, at a level of its own."""

    severity: Severity | None = None
    """Null: the rule's."""
    message: Wording


class Change(_File):
    """One replacement in the base report; `old` occurs there exactly once."""

    old: Text
    new: str


class Example(_File):
    """What makes the rule fail in a report that otherwise passes it; executed by the tests."""

    changes: tuple[Change, ...] = Field(min_length=1)
    """Applied to the base report, which must pass the rule."""
    says: Text
    """A part of the English message that the changed report gives."""


class RuleEntry(_File):
    """One rule."""

    code: Code
    family: Family
    title: Wording
    clause: Text
    """The article, notice or practice it rests on."""
    severity: Severity
    message: Wording
    variants: dict[Name, Variant] = {}
    not_assessable: Wording | None = None
    attribution: Attribution = "source"
    forms: tuple[Text, ...] = ()
    """Ids of the forms it applies to; empty: all."""
    parameters: dict[Name, object] = {}
    """Word lists and limits that its function needs."""
    example: Example | None = None
    """Null only where no text report can show it; the reason then stands in `why_no_example`."""
    why_no_example: Text | None = None


class RulesFile(_File):
    """The whole catalogue."""

    schema_: Literal["gouji/rules/1"] = Field(alias="schema")
    rules: tuple[RuleEntry, ...] = Field(min_length=1)


@cache
def rule_catalogue() -> Mapping[str, RuleEntry]:
    """All rules by code, in the order of the file."""
    text = files("extractor.audit").joinpath("data", "rules.yaml").read_text(encoding="utf-8")
    parsed = RulesFile.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    return dict(_unique(parsed))


def _unique(parsed: RulesFile) -> Iterator[tuple[str, RuleEntry]]:
    seen: set[str] = set()
    for rule in parsed.rules:
        if rule.code in seen:
            raise ValueError(f"rule {rule.code} stands twice in the catalogue")
        seen.add(rule.code)
        yield rule.code, rule
