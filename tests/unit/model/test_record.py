"""`extractor.model`: records keep everything through JSON, refuse what they do not know, and stay as made."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from extractor import model
from extractor.model import (
    Cell,
    Claim,
    Coverage,
    Decision,
    Document,
    DocumentInfo,
    Failure,
    Finding,
    FormInfo,
    Place,
    Proposal,
    Reading,
    Record,
    Unmapped,
)
from extractor.model.finding import Change

PLACE = Place(page=2, start=10, end=12, bbox=(1.5, 2.0, 3.25, 4.0), table=1, row=3, column=4)
"""A place with every part filled in, each with a value of its own."""


def full_record() -> Record:
    """A record in which every field of every part says something other than its default."""
    reading = Reading(reader="llm:small", as_printed="1\n2", value=12, kind="number", source=PLACE, score=0.75)
    decision = Decision(
        kind="number", value=21, as_printed="21", by="reviewer", at="2026-01-02T03:04:05Z", reason="misprint"
    )
    cell = Cell(
        path="loans.poetry.lent",
        as_printed="1\n2",
        value=12,
        kind="number",
        unit="万元",
        value_yuan="120000",
        tier="T2",
        confidence=0.5,
        status="review",
        reasons=("illegible", "label-margin"),
        decision=decision,
        source=PLACE,
        readings=(reading,),
    )
    change = Change.model_validate({"cell": "loans.poetry.lent", "from": 12, "to": "21"})
    finding = Finding(
        code="L1",
        family="arithmetic",
        severity="error",
        status="FAIL",
        attribution="undecided",
        message="12 ≠ 21",
        message_zh="12 不等于 21",
        clause="通知第三条",
        cells=("loans.poetry.lent",),
        expression="loans.poetry.lent = loans.poetry.total",
        left="12",
        right="21",
        delta="-9",
        proposals=(Proposal(changes=(change,), why="digits exchanged", in_source=True),),
        quote="外借12册",
        source=PLACE,
        fingerprint="0123456789abcdef",
    )
    return Record(
        status="partial",
        error=Failure(code="incomplete", message="1 row not found", hint="look again"),
        document=DocumentInfo(
            sha256="ab" * 32, name="a.txt", path="in/a.txt", media_type="text/plain", pages=3, characters=99
        ),
        form=FormInfo(id="village-library", editions={"loans": "2"}),
        meta={"year": cell},
        cells=(cell,),
        unmapped=(Unmapped(table="loans", label="另计", fields=("7", "8"), source=PLACE),),
        claims=(
            Claim(
                quote="外借12册",
                source=PLACE,
                targets=(("loans.poetry.lent",), ("loans.poetry.lent", "loans.prose.lent")),
                matched=1,
                negated=True,
                value=12,
                unit="册",
                agrees=False,
                by="llm",
            ),
        ),
        findings=(finding,),
        coverage=Coverage(
            applicable=6, evaluated=4, passed=3, vacuous=2, failed=1, not_assessable=2, check_power=0.125
        ),
    )


def parts(item: object) -> Iterator[BaseModel]:
    """A model and every model inside it."""
    if isinstance(item, BaseModel):
        yield item
        for name in type(item).model_fields:
            yield from parts(getattr(item, name))
    elif isinstance(item, dict):
        for value in item.values():  # pyright: ignore[reportUnknownVariableType] - any mapping will do
            yield from parts(value)  # pyright: ignore[reportUnknownArgumentType] - as above
    elif isinstance(item, tuple):
        for value in item:  # pyright: ignore[reportUnknownVariableType] - any tuple will do
            yield from parts(value)  # pyright: ignore[reportUnknownArgumentType] - as above


PARTS = {type(part).__name__: part for part in parts(full_record())}

EVERY_PART = pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)


class TestJson:
    """The way of a record through `records.jsonl`."""

    def test_a_record_comes_back_as_it_was(self) -> None:
        """Nothing is lost or changed by writing a record by its aliases and reading it again."""
        record = full_record()
        assert Record.model_validate_json(record.model_dump_json(by_alias=True)) == record

    def test_the_words_that_python_reserves_are_written_as_the_design_names_them(self) -> None:
        """The file says `schema` and `from`; the trailing underscores live in Python only."""
        written: dict[str, Any] = json.loads(full_record().model_dump_json(by_alias=True))
        assert written["schema"] == "gouji/record/1"
        change = written["findings"][0]["proposals"][0]["changes"][0]
        assert change == {"cell": "loans.poetry.lent", "from": 12, "to": "21"}

    def test_the_keys_of_a_record_are_those_of_the_design(self) -> None:
        """The record's interface is fixed: a key that moves breaks whoever reads the file."""
        assert list(full_record().model_dump(by_alias=True)) == [
            "schema",
            "status",
            "error",
            "document",
            "form",
            "meta",
            "cells",
            "unmapped",
            "claims",
            "findings",
            "coverage",
        ]

    def test_the_keys_of_a_cell_hold_those_of_the_design(self) -> None:
        """Every key that the design promises of a cell, of its place and of its readings is there."""
        (cell,) = full_record().model_dump(mode="json", by_alias=True)["cells"]
        promised = "path as_printed value kind unit tier confidence status reasons decision source readings"
        assert set(promised.split()) <= set(cell)
        assert set(cell["source"]) == {"page", "start", "end", "bbox", "table", "row", "column"}
        assert set(cell["readings"][0]) == {"reader", "as_printed", "value", "kind", "source", "score"}

    def test_numbers_and_strings_stay_apart(self) -> None:
        """A count stays an integer and a decimal a string: `"0"` is not 0."""
        cell = full_record().cells[0]
        for value in (0, "0", "7730.28", 12):
            sent = cell.model_copy(update={"value": value})
            received = Cell.model_validate_json(sent.model_dump_json())
            assert (type(received.value), received.value) == (type(value), value)

    def test_line_ends_of_a_printed_value_are_kept(self) -> None:
        """`as_printed` is evidence: JSON must not fold its line ends."""
        cell = full_record().cells[0].model_copy(update={"as_printed": "1\r\n2\u2028 \t3"})
        assert Cell.model_validate_json(cell.model_dump_json()).as_printed == "1\r\n2\u2028 \t3"

    def test_a_record_of_another_schema_is_refused(self) -> None:
        """A later version of the file is not read as if it were this one."""
        written = full_record().model_dump(mode="json", by_alias=True) | {"schema": "gouji/record/2"}
        with pytest.raises(ValidationError, match="schema"):
            Record.model_validate(written)


