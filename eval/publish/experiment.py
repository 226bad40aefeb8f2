"""What goes to the server: a dataset with an item for each golden document, and a run over some of them."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.golden import Item
from eval.publish.scores import Score, document_scores, run_scores
from eval.runs import DocumentResult, RunResult

__all__ = ["Content", "DatasetItem", "Experiment", "ItemRun", "content_of"]

SHOWN = 8
"""Digits of a digest that tell it from others."""


@dataclass(frozen=True, slots=True)
class DatasetItem:
    """A golden document as an item."""

    id: str
    """Unique in the project, and the same every time."""
    document: str
    shown: Mapping[str, object]
    """What is read: which document it is, never its text."""
    expected: Mapping[str, object]
    """Checksum of the truth."""
    metadata: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ItemRun:
    """What one document came to."""

    item: DatasetItem
    output: Mapping[str, object]
    error: str | None
    """Code of the failure."""
    seconds: float
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    """A run over the items."""

    name: str
    """The same for the same measurement, so that a repeated run takes the place of the earlier one."""
    description: str
    metadata: Mapping[str, object]
    runs: tuple[ItemRun, ...]
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All of it."""

    dataset: str
    description: str
    items: tuple[DatasetItem, ...]
    experiment: Experiment


def content_of(
    result: RunResult,
    items: Sequence[Item],
    *,
    blessed: bool = False,
    text: bool = False,
    more: Sequence[Score] = (),
) -> Content:
    """Lay out a result.

    Args:
        result: of a run.
        items: the golden documents of its split: all of the run, and also those that it left out.
        blessed: whether this is the side that a candidate was read in turn with.
        text: whether wrong cells go along, with their figures and the source around them.
        more: scores of the run from elsewhere, such as a gate's.
    """
    dataset = f"gouji-golden-{result.split}"
    placed = {item.id: _item(dataset, item) for item in items}
    return Content(
        dataset=dataset,
        description="The golden documents of one split; `golden/README.md` says how they are made.",
        items=tuple(placed.values()),
        experiment=Experiment(
            name=_name(result, blessed=blessed),
            description="Read and scored by `gouji eval`; a document that was lost is wrong in every cell.",
            metadata={
                **result.fingerprints.model_dump(),
                "split": result.split,
                "repeats": result.repeats,
                "documents": len(result.documents),
                "blessed": blessed,
            },
            runs=tuple(_run(document, placed[document.id], text=text) for document in result.documents),
            scores=(*run_scores(result), *more),
        ),
    )


def _name(result: RunResult, *, blessed: bool) -> str:
    prints = result.fingerprints
    documents = hashlib.sha256("\n".join(document.id for document in result.documents).encode()).hexdigest()
    of_what = {
        "prompts": prints.prompts,
        "code": prints.code,
        "golden": prints.golden,
        f"{len(result.documents)} documents": documents,
    }
    told = [f"{name} {digest[:SHOWN]}" for name, digest in of_what.items()]
    repeats = [f"{result.repeats} repeats"] if result.repeats > 1 else []
    return ", ".join([prints.model, *told, *repeats, *(["blessed"] if blessed else [])])


def _item(dataset: str, item: Item) -> DatasetItem:
    return DatasetItem(
        id=f"{dataset}.{item.id}",
        document=item.id,
        shown={"document": item.id, "sha256": item.sha256},
        expected={"truth_sha256": item.truth_sha256},
        metadata={"purpose": item.purpose, "family": item.family, "readable": item.readable, "kind": item.source.kind},
    )


def _run(document: DocumentResult, item: DatasetItem, *, text: bool) -> ItemRun:
    output: dict[str, object] = {
        "status": document.status,
        "error": document.error,
        "cells": document.cells,
        "accepted": document.accepted,
        "wrong": len(document.known_wrong),
        "failures": dict(Counter(cell.code for cell in document.wrong)),
        "findings_missed": list(document.missed),
        "unjust_errors": list(document.false_errors),
    }
    if text:
        output["wrong_cells"] = [json.loads(cell.model_dump_json()) for cell in document.wrong]
    return ItemRun(item, output, document.error, document.seconds, tuple(document_scores(document)))
