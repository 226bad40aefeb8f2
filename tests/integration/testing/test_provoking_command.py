"""The provoking endpoint as a command."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import openai
import pytest
from endpoint_requests import (
    DOCUMENT,
    FENCED,
    FIGURES,
    TEXT,
    TRUTHS,
)

from extractor.testing.endpoint import Endpoint, main


def test_the_command_serves_and_sums_up(tmp_path: Path) -> None:
    """It prints its address, answers, logs requests without their key, and ends at a signal with a summary."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.truth.json").write_text(json.dumps({"cells": FIGURES}), encoding="utf-8")
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "extractor.testing.endpoint", "--truth", str(tmp_path), "--log", str(log)]
    with subprocess.Popen([*command, "--mode", "NULL_ZERO"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with openai.OpenAI(base_url=url, api_key="sk-secret", max_retries=0) as client:
            client.chat.completions.create(model="truth", messages=[{"role": "user", "content": FENCED}])
        process.send_signal(signal.SIGTERM)
        summary = json.loads(process.stdout.read())
    assert process.returncode == 0
    assert (summary["requests"], summary["statuses"], summary["wrong_cells"]) == (1, {"200": 1}, 11)
    line = json.loads(log.read_text(encoding="utf-8"))
    assert (line["document"], line["part"], line["status"]) == (DOCUMENT, "disputes", 200)
    assert "sk-secret" not in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (["--mode", "sleepy"], "unknown-mode: sleepy", 2),
        (["--mode", "faithful"], "no-truth", 2),
        (["--form", "none-such"], "unknown-form", 2),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], code: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with a code and the next step."""
    if "--form" in arguments:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / "a.txt.truth.json").write_text(json.dumps({"cells": FIGURES}), encoding="utf-8")
    assert main(["--truth", str(tmp_path), *arguments]) == status
    error = capsys.readouterr().err
    assert error.startswith(code)
    assert error.count("\n") == 1


def test_a_truth_file_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.truth.json").write_text("[]", encoding="utf-8")
    assert main(["--truth", str(tmp_path)]) == 2
    assert "a.txt.truth.json" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second server on a port cannot start, and says so in one line."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.truth.json").write_text(json.dumps({"cells": FIGURES}), encoding="utf-8")
    with Endpoint(TRUTHS) as endpoint:
        assert main(["--truth", str(tmp_path), "--port", str(endpoint.port)]) == 4
    assert capsys.readouterr().err.startswith("cannot-serve")