class TestShape:
    """What every part of a record has in common."""

    def test_the_example_holds_every_model_of_the_package(self) -> None:
        """The tests of this class speak of all models, not of those that happen to be listed."""
        exported = [getattr(model, name) for name in model.__all__]
        models = {item.__name__ for item in exported if isinstance(item, type) and issubclass(item, BaseModel)}
        assert models | {"Change"} == set(PARTS)

    @EVERY_PART
    def test_an_unknown_key_is_refused(self, part: BaseModel) -> None:
        """A misspelt key is an error and never dropped in silence."""
        written = part.model_dump(mode="json", by_alias=True) | {"surprise": 1}
        with pytest.raises(ValidationError, match="surprise"):
            type(part).model_validate(written)

    @EVERY_PART
    def test_a_value_cannot_be_changed(self, part: BaseModel) -> None:
        """A change makes a new value; the one in hand stays what it was."""
        name = next(iter(type(part).model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, name, None)

    @EVERY_PART
    def test_each_part_comes_back_by_itself(self, part: BaseModel) -> None:
        """Every model round-trips by its own aliases."""
        assert type(part).model_validate_json(part.model_dump_json(by_alias=True)) == part

    def test_lists_inside_a_record_cannot_be_appended_to(self) -> None:
        """Cells and findings are tuples, also after reading JSON arrays."""
        record = Record.model_validate_json(full_record().model_dump_json(by_alias=True))
        assert type(record.cells) is type(record.findings) is type(record.cells[0].reasons) is tuple


class TestKinds:
    """Words that are part of the interface."""

    @pytest.mark.parametrize(
        "kind",
        ["number", "blank", "dash", "slash", "none_word", "not_applicable", "illegible", "missing", "unread"],
    )
    def test_every_kind_of_the_design_is_accepted(self, kind: str) -> None:
        """Absence has a kind, and each of them can be written down."""
        written = full_record().cells[0].model_dump(mode="json") | {"kind": kind}
        assert Cell.model_validate(written).kind == kind

    @pytest.mark.parametrize(
        ("key", "word"),
        [("kind", "zero"), ("tier", "T5"), ("status", "rejected")],
        ids=["kind", "tier", "status"],
    )
    def test_a_word_outside_the_vocabulary_is_refused(self, key: str, word: str) -> None:
        """A new word needs a new version of the model."""
        with pytest.raises(ValidationError, match=key):
            Cell.model_validate(full_record().cells[0].model_dump(mode="json") | {key: word})


class TestDocument:
    """What ingest hands over."""

    def test_a_document_claims_nothing_that_it_was_not_told(self) -> None:
        """No pages, no grids and no notes unless the format states them; born digital unless recognised."""
        document = Document(sha256="0", name="a.txt", path="a.txt", media_type="text/plain", text="字")
        assert (document.pages, document.grids, document.paragraphs, document.notes) == (None, (), (), ())
        assert document.born_digital

    def test_a_document_cannot_be_changed(self) -> None:
        """Places count code points of its text, so the text must not move."""
        document = Document(sha256="0", name="a.txt", path="a.txt", media_type="text/plain", text="字")
        with pytest.raises(AttributeError):
            document.text = "别"  # pyright: ignore[reportAttributeAccessIssue] - the refusal is what is tested
