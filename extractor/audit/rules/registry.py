"""How a rule's function is found: by its code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from extractor.audit.catalogue import RuleEntry
from extractor.audit.view import View
from extractor.model import Place
from extractor.model.finding import Attribution, Severity

__all__ = ["FUNCTIONS", "Failed", "NotAssessable", "Outcome", "Passed", "RuleFunction", "rule"]


@dataclass(frozen=True, slots=True)
class Passed:
    """The rule had something to check, and it holds."""

    vacuous: bool = False
    """It holds because there is nothing but zeros: no evidence."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The rule does not hold."""

    values: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the placeholders of the message stand for."""
    variant: str | None = None
    """Which of the rule's sentences is said; null: the main one."""
    severity: Severity | None = None
    """Only to go below the catalogue's level, where this case is less sure than others."""
    attribution: Attribution | None = None
    """Null: the catalogue's."""
    cells: tuple[str, ...] = ()
    quote: str | None = None
    source: Place | None = None
    expression: str | None = None
    left: str | None = None
    right: str | None = None
    delta: str | None = None
    key: tuple[str, ...] = ()
    """What makes this failure the same one in a later run, besides code, variant and cells."""


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """The rule applies, but an input is missing or not proven."""

    cells: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict[str, object])


Outcome = Passed | Failed | NotAssessable
RuleFunction = Callable[[View, RuleEntry], Iterator[Outcome]]
"""Yields one outcome for each thing checked; nothing where the rule does not apply."""

FUNCTIONS: dict[str, RuleFunction] = {}


def rule(code: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register the function of a rule.

    Raises:
        ValueError: the code has a function already.
    """

    def register(function: RuleFunction) -> RuleFunction:
        if code in FUNCTIONS:
            raise ValueError(f"rule {code} has two functions")
        FUNCTIONS[code] = function
        return function

    return register
