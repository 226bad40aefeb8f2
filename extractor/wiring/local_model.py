"""The local model's server, from before the first document to after the last: one for a run, whatever its processes."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractor.settings import available_cores
from extractor.wiring.model_reader import ModelRecipe

__all__ = ["serving"]

FOLDER = "models"
"""Below the cache's own."""


@contextmanager
def serving(recipe: ModelRecipe | None, *, processes: int = 1) -> Generator[ModelRecipe | None]:
    """The recipe with the address of a server that lives as long as the body; any other recipe as it is.

    Args:
        recipe: of whatever model was chosen.
        processes: that read documents meanwhile. One alone waits for its replies, and leaves the model every core.

    Raises:
        UsageError: `missing-extra`.
        ModelError: `weights-damaged` or `local-model-unusable`.
        StoreError: `disk-full` or `cache-unusable`.
    """
    if recipe is None or recipe.weights is None or recipe.use != "ask":
        yield recipe
        return
    from extractor.llm.local import LocalServer, ready_weights

    options = recipe.options
    weights = ready_weights(Path(options.cache) / FOLDER)
    # Several leave it all but one: the engine's threads wait for each other, and all for the last.
    threads = options.threads or max(1, available_cores() - int(processes > 1))
    with LocalServer(weights, model=options.model, threads=threads) as server:
        yield replace(recipe, options=replace(options, base_url=server.url, key=server.key))
