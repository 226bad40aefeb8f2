"""The workbook, opened again by another library."""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.audit import Waivers
from extractor.audit.deployment import Waiver
from extractor.cli.texts import catalogue
from extractor.export import RunView, Workbook, rows_of
from extractor.export.sheet import LONGEST_TEXT, MOST_ROWS, visible
from extractor.export.workbook_words import words_of
from extractor.model import Record

MakeCell = Callable[..., dict[str, object]]
MakeFinding = Callable[..., dict[str, object]]
MakeRecord = Callable[..., Record]
MakeView = Callable[..., RunView]

PATHS = tuple(f"disputes.reconsideration.{key}" for key in ("upheld", "corrected", "other_result", "pending", "total"))
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


def write(view: RunView, *, most_rows: int = MOST_ROWS, all_cells: bool = True) -> bytes:
    """The bytes of the workbook of a run."""
    target = io.BytesIO()
    with Workbook(target, view, most_rows=most_rows, all_cells=all_cells) as workbook:
        for record in view.records():
            workbook.add(rows_of(record, view))
    return target.getvalue()


def opened(content: bytes) -> Any:  # noqa: ANN401 - the library has no types
    """The workbook as openpyxl reads it."""
    return cast("Any", openpyxl).load_workbook(io.BytesIO(content))


def table(book: Any, sheet: str) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    """The rows of a sheet by the words of its head."""
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def failed(make_record: MakeRecord, path: str = "b.txt") -> Record:
    """A document that could not be read."""
    error = {"code": "empty-file", "message": "empty", "hint": "send it again"}
    return make_record(path=path, status="failed", form=None, meta={}, error=error)


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


