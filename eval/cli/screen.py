"""The closing table of a run: every rate with its counts, and the exact interval over documents beside it."""

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from eval.golden.manifest import NOT_INSTALLED
from eval.runs import Evaluated, RunResult
from eval.scoring import FindingTotals, Rate, total_up, upper_bound
from extractor.cli.texts import Texts
from extractor.cli.totals import percent

__all__ = ["closing_lines", "cost_text", "document_lines", "origin_lines"]

_RATES = (
    "cells", "non_zero", "zero", "blank", "exact", "accepted", "grounded", "as_printed", "metadata", "editions",
    "refused", "schema_valid",
)  # fmt: skip
_SHOWN, _CELLS_SHOWN = 40, 6
"""Documents that are listed, and wrong cells of each; the folder of the run holds all of them."""


def closing_lines(evaluated: Evaluated, texts: Texts) -> Iterator[str]:
    """What was measured, a line each."""
    lines = list(_lines(evaluated, texts))
    width = max(cell_len(name) for name, _ in lines)
    for name, value in lines:
        yield f"{set_cell_size(name, width)}  {value}"
    readable = evaluated.readable
    if readable.documents:
        yield texts(
            "eval.readable",
            documents=readable.documents,
            cells=_rate_text(readable.cells, texts),
            accepted=_rate_text(readable.accepted, texts),
        )
    if recognised := [one for one in evaluated.scored if one.item.needs == "ocr"]:
        totals = total_up([one.score for one in recognised], [one.flips for one in recognised])
        yield texts(
            "eval.recognised",
            documents=totals.documents,
            cells=_rate_text(totals.cells, texts),
            accepted=_rate_text(totals.accepted, texts),
        )
    if absent := [one for one in evaluated.scored if one.result.error in NOT_INSTALLED]:
        needed = ", ".join(sorted({one.item.needs or "pdf" for one in absent}))
        yield texts("eval.not_measured", count=len(absent), needs=needed)
    yield from origin_lines(evaluated, texts)
    yield texts("eval.interval_note")


def origin_lines(evaluated: Evaluated, texts: Texts) -> Iterator[str]:
    """How many documents may hold a wrong accepted cell, by where they come from; the two are never added up.

    A bound on generated documents speaks of the generator, and one on documents written by hand of such documents.
    """
    read = [one for one in evaluated.scored if one.score.cells or one.score.extra]
    for origin, by_hand in (("written", True), ("generated", False)):
        mine = [bool(one.score.wrong_accepted) for one in read if one.item.by_hand is by_hand]
        if mine:
            yield texts(
                "eval.origin_bound",
                origin=texts(f"eval.{origin}"),
                bad=sum(mine),
                documents=len(mine),
                bound=f"{upper_bound(sum(mine), len(mine)):.2%}",
            )


def document_lines(evaluated: Evaluated, texts: Texts) -> Iterator[str]:
    """The documents in which something is wrong, each with its first wrong cells: expected, got, code."""
    shown = 0
    for document in evaluated.result.documents:
        bad = [cell for cell in document.wrong if cell.known or cell.accepted]
        if not bad and not document.missed and not document.false_errors:
            continue
        if shown == _SHOWN:
            yield texts("eval.more_documents")
            return
        shown += 1
        yield texts("eval.document", document=document.id, family=document.family, wrong=len(bad))
        for cell in bad[:_CELLS_SHOWN]:
            mark = texts("eval.accepted_mark") if cell.accepted else ""
            yield f"    {cell.path}: {cell.expected} → {cell.got} {cell.code}{mark}"
        if len(bad) > _CELLS_SHOWN:
            yield texts("eval.more_cells", count=len(bad) - _CELLS_SHOWN)
        for missed in document.missed:
            yield texts("eval.missed", about=missed)
        for false in document.false_errors:
            yield texts("eval.false", about=false)


def _rate_text(rate: Rate, texts: Texts) -> str:
    """99.9 % (998/999), and of how many documents nothing was wrong, with the exact interval."""
    interval = rate.interval
    if interval is None or not rate.whole:
        return texts("eval.nothing")
    return texts(
        "eval.rate",
        share=percent(rate.part, rate.whole),
        part=rate.part,
        whole=rate.whole,
        documents=rate.documents,
        of=rate.of_documents,
        low=f"{interval.low:.1%}",
        high=f"{interval.high:.1%}",
    )


def cost_text(cost: float | None, texts: Texts) -> str:
    """In US dollars, or that no price is known."""
    return texts("run.no_price") if cost is None else f"{cost:.4f} USD"


def _lines(evaluated: Evaluated, texts: Texts) -> Iterator[tuple[str, str]]:
    totals = evaluated.totals
    yield texts("eval.documents"), str(totals.documents)
    for name in _RATES:
        rate: Rate = getattr(totals, name)
        if rate.whole:
            yield texts(f"eval.rate_{name}"), _rate_text(rate, texts)
    yield (
        texts("eval.wrong_accepted"),
        texts("eval.in_documents", count=totals.wrong_accepted, documents=totals.documents_wrong_accepted),
    )
    if evaluated.result.repeats > 1:
        yield texts("eval.again"), _in_any_repeat(evaluated.result, texts)
    yield texts("eval.review"), texts("eval.review_load", count=totals.review, median=f"{totals.review_median:g}")
    for name, found in totals.severities.items():
        yield texts(f"severity.{name}"), _findings(found, texts)
    for name, found in totals.families.items():
        yield texts.optional("family", name) or name, _findings(found, texts)
    if totals.flips.whole:
        yield texts("eval.flips"), _rate_text(totals.flips, texts)
    if totals.codes:
        yield texts("eval.codes"), ", ".join(f"{count} {code}" for code, count in totals.codes.items())
    yield texts("eval.tokens"), f"{totals.input_tokens} + {totals.output_tokens}, {cost_text(totals.cost_usd, texts)}"
    yield texts("eval.time"), texts("eval.seconds", total=f"{totals.seconds:.1f}", slowest=f"{totals.slowest:.2f}")


def _in_any_repeat(result: RunResult, texts: Texts) -> str:
    wrong = {
        (name, path)
        for name, readings in result.readings.items()
        for reading in readings
        for path in reading.wrong_accepted
    }
    return texts("eval.in_documents", count=len(wrong), documents=len({name for name, _ in wrong}))


def _findings(found: FindingTotals, texts: Texts) -> str:
    return texts("eval.findings", made=found.made, owed=found.owed, false=found.false)
