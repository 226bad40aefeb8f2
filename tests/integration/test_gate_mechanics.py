"""A planted regression of five documents closes the gate, one of a single document does not; through the whole run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eval.gate import Baseline, Blessing, bless, judge
from eval.golden import Need, load, read_manifest
from eval.runs import Plan, RunResult, evaluate
from extractor.audit import Facts
from extractor.batch.job import Processor
from extractor.errors import NothingToDoError
from extractor.model import Cell
from extractor.pipeline import Pipeline, Processed
from extractor.wiring import Recipe

LEAF, TOTAL = "disputes.litigation_direct.other_result", "disputes.litigation_direct.total"
DOCUMENTS = 20
HEAVY: frozenset[Need] = frozenset({"libreoffice", "pdf", "ocr"})
"""Documents whose reading takes seconds prove nothing here."""


@dataclass(frozen=True)
class Spoiled:
    """A pipeline after a change that loses one cell of so many documents that the present one reads exactly."""

    names: frozenset[str]
    spoil: Callable[[Cell], Cell]
    pipeline: Pipeline

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Read as the pipeline does; spoil the documents by name."""
        processed = self.pipeline.process(data, name=name, path=path, facts=facts)
        if name not in self.names:
            return processed
        cells = tuple(map(self.spoil, processed.record.cells))
        return Processed(processed.record.model_copy(update={"cells": cells}), processed.text)


def unread(path: str) -> Callable[[Cell], Cell]:
    """A cell that is left to a person from now on."""
    change = {"kind": "unread", "value": None, "as_printed": None, "source": None, "tier": "T4", "status": "review"}
    return lambda cell: cell.model_copy(update=change) if cell.path == path else cell


def zeroed(path: str) -> Callable[[Cell], Cell]:
    """A cell that is accepted with another figure."""
    return lambda cell: cell.model_copy(update={"value": 977}) if cell.path == path else cell


Judge = Callable[[int, Callable[[Cell], Cell]], list[str]]


@pytest.fixture(name="folder", scope="module")
def folder_fixture(project_root: Path) -> Path:
    """The golden folder."""
    return project_root / "golden"


@pytest.fixture(name="pipeline", scope="module")
def pipeline_fixture() -> Pipeline:
    """The present pipeline."""
    return Recipe()()


@pytest.fixture(name="result", scope="module")
def result_fixture(folder: Path, pipeline: Pipeline) -> RunResult:
    """Some documents of the split for prompt work, read as they are read now."""
    return evaluate(Plan(folder, lambda: pipeline, "code", split="dev", limit=DOCUMENTS, without=HEAVY)).result


@pytest.fixture(name="baseline", scope="module")
def baseline_fixture(result: RunResult) -> Baseline:
    """The blessed result."""
    blessing = Blessing(by="a", at="2026-01-01T00:00:00+00:00", reason="b", fingerprints=result.fingerprints)
    return bless(result, blessing, None)


@pytest.fixture(name="names", scope="module")
def names_fixture(folder: Path, result: RunResult) -> list[str]:
    """File names of the documents that are read exactly and print a zero in the cell."""
    exact = {document.id for document in result.documents if document.exact and document.refused_rightly is None}
    chosen = [load(item, folder) for item in read_manifest(folder).items if item.id in exact and item.readable]
    return [golden.file_name for golden in chosen if golden.truth.cells.get(LEAF) == 0]


@pytest.fixture(name="blocking")
def blocking_fixture(folder: Path, pipeline: Pipeline, baseline: Baseline, names: list[str]) -> Judge:
    """Names of the rules that block after a regression of so many documents."""

    def run(count: int, spoil: Callable[[Cell], Cell]) -> list[str]:
        processor: Processor = Spoiled(frozenset(names[:count]), spoil, pipeline)
        assert len(names) >= count
        result = evaluate(Plan(folder, lambda: processor, "code", split="dev", limit=DOCUMENTS, without=HEAVY)).result
        return [check.name for check in judge(result, baseline).blocking]

    return run


def test_five_broken_documents_close_the_gate(blocking: Judge) -> None:
    """One cell each is left to a person: nothing false is accepted, yet the paired test says that it got worse."""
    assert blocking(5, unread(LEAF)) == ["documents"]


def test_one_broken_document_does_not(blocking: Judge) -> None:
    """It may be chance; it is listed, and nothing blocks."""
    assert blocking(1, unread(LEAF)) == []


def test_one_lost_total_does(blocking: Judge) -> None:
    """A total is a critical cell: one newly wrong one is enough."""
    assert blocking(1, unread(TOTAL)) == ["critical"]


def test_one_wrong_accepted_cell_does(blocking: Judge) -> None:
    """The absolute rule, whatever the statistics say."""
    assert blocking(1, zeroed(LEAF)) == ["wrong-accepted"]


def test_another_set_of_documents_cannot_be_judged(folder: Path, pipeline: Pipeline, baseline: Baseline) -> None:
    """Not a pass and not a failure: the gate could not judge."""
    other = evaluate(Plan(folder, lambda: pipeline, "code", split="dev", limit=3)).result
    with pytest.raises(NothingToDoError, match="not-comparable: the documents are others"):
        judge(other, baseline)


def test_no_document_at_all_cannot_be_judged(result: RunResult, baseline: Baseline) -> None:
    """An evaluation of nothing proves nothing."""
    with pytest.raises(NothingToDoError, match="no-cases"):
        judge(result.model_copy(update={"documents": ()}), baseline)