class TestLinks:
    """From a finding to its cells."""

    def test_a_finding_leads_to_the_rows_of_its_cells(
        self, make_cell: MakeCell, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """The target rows are those of the same document that hold the cells of the finding."""
        cells = [make_cell(path) for path in PATHS]
        records = [
            make_record(cells, path="a.txt"),
            make_record(cells, path="b.txt", findings=[make_finding(cells=PATHS[1:4])]),
        ]
        book = opened(write(make_view(records)))
        row = table(book, "findings")[0]
        assert row["rows"] == "cells 8-10"
        target = next(cell for cell in book["findings"][2] if cell.hyperlink).hyperlink.location
        first, last = map(int, re.findall(r"[A-Z](\d+)", target))
        sheet = book["cells"]
        assert [(sheet.cell(number, 1).value, sheet.cell(number, 19).value) for number in range(first, last + 1)] == [
            ("b.txt", path) for path in PATHS[1:4]
        ]

    def test_rows_beyond_a_full_sheet_go_on_in_a_second_one(
        self, make_cell: MakeCell, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """Nothing is lost, the second sheet has a head of its own, links lead there, and the about sheet says it."""
        cells = [make_cell(path, number) for number, path in enumerate(PATHS)]
        record = make_record(cells, findings=[make_finding(cells=PATHS[3:])])
        book = opened(write(make_view([record]), most_rows=4))
        assert [row["value"] for name in ("cells", "cells 2") for row in table(book, name)] == [0, 1, 2, 3, 4]
        assert book["cells 2"].auto_filter.ref == book["cells 2"].dimensions
        assert table(book, "findings")[0]["rows"] == "cells 2 2-3"
        said = [row["content"] for name in book.sheetnames if name.startswith("about") for row in table(book, name)]
        assert any("cells 2" in str(text) for text in said)


class TestSums:
    """Sheets that add up the run."""

    def test_the_summary_counts_the_records(
        self, make_cell: MakeCell, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """Documents, cells, findings, each with its share."""
        cells = [make_cell(PATHS[0]), make_cell(PATHS[1], status="review", tier="T4")]
        records = [make_record(cells, findings=[make_finding()]), failed(make_record)]
        rows = {str(row["item"]).strip(): row for row in table(opened(write(make_view(records))), "summary")}
        assert [
            rows[name]["number"] for name in ("Documents", "read", "failed", "Cells", "accepted", "for review")
        ] == [
            2,
            1,
            1,
            2,
            1,
            1,
        ]
        assert rows["accepted"]["share"] == 0.5
        assert (rows["Findings that fail"]["number"], rows["S0"]["number"], rows["T4"]["number"]) == (1, 1, 1)

    def test_rule_coverage_counts_equations(
        self, make_cell: MakeCell, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """0 + 0 + 0 + 0 = 0 holds of zeros alone, 2 + 1 + 0 + 0 = 2 fails, and other rows cannot be assessed."""
        zeros = make_record([make_cell(path, 0) for path in PATHS], path="z.txt")
        wrong = make_record(
            [make_cell(path, value) for path, value in zip(PATHS, (2, 1, 0, 0, 2), strict=True)],
            findings=[make_finding("R4", cells=PATHS)],
        )
        waiver = Waiver.model_validate(
            {"fingerprint": "0123456789abcdef", "reason": "known", "by": "wang", "expires": "2027-01-01"}
        )
        view = make_view([zeros, wrong], waivers=Waivers((waiver,), waiver.expires))
        rows = {row["code"]: row for row in table(opened(write(view)), "rule coverage")}
        counted = [
            rows["R4"][head] for head in ("evaluated", "passed", "of zeros alone", "failed", "findings", "waived")
        ]
        assert counted == [2, 1, 1, 1, 1, 1]
        assert rows["R4"]["not assessable"] == 4
        assert rows["N1"]["evaluated"] is None

    def test_documents_that_failed_are_listed_with_the_next_step(
        self, make_record: MakeRecord, make_view: MakeView
    ) -> None:
        """Those that were read are not."""
        rows = table(opened(write(make_view([make_record(), failed(make_record)]))), "failed or partial")
        assert [(row["file"], row["code"], row["next step"]) for row in rows] == [
            ("b.txt", "empty-file", "send it again")
        ]

    def test_a_large_run_lists_only_what_somebody_has_to_look_at(
        self, make_cell: MakeCell, make_record: MakeRecord, make_finding: MakeFinding, make_view: MakeView
    ) -> None:
        """Cells for review and cells of a failing finding; the sums still count all."""
        cells = [make_cell(path) for path in PATHS]
        cells[4] = make_cell(PATHS[4], status="review", tier="T4")
        record = make_record(cells, findings=[make_finding(cells=PATHS[:2])])
        book = opened(write(make_view([record]), all_cells=False))
        assert [row["cell"] for row in table(book, "cells")] == [PATHS[0], PATHS[1], PATHS[4]]
        rows = {str(row["item"]).strip(): row["number"] for row in table(book, "summary")}
        assert rows["Cells"] == 5
        about = {row["item"]: row["content"] for row in table(book, "about")}
        assert "gouji export" in about["cells"]


class TestEnds:
    """However the writing ends."""

    def temporary_files(self) -> Sequence[Path]:
        """What is left of our own in the folder for temporary files."""
        return list(Path(tempfile.gettempdir()).glob("gouji-*"))

    def test_nothing_is_left_behind(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        make_cell: MakeCell,
        make_record: MakeRecord,
        make_view: MakeView,
    ) -> None:
        """Neither by a workbook that is done nor by one whose records break off."""
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        view = make_view([make_record([make_cell(PATHS[0])])])
        write(view)

        def breaks_off() -> None:
            with Workbook(io.BytesIO(), view) as workbook:
                workbook.add(rows_of(next(view.records()), view))
                assert self.temporary_files()
                raise InterruptedError

        with pytest.raises(InterruptedError):
            breaks_off()
        assert self.temporary_files() == []

    def test_a_full_disk_is_an_error_of_the_system(self, make_view: MakeView) -> None:
        """Not one of the library, which the caller would not know."""

        class Full(io.BytesIO):
            """Takes nothing."""

            def write(self, _data: object, /) -> int:
                """Refuse."""
                raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space left"), Workbook(Full(), make_view()):
            pass
