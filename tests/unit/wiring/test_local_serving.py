"""The server of the local model: for which recipes one is started, and on how many cores it computes."""

from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from extractor.llm.options import ModelOptions, Secret
from extractor.wiring import local_model as wiring
from extractor.wiring.local_model import serving
from extractor.wiring.model_reader import ModelRecipe

CORES = 4


class Started:
    """Stands in for the server: remembers its threads."""

    threads = 0
    url = "http://127.0.0.1:1/v1"
    key = Secret("drawn")

    def __init__(self, weights: Path, *, model: str, threads: int) -> None:
        """Started with so many threads."""
        del weights, model
        Started.threads = threads

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to stop."""


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four cores, weights that need no verifying, and no engine."""

    def ready_weights(folder: Path) -> Path:
        return folder

    Started.threads = 0
    monkeypatch.setattr(wiring, "available_cores", lambda: CORES)
    monkeypatch.setattr("extractor.llm.local.LocalServer", Started)
    monkeypatch.setattr("extractor.llm.local.ready_weights", ready_weights)


@pytest.mark.parametrize(("processes", "named", "threads"), [(1, None, CORES), (3, None, CORES - 1), (3, 2, 2)])
def test_one_reader_leaves_the_model_every_core_and_several_all_but_one(
    processes: int, named: int | None, threads: int
) -> None:
    """Unless a number was set, which holds."""
    recipe = ModelRecipe(ModelOptions(model="m", threads=named), weights="digest")
    with serving(recipe, processes=processes) as served:
        assert served is not None
        assert (served.options.base_url, served.options.key.reveal()) == (Started.url, "drawn")
    assert Started.threads == threads


@pytest.mark.parametrize(
    "recipe",
    [None, ModelRecipe(ModelOptions(model="m")), ModelRecipe(ModelOptions(model="m"), weights="digest", use="replay")],
)
def test_no_server_is_started_where_nobody_is_asked_here(recipe: ModelRecipe | None) -> None:
    """Without a model, with an endpoint's, and when replies are only recalled."""
    with serving(recipe) as served:
        assert served is recipe
    assert Started.threads == 0
