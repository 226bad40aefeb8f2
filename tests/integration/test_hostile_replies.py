"""What a model says is data: nothing of it is rendered, executed or fetched, and no key comes out on any way."""

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest

from extractor.cli import main
from extractor.testing import DocumentTruth, Shape, StatedTruth, Transport, always
from extractor.testing.endpoint import Endpoint, Options
from extractor.testing.truths import Figure, read_truths

KEY = "sk-operator-abcdef0123456789"
REPORT = "golden/reports/qinghe_2023.txt"
RUN = "import sys; from extractor.cli import main; sys.exit(main(sys.argv[1:]))"
LOUD = "import logging; logging.basicConfig(level=logging.DEBUG); "

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "</script><svg/onload=alert(3)>",
    "{{ 7 * 7 }}{% for x in y %}",
    "\x1b[2J\x1b[31mgone\x1b]0;title\x07",
    '=HYPERLINK("http://evil.example/","0")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "[bold red]42[/bold red][link=http://evil.example/]0[/link]",
    "__import__('pathlib').Path('pwned').touch()",
    "$(touch pwned)`touch pwned`",
    "..\\..\\etc\\passwd\u202e\u2066",
)
"""Tokens that do something in a browser, a template, a terminal, a spreadsheet or a shell that believes them."""


@pytest.fixture(name="endpoint")
def hostile_endpoint(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A model that answers every question about the golden report with hostile tokens."""
    data = (project_root / REPORT).read_bytes()
    document = hashlib.sha256(data).hexdigest()[:12]
    truth = read_truths(project_root / "golden")[document]
    tokens = cycle(HOSTILE)
    cells: dict[str, Figure] = {path: {"kind": "number", "as_printed": next(tokens)} for path in truth.cells}
    claims = (StatedTruth("青禾县", "<script>alert(4)</script>", HOSTILE[5]),)
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(data)
    with Endpoint({document: DocumentTruth(cells=cells, meta=truth.meta, claims=claims)}) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        yield endpoint


def run(prelude: str = "", *more: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the folder `in`, in a process of its own."""
    command = [sys.executable, "-c", prelude + RUN, "run", "in", "-o", "out", "--llm", "truth", "--fresh", *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_reply_is_never_rendered_or_executed(endpoint: Endpoint) -> None:
    """Readings keep the tokens as data; page, sheet, tables and terminal show none of them as anything else."""
    ran = run()
    assert ran.returncode == 0, ran.stderr
    record = json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))
    said = {reading["as_printed"] for cell in record["cells"] for reading in cell["readings"]}
    assert said.issuperset(HOSTILE)
    assert "\x1b" not in ran.stdout + ran.stderr
    page = Path("out/report.html").read_text(encoding="utf-8")
    for token in HOSTILE[:3]:
        assert token not in page
    assert "49{% for" not in page
    assert main(["export", "out", "--to", "cells.csv"]) == 0
    with Path("cells.csv").open(encoding="utf-8-sig", newline="") as file:
        fields = [field for row in csv.reader(file) for field in row]
    assert [field for field in fields if field.startswith(("=", "@", "+", "\t", "\r"))] == []
    book = openpyxl.load_workbook("out/report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink and "evil" in str(cell.hyperlink.target)] == []
    assert list(Path().rglob("pwned")) == []
    # Two to find out how to ask, and five questions.
    assert len(endpoint.log) == 2 + 5


def test_a_hostile_model_changes_no_figure(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values, kinds and states are those of the table reader alone."""

    def cells() -> list[tuple[object, ...]]:
        record = json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))
        return [(cell["path"], cell["value"], cell["kind"], cell["status"], cell["tier"]) for cell in record["cells"]]

    run()
    with_model = cells()
    assert len(endpoint.log) > 1
    monkeypatch.delenv("OPENAI_API_KEY")
    assert main(["run", "in", "-o", "out", "--llm", "off", "--fresh"]) == 0
    assert cells() == with_model


@pytest.mark.parametrize("loud", [False, True], ids=["quiet", "debugging"])
def test_a_key_that_is_refused_and_quoted_is_repeated_nowhere(
    loud: bool, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The endpoint quotes the key in its error, as real ones do; neither messages nor logs at their loudest have it."""
    Path("in").mkdir()
    Path("in/a.txt").write_bytes((project_root / REPORT).read_bytes())
    with Endpoint({}, options=Options(key="another")) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        ran = run(LOUD if loud else "")
    assert ran.returncode == 4
    assert "model-rejected" in ran.stderr
    assert endpoint.log.statuses[401] >= 1
    assert KEY not in ran.stdout + ran.stderr
    assert not any(KEY.encode() in path.read_bytes() for path in Path().rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("transport", "shape"),
    [(Transport.BAD_REQUEST, Shape.FITTING), (Transport.SOUND, Shape.SHORT_ROW), (Transport.SOUND, Shape.REFUSAL)],
)
def test_no_fault_of_a_run_shows_the_key(
    transport: Transport, shape: Shape, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults reach record and manifest as codes; no file and no log at its loudest level holds the key."""
    Path("in").mkdir()
    Path("in/a.txt").write_bytes((project_root / REPORT).read_bytes())
    with Endpoint(read_truths(project_root / "golden"), always(shape=shape, transport=transport)) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("GOUJI_CACHE", "cache")
        ran = run(LOUD)
    record = json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))
    assert record["status"] == "partial"
    assert "model-" in json.dumps(record["error"])
    files = [path for folder in ("out", "cache") for path in Path(folder).rglob("*") if path.is_file()]
    assert not any(KEY.encode() in path.read_bytes() for path in files)
    assert KEY not in ran.stdout + ran.stderr
