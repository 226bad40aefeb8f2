"""`extractor.ingest.spans`: which positions cells cover."""

import pytest

from extractor.errors import DocumentError
from extractor.ingest.spans import Area, GridRow, span_of, take_places


def places(*rows: list[tuple[int, int]], groups: str = "") -> list[list[Area]]:
    """Takes the places of rows given as lists of (row span, column span); `groups` names each row's group."""
    named = groups or "a" * len(rows)
    return take_places([GridRow(ord(group), tuple(row)) for group, row in zip(named, rows, strict=True)])


class TestSpans:
    """The attributes `rowspan` and `colspan`."""

    @pytest.mark.parametrize(
        ("printed", "span"),
        [
            (None, 1),
            ("", 1),
            ("3", 3),
            (" 3", 3),
            ("+3", 3),
            ("3px", 3),
            ("2.7", 2),
            ("-3", 1),
            ("x", 1),
            ("３", 1),
            ("0", 1),
            ("1000", 1000),
            ("99999999999999999999", 1000),
        ],
    )
    def test_a_column_span_reads_as_in_browsers(self, printed: str | None, span: int) -> None:
        """Nonsense is 1, and no span is more than 1000."""
        assert span_of(printed) == span

    def test_a_row_span_may_be_zero(self) -> None:
        """It stands for the rest of the row group."""
        assert span_of("0", least=0) == 0
        assert span_of("", least=0) == 1


class TestPlaces:
    """The positions of cells."""

    def test_cells_stand_beside_those_that_reach_down(self) -> None:
        """Each takes the first free columns of its row."""
        assert places([(2, 1), (1, 2)], [(1, 1), (1, 1)]) == [
            [Area(1, 1, 2, 1), Area(1, 2, 1, 2)],
            [Area(2, 2, 1, 1), Area(2, 3, 1, 1)],
        ]

    def test_a_cell_may_begin_behind_columns_that_none_covers(self) -> None:
        """But not on columns that another cell covers."""
        rows = [GridRow(0, ((2, 1), (1, 1)), (2, 3)), GridRow(0, ((1, 1), (1, 1)), (0, 2))]
        assert take_places(rows) == [
            [Area(1, 3, 2, 1), Area(1, 4, 1, 1)],
            [Area(2, 1, 1, 1), Area(2, 4, 1, 1)],
        ]

    def test_a_span_ends_with_its_rows(self) -> None:
        """It reaches over no row that is not there."""
        assert places([(5, 1)], [(1, 1)]) == [[Area(1, 1, 2, 1)], [Area(2, 2, 1, 1)]]

    @pytest.mark.parametrize("row_span", [0, 9])
    def test_a_span_ends_with_its_row_group(self, row_span: int) -> None:
        """The next group starts with all columns free."""
        found = places([(row_span, 1)], [(1, 1)], [(1, 1)], groups="aab")
        assert found == [[Area(1, 1, 2, 1)], [Area(2, 2, 1, 1)], [Area(3, 1, 1, 1)]]

    def test_a_wide_cell_ends_before_one_that_reaches_down(self) -> None:
        """In the standard both would cover the position."""
        assert places([(1, 1), (2, 1), (1, 1)], [(1, 3), (1, 1)])[1] == [Area(2, 1, 1, 1), Area(2, 3, 1, 1)]

    def test_rows_without_cells_take_nothing(self) -> None:
        """They count as rows."""
        assert places([(3, 1)], [], [(1, 1)]) == [[Area(1, 1, 3, 1)], [], [Area(3, 2, 1, 1)]]

    def test_spans_that_cost_too_much_are_refused(self) -> None:
        """Wide cells that reach over thousands of rows."""
        rows = [[(1000, 1)] * 300 for _ in range(600)]
        with pytest.raises(DocumentError, match="too-many-cells"):
            places(*rows)
