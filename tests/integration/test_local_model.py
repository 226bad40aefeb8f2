"""The local model with its real weights: served by a run, ended with it, and without any say in what is accepted."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from extractor.cli import main
from extractor.llm.local import packaged_weights, weights_path
from extractor.store import Manifest
from extractor.wiring.local_model import FOLDER

ROWS = 2
"""Asked about in each run; a row takes a second or two, and ten times that where others compute too."""
SERVE = """
import sys, time
from pathlib import Path
from extractor.llm.local import LocalServer
with LocalServer(Path(sys.argv[1]), model="m", threads=1) as server:
    print(server.url, flush=True)
    time.sleep(600)
"""
ASK_AND_STOP = """
import json, sys, threading, time, urllib.request
from pathlib import Path
from extractor.llm.local import LocalServer

def ask():
    body = {"model": "m", "messages": [{"role": "user", "content": "1 2 3"}], "max_tokens": 24}
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + server.key.reveal()}
    urllib.request.urlopen(
        urllib.request.Request(server.url + "/chat/completions", json.dumps(body).encode(), headers)
    ).read()
    print("answered", flush=True)

with LocalServer(Path(sys.argv[1]), model="m", threads=1) as server:
    threading.Thread(target=ask).start()
    time.sleep(0.3)
    raise KeyboardInterrupt
"""


@pytest.fixture(name="weights")
def weights_fixture(local_cache: Path, report: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The weights' file; the environment knows its cache and asks for few rows."""
    assert report.exists()
    monkeypatch.setenv("GOUJI_CACHE", str(local_cache))
    monkeypatch.setenv("GOUJI_LLM_ROWS", str(ROWS))
    monkeypatch.setenv("GOUJI_LANG", "en")
    return weights_path(local_cache / FOLDER, packaged_weights())


@pytest.fixture(name="report")
def report_fixture(project_root: Path) -> Path:
    """The golden report under a name of its own."""
    path = Path("a.txt")
    path.write_bytes((project_root / "golden/reports/qinghe_2023.txt").read_bytes())
    return path


def manifest_of(folder: str) -> Manifest:
    """Of a run."""
    return Manifest.model_validate_json((Path(folder) / "manifest.json").read_bytes())


def record_of(folder: str, *, readings: bool = True) -> dict[str, object]:
    """The only record of a run; without `readings` those of models are taken out."""
    record = cast("dict[str, object]", json.loads((Path(folder) / "records.jsonl").read_text(encoding="utf-8")))
    for cell in cast("list[dict[str, list[dict[str, str]]]]", record["cells"]):
        if not readings:
            cell["readings"] = [item for item in cell["readings"] if not item["reader"].startswith("llm:")]
    return record


@pytest.mark.usefixtures("weights")
def test_a_run_differs_from_one_without_the_model_in_readings_alone(capfd: pytest.CaptureFixture[str]) -> None:
    """And its replies, heard again out of the cache, prove it; the manifest names the weights by their digest."""
    assert main(["run", "a.txt", "-o", "with", "--llm", "local"]) == 0
    assert main(["run", "a.txt", "-o", "without", "--llm", "off"]) == 0
    assert record_of("with", readings=False) == record_of("without")
    made = manifest_of("with")
    assert made.rows_heard is not None
    assert made.rows_heard.asked == made.tokens.requests == ROWS
    weights = packaged_weights()
    assert made.settings["model"] == weights.model
    assert made.settings["model_endpoint"] == "local"
    assert made.settings["model_standing"] == "advisory"
    assert made.versions["model:weights"] == weights.sha256
    capfd.readouterr()
    assert main(["verify", "with", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["mismatches"] == []


@pytest.mark.usefixtures("weights")
def test_auto_asks_about_rows_in_doubt_alone(capfd: pytest.CaptureFixture[str]) -> None:
    """This report leaves none, so the run asks nothing; a line says who would have been asked, and the way out."""
    assert main(["run", "a.txt", "-o", "auto", "--llm", "auto"]) == 0
    line, *_ = capfd.readouterr().err.splitlines()
    assert line.startswith(
        f"second reader: {packaged_weights().model}, advisory, for rows in doubt alone: up to {ROWS}"
    )
    assert line.endswith("--llm off reads without it")
    made = manifest_of("auto")
    assert made.rows_heard is not None
    assert (made.rows_heard.asked, made.tokens.requests) == (0, 0)


def test_weights_that_were_changed_stop_the_run(weights: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One line, exit code 4, and no record."""
    with weights.open("r+b") as file:
        (first,) = file.read(1)
        file.seek(0)
        file.write(bytes([first ^ 1]))
    try:
        assert main(["run", "a.txt", "-o", "out", "--llm", "local"]) == 4
    finally:
        with weights.open("r+b") as file:
            file.write(bytes([first]))
    lines = capfd.readouterr().err.splitlines()
    assert lines[-1].startswith(f"weights-damaged: {weights}: SHA-256 begins with")
    assert not Path("out/manifest.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_no_server_outlives_its_process(weights: Path, how: signal.Signals) -> None:
    """It is a part of the process: however that ends, the port is closed."""
    command = [sys.executable, "-c", SERVE, str(weights)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
        assert process.stdout is not None
        address = process.stdout.readline()
        port = int(address.rsplit(":", 1)[1].split("/")[0])
        assert is_open(port)
        os.kill(process.pid, how)
        process.wait(60)
    assert not is_open(port)


def test_a_question_under_way_holds_up_no_interrupted_run(weights: Path) -> None:
    """Its reply is waited for, as whatever is on the wire, and then the process ends."""
    command = [sys.executable, "-c", ASK_AND_STOP, str(weights)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert ended.stdout == "answered\n"
    assert ended.stderr.endswith("KeyboardInterrupt\n")
    assert ended.returncode != 0


def is_open(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
