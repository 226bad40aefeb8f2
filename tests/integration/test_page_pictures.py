"""The review pages show the page that a question is about, as long as the document is there."""

import json
from pathlib import Path

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.batch import finished_run
from extractor.cli import main
from extractor.cli.reviewing.pictures import PagePictures
from extractor.model import Place

PNG = b"\x89PNG"
MOST = 1 << 20


def test_a_cell_of_a_pdf_has_a_picture_until_the_file_changes() -> None:
    """Its page is drawn with the box of the cell; a file with other bytes would show something else."""
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", "5"]]
    told = Sheet().text(72, 60, "某县人民政府2023年政府信息公开工作年度报告").text(72, 90, "二、主动公开政府信息情况")
    told.text(72, 110, "第二十条第（五）项").grid((72, 250, 400), (120, 140, 160), rows)
    Path("in").mkdir()
    file = Path("in/a.pdf")
    file.write_bytes(write_pdf([told]))
    assert main(["run", "in", "-o", "out"]) == 0
    record = json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))
    sha256 = record["document"]["sha256"]
    place = next(Place(**cell["source"]) for cell in record["cells"] if cell["as_printed"] == "5")
    folder, manifest = finished_run("out")
    pictures = PagePictures(folder, manifest, MOST)
    marked, bare = pictures(sha256, place), pictures(sha256, place.model_copy(update={"bbox": None}))
    assert marked is not None
    assert bare is not None
    assert marked.startswith(PNG)
    assert marked != bare
    assert pictures("0" * 64, place) is None
    file.write_bytes(write_pdf([Sheet().text(72, 60, "别的文件")]))
    assert PagePictures(folder, manifest, MOST)(sha256, place) is None
