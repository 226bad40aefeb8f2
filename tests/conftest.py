"""What every test stands on: no inherited environment, no writing outside a temporary folder."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings

from extractor.model import Cell

PROJECT_ROOT = Path(__file__).resolve().parent.parent

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
