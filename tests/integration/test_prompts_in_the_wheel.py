"""Prompts of an installed program, which has no checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from extractor.prompting import builtin_prompts

ASK = """
from extractor.prompting import builtin_prompts
from extractor.prompting.catalogue import prompts_folder
print(prompts_folder())
print(builtin_prompts().digest)
"""


def test_the_wheel_holds_the_prompts_of_the_checkout(
    project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unpacked elsewhere, the program finds its own copy, and it says the same."""
    monkeypatch.chdir(project_root)
    wheel = tmp_path / build_wheel(str(tmp_path))
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    monkeypatch.chdir(tmp_path)
    # The interpreter puts the folder that `-c` runs in before everything that is installed.
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{ASK}"]
    folder, digest = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert Path(folder) == installed / "extractor" / "_prompts"
    assert digest == builtin_prompts().digest
