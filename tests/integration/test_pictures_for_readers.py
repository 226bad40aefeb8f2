"""Doubtful figures of a PDF are seen: in the report page, and as files that `show` writes."""

import json
from pathlib import Path

import pytest

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.batch import finished_run, pictures
from extractor.batch.pictures import PageStrips
from extractor.cli import main
from extractor.model import Record

PNG = b"\x89PNG"


@pytest.fixture(name="doubtful")
def doubtful_fixture() -> Path:
    """A report with a stroke where a figure should be, read into `out`."""
    rows = [["信息内容", "本年处理决定数量"], ["行政处罚", ""], ["行政强制", "6"]]
    told = Sheet().text(72, 60, "某县人民政府2023年政府信息公开工作年度报告").text(72, 90, "二、主动公开政府信息情况")
    told.text(72, 110, "第二十条第（六）项").grid((72, 250, 400), (120, 140, 160, 180), rows).line(300, 158, 340, 142)
    file = Path("in/a.pdf")
    file.parent.mkdir()
    file.write_bytes(write_pdf([told]))
    main(["run", "in", "-o", "out"])
    return file


def pictured(page: str = "out/report.html") -> bool:
    """Whether the report page holds pictures."""
    return '"pictures":[' in Path(page).read_text(encoding="utf-8")


def test_the_report_page_shows_doubtful_cells_unless_told_not_to(doubtful: Path) -> None:
    """A page made again after the file changed shows none: they would be of something else."""
    assert pictured()
    assert main(["export", "out", "--to", "plain.html", "--no-pictures"]) == 0
    assert not pictured("plain.html")
    doubtful.write_bytes(write_pdf([Sheet().text(72, 60, "别的文件")]))
    assert main(["export", "out", "--to", "later.html"]) == 0
    assert not pictured("later.html")


@pytest.mark.usefixtures("doubtful")
def test_a_process_that_draws_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its document has no pictures, the next one has, and after some such losses no more are tried."""
    record = Record.model_validate_json(Path("out/records.jsonl").read_text(encoding="utf-8"))
    _, manifest = finished_run("out")
    with PageStrips(manifest) as strips:
        with monkeypatch.context() as patch:
            patch.setattr(pictures, "PATIENCE", 0.0)
            assert strips(record) == []
        assert len(strips(record)) == 1
        monkeypatch.setattr(pictures, "PATIENCE", 0.0)
        assert [strips(record) for _ in range(3)] == [[], [], ()]


@pytest.mark.usefixtures("doubtful")
def test_pictures_keep_to_their_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A strip that does not fit is left out."""
    record = Record.model_validate_json(Path("out/records.jsonl").read_text(encoding="utf-8"))
    monkeypatch.setattr(pictures, "MOST_OF_ALL", 100)
    with PageStrips(finished_run("out")[1]) as strips:
        assert strips(record) == []


def test_show_writes_pictures_and_says_where(doubtful: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a file and of a run alike; the place names page and box."""
    for words in ([str(doubtful)], ["out"]):
        capsys.readouterr()
        assert main(["show", *words, "--pictures", "seen"]) == 0
        out = " ".join(capsys.readouterr().out.split())
        assert "page 1" in out
        assert "pt from the left" in out
        files = list(Path("seen").iterdir())
        assert files
        for file in files:
            assert file.read_bytes().startswith(PNG)
            assert file.name in out.replace(" ", "")
            file.unlink()


def test_show_says_when_there_is_nothing_to_picture(capsys: pytest.CaptureFixture[str]) -> None:
    """A text has no pages; a file in the way of the folder is a usage error."""
    Path("a.txt").write_text("某县人民政府2023年政府信息公开工作年度报告\n行政许可\n5\n", encoding="utf-8")
    main(["show", "a.txt", "--pictures", "seen"])
    assert "no pictures" in capsys.readouterr().err
    assert main(["show", "a.txt", "--pictures", "a.txt", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"
