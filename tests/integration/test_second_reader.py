"""A document read by two: what the record says of both, and what it says where the second one fails."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.generator import Format, Generated, Layout, generate
from eval.generator.damages.files import GRID_LAYOUT
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Answer, ModelFault, Question
from extractor.pipeline import Pipeline, Processed
from extractor.pipeline.model_reading import ModelReader
from extractor.prompting import builtin_prompts
from extractor.testing import DocumentTruth, Misreading, Mistakes, ScriptedModel, StatedTruth, always
from extractor.testing.asked import Asked
from extractor.testing.scripts import Behaviour, Script
from extractor.testing.transport import Transport
from extractor.wiring.elements import element_parser


def truth_of(report: Generated, claims: tuple[StatedTruth, ...] = ()) -> dict[str, DocumentTruth]:
    """The answers for one report."""
    digest = hashlib.sha256(report.data).hexdigest()[:12]
    return {digest: DocumentTruth(cells=report.truth.cells, meta=report.truth.meta, claims=claims)}


def read(
    report: Generated,
    script: Script | None = None,
    *,
    independent: bool = True,
    claims: tuple[StatedTruth, ...] = (),
) -> tuple[Processed, ScriptedModel]:
    """Read a report with the fake model."""
    model = ScriptedModel(truth_of(report, claims), script)
    reader = ModelReader(model, builtin_prompts(), element_parser(), independent=independent)
    pipeline = Pipeline(FileIngester(), builtin_forms(), model=reader)
    return pipeline.process(report.data, name=report.file_name, path=report.file_name), model


@pytest.mark.parametrize("file_format", [Format.HTML, Format.DOCX, Format.XLSX, Format.CSV])
def test_both_readers_agree_on_where_a_file_prints_its_figures(file_format: Format) -> None:
    """The second parser's markup leads back to the grid: cells have two readings from overlapping places."""
    report = generate(2, GRID_LAYOUT, file_format=file_format)
    done, model = read(report)
    assert done.record.status == "ok"
    twice = [cell for cell in done.record.cells if cell.tier in {"T0", "T1"}]
    assert len(twice) >= 0.8 * len(done.record.cells)
    assert all({reading.reader for reading in cell.readings} == {"table", "llm:scripted"} for cell in twice)
    assert done.text is not None
    for reading in (reading for cell in done.record.cells for reading in cell.readings):
        assert reading.source is None or done.text[reading.source.start : reading.source.end] == reading.as_printed
    assert done.usage.requests == len(model.asked)


def test_one_question_a_table_and_two_about_the_prose() -> None:
    """Never one call for the whole report, and no row twice where nothing is in doubt."""
    _, model = read(generate(2, GRID_LAYOUT, file_format=Format.DOCX))
    assert [question.part for question in model.asked] == ["proactive", "requests", "disputes", "claims", "meta"]


def test_a_table_that_the_model_did_not_read_makes_the_document_partial() -> None:
    """The cause has its code, the table is named, and the cells stand as the table reader proves them."""

    def script(asked: Asked, _before: int) -> Behaviour:
        return Behaviour(transport=Transport.QUOTA if asked.part == "requests" else Transport.SOUND)

    report = generate(2, GRID_LAYOUT, file_format=Format.DOCX)
    record = read(report, script)[0].record
    assert record.status == "partial"
    assert record.error is not None
    assert record.error.code.startswith("model-")
    assert "requests" in record.error.message
    assert "disputes" not in record.error.message
    tiers = {
        table: {cell.tier for cell in record.cells if cell.path.startswith(table)} for table in ("requests", "disputes")
    }
    assert tiers["requests"] <= {"S0", "S1"}
    assert tiers["disputes"] <= {"T0", "T1"}


def test_valid_cells_of_a_reply_that_never_fits_are_kept() -> None:
    """A shape error costs the document its completeness, not the cells that were right."""

    class Half:
        name, sees = "half", False

        def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
            """One row of the first table, and a fault everywhere."""
            row = {"id": "r01", "label": "规章", "cells": [value, 7, None]}
            attempt = {"header": [], "rows": [row], "unreadable": []}
            return tuple(Answer((attempt,), ModelFault("model-shape", "no shape")) for _ in questions)

    report = generate(2, GRID_LAYOUT, file_format=Format.DOCX, editions={"proactive": "2021", "requests": "2021"})
    value = str(report.truth.cells["proactive.regulations.issued"])
    reader = ModelReader(Half(), builtin_prompts(), element_parser(), independent=True)
    pipeline = Pipeline(FileIngester(), builtin_forms(), model=reader)
    record = pipeline.process(report.data, name="a.docx", path="a.docx").record
    cells = {cell.path: cell for cell in record.cells}
    assert [reading.as_printed for reading in cells["proactive.regulations.issued"].readings] == [value, value]
    assert [reading.reader for reading in cells["proactive.regulations.repealed"].readings] == ["table"]


def test_a_claim_that_only_the_model_saw_gives_a_warning_at_most() -> None:
    """The grammar does not know the words; the number contradicts the table, and nobody is accused."""
    report = generate(2, Layout.TAB_ROWS)
    words = "全年来信来函要件九千九百九十九件"
    data = report.text.replace("三、", f"{words}。\n三、", 1)
    changed = replace(report, text=data, data=data.encode())
    claim = StatedTruth(words, "new_received", "九千九百九十九")
    gone = StatedTruth("此句不在文中", "received", "7")
    done, _ = read(changed, claims=(claim, gone))
    (made,) = [item for item in done.record.claims if item.by == "llm"]
    assert (made.quote, made.value, made.agrees) == (words, 9999, False)
    (finding,) = [item for item in done.record.findings if item.quote == words]
    assert finding.severity == "warning"


def test_quotations_that_the_document_does_not_print_are_dropped_and_counted() -> None:
    """Nothing is made of invented words."""
    script = always(Mistakes((Misreading.FABRICATED,), 1.0))
    report = generate(2, Layout.TAB_ROWS)
    done, _ = read(report, script)
    assert done.dropped > 0
    assert all(reading.reader == "table" for cell in done.record.meta.values() for reading in cell.readings)


def test_a_check_of_stored_records_keeps_the_models_readings() -> None:
    """`gouji check` needs no model, and forgets none of its words."""
    report = generate(3, Layout.FLOATING)
    done, _ = read(report)
    assert done.text is not None
    again = Pipeline(FileIngester(), builtin_forms()).recheck(done.record, done.text)
    assert again == done.record


def test_rows_in_doubt_are_looked_at_again_without_a_candidate() -> None:
    """The second look shows lines of the text and the row's label; its reading stands beside the others."""
    script = always(Mistakes((Misreading.DIGIT,), 0.3, seed=4))
    report = generate(1003, Layout.FLOATING)
    done, model = read(report, script)
    looks = [question for question in model.asked if question.part == "second-look"]
    assert 0 < len(looks) <= 12
    seen = [cell for cell in done.record.cells if any(r.reader.endswith("#second-look") for r in cell.readings)]
    assert seen
    assert {cell.status for cell in seen} == {"review"}
