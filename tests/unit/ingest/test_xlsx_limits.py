"""`extractor.ingest.xlsx_file`: workbooks beyond what a report can be, and files that are no workbooks."""

import io
import zipfile

import pytest
from workbooks import (
    cell,
    fill_report,
    ingest,
    packed,
    refusal,
    rows_of,
    written,
)

from extractor.errors import DocumentError
from extractor.ingest.any_file import FileIngester


class TestLimits:
    """Hostile and damaged workbooks are refused by type, and cost no more than honest ones."""

    def test_declared_dimensions_cost_nothing(self) -> None:
        """Neither the declared size nor a merged range over the whole sheet is believed."""
        sheet = (
            '<dimension ref="A1:XFD1048576"/>'
            + rows_of(cell("规章") + "<c><v>1</v></c>")
            + '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
        )
        assert ingest(packed(sheet)).text == "规章\t1\n"

    @pytest.mark.parametrize(
        "rows",
        [
            pytest.param(
                f'<row r="1">{cell("甲")}<c r="XFD1"><v>1</v></c></row>'
                + "".join(
                    f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(2, 20)
                ),
                id="a-wide-table",
            ),
            pytest.param(
                "<row>"
                + "<c><v>1</v></c>" * 16_000
                + "</row>"
                + ("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>") * 13,
                id="many-cells",
            ),
            pytest.param('<row r="1">' + "<c/>" * 16_385 + "</row>", id="too-many-columns"),
        ],
    )
    def test_too_many_cells_are_refused(self, rows: str) -> None:
        """Blank cells of a table count, because each would be one of the grid."""
        assert refusal(packed(f"<sheetData>{rows}</sheetData>")) == "too-many-cells"

    def test_a_million_merged_ranges_are_refused(self) -> None:
        """A report has a hundred."""
        ranges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 100_002))
        assert refusal(packed(rows_of(cell("甲")) + f"<mergeCells>{ranges}</mergeCells>")) == "too-many-cells"

    def test_merged_ranges_over_each_other_are_noted(self) -> None:
        """The earlier one holds."""
        ranges = '<mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/>'
        document = ingest(
            packed(rows_of(cell("甲") + "<c/><c/><c><v>4</v></c>") + f"<mergeCells>{ranges}</mergeCells>")
        )
        assert [(item.text, item.column_span) for item in document.grids[0].cells] == [("甲", 2), ("", 1), ("4", 1)]
        assert "overlapping-cells" in document.notes

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            pytest.param(written(fill_report)[:2000], "damaged-archive", id="cut-off"),
            pytest.param(packed(rows_of('<c r="甲1"><v>1</v></c>')), "damaged-archive", id="no-reference"),
            pytest.param(packed("<sheetData><row>"), "damaged-archive", id="no-xml"),
            pytest.param(packed(rows_of("<c/>")), "empty-file", id="nothing-printed"),
            pytest.param(packed('<!DOCTYPE x [<!ENTITY e "1">]>'), "xml-entities", id="entities"),
        ],
    )
    def test_files_that_are_not_whole_are_refused(self, data: bytes, code: str) -> None:
        """Each with a code of its own."""
        assert refusal(data) == code

    def test_macros_are_not_run(self) -> None:
        """A note says that the workbook has some."""
        document = ingest(packed(rows_of(cell("规章") + "<c><v>1</v></c>"), {"xl/vbaProject.bin": "x"}))
        assert document.notes == ("macros-not-run",)

    def test_binary_workbooks_are_refused_by_name(self) -> None:
        """The hint says how to save them."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.writestr("xl/workbook.bin", b"")
        with pytest.raises(DocumentError) as caught:
            FileIngester().ingest(buffer.getvalue(), name="a.xlsb", path="a.xlsb")
        assert caught.value.code == "unsupported-format"
        assert ".xlsx" in (caught.value.hint or "")
