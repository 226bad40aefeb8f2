"""What a real terminal gets, and what it does not."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]")
CURSOR = re.compile(r"\x1b\[\?25l")


def on_terminal(*words: str, **environment: str) -> str:
    """Everything that `gouji` prints when both its outputs are a terminal of 100 columns."""
    leader, follower = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "TERM"}}
    env |= {"TERM": "xterm-256color", "COLUMNS": "100", "GOUJI_LANG": "en", **environment}
    command = [sys.executable, "-m", "extractor", *words]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=env) as process:
        os.close(follower)
        printed = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            printed += part
        process.wait()
    os.close(leader)
    return printed.decode()


@pytest.fixture(name="folder")
def folder_fixture(project_root: Path) -> str:
    """A few reports and an empty file."""
    report = (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")
    Path("in").mkdir()
    for number in range(6):
        Path(f"in/{number}.txt").write_text(report + f"\n{number}", encoding="utf-8")
    Path("in/empty.txt").write_bytes(b"")
    return "in"


def test_a_terminal_gets_a_bar_and_then_the_table(folder: str) -> None:
    """Failures are printed above the bar; the bar is gone at the end."""
    printed = on_terminal("run", folder, "-o", "out")
    assert CURSOR.search(printed)
    assert "Reading" in printed
    assert "7/7" in printed
    assert "empty-file: in/empty.txt: no text in 0 bytes" in printed
    assert "1200 of 1200 cells" in printed


def test_no_color_takes_away_colour_only(folder: str) -> None:
    """The bar stays, tables and findings lose their colours."""
    assert COLOUR.search(on_terminal("show", f"{folder}/0.txt"))
    assert not COLOUR.search(on_terminal("show", f"{folder}/0.txt", NO_COLOR="1"))
    printed = on_terminal("run", folder, "-o", "out", NO_COLOR="1")
    assert CURSOR.search(printed)
    assert not COLOUR.search(printed)


def test_a_dumb_terminal_gets_lines(folder: str) -> None:
    """It cannot move its cursor."""
    assert "\x1b" not in on_terminal("run", folder, "-o", "out", TERM="dumb")


def test_a_pipe_gets_plain_text(folder: str) -> None:
    """No colours, no bars, no cursor movements."""
    words = [sys.executable, "-m", "extractor", "run", folder, "-o", "out"]
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=env | {"TERM": "xterm-256color"})
    assert "\x1b" not in ran.stdout + ran.stderr


def test_a_terminal_without_chinese_gets_escapes(folder: str) -> None:
    """Rather than an error in the middle of a table."""
    ran = subprocess.run(
        [sys.executable, "-m", "extractor", "show", f"{folder}/0.txt"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert r"\u6751" in ran.stdout or r"\u9752" in ran.stdout
