"""The model of an evaluation: asked at its endpoint, or replayed out of the cache of replies without any key."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import as_file
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import yaml

from extractor.errors import NothingToDoError, UsageError
from extractor.llm.standing import read_standings, standing_of
from extractor.prompting import Prompts, builtin_prompts, load_prompts
from extractor.prompting.catalogue import Prompt, prompts_folder
from extractor.settings import Settings
from extractor.wiring.model_reader import LOCAL, ModelRecipe, choose_model, local_model, prompts_of, ready_model

__all__ = ["chosen_model", "with_blessed_prompts", "with_prompt"]

_NAME = "evaluation"
"""Budgets are kept by folder; an evaluation has one of its own."""
_EXAMPLES = "examples"


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
    if llm == LOCAL:
        return replace(local_model(settings.model), use="replay")
    options = replace(settings.model, model=llm)
    standing = standing_of(read_standings(settings.standings), llm, builtin_prompts().digest)
    return ModelRecipe(options, standing, use="replay")


@contextmanager
def with_prompt(recipe: ModelRecipe | None, file: str | None, settings: Settings) -> Generator[ModelRecipe | None]:
    """The recipe with one prompt file in the place of its like; it has the standing that its prompts were measured at.

    Example files beside the prompt file count as well.

    Raises:
        UsageError: `prompt-unreadable`; `usage` without a model.
        PromptError: `prompt-invalid`.
    """
    if file is None:
        yield recipe
        return
    if recipe is None:
        raise UsageError("usage", "--prompt needs a model", hint="name it with --llm")
    path = Path(file)
    name, version = _named(path)
    with TemporaryDirectory(prefix="gouji-prompts-") as temporary, as_file(prompts_folder()) as shipped:
        folder = Path(temporary) / "prompts"
        shutil.copytree(shipped, folder)
        (folder / name).mkdir(exist_ok=True)
        shutil.copyfile(path, folder / name / f"{version}.md")
        for example in path.parent.glob("*.yaml"):
            shutil.copyfile(example, folder / _EXAMPLES / example.name)
        yield _prompted(recipe, folder, settings)


@contextmanager
def with_blessed_prompts(
    recipe: ModelRecipe, digest: str, folder: str | None, settings: Settings
) -> Generator[ModelRecipe]:
    """The recipe with the prompts of a blessed result.

    A released version never changes, so they are found by their digest among the versions that ship; a folder of
    prompts, such as another checkout has, is named where they are not.

    Raises:
        NothingToDoError: `not-comparable` when neither has them.
        PromptError: `prompt-invalid`.
    """
    with TemporaryDirectory(prefix="gouji-prompts-") as temporary, as_file(prompts_folder()) as shipped:
        known = Path(folder) if folder else shipped
        chosen = _versions_of(load_prompts(known), digest)
        if not chosen:
            raise NothingToDoError(
                "not-comparable",
                "the blessed prompts are not there any more",
                place=str(folder or "prompts"),
                hint="name the prompts of the commit that was blessed with --base-prompts DIR",
            )
        copied = Path(temporary) / "prompts"
        shutil.copytree(known / _EXAMPLES, copied / _EXAMPLES)
        for prompt in chosen:
            name, _, version = prompt.name.partition("@")
            (copied / name).mkdir(exist_ok=True)
            shutil.copyfile(known / name / f"{version}.md", copied / name / f"{version}.md")
        yield _prompted(recipe, copied, settings)


def _versions_of(prompts: Prompts, digest: str) -> tuple[Prompt, ...]:
    """One version for each task, such that all together have the digest; none where no choice has it."""
    tasks = sorted({prompt.task for prompt in prompts.prompts})
    choices = [[prompt for prompt in prompts.prompts if prompt.task == task] for task in tasks]
    return next((chosen for chosen in product(*choices) if Prompts(chosen).digest == digest), ())


def _prompted(recipe: ModelRecipe, folder: Path, settings: Settings) -> ModelRecipe:
    """The recipe with a folder of prompts, and the standing that was measured with them."""
    changed = replace(recipe, prompts=str(folder))
    standings = read_standings(settings.standings)
    return replace(changed, standing=standing_of(standings, recipe.options.model, prompts_of(changed).digest))


def _named(path: Path) -> tuple[str, int]:
    try:
        _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
        values = cast("dict[str, object]", yaml.safe_load(front))
        return str(values["id"]), int(str(values["version"]))
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        reason = (
            error.strerror.lower()
            if isinstance(error, OSError) and error.strerror
            else "its head names no id and version"
        )
        raise UsageError(
            "prompt-unreadable", reason, place=str(path), hint="name a prompt file with id and version in its head"
        ) from error
