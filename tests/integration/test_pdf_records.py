"""PDF through the whole program: run, check, verify, show, and bad files among good ones."""

import json
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.formats.portable import Sheet, write_pdf
from eval.generator.printing import print_pdfs
from extractor.cli import main
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester, find_libreoffice
from extractor.pipeline import Pipeline

needs_office = pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice, which prints the report, is absent")


def records(folder: str) -> dict[str, Any]:
    """The records of a run by path."""
    lines = Path(folder, "records.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["document"]["path"]: record for record in map(json.loads, lines)}


@needs_office
def test_a_printed_report_gives_the_cells_of_its_docx_file() -> None:
    """Cell by cell: kind, value, tier and status; the places differ, as the texts do."""
    report = generate(21, GRID_LAYOUT, file_format=Format.DOCX)
    (printed,) = print_pdfs([report.data])
    pipeline = Pipeline(FileIngester(), builtin_forms())
    docx, pdf = (
        pipeline.process(data, name=name, path=name).record
        for data, name in ((report.data, "a.docx"), (printed, "a.pdf"))
    )
    assert [(cell.path, cell.kind, cell.value, cell.tier, cell.status) for cell in pdf.cells] == [
        (cell.path, cell.kind, cell.value, cell.tier, cell.status) for cell in docx.cells
    ]


@needs_office
def test_a_run_over_good_and_bad_files_is_checked_and_verified(capsys: pytest.CaptureFixture[str]) -> None:
    """One bad file stops nothing; records are derived again byte for byte, with their pages and boxes."""
    (printed,) = print_pdfs([generate(22, GRID_LAYOUT, file_format=Format.DOCX).data])
    folder = Path("in")
    folder.mkdir()
    folder.joinpath("good.pdf").write_bytes(printed)
    folder.joinpath("cut.pdf").write_bytes(printed[: len(printed) // 2])
    folder.joinpath("book.pdf").write_bytes(write_pdf([Sheet()] * 600))
    folder.joinpath("packed.pdf").write_bytes(b"%PDF-1.7\n" + zlib.compress(bytes(1 << 20)))
    assert main(["run", "in", "-o", "out", "--llm", "off", "-j", "2"]) == 3
    found = records("out")
    assert found["in/good.pdf"]["status"] == "ok"
    assert found["in/book.pdf"]["error"]["code"] == "too-many-pages"
    assert found["in/packed.pdf"]["error"]["code"] == "damaged-document"
    assert found["in/cut.pdf"]["status"] in {"failed", "partial"}
    cells = [cell["source"] for cell in found["in/good.pdf"]["cells"]]
    assert all(source["page"] and len(source["bbox"]) == 4 for source in cells)
    capsys.readouterr()
    assert main(["check", "out"]) in {0, 1}
    assert "changed" not in capsys.readouterr().out
    assert main(["verify", "out"]) == 0
    shutil.move("out/records.jsonl", "out/kept.jsonl")


def test_a_page_without_text_makes_the_record_partial_and_says_what_to_install() -> None:
    """The tables of the other pages are read; the record names the page."""
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", "5"]]
    told = Sheet().text(72, 60, "某县人民政府2023年政府信息公开工作年度报告").text(72, 90, "二、主动公开政府信息情况")
    told.text(72, 110, "第二十条第（五）项").grid((72, 250, 400), (120, 140, 160), rows)
    drawn = Sheet()
    for number in range(80):
        drawn.line(72, 72 + number * 3, 300, 72 + number * 3)
    data = write_pdf([told, drawn])
    record = Pipeline(FileIngester(), builtin_forms()).process(data, name="a.pdf", path="a.pdf").record
    assert record.status == "partial"
    assert record.error is not None
    assert record.error.code == "pages-unread"
    assert record.error.message.startswith("pages not read: 2")
    assert record.error.hint == "install gouji[ocr], which reads pictures of pages"
