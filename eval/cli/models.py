"""The model of an evaluation: asked at its endpoint, or replayed out of the cache of replies without any key."""

from dataclasses import replace

from extractor.llm.standing import read_standings, standing_of
from extractor.prompting import builtin_prompts
from extractor.settings import Settings
from extractor.wiring.model_reader import ModelRecipe, choose_model, ready_model

__all__ = ["chosen_model"]

_NAME = "evaluation"
"""Budgets are kept by folder; an evaluation has one of its own."""


def chosen_model(llm: str, settings: Settings, *, replay: bool = False) -> ModelRecipe | None:
    """The recipe of the model that `--llm` means; null when the table reader is alone.

    Raises:
        UsageError: as `choose_model`.
        ModelError, StoreError: as `ready_model`.
    """
    if not replay:
        recipe = choose_model(llm, settings)
        return None if recipe is None else ready_model(recipe, output=_NAME, budget=None)
    if llm in {"off", "auto"}:
        return None
    options = replace(settings.model, model=llm)
    standing = standing_of(read_standings(settings.standings), llm, builtin_prompts().digest)
    return ModelRecipe(options, standing, use="replay")
