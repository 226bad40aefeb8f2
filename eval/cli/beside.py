"""What a changed prompt changes, cell by cell: beside the present prompts, whose replies are recorded."""

from collections.abc import Iterator
from dataclasses import replace

from eval.compare import compare
from eval.runs import Plan, RunResult, evaluate
from extractor.cli.texts import Texts
from extractor.wiring import Recipe
from extractor.wiring.model_reader import ModelRecipe

__all__ = ["beside_lines", "recorded"]

_SHOWN = 40
"""Cells that are listed; `gouji eval compare` lists all of them."""


def recorded(plan: Plan, present: ModelRecipe) -> RunResult:
    """What the present prompts read, out of the cache of replies: it costs nothing and takes seconds.

    Documents of which a reply is not recorded are left out.
    """
    factory = Recipe(model=replace(present, use="replay"))
    result = evaluate(replace(plan, factory=factory, repeats=1)).result
    known = tuple(document for document in result.documents if not (document.error or "").startswith("replies-"))
    return result.model_copy(update={"documents": known})


def beside_lines(base: RunResult, candidate: RunResult, texts: Texts) -> Iterator[str]:
    """The cells that the candidate answers otherwise, a line each, the broken ones first."""
    if not base.documents:
        yield texts("eval.beside_nothing")
        return
    found = compare(base, candidate)
    counts = found.counts
    yield texts(
        "eval.beside_present",
        documents=len(found.documents),
        broken=counts["broken"],
        fixed=counts["fixed"],
        other=counts["other"],
    )
    order = ("broken", "other", "fixed")
    cells = sorted(found.cells, key=lambda change: order.index(change.how))
    for change in cells[:_SHOWN]:
        mark = texts("eval.accepted_mark") if change.accepted else ""
        yield f"    {change.document} {change.path}: {change.before} → {change.after} ({change.expected}){mark}"
    if len(cells) > _SHOWN:
        yield texts("eval.more_cells", count=len(cells) - _SHOWN)
