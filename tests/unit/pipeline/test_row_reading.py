"""Which rows a model is asked about that reads row by row."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Answer, ModelFault, Question
from extractor.pipeline import Pipeline, Processed, RowLimits
from extractor.pipeline.model_reading import ModelReader
from extractor.prompting import builtin_prompts

ROWS, WITH_LINES = 34, 31


class Silent:
    """A model that answers nothing and remembers what it was asked."""

    name = "silent"
    sees = False

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked: list[Question] = []

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Every reply is cut off."""
        self.asked += questions
        return tuple(Answer((), ModelFault("model-truncated", "the reply was cut off")) for _ in questions)


@pytest.fixture(name="text")
def text_fixture(project_root: Path) -> str:
    """A report without doubts."""
    return (project_root / "golden/reports/qinghe_2023.txt").read_text(encoding="utf-8")


def read(text: str, limits: RowLimits) -> tuple[Processed, list[Question]]:
    """The report read with such limits, and the questions about it."""
    client = Silent()
    reader = ModelReader(client, builtin_prompts(), rows=limits, independent=True)
    assert not reader.independent
    pipeline = Pipeline(TextIngester(), builtin_forms(), model=reader)
    return pipeline.process(text.encode(), name="a.txt", path="a.txt"), client.asked


def test_rows_in_doubt_come_first(text: str) -> None:
    """A row that lost its first figure, far down in the table; the limit leaves it in."""
    assert text.count("\t2.重复申请\n\t1\n") == 1
    doubtful = text.replace("\t2.重复申请\n\t1\n", "\t2.重复申请\n")
    processed, asked = read(doubtful, RowLimits(1))
    in_review = {cell.path.rpartition(".")[0] for cell in processed.record.cells if cell.status == "review"}
    assert in_review == {"requests.declined_repeat"}
    assert len(asked) == 1
    assert "重复申请" in asked[0].messages[-1].text
    _, unasked = read(text, RowLimits(1))
    assert "重复申请" not in unasked[0].messages[-1].text


def test_without_doubt_nothing_is_asked_of_a_model_for_doubts(text: str) -> None:
    """All rows are withheld, and said to be."""
    processed, asked = read(text, RowLimits(40, doubtful_only=True))
    assert asked == []
    assert processed.rows is not None
    assert (processed.rows.asked, processed.rows.withheld) == (0, ROWS)


def test_the_model_is_shown_the_lines_of_one_row_alone(text: str) -> None:
    """Its fields with their keys; no figure of another row, and nothing that the table reader made."""
    _, asked = read(text, RowLimits(40))
    assert len(asked) == WITH_LINES
    (question,) = [item for item in asked if "予以公开" in item.messages[-1].text]
    shown = question.messages[-1].text
    assert '\n予以公开\n["A=16","B=3","C=1","D=0","E=1","F=0","G=21"]\n' in shown
    assert "部分公开" not in shown
    assert "上年结转" not in shown


def test_no_answer_is_counted_and_is_no_lack_of_the_document(text: str) -> None:
    """A small model fails often; the record is as without it."""
    processed, asked = read(text, RowLimits(3))
    assert processed.rows is not None
    assert (processed.rows.asked, processed.rows.unanswered, processed.rows.readings) == (3, 3, 0)
    alone = Pipeline(TextIngester(), builtin_forms()).process(text.encode(), name="a.txt", path="a.txt")
    assert processed.record == alone.record
    assert len(asked) == 3
