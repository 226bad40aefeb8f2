"""Runs the golden set through the same pipeline as production and scores what comes back."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pydantic import ValidationError

from eval.golden import Golden, Item, load
from eval.runs.result import DocumentResult, document_result
from eval.scoring import DocumentScore, Spent, flips, score_document
from extractor.batch.job import Factory, Processor
from extractor.errors import DocumentError
from extractor.model import DocumentInfo, Record, Usage
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
    """An answer on its way home."""

    line: bytes
    text: str | None
    seconds: float
    usage: Usage


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
    readings = _in_processes(items, folder, factory, jobs) if jobs > 1 else _here(items, folder, factory)
    if repeats == 1:
        for item, read in zip(items, readings, strict=True):
            yield _scored(item, load(item, folder), [read])
        return
    rounds = [list(readings)]
    rounds += [
        list(_in_processes(items, folder, factory, jobs) if jobs > 1 else _here(items, folder, factory))
        for _ in range(repeats - 1)
    ]
    for place, item in enumerate(items):
        yield _scored(item, load(item, folder), [reads[place] for reads in rounds])


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
    start = time.perf_counter()
    try:
        processed = processor.process(golden.data, name=golden.file_name, path=golden.file_name)
    except Exception as error:  # noqa: BLE001 - a document that breaks the reader is wrong, never missing
        info = DocumentInfo(sha256=None, name=golden.file_name, path=golden.file_name, media_type=None)
        processed = Processed(failed(info, DocumentError("internal-error", type(error).__name__)), None)
    seconds = time.perf_counter() - start
    line = processed.record.model_dump_json(by_alias=True).encode()
    return _Read(line, processed.text, seconds, processed.usage)


def _scored(item: Item, golden: Golden, reads: Sequence[_Read]) -> Scored:
    records = [_record(read) for read in reads]
    first = records[0]
    score = score_document(
        golden.truth,
        Processed(first, reads[0].text) if first else None,
        golden.form,
        schema_valid=all(record is not None for record in records),
        spent=_spent(reads),
    )
    changed = flips([_answers(record) for record in records]) if len(records) > 1 else (0, 0)
    return Scored(item, score, changed, document_result(item, score, reads[0].text, changed))


def _spent(reads: Sequence[_Read]) -> Spent:
    return Spent(
        seconds=sum(read.seconds for read in reads),
        input_tokens=sum(read.usage.input for read in reads),
        output_tokens=sum(read.usage.output for read in reads),
        cost_usd=float(sum(read.usage.cost or 0 for read in reads)),
    )


def _record(read: _Read) -> Record | None:
    """The record as it would be stored and read again; null when it does not fit its schema."""
    try:
        return Record.model_validate_json(read.line)
    except ValidationError:
        return None


def _answers(record: Record | None) -> dict[str, str]:
    return {cell.path: f"{cell.kind} {cell.value}" for cell in record.cells} if record else {}
