"""A server of Langfuse, and runs to send to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from langfuse_runs import LIMIT, Dying, set_keys
from langfuse_server import LangfuseServer

from eval.runs import Plan, RunResult, evaluate
from extractor.wiring import Recipe


@pytest.fixture(name="server")
def server_of_experiments(monkeypatch: pytest.MonkeyPatch) -> Iterator[LangfuseServer]:
    """A server that takes everything, named by the environment."""
    with LangfuseServer() as server:
        set_keys(monkeypatch, server.url)
        yield server


@pytest.fixture(name="golden", scope="session")
def golden_fixture(project_root: Path) -> Path:
    """The golden folder."""
    return project_root / "golden"


@pytest.fixture(name="broken", scope="session")
def broken_fixture(golden: Path) -> RunResult:
    """Documents of which the first one killed the reader."""
    return evaluate(Plan(golden, lambda: Dying(Recipe()()), "code", split="dev", limit=LIMIT)).result
