"""What a gate judges, measured: the candidate by itself, or in turn with the blessed prompts."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.cli.models import chosen_model, with_blessed_prompts, with_prompt
from eval.cli.run import RunOptions, forecast, plan_of
from eval.cli.shared import announce
from eval.gate import Baseline, refuse_incomparable
from eval.runs import (
    Evaluated,
    Plan,
    RunResult,
    choose,
    evaluate,
    evaluate_in_turn,
    fingerprints_of,
    read_result,
    write_run,
)
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.settings import Settings
from extractor.wiring import serving
from extractor.wiring.model_reader import ModelRecipe

__all__ = ["Measurement", "What", "measure_alone", "measure_in_turn", "read_measured", "write_measured"]

BASE, CANDIDATE = "base", "candidate"
"""Folders of what was measured in turn."""


@dataclass(frozen=True, slots=True)
class What:
    """What to measure."""

    golden: str
    llm: str
    prompt: str | None
    base_prompts: str | None
    jobs: int | None
    replay: bool = False


@dataclass(frozen=True, slots=True)
class Measurement:
    """Results to judge."""

    candidate: RunResult
    base: RunResult | None = None
    """Of the blessed prompts, read in turn with the candidate; null: nothing was read beside it."""
    evaluated: tuple[Evaluated, ...] = ()
    """What was measured now, the base first if there is one."""


def measure_alone(what: What, baseline: Baseline, settings: Settings, texts: Texts) -> Measurement:
    """Measure the candidate as often as the blessed result was.

    Raises:
        NothingToDoError: `not-comparable` before anything is asked.
        UsageError, ModelError, StoreError, PromptError: as `chosen_model`, `with_prompt`, `plan_of`.
    """
    model = chosen_model(what.llm, settings, replay=what.replay)
    with serving(model) as served, with_prompt(served, what.prompt, settings) as recipe:
        plan = plan_of(_options(what, baseline, baseline.repeats), recipe, settings, texts)
        _refuse_incomparable(plan, baseline)
        if recipe is not None and not what.replay:
            _tell_price([(plan, recipe)], texts)
        evaluated = evaluate(plan)
    return Measurement(evaluated.result, evaluated=(evaluated,))


def measure_in_turn(what: What, repeats: int, baseline: Baseline, settings: Settings, texts: Texts) -> Measurement:
    """Measure the candidate and the blessed prompts in turn, asking everything afresh.

    Raises:
        NothingToDoError: `not-comparable` before anything is asked.
        UsageError, ModelError, StoreError, PromptError: as `chosen_model`, `with_prompt`, `plan_of`.
    """
    model = chosen_model(what.llm, settings)
    if model is None:
        raise UsageError("usage", texts("eval.repeats_need_model"))
    # A reply of last week on one side and one of today on the other would measure the week.
    fresh = replace(model, options=replace(model.options, fresh=True))
    digest = baseline.blessing.fingerprints.prompts
    options = _options(what, baseline, repeats)
    with (
        serving(fresh) as served,
        with_blessed_prompts(served or fresh, digest, what.base_prompts, settings) as blessed,
        with_prompt(served, what.prompt, settings) as changed,
    ):
        candidate = changed or served or fresh
        sides = [(plan_of(options, recipe, settings, texts), recipe) for recipe in (blessed, candidate)]
        (base_plan, _), (plan, _) = sides
        _refuse_incomparable(plan, baseline)
        _tell_price(sides, texts)
        total = 2 * repeats * len(choose(plan))
        base, evaluated = evaluate_in_turn(
            base_plan, plan, lambda done: announce(texts("eval.progress", done=done, total=total))
        )
    announce("")
    return Measurement(evaluated.result, base.result, (base, evaluated))


def read_measured(path: Path) -> Measurement:
    """A result, or the two of a folder that `write_measured` wrote.

    Raises:
        NothingToDoError: `no-result`.
        UsageError: `result-invalid`.
    """
    if (path / BASE).is_dir():
        return Measurement(read_result(path / CANDIDATE), read_result(path / BASE))
    return Measurement(read_result(path))


def write_measured(measured: Measurement, folder: Path) -> None:
    """Write what was measured now: one result, or two in folders of their own.

    Raises:
        StoreError: `disk-full` or `output-unwritable`.
    """
    *beside, evaluated = measured.evaluated
    for base in beside:
        write_run(base, folder / BASE)
    write_run(evaluated, folder / CANDIDATE if beside else folder)


def _options(what: What, baseline: Baseline, repeats: int) -> RunOptions:
    return RunOptions(baseline.split, None, what.golden, what.llm, repeats, what.jobs, None, what.replay)


def _refuse_incomparable(plan: Plan, baseline: Baseline) -> None:
    refuse_incomparable(fingerprints_of(plan), {item.id for item in choose(plan)}, baseline)


def _tell_price(sides: Sequence[tuple[Plan, ModelRecipe]], texts: Texts) -> None:
    for line in forecast(sides, texts):
        sys.stderr.write(f"{line}\n")
