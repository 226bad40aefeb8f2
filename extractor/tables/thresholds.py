"""The two figures that decide whether a label proves a row."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Thresholds", "default_thresholds"]


class Thresholds(BaseModel):
    """Similarities from 0 to 1 between a printed label and a form label (design.md §4.2)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["gouji/thresholds/1"] = Field(default="gouji/thresholds/1", alias="schema")
    score: float = Field(ge=0, le=1)
    """τ: below it a label is not recognised."""
    margin: float = Field(ge=0, le=1)
    """μ: by how much a label must beat every other label of the table."""


@cache
def default_thresholds() -> Thresholds:
    """The thresholds that ship with the package."""
    text = files("extractor.tables").joinpath("data/thresholds.yaml").read_text(encoding="utf-8")
    return Thresholds.model_validate(yaml.safe_load(text))
