"""A planted regression of five documents closes the gate, one of a single document does not; through the whole run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from eval.gate import Baseline, Blessing, bless, judge
from eval.golden import Need, load, read_manifest
from eval.runs import Plan, RunResult, evaluate, evaluate_in_turn
from extractor.audit import Facts
from extractor.batch.job import Processor
from extractor.errors import DocumentError, NothingToDoError
from extractor.model import Cell, DocumentInfo
from extractor.pipeline import Pipeline, Processed
from extractor.pipeline.process import failed
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


@dataclass
class Reader:
    """Reads nothing and notes when it was asked for what."""

    side: str
    log: list[tuple[str, str]]

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Refuse a document; which one, and by which side, is noted."""
        del data, path, facts
        self.log.append((self.side, name))
        info = DocumentInfo(sha256=None, name=name, path=name, media_type=None)
        return Processed(failed(info, DocumentError("unread", "nobody reads here")), None)


def test_two_sides_take_turns_document_by_document_in_a_drawn_order(folder: Path) -> None:
    """Each round has every document by both sides, one right after the other; orders differ, and always alike."""
    logs: list[list[tuple[str, str]]] = []
    for _ in range(2):
        log: list[tuple[str, str]] = []
        one, other = (
            Plan(folder, partial(Reader, side, log), "code", split="dev", limit=8, repeats=2) for side in "bc"
        )
        base, candidate = evaluate_in_turn(one, other)
        logs.append(log)
        assert [document.id for document in base.result.documents] == [
            document.id for document in candidate.result.documents
        ]
        assert len(base.result.again) == len(candidate.result.again) == 8
    log = logs[0]
    assert log == logs[1]
    pairs = list(zip(log[::2], log[1::2], strict=True))
    assert all(first[1] == second[1] and {first[0], second[0]} == {"b", "c"} for first, second in pairs)
    rounds = [[first[1] for first, _ in pairs[start : start + 8]] for start in (0, 8)]
    assert sorted(rounds[0]) == sorted(rounds[1]) == sorted(set(rounds[0]))
    assert rounds[0] != rounds[1]
    assert {first[0] for first, _ in pairs} == {"b", "c"}
