"""`extractor.ingest.xlsx_file`: what a workbook holds and does not show."""

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import cell, ingest, packed, rows_of, saved, table, written

from extractor.ingest.hidden import OBJECT


class TestHidden:
    """What nobody sees is taken out and reported."""

    @pytest.mark.parametrize(
        ("style", "reason"),
        [
            ({"font": Font(color="FFFFFFFF")}, "same-colour"),
            ({"font": Font(color="FFFF0000"), "fill": PatternFill("solid", "FFFF0000")}, "same-colour"),
            ({"font": Font(size=1)}, "tiny-text"),
            ({"number_format": ";;;"}, "visibility-hidden"),
        ],
    )
    def test_a_cell_that_cannot_be_seen_is_blank(self, style: dict[str, object], reason: str) -> None:
        """Its value goes into a note."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 8, 0])
            for name, value in style.items():
                setattr(sheet["B1"], name, value)

        document = ingest(written(fill))
        assert table(document.grids[0]) == {1: ["规章", "", "0"]}
        assert document.notes == (f"hidden-text:{reason}:8",)

    def test_white_on_a_dark_cell_is_seen(self) -> None:
        """As headers often are."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 8])
            sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF1F4E79")

        document = ingest(written(fill))
        assert (document.text, document.notes) == ("规章\t8\n", ())

    def test_hidden_rows_and_columns_are_taken_out(self) -> None:
        """The columns that are left keep their numbers, and no blank row parts the table."""

        def fill(sheet: Worksheet) -> None:
            for row in (("规章", 7, 1), ("旧", 8, 2), ("许可", 9, 3)):
                sheet.append(row)
            sheet.row_dimensions[2].hidden = True
            sheet.column_dimensions["B"].hidden = True

        document = ingest(written(fill))
        (grid,) = document.grids
        assert [(item.text, item.row, item.column) for item in grid.cells] == [
            *(("规章", 1, 1), ("1", 1, 3)),
            *(("许可", 2, 1), ("3", 2, 3)),
        ]
        assert {note.split(":")[1] for note in document.notes} == {"hidden-row", "hidden-column"}

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_hidden_sheet_is_reported(self, state: str) -> None:
        """Its text is no text of the report."""
        book = Workbook()
        book.worksheets[0].append(["规章", 1])
        other = book.create_sheet("旧")
        other.append(["规章", 2])
        other.sheet_state = state
        document = ingest(saved(book))
        assert (document.text, document.notes) == ("规章\t1\n", ("hidden-text:hidden-sheet:规章 2",))

    def test_comments_are_reported(self) -> None:
        """They are not printed with the sheet."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 1])
            sheet["B1"].comment = Comment("应为 2", "审核")

        assert ingest(written(fill)).notes == ("hidden-text:comment:应为 2",)

    def test_a_merged_cell_shows_where_any_part_of_it_is_seen(self) -> None:
        """Its first column is hidden, its text moves on; what other cells of it hold is covered."""
        sheet = (
            '<cols><col min="1" max="1" hidden="1"/></cols>'
            + rows_of(cell("规章") + cell("盖住") + "<c><v>1</v></c>")
            + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
        )
        document = ingest(packed(sheet))
        assert [(item.text, item.column) for item in document.grids[0].cells] == [("规章", 2), ("1", 3)]
        assert document.notes == ("hidden-text:zero-size:盖住",)

    def test_crossed_out_text_leaves_a_mark(self) -> None:
        """The author took it back, and a reader still sees it: it is neither a value nor a blank."""

        def fill(sheet: Worksheet) -> None:
            sheet.append(["规章", 8])
            sheet["B1"].font = Font(strike=True)

        document = ingest(written(fill))
        assert table(document.grids[0]) == {1: ["规章", OBJECT]}
        assert "hidden-text:struck-out:8" in document.notes

    def test_zeros_that_the_sheet_does_not_show_are_blank(self) -> None:
        """A zero counts only where it is printed."""
        view = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
        document = ingest(packed(view + rows_of(cell("规章") + "<c><v>0</v></c><c><v>5</v></c>")))
        assert table(document.grids[0]) == {1: ["规章", "", "5"]}
