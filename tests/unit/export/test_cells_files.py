"""The tidy table as Parquet and as CSV."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pyarrow.parquet  # pyright: ignore[reportMissingTypeStubs] - it has none
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.audit import Waivers
from extractor.audit.deployment import Waiver
from extractor.export import CELL_COLUMNS, CsvCells, FindingLines, ParquetCells, RunView, rows_of
from extractor.export.cells_csv import OPENS_FORMULA, harmless
from extractor.export.parquet import ROW_GROUP
from extractor.model import Record

MakeCell = Callable[..., dict[str, object]]
MakeFinding = Callable[..., dict[str, object]]
MakeRecord = Callable[..., Record]
MakeView = Callable[..., RunView]

PATH = "requests.new_received.total"

# Without types of its own, the library would make every line below unknown.
parquet = cast("Any", pyarrow.parquet)


def written(*records: Record, view: RunView) -> tuple[Any, int]:
    """The Parquet file of some records, opened again, and how many numbers did not fit."""
    target = io.BytesIO()
    with ParquetCells(target, {"gouji.package": "gouji 1"}) as cells:
        for record in records:
            cells.add(rows_of(record, view))
    return parquet.ParquetFile(io.BytesIO(target.getvalue())), cells.unfit


class TestParquet:
    """`cells.parquet`."""

    def test_columns_have_the_types_of_the_contract(self, make_view: MakeView) -> None:
        """Also when there is no row at all: loaders rely on the schema."""
        file, _ = written(view=make_view())
        schema = file.schema_arrow
        assert schema.names == list(CELL_COLUMNS)
        assert str(schema.field("value").type) == str(schema.field("accepted_value").type) == "decimal128(18, 4)"
        assert str(schema.field("as_printed").type) == "string"
        assert file.metadata.num_rows == 0
        assert schema.metadata[b"gouji.schema"] == b"gouji/cells/1"
        assert schema.metadata[b"gouji.package"] == b"gouji 1"

    def test_numbers_stay_exact_and_absence_stays_null(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """0.1 is 0.1, and a blank is null, never 0."""
        cells = [make_cell(PATH, "0.1"), make_cell(PATH, 0), make_cell(PATH, None, kind="blank", as_printed="")]
        file, unfit = written(make_record(cells), view=make_view())
        assert file.read().column("value").to_pylist() == [Decimal("0.1"), Decimal(0), None]
        assert unfit == 0

    @pytest.mark.parametrize("value", ["0.00001", "100000000000000", 10**14, "-100000000000000.5"])
    def test_a_number_that_does_not_fit_is_null_and_counted(
        self, value: int | str, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """Rounded, it would be another number; what is printed is still there."""
        file, unfit = written(make_record([make_cell(PATH, value)]), view=make_view())
        row = file.read().to_pylist()[0]
        assert (row["value"], row["accepted_value"], row["as_printed"]) == (None, None, str(value))
        assert unfit == 1

    @pytest.mark.parametrize("value", ["99999999999999.9999", "-99999999999999.9999", "0.0001"])
    def test_the_widest_numbers_fit(
        self, value: str, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """Fourteen digits before the point and four behind it."""
        file, unfit = written(make_record([make_cell(PATH, value)]), view=make_view())
        assert file.read().to_pylist()[0]["value"] == Decimal(value)
        assert unfit == 0

    def test_rows_are_written_in_groups(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """Memory holds one group; every row arrives, in order."""
        record = make_record([make_cell(f"requests.row{number}.total", number) for number in range(1_000)])
        count = ROW_GROUP // 1_000 + 2
        file, _ = written(*([record] * count), view=make_view())
        assert file.metadata.num_row_groups > 1
        assert file.read().column("value").to_pylist() == list(range(1_000)) * count

    def test_a_year_of_another_age_is_null(
        self, make_record: MakeRecord, make_cell: MakeCell, make_view: MakeView
    ) -> None:
        """A misread year must not end the export."""
        record = make_record([make_cell(PATH)], meta={"year": 202_312})
        assert written(record, view=make_view())[0].read().to_pylist()[0]["year"] is None


class TestCsv:
    """The same table as CSV."""

    def test_excel_knows_the_encoding_and_every_field_arrives(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """A byte order mark, one head, quotes around what needs them, nothing for null."""
        cell = make_cell(PATH, None, kind="illegible", as_printed='一"二",\n三')
        target = io.BytesIO()
        with CsvCells(target) as cells:
            cells.add(rows_of(make_record([cell], path="报告.txt"), make_view()))
        content = target.getvalue()
        assert content.startswith(b"\xef\xbb\xbfdocument,path,")
        head, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert tuple(head) == CELL_COLUMNS
        found = dict(zip(head, row, strict=True))
        assert (found["path"], found["as_printed"], found["value"]) == ("报告.txt", '一"二",\n三', "")

    @pytest.mark.parametrize(
        "text",
        ["=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "--1", "-a", "=cmd|'/c calc'!A0"],
    )
    def test_text_that_a_spreadsheet_would_evaluate_gets_an_apostrophe(self, text: str) -> None:
        """And nothing else changes, so that a program can take it off again."""
        assert harmless(text) == "'" + text

    @pytest.mark.parametrize("text", ["-5", "+3", "-12.50", "0", "-", "12", "无", "1-2", "a=b", ""])
    def test_numbers_and_plain_text_stay_as_they_are(self, text: str) -> None:
        """A printed minus five is minus five."""
        assert harmless(text) == text

    @given(st.text(alphabet="=+-@＝ \t\r\n1.5aA!|'", max_size=8))
    def test_no_field_opens_a_formula(self, text: str) -> None:
        """Whatever stands in a document; and the text is never lost."""
        made = harmless(text)
        assert made.removeprefix("'") == text or made == text
        if made.lstrip().startswith(OPENS_FORMULA):
            assert made == "-" or float(made) == float(text)


class TestFindings:
    """`findings.jsonl`."""

    def lines(self, record: Record, view: RunView, waivers: Waivers) -> list[dict[str, Any]]:
        """What is written for a record."""
        target = io.BytesIO()
        with FindingLines(target, waivers) as findings:
            findings.add(rows_of(record, view))
        return [json.loads(line) for line in target.getvalue().splitlines()]

    def test_each_finding_names_its_document(
        self, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """One line each, readable without the records; the rest is as the record has it."""
        findings = [make_finding(message_zh="合计\n不符"), make_finding("N1", cells=(PATH,))]
        first, second = self.lines(make_record(findings=findings), make_view(), Waivers())
        assert list(first)[:4] == ["document", "path", "agency", "year"]
        assert (first["path"], first["agency"], first["year"]) == ("a.txt", "青禾县人民政府", 2023)
        assert (first["message_zh"], first["waived"]) == ("合计\n不符", None)
        assert (second["code"], second["cells"]) == ("N1", [PATH])

    def test_a_waived_finding_says_so(
        self, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """It stays in the file; who waived it, until when and why stands beside it. An expired waiver is none."""
        waiver = Waiver(fingerprint="0123456789abcdef", reason="known", by="wang", expires=date(2026, 6, 30))
        record = make_record(findings=[make_finding()])
        held = self.lines(record, make_view(), Waivers((waiver,), date(2026, 6, 30)))
        assert held[0]["waived"] == {"by": "wang", "expires": "2026-06-30", "reason": "known"}
        assert self.lines(record, make_view(), Waivers((waiver,), date(2026, 7, 1)))[0]["waived"] is None
