"""Runs the golden set through the same pipeline as production and scores what comes back."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from pydantic import ValidationError

from eval.golden import Golden, Item, load
from eval.runs.result import DocumentResult, document_result
from eval.scoring import DocumentScore, Spent, flips, score_document
from extractor.batch.job import Factory, Processor
from extractor.errors import DocumentError
from extractor.model import DocumentInfo, Record
from extractor.pipeline import Processed
from extractor.pipeline.process import failed

__all__ = ["Scored", "score_items"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One document, read and scored; with repeats, the first one."""

    item: Item
    score: DocumentScore
    flips: tuple[int, int]
    """Cells that changed between repeats, of all cells; of one repeat, none of none."""
    result: DocumentResult


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
    rounds = [_in_processes(items, folder, factory, jobs) if jobs > 1 else _here(items, folder, factory)]
    if repeats > 1:
        rounds = [iter(list(rounds[0]))]
        for _ in range(repeats - 1):
            again = _in_processes(items, folder, factory, jobs) if jobs > 1 else _here(items, folder, factory)
            rounds.append(iter(list(again)))
    for item, *reads in zip(items, *rounds, strict=True):
        yield _scored(item, reads)


def _here(items: Iterable[Item], folder: Path, factory: Factory) -> Iterator[_Read]:
    processor = factory()
    for item in items:
        yield _read(processor, load(item, folder))


def _in_processes(items: Sequence[Item], folder: Path, factory: Factory, jobs: int) -> Iterator[_Read]:
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (factory,)) as pool:
        yield from pool.map(_work, items, [folder] * len(items))


_processor: Processor | None = None
"""Of a worker process, made once."""


def _prepare(factory: Factory) -> None:
    global _processor  # noqa: PLW0603 - a worker process has one pipeline for all its documents
    _processor = factory()


def _work(item: Item, folder: Path) -> _Read:
    if _processor is None:
        raise AssertionError("the worker was not prepared")
    return _read(_processor, load(item, folder))


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
            cost_usd=float(processed.usage.cost or 0),
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
            cost_usd=sum(one.cost_usd for one in spent),
        ),
    )
    changed = flips([read.answers for read in reads]) if len(reads) > 1 else (0, 0)
    return Scored(item, score, changed, document_result(item, score, reads[0].text, changed))
