"""`gouji eval run`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from eval.cli.beside import beside_lines, recorded
from eval.cli.langfuse import Told, langfuse_options, tell_langfuse
from eval.cli.models import chosen_model, with_prompt
from eval.cli.screen import closing_lines, cost_text, document_lines
from eval.cli.shared import all_or_split, announce, needs, positive, words
from eval.cli.standing import keep_standing, measured_standing, standing_line
from eval.golden import read_manifest
from eval.runs import Plan, Scored, choose, evaluate, write_run
from eval.scoring import added_up
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.settings import Settings
from extractor.wiring import Recipe, assemble, serving
from extractor.wiring.model_reader import ModelRecipe, forecasting

__all__ = ["RunOptions", "forecast", "plan_of", "run_evaluation"]

STANDINGS = "standings.json"
"""In the folder of a run over the calibration split; `GOUJI_STANDINGS` may name it."""
_FEW = 20
"""Below so many documents, processes cost more than they save."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options as typed."""

    split: str
    limit: int | None
    golden: str
    llm: str
    repeats: int
    jobs: int | None
    output: str | None
    replay: bool = False
    prompt: str | None = None
    without: tuple[str, ...] = ()
    langfuse: bool = False


def run_evaluation(options: RunOptions, lang: str | None, *, as_json: bool) -> int:
    """Evaluate, print the table, write the folder."""
    texts, settings = words(lang)
    positive("-j", options.jobs, texts)
    positive("--limit", options.limit, texts)
    positive("--repeats", options.repeats, texts)
    langfuse = langfuse_options(settings, wanted=options.langfuse)
    model = chosen_model(options.llm, settings, replay=options.replay)
    with serving(model) as served, with_prompt(served, options.prompt, settings) as recipe:
        plan = plan_of(options, recipe, settings, texts)
        if recipe is not None and not options.replay:
            for line in forecast([(plan, recipe)], texts):
                sys.stderr.write(f"{line}\n")
        evaluated = evaluate(plan, _teller(len(choose(plan)), texts))
        present = recorded(plan, model) if options.prompt is not None and model is not None else None
    announce("")
    standing = measured_standing(evaluated, plan)
    if options.output is not None:
        write_run(evaluated, Path(options.output))
        if standing is not None:
            keep_standing(standing, Path(options.output) / STANDINGS)
    if as_json:
        sys.stdout.write(evaluated.result.model_dump_json(by_alias=True) + "\n")
    else:
        beside = beside_lines(present, evaluated.result, texts) if present else ()
        measured = () if standing is None else (standing_line(standing, texts),)
        left_out = _left_out_lines(plan, texts)
        lines = (*document_lines(evaluated, texts), *closing_lines(evaluated, texts), *left_out, *beside, *measured)
        for line in lines:
            sys.stdout.write(printable(line) + "\n")
    tell_langfuse([Told(evaluated.result)], options.golden, langfuse, texts)
    return 0


def plan_of(options: RunOptions, model: ModelRecipe | None, settings: Settings, texts: Texts) -> Plan:
    """The plan behind the options.

    Raises:
        UsageError: an option has a value that means nothing.
        StoreError: as `assemble`.
    """
    recipe = Recipe(model=model)
    assembly = assemble(recipe)
    plan = Plan(
        folder=Path(options.golden),
        factory=recipe,
        code=assembly.fingerprint,
        split=all_or_split(options.split, texts),
        limit=options.limit,
        without=needs(options.without, texts),
        repeats=options.repeats,
        model=model.options.model if model else "off",
        prompts=assembly.versions.get("prompts", "none"),
    )
    many = len(choose(plan)) * options.repeats > _FEW
    # Side by side only what costs computing time: questions to a model wait for each other at its own limits.
    return replace(plan, jobs=options.jobs or (settings.jobs if many and model is None else 1))


def _left_out_lines(plan: Plan, texts: Texts) -> Iterator[str]:
    """How many documents of the split were left out because of what they need."""
    everything = read_manifest(plan.folder).of_split(plan.split)
    count = sum(item.needs in plan.without for item in everything)
    if count:
        yield texts("eval.left_out", count=count, total=len(everything), needs=", ".join(sorted(plan.without)))


def _teller(total: int, texts: Texts) -> Callable[[Scored], None]:
    done = count(1)
    return lambda _: announce(texts("eval.progress", done=next(done), total=total))


def forecast(plans: Sequence[tuple[Plan, ModelRecipe]], texts: Texts) -> Iterator[str]:
    """What asking would take at most, before anything is asked."""
    sent = received = 0
    costs: list[float | None] = []
    for plan, model in plans:
        # Asked afresh, every repeat takes as much; else each may find replies in the cache.
        times = plan.repeats if model.options.fresh else 1
        counting = replace(plan, factory=Recipe(model=forecasting(model)), repeats=plan.repeats // times)
        totals = evaluate(counting).totals
        sent += totals.input_tokens * times
        received += totals.output_tokens * times
        costs.append(None if totals.cost_usd is None else totals.cost_usd * times)
    yield texts("forecast.tokens", input=sent, output=received)
    yield texts("forecast.cost", cost=cost_text(added_up(costs), texts))
