"""The figures that decide what a label proves, and a recogniser's score."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Thresholds", "default_thresholds"]


class Thresholds(BaseModel):
    """Similarities from 0 to 1 between a printed label and a form label (design.md §4.2), and scores."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["gouji/thresholds/1"] = Field(default="gouji/thresholds/1", alias="schema")
    score: float = Field(ge=0, le=1)
    """τ: below it a label is not recognised."""
    margin: float = Field(ge=0, le=1)
    """μ: by how much a label must beat every other label of the table."""
    floor: float = Field(default=0.9, ge=0, le=1)
    """The recogniser's score below which one read of a figure counts for nothing (design.md §4.4)."""


@cache
def default_thresholds() -> Thresholds:
    """The thresholds that ship with the package."""
    text = files("extractor.tables").joinpath("data/thresholds.yaml").read_text(encoding="utf-8")
    return Thresholds.model_validate(yaml.safe_load(text))
