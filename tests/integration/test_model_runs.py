"""A run with a model that is killed: what was paid for is kept, and the same command pays for the rest."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from numbered_reports import write_numbered

from extractor.store import Manifest
from extractor.testing import read_truths
from extractor.testing.endpoint import Endpoint, Options

DOCUMENTS = 8
QUESTIONS = 5
PLACES = 6
"""Requests that may be under way at once, in all processes together."""


@pytest.fixture(name="folder")
def folder_fixture(project_root: Path) -> str:
    """Reports that differ in their last line, so that no two share a reply."""
    return write_numbered(project_root, DOCUMENTS)


@pytest.fixture(name="endpoint")
def endpoint_fixture(project_root: Path) -> Iterator[Endpoint]:
    """An endpoint slow enough to be killed in the middle."""
    with Endpoint(read_truths(project_root / "golden" / "reports"), options=Options(latency=0.1)) as endpoint:
        yield endpoint


def start(folder: str, endpoint: Endpoint) -> "subprocess.Popen[bytes]":
    """Start the command with two worker processes, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", "run", folder, "-o", "out", "--llm", "truth", "-j", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            "OPENAI_BASE_URL": endpoint.url,
            "GOUJI_CACHE": "cache",
            # Nothing is found out by asking: every request is a question.
            "GOUJI_LLM_MODE": "strict",
            "GOUJI_LLM_CONTEXT": "0",
            "GOUJI_LLM_CONCURRENCY": str(PLACES),
        },
        start_new_session=True,
    )


def test_no_paid_call_is_repeated_beyond_those_under_way(folder: str, endpoint: Endpoint) -> None:
    """Killed in the middle and started again: every document has its reading, and hardly a request came twice."""
    process = start(folder, endpoint)
    limit = time.monotonic() + 60
    while len(endpoint.log) < DOCUMENTS * QUESTIONS // 2 and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    killed_at = len(endpoint.log)
    assert killed_at < DOCUMENTS * QUESTIONS
    again = start(folder, endpoint)
    assert again.wait(timeout=120) == 0
    manifest = Manifest.model_validate_json(Path("out/manifest.json").read_bytes())
    asked = Counter(str(received.body) for received in endpoint.log.all)
    assert len(asked) == DOCUMENTS * QUESTIONS
    assert max(asked.values()) <= 2
    assert sum(asked.values()) - len(asked) <= PLACES
    assert (manifest.counts.read, manifest.counts.inputs) == (DOCUMENTS, DOCUMENTS)
