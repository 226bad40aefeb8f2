"""The workbook, opened again by another library: its sheets, and what stands in their fields."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened_workbooks import PATHS, MakeCell, MakeFinding, MakeRecord, MakeView, opened, table, write

from extractor.cli.texts import catalogue
from extractor.export.sheet import LONGEST_TEXT, visible
from extractor.export.workbook_words import words_of

ENGLISH = ["summary", "documents", "cells", "findings", "rule coverage", "failed or partial", "about"]


HOSTILE = (
    '=HYPERLINK("https://example.invalid","x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|'/c calc'!A0",
    "</t></is></c><c><f>1+1</f></c>",
    "<script>alert(1)</script>",
    "a&b<c>\"'",
    "https://example.invalid/",
    "\x00\x01\x0b\x0c\x1b[31m\x7f",
    "\ufffe\uffff",
    "_x0041_",
    " lead and trail ",
    "line\r\nbreak\ttab",
)


class TestShape:
    """What a person finds when the workbook opens."""

    def test_every_sheet_has_a_frozen_filtered_head(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """The head stays in sight, and the filter reaches over all rows."""
        book = opened(write(make_view([make_record([make_cell(path) for path in PATHS])])))
        assert book.sheetnames == ENGLISH
        for sheet in book:
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref == sheet.dimensions
            assert all(cell.font.bold for cell in sheet[1])
        assert book["cells"].column_dimensions["A"].width > 20

    def test_it_speaks_chinese(self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView) -> None:
        """Sheets, heads, and the words for codes."""
        record = make_record([make_cell(PATHS[0], status="review", tier="T4", reasons=["illegible"])])
        book = opened(write(make_view([record], language="zh", words=catalogue())))
        assert book.sheetnames == ["汇总", "文档", "单元格", "核查结果", "规则覆盖", "失败或不完整", "说明"]
        row = table(book, "单元格")[0]
        assert (row["状态"], row["原因"], row["项目"]) == ("待复核", "无法读作数字", "行政复议")

    def test_a_run_without_documents_opens_too(self, make_view: MakeView) -> None:
        """Every sheet is there, with its head."""
        book = opened(write(make_view()))
        assert book.sheetnames == ENGLISH
        assert table(book, "cells") == []

    def test_equal_runs_give_equal_bytes(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """No clock of this machine is in the file: its date is that of the run."""
        view = make_view([make_record([make_cell(PATHS[0])])])
        assert write(view) == write(view)

    def test_a_row_is_as_high_as_its_text_needs(
        self, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """LibreOffice does not do it by itself; a text without end does not fill the screen either."""
        findings = [make_finding(), make_finding(quote="一\n二\n三"), make_finding(quote="长" * 4_000)]
        sheet = opened(write(make_view([make_record(findings=findings)])))["findings"]
        assert [sheet.row_dimensions[row].height for row in (2, 3, 4)] == [None, 49.5, 132]

    @pytest.mark.parametrize("section", ["sheet", "head", "summary", "about", "tier", "kind"])
    def test_every_word_has_both_languages(self, section: str) -> None:
        """Of the workbook's own words."""
        assert {name: set(words) for name, words in words_of(section).items() if set(words) != {"en", "zh"}} == {}


class TestNumbers:
    """Figures stay figures."""

    def test_values_are_numbers_and_printed_texts_are_texts(
        self, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """A leading zero that is printed stays; an empty cell is no zero."""
        cells = [
            make_cell(PATHS[0], 7, as_printed="007"),
            make_cell(PATHS[1], "7730.28"),
            make_cell(PATHS[2], None, kind="blank", as_printed=""),
            make_cell(PATHS[3], 3, status="review", tier="T4"),
        ]
        rows = table(opened(write(make_view([make_record(cells)]))), "cells")
        assert [(row["as printed"], row["value"], row["accepted value"]) for row in rows] == [
            ("007", 7, 7),
            ("7730.28", 7730.28, 7730.28),
            (None, None, None),
            ("3", 3, None),
        ]

    @pytest.mark.parametrize("value", ["12345678901234.5678", 1234567890123456789])
    def test_a_number_too_long_for_a_spreadsheet_stays_text(
        self, value: int | str, make_cell: MakeCell, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """As a number it would lose its last digits in silence."""
        book = opened(write(make_view([make_record([make_cell(PATHS[0], value)])])))
        assert table(book, "cells")[0]["value"] == str(value)


class TestHostileText:
    """Text of documents, files and agencies does nothing."""

    @pytest.mark.parametrize("text", HOSTILE)
    def test_it_is_text_wherever_it_stands(
        self, text: str, make_cell: MakeCell, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """No formula, no link, no markup; the file still opens, and what can be shown is shown."""
        record = make_record(
            [make_cell(PATHS[0], None, kind="illegible", as_printed=text)],
            path=text,
            meta={"agency": text, "year": 2023},
            findings=[make_finding(message=text, quote=text, clause=text)],
        )
        content = write(make_view([record]))
        parts = zipfile.ZipFile(io.BytesIO(content))
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
            assert b"script>" not in parts.read(name)
            assert b'TargetMode="External"' not in parts.read(name)
        book = opened(content)
        shown = re.sub(r"_x005F_(?=x0041_)", "_", str(book["cells"]["A2"].value))
        assert shown == visible(text)
        assert {cell.data_type for row in book["cells"].iter_rows(min_row=2) for cell in row if cell.value} <= {
            "s",
            "n",
            "inlineStr",
        }

    @given(st.text())
    def test_visible_text_can_be_stored_in_xml(self, text: str) -> None:
        """No control character but tab and line feed, no surrogate, and what was harmless is as it was."""
        made = visible(text)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", made)
        if text.isprintable():
            assert made == text

    def test_a_text_without_end_is_cut_off_visibly(self) -> None:
        """Excel refuses more than 32 767 characters."""
        assert visible("长" * 40_000) == "长" * (LONGEST_TEXT - 1) + "…"
