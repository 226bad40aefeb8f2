"""The weights of the queue, from `queue.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from extractor.model import Kind, Tier
from extractor.model.finding import Attribution, Severity

__all__ = ["Weights", "default_weights"]

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Other(_Part):
    """Suspicion by what the readers say."""

    readers_differ: Share


class Suspicion(_Part):
    """How likely the machine is wrong; the largest that applies counts."""

    tier: dict[Tier, Share]
    kind: dict[Kind, Share]
    other: Other
    attribution: dict[Attribution, Share]


class Impact(_Part):
    """How much depends on the answer."""

    equation: Weight
    error_finding: Weight
    warning_finding: Weight
    severity: dict[Severity, Weight]
    """Findings of a severity that is not named here put no question."""


class Audit(_Part):
    """The sample of accepted cells."""

    rate: Share
    highest: Weight


class Weights(_Part):
    """All weights."""

    suspicion: Suspicion
    impact: Impact
    audit: Audit


@cache
def default_weights() -> Weights:
    """The weights that ship with the package."""
    content = Path(__file__).with_name("queue.toml").read_text(encoding="utf-8")
    return Weights.model_validate(tomllib.loads(content))
