"""The tidy table, line by line."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from extractor.audit import Facts
from extractor.export import CELL_COLUMNS, RunView, rows_of
from extractor.export.tidy import number_of
from extractor.model import Record

MakeCell = Callable[..., dict[str, object]]
MakeRecord = Callable[..., Record]
MakeView = Callable[..., RunView]

PATH = "requests.new_received.total"

DECISION: dict[str, object] = {
    "kind": "number",
    "value": 7,
    "as_printed": "7",
    "by": "li",
    "at": "2026-01-02T03:04:05Z",
    "reason": "smudged",
}


def test_the_columns_are_those_of_the_contract() -> None:
    """Names and order are a promise to whoever loads the table."""
    promised = (
        "document path agency year edition table row column as_printed value unit kind tier status accepted_value "
        "page start end"
    )
    assert " ".join(CELL_COLUMNS) == promised


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"value": 5}, 5),
        ({"value": 5, "status": "review", "tier": "T4"}, None),
        ({"value": 5, "status": "review", "tier": "T4", "decision": DECISION}, 7),
        ({"value": 5, "decision": DECISION}, 7),
        ({"value": 5, "decision": {**DECISION, "kind": "blank", "value": None, "as_printed": ""}}, None),
        ({"value": None, "kind": "blank"}, None),
        ({"value": None, "kind": "dash", "as_printed": "-"}, None),
    ],
)
def test_the_accepted_value_is_the_decision_else_the_value_if_accepted(
    changes: dict[str, object], accepted: int | None, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
) -> None:
    """A decision wins even over an accepted value, and even when it says that the cell is blank; no kind becomes 0."""
    row = rows_of(make_record([make_cell(PATH, **changes)]), make_view()).cells[0]
    assert row.accepted_value == accepted


def test_a_row_names_its_cell_and_its_place(make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView) -> None:
    """The path of the cell is split into table, row and column, and the edition is that of its table."""
    place = {"page": 3, "start": 40, "end": 42}
    row = rows_of(make_record([make_cell(PATH, source=place, unit="件")], path="x/b.txt"), make_view()).cells[0]
    assert (row.path, row.table, row.row, row.column, row.edition) == (
        "x/b.txt",
        "requests",
        "new_received",
        "total",
        "2021",
    )
    assert (row.page, row.start, row.end, row.unit) == (3, 40, 42, "件")


def test_a_cell_without_place_has_no_offsets(make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView) -> None:
    """What the document leaves out stands nowhere."""
    cell = make_cell(PATH, None, kind="missing", source=None)
    row = rows_of(make_record([cell]), make_view()).cells[0]
    assert (row.page, row.start, row.end) == (None, None, None)


def test_a_failed_document_has_no_rows(make_record: MakeRecord, make_view: MakeView) -> None:
    """It is counted elsewhere; a line of nulls would be counted as a cell."""
    record = make_record(status="failed", form=None, meta={}, error={"code": "empty-file", "message": "empty"})
    rows = rows_of(record, make_view())
    assert (rows.cells, rows.subject.agency, rows.subject.year) == ((), None, None)


class TestSubject:
    """Agency and year of a document."""

    def test_the_document_comes_before_the_manifest_file(self, make_record: MakeRecord, make_view: MakeView) -> None:
        """What it says of itself is what the panel is about."""
        view = make_view(known={"a.txt": Facts(agency="云砚县水务局", year=2020)})
        subject = rows_of(make_record(), view).subject
        assert (subject.agency, subject.year) == ("青禾县人民政府", 2023)

    def test_the_manifest_file_stands_in_where_the_document_is_in_doubt(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """A value that waits for a person never groups a panel."""
        doubtful = {
            "agency": make_cell("meta.agency", "青禾", kind="text", status="review", tier="T4"),
            "year": make_cell("meta.year", 2032, status="review", tier="T4"),
        }
        known = make_view(known={"a.txt": Facts(agency="云砚县水务局", year=2020)})
        found = rows_of(make_record(meta=doubtful), known).subject
        assert (found.agency, found.year) == ("云砚县水务局", 2020)
        alone = rows_of(make_record(meta=doubtful), make_view()).subject
        assert (alone.agency, alone.year) == (None, None)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, Decimal(0)),
        ("7730.28", Decimal("7730.28")),
        ("0", Decimal(0)),
        (None, None),
        ("约三件", None),
        ("NaN", None),
    ],
)
def test_only_numbers_are_numbers(value: int | str | None, number: Decimal | None) -> None:
    """A decision may hold a text, which no number column takes."""
    assert number_of(value) == number
