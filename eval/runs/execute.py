"""Runs the golden set through the same pipeline as production and scores what comes back."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat as endlessly
from multiprocessing import get_context
from pathlib import Path
from random import Random

from pydantic import ValidationError

from eval.golden import Golden, Item, load
from eval.runs.result import DocumentResult, document_result
from eval.scoring import DocumentScore, Spent, added_up, flips, score_document
from extractor.batch.job import Factory, Processor
from extractor.errors import DocumentError
from extractor.model import DocumentInfo, Record
from extractor.pipeline import Processed
from extractor.pipeline.process import failed
from extractor.wiring import Recipe

__all__ = ["Scored", "score_alternately", "score_items"]

SEED = 20_261_127
"""Draws the order in which two pipelines take turns: the same one every time."""

Turn = tuple[int, int]
"""Which of the pipelines reads which document: ordinals, 0-based."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One document, read and scored; with repeats, the first one."""

    item: Item
    score: DocumentScore
    flips: tuple[int, int]
    """Cells that changed between repeats, of all cells; of one repeat, none of none."""
    result: DocumentResult
    again: tuple[DocumentResult, ...] = ()
    """The further readings, in order; what they cost is counted in the first."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document read and scored, on its way home."""

    score: DocumentScore
    text: str | None
    answers: dict[str, str]
    """Kind and value by cell path."""


def score_items(
    items: Sequence[Item], folder: Path, factory: Factory, *, jobs: int = 1, repeats: int = 1
) -> Iterator[Scored]:
    """Read and score documents of the golden set, in the order of the list.

    Args:
        items: what to read; every one of them gets a score.
        folder: the golden folder.
        factory: makes the pipeline, once in each process.
        jobs: processes.
        repeats: how often each document is read; all documents once, then all again, so that what drifts with time
            meets all of them alike.

    Raises:
        UsageError: `golden-drift` when a document is not what the list says.
    """
    turns = [(0, place) for place in range(len(items))]
    rounds = [_round(items, folder, [factory], turns, jobs)]
    if repeats > 1:
        rounds = [iter(list(rounds[0]))]
        for repeat in range(1, repeats):
            rounds.append(iter(list(_round(items, folder, [_again(factory, repeat)], turns, jobs))))
    for item, *reads in zip(items, *rounds, strict=True):
        yield _scored(item, reads)


def score_alternately(  # noqa: PLR0913 - what to read, by whom, and how
    items: Sequence[Item],
    folder: Path,
    base: Factory,
    candidate: Factory,
    *,
    jobs: int = 1,
    repeats: int = 1,
    done: Callable[[int], None] = lambda _: None,
) -> tuple[tuple[Scored, ...], tuple[Scored, ...]]:
    """Read and score documents by two pipelines that take turns, so that what drifts with time meets both alike.

    In each round the documents come in another order, and chance says who reads a document first; the other one reads
    it next. Both draws have a fixed seed.

    Args:
        items: what to read; every one of them gets two scores.
        folder: the golden folder.
        base: makes the pipeline to compare with.
        candidate: makes the pipeline to judge.
        jobs: processes.
        repeats: rounds.
        done: hears how many readings there are, after each.

    Raises:
        UsageError: `golden-drift` when a document is not what the list says.
    """
    random = Random(SEED)  # noqa: S311 - a seeded order, not a secret
    reads: dict[Turn, list[_Read]] = {}
    count = 0
    for repeat in range(repeats):
        pair = [_again(base, repeat), _again(candidate, repeat)]
        turns = _alternating(len(items), random)
        for turn, read in zip(turns, _round(items, folder, pair, turns, jobs), strict=True):
            reads.setdefault(turn, []).append(read)
            count += 1
            done(count)
    one, other = (tuple(_scored(item, reads[side, place]) for place, item in enumerate(items)) for side in range(2))
    return one, other


def _alternating(documents: int, random: Random) -> list[Turn]:
    """Each document by both sides, one right after the other."""
    places = random.sample(range(documents), documents)
    return [(side, place) for place in places for side in random.sample(range(2), 2)]


def _again(factory: Factory, repeat: int) -> Factory:
    """The same pipeline for another repeat: its model is asked anew, instead of its last reply being recalled."""
    if not isinstance(factory, Recipe) or factory.model is None:
        return factory
    options = replace(factory.model.options, repeat=repeat)
    return replace(factory, model=replace(factory.model, options=options))


def _round(
    items: Sequence[Item], folder: Path, factories: Sequence[Factory], turns: Sequence[Turn], jobs: int
) -> Iterator[_Read]:
    if jobs == 1:
        processors = [factory() for factory in factories]
        for side, place in turns:
            yield _read(processors[side], load(items[place], folder))
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (factories,)) as pool:
        yield from pool.map(_work, [side for side, _ in turns], [items[place] for _, place in turns], endlessly(folder))


_processors: list[Processor] = []
"""Of a worker process, made once."""


def _prepare(factories: Sequence[Factory]) -> None:
    _processors[:] = [factory() for factory in factories]


def _work(side: int, item: Item, folder: Path) -> _Read:
    return _read(_processors[side], load(item, folder))


def _read(processor: Processor, golden: Golden) -> _Read:
    """Read a document and score it where it was read: documents are made once, and little has to travel."""
    start = time.perf_counter()
    try:
        processed = processor.process(golden.data, name=golden.file_name, path=golden.file_name)
    except Exception as error:  # noqa: BLE001 - a document that breaks the reader is wrong, never missing
        info = DocumentInfo(sha256=None, name=golden.file_name, path=golden.file_name, media_type=None)
        processed = Processed(failed(info, DocumentError("internal-error", type(error).__name__)), None)
    seconds = time.perf_counter() - start
    record = _stored(processed.record)
    score = score_document(
        golden.truth,
        replace(processed, record=record) if record else None,
        golden.form,
        schema_valid=record is not None,
        spent=Spent(
            seconds=seconds,
            input_tokens=processed.usage.input,
            output_tokens=processed.usage.output,
            cost_usd=None if processed.usage.cost is None else float(processed.usage.cost),
            replayed=processed.usage.replayed,
        ),
    )
    answers = {cell.path: f"{cell.kind} {cell.value}" for cell in processed.record.cells}
    return _Read(score, processed.text, answers)


def _stored(record: Record) -> Record | None:
    """The record as it would be stored and read again; null when it does not fit its schema."""
    try:
        return Record.model_validate_json(record.model_dump_json(by_alias=True))
    except ValidationError:
        return None


def _scored(item: Item, reads: Sequence[_Read]) -> Scored:
    """The first reading's score, with what all of them cost and how much they differ."""
    scores = [read.score for read in reads]
    spent = [score.spent for score in scores]
    score = replace(
        scores[0],
        schema_valid=all(score.schema_valid for score in scores),
        spent=Spent(
            seconds=sum(one.seconds for one in spent),
            input_tokens=sum(one.input_tokens for one in spent),
            output_tokens=sum(one.output_tokens for one in spent),
            cost_usd=added_up(one.cost_usd for one in spent),
            replayed=sum(one.replayed for one in spent),
        ),
    )
    changed = flips([read.answers for read in reads]) if len(reads) > 1 else (0, 0)
    again = tuple(document_result(item, replace(one.score, spent=Spent()), one.text, (0, 0)) for one in reads[1:])
    return Scored(item, score, changed, document_result(item, score, reads[0].text, changed), again)
