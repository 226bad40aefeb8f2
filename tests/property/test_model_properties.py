"""What holds whatever a model answers (design.md §3): no reply changes what is printed, and none proves what is not."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.generator import Generated, Layout, generate
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Answer, Cell, Place, Question, Record
from extractor.pipeline import Pipeline
from extractor.pipeline.model_reading import ModelReader
from extractor.prompting import builtin_prompts, row_ids
from extractor.text.numbers import parse_value

IsRight = Callable[[object, Cell], bool]
REPORTS = 4
LAYOUTS = (Layout.FLOATING, Layout.CRAWLER, Layout.TAB_ROWS, Layout.WHITESPACE)


@cache
def report(number: int) -> Generated:
    """A generated report; a few of them are enough, the replies are what varies."""
    return generate(40 + number, LAYOUTS[number])


@cache
def alone(number: int) -> Record:
    """What the table reader makes of it alone."""
    return record_of(report(number), None)


def record_of(made: Generated, model: ModelReader | None) -> Record:
    """The record of a report."""
    return (
        Pipeline(TextIngester(), builtin_forms(), model=model)
        .process(made.text.encode(), name="a.txt", path="a.txt")
        .record
    )


class AnyModel:
    """Answers with whatever it is given, part by part."""

    name = "any"
    sees = False

    def __init__(self, answers: Sequence[object]) -> None:
        """The same answers for every document, each as both attempts."""
        self.answers = answers

    def ask(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """The answers in turn."""
        return tuple(
            Answer((self.answers[place % len(self.answers)],) * 2) if self.answers else Answer(())
            for place in range(len(questions))
        )


@st.composite
def hostile(draw: st.DrawFn, made: Generated) -> list[object]:
    """Replies in the right shape with labels and tokens of the document in any place, or anything else."""
    words = [word for word in made.text.split() if len(word) < 12]
    tokens = [*sorted({word for word in words if parse_value(word).kind == "number"}), "0", "1", "999999"]
    labels = sorted({word for word in words if parse_value(word).kind == "text"})
    replies: list[object] = []
    for table in builtin_forms()[0].tables:
        edition = table.editions[-1]
        widths = {row.key: len(block.columns) for block in edition.blocks for row in block.rows}
        names = {row.key: row.label.text for block in edition.blocks for row in block.rows}
        heads = [column.label.text for block in edition.blocks for column in block.columns]
        rows: list[object] = []
        for key, row in row_ids(edition).items():
            own = draw(st.booleans())
            label = names[row][-8:] if own else draw(st.sampled_from(labels))
            cells = draw(st.lists(st.sampled_from([*tokens, None]), min_size=widths[row], max_size=widths[row]))
            rows.append({"id": key, "label": label, "cells": cells})
        replies.append({"header": heads, "rows": rows, "unreadable": []})
    quote = draw(st.sampled_from(labels))
    replies.append({"claims": [{"quote": quote, "counts": "received", "number": draw(st.sampled_from(tokens))}]})
    replies.append({"items": [{"key": "agency", "quote": quote}, {"key": "nothing", "quote": "nowhere"}]})
    return draw(st.permutations(replies)) if draw(st.integers(0, 9)) == 0 else replies


@given(st.data(), st.integers(0, REPORTS - 1))
@settings(max_examples=25)
def test_no_reply_corrupts_what_is_accepted(is_right: IsRight, data: st.DataObject, number: int) -> None:
    """Accepted cells are right and from places of their own, and everything cited stands where it is cited."""
    made = report(number)
    record = record_of(made, ModelReader(AnyModel(data.draw(hostile(made))), builtin_prompts(), independent=True))
    places: list[Place] = []
    for cell in [*record.cells, *record.meta.values()]:
        for place, words in [(cell.source, cell.as_printed), *((r.source, r.as_printed) for r in cell.readings)]:
            assert place is None or made.text[place.start : place.end] == words
    for cell in record.cells:
        if cell.status == "accepted":
            assert is_right(made.truth.cells[cell.path], cell)
            if cell.source is not None and cell.source.start < cell.source.end:
                places.append(cell.source)
    places.sort(key=lambda place: place.start)
    assert all(left.end <= right.start for left, right in pairwise(places))
    assert not any(f.severity == "error" and f.status == "FAIL" and f.family == "prose" for f in record.findings)


@given(st.data(), st.integers(0, REPORTS - 1))
@settings(max_examples=20)
def test_an_advisory_model_changes_nothing_but_readings(data: st.DataObject, number: int) -> None:
    """Its words are shown beside cells that are those of a run without a model, tiers and findings included."""
    made, off = report(number), alone(number)
    on = record_of(made, ModelReader(AnyModel(data.draw(hostile(made))), builtin_prompts(), independent=False))
    assert [plain(cell) for cell in on.cells] == [plain(cell) for cell in off.cells]
    assert {key: plain(cell) for key, cell in on.meta.items()} == {key: plain(cell) for key, cell in off.meta.items()}
    assert (on.status, on.error) == (off.status, off.error)
    assert [f for f in on.findings if f.family == "arithmetic"] == [f for f in off.findings if f.family == "arithmetic"]


def plain(cell: Cell) -> Cell:
    """The cell with the table reader's reading alone."""
    return cell.model_copy(update={"readings": tuple(r for r in cell.readings if r.reader == "table")})


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["rows", "header", "id", "cells", "label", "claims", "items", "quote"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=25)
def test_any_json_at_all_leaves_the_table_reader_alone(reply: object) -> None:
    """A reply without a reading in it is no reading."""
    made, off = report(2), alone(2)
    on = record_of(made, ModelReader(AnyModel([reply]), builtin_prompts(), independent=True))
    assert on.cells == off.cells
    assert hashlib.sha256(made.text.encode()).hexdigest() == on.document.sha256
