"""`extractor.tables.windows`: which fields are the values, and when a blank has no column that one could name."""

import pytest

from extractor.tables.fields import Field, make_field
from extractor.tables.rows import SourceRow
from extractor.tables.windows import learn_offsets, possible_starts, window


def fields(drawing: str) -> tuple[Field, ...]:
    """Value fields of a drawing: a dot is an empty field, any other character prints itself."""
    return tuple(
        make_field(drawing.replace(".", " "), position, position + 1, position) for position in range(len(drawing))
    )


def row(drawing: str, *, label_at: int = 0, ended: bool = True, cell: bool = False) -> SourceRow:
    """A row with these values behind a label."""
    return SourceRow(
        own=(),
        values=fields(drawing),
        layout="cell" if cell else "tabs",
        start=0,
        end=len(drawing),
        shape=(label_at, label_at + 1 + len(drawing)),
        ended=ended,
    )


def printed(found: tuple[Field, ...]) -> str:
    """Fields as a drawing."""
    return "".join(field.text or "." for field in found)


class TestPossibleStarts:
    """Windows that hold every printed token."""

    @pytest.mark.parametrize(
        ("drawing", "width", "starts"),
        [
            pytest.param("123", 3, [0], id="exactly-full"),
            pytest.param(".123", 3, [1], id="one-empty-field-in-front"),
            pytest.param("123..", 3, [0], id="empty-fields-behind"),
            pytest.param(".1.3.", 3, [1], id="a-blank-between-two-numbers"),
            pytest.param(".12.", 3, [0, 1], id="a-blank-at-either-end"),
            pytest.param("..1..", 3, [0, 1, 2], id="one-number-anywhere"),
            pytest.param("....", 3, [0, 1], id="nothing-printed"),
            pytest.param("1..4", 3, [], id="numbers-too-far-apart"),
            pytest.param("1234", 3, [], id="too-many-numbers"),
            pytest.param("12", 3, [], id="too-few-fields"),
            pytest.param("", 3, [], id="no-fields"),
        ],
    )
    def test_every_window_with_all_tokens_is_possible_and_no_other(
        self, drawing: str, width: int, starts: list[int]
    ) -> None:
        """A row with fewer numbers than columns is not pushed to the left."""
        assert possible_starts(fields(drawing), width) == starts


class TestWindow:
    """The values of one row."""

    @pytest.mark.parametrize(
        ("drawing", "values"),
        [
            pytest.param("123", "123", id="full"),
            pytest.param("1.3", "1.3", id="blank-in-the-middle"),
            pytest.param(".12", ".12", id="blank-in-front"),
            pytest.param("...", "...", id="all-blank"),
            pytest.param("..123.", "123", id="empty-fields-around"),
            pytest.param(".1.3.", "1.3", id="blank-between-with-empty-fields-around"),
            pytest.param("-/无", "-/无", id="marks"),
        ],
    )
    def test_the_only_possible_window_is_taken_with_its_blanks(self, drawing: str, values: str) -> None:
        """Blanks are held by the layout."""
        found = window(row(drawing), 3, {})
        assert (printed(found.fields), found.reason, found.by_shape) == (values, None, False)

    @pytest.mark.parametrize(
        ("drawing", "reason"),
        [
            pytest.param("12", "too-few-fields", id="too-few-fields"),
            pytest.param("", "too-few-fields", id="no-fields"),
            pytest.param("1234", "too-many-values", id="one-number-too-many"),
            pytest.param("1..4", "too-many-values", id="numbers-too-far-apart"),
            pytest.param(".12.", "blanks-ambiguous", id="two-windows"),
            pytest.param("....", "blanks-ambiguous", id="blanks-and-one-field-more"),
        ],
    )
    def test_where_no_window_or_several_are_possible_there_are_no_values(self, drawing: str, reason: str) -> None:
        """Refusing is the answer: a value in the wrong column would look like any other."""
        found = window(row(drawing), 3, {})
        assert (found.fields, found.reason) == ((), reason)

    def test_a_row_whose_end_is_open_keeps_no_blanks(self) -> None:
        """Its last empty cells may belong to the next row."""
        assert window(row("1..", ended=False, cell=True), 3, {}).reason == "blanks-ambiguous"
        assert window(row("1.3", ended=False, cell=True), 3, {}).reason == "blanks-ambiguous"

    def test_a_row_whose_end_is_open_keeps_numbers_that_fill_it(self) -> None:
        """No blank is in question."""
        assert printed(window(row("123..", ended=False, cell=True), 3, {}).fields) == "123"


class TestShapes:
    """Blanks by the example of unambiguous rows of the same shape."""

    def test_an_ambiguous_row_follows_the_rows_of_its_shape(self) -> None:
        """They have an empty field in front, so it has one too; the window says how it was chosen."""
        offsets = learn_offsets([row(".123"), row(".456")], 3)
        found = window(row(".12."), 3, offsets)
        assert (printed(found.fields), found.reason, found.by_shape) == ("12.", None, True)

    def test_rows_of_another_shape_give_no_example(self) -> None:
        """A grouped row has its values one field further right."""
        offsets = learn_offsets([row(".123", label_at=1)], 3)
        assert window(row(".12."), 3, offsets).reason == "blanks-ambiguous"

    def test_rows_that_disagree_give_no_example(self) -> None:
        """One of them is shifted, and nobody knows which."""
        assert learn_offsets([row(".123"), row("123.")], 3) == {}

    def test_an_ambiguous_row_gives_no_example(self) -> None:
        """Nor does one without any number, or with too many."""
        assert learn_offsets([row(".12."), row("...."), row("1234")], 3) == {}

    def test_cells_on_lines_of_their_own_give_no_example_and_follow_none(self) -> None:
        """Their number differs from row to row for reasons that no shape shows."""
        assert learn_offsets([row(".123", cell=True)], 3) == {}

    def test_an_example_that_would_leave_a_number_out_is_not_followed(self) -> None:
        """The window must hold every token of the row itself, so the row stays ambiguous."""
        ambiguous = row(".12..")
        assert printed(window(ambiguous, 3, {ambiguous.shape: 1}).fields) == "12."
        assert window(ambiguous, 3, {ambiguous.shape: 2}).reason == "blanks-ambiguous"
