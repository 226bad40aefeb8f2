"""`gouji eval run`."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from eval.cli.models import chosen_model
from eval.cli.screen import closing_lines, document_lines
from eval.cli.shared import all_or_split, announce, positive, words
from eval.runs import Plan, Scored, choose, evaluate, write_run
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.settings import Settings
from extractor.wiring import Recipe, assemble

__all__ = ["RunOptions", "plan_of", "run_evaluation"]

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


def run_evaluation(options: RunOptions, lang: str | None, *, as_json: bool) -> int:
    """Evaluate, print the table, write the folder."""
    texts, settings = words(lang)
    plan = plan_of(options, settings, texts)
    total = len(choose(plan))
    done = 0

    def tell(_: Scored) -> None:
        nonlocal done
        done += 1
        announce(texts("eval.progress", done=done, total=total))

    evaluated = evaluate(plan, tell)
    announce("")
    if options.output is not None:
        write_run(evaluated, Path(options.output))
    if as_json:
        sys.stdout.write(evaluated.result.model_dump_json(by_alias=True) + "\n")
        return 0
    for line in (*document_lines(evaluated, texts), *closing_lines(evaluated, texts)):
        sys.stdout.write(printable(line) + "\n")
    return 0


def plan_of(options: RunOptions, settings: Settings, texts: Texts) -> Plan:
    """The plan behind the options.

    Raises:
        UsageError: an option has a value that means nothing; as `choose_model`.
        ModelError, StoreError: as `ready_model`.
    """
    positive("-j", options.jobs, texts)
    positive("--limit", options.limit, texts)
    positive("--repeats", options.repeats, texts)
    model = chosen_model(options.llm, settings, replay=options.replay)
    recipe = Recipe(model=model)
    assembly = assemble(recipe)
    plan = Plan(
        folder=Path(options.golden),
        factory=recipe,
        code=assembly.fingerprint,
        split=all_or_split(options.split, texts),
        limit=options.limit,
        repeats=options.repeats,
        model=model.options.model if model else "off",
        prompts=assembly.versions.get("prompts", "none"),
    )
    many = len(choose(plan)) * options.repeats > _FEW
    # Side by side only what costs computing time: questions to a model wait for each other at its own limits.
    return replace(plan, jobs=options.jobs or (settings.jobs if many and model is None else 1))
