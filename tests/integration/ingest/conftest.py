"""Where converters of office files work."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture(name="temporary")
def temporary_fixture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder where temporary files go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
