"""The workbook, opened again by another library: what a run adds up to, and what is left when it ends."""

import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from opened_workbooks import PATHS, MakeCell, MakeFinding, MakeRecord, MakeView, failed, opened, table, write

from extractor.audit import Waivers
from extractor.audit.deployment import Waiver
from extractor.export import Workbook, rows_of


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
