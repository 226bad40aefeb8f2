"""`scripts/system-packages.sh`: installs what it can, and says in one line what it left out."""

import os
import subprocess
from pathlib import Path

import pytest

LEFT_OUT = "skipped, so doc, wps, odt, rtf, xls, et and ods are not read: "


@pytest.fixture(name="commands")
def commands_fixture(tmp_path: Path) -> Path:
    """A folder that holds every command the script finds: nothing but the shell's own needs at first."""
    folder = tmp_path / "commands"
    folder.mkdir()
    return folder


def put(commands: Path, name: str, body: str) -> None:
    """Make a command."""
    path = commands / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def run(project_root: Path, commands: Path) -> tuple[int, str]:
    """Exit code of the script, and what it says."""
    script = project_root / "scripts" / "system-packages.sh"
    ended = subprocess.run(
        ["/bin/sh", str(script)],
        env={**os.environ, "PATH": str(commands)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def machine(commands: Path, *, user: int = 0, update: int = 0, install: int = 0) -> Path:
    """A Debian machine without LibreOffice whose commands end so; gives the file that notes the calls of apt-get."""
    notes = commands / "notes"
    put(commands, "id", f"echo {user}")
    put(commands, "dpkg-query", "exit 1")
    put(commands, "timeout", 'while [ "$1" != apt-get ]; do shift; done; exec "$@"')
    put(
        commands,
        "apt-get",
        f'echo "$*" >>"{notes}"; case "$*" in *update*) exit {update};; *) exit {install};; esac',
    )
    return notes


def test_a_machine_with_libreoffice_is_left_alone(project_root: Path, commands: Path) -> None:
    """Whoever has another one keeps it."""
    notes = machine(commands)
    put(commands, "soffice", "exit 1")
    assert run(project_root, commands) == (0, "")
    assert not notes.exists()


def test_another_system_is_told_in_one_line(project_root: Path, commands: Path) -> None:
    """And goes on."""
    code, said = run(project_root, commands)
    assert (code, said.count("\n"), LEFT_OUT + "no apt-get" in said) == (0, 1, True)


def test_a_user_is_told_what_root_can_do(project_root: Path, commands: Path) -> None:
    """With the whole command."""
    notes = machine(commands, user=1000)
    code, said = run(project_root, commands)
    command = "apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui"
    assert (code, said.count("\n"), LEFT_OUT in said, command in said) == (0, 1, True, True)
    assert not notes.exists()


@pytest.mark.parametrize(("update", "install"), [(100, 0), (0, 100)])
def test_a_machine_without_a_network_goes_on(project_root: Path, commands: Path, update: int, install: int) -> None:
    """The line says at which step it failed."""
    machine(commands, update=update, install=install)
    code, said = run(project_root, commands)
    assert (code, LEFT_OUT + "apt-get could not fetch" in said) == (0, True)


def test_root_gets_writer_and_calc_and_nothing_heavier(project_root: Path, commands: Path) -> None:
    """Fetched first, under a time limit, then installed from what was fetched."""
    notes = machine(commands)
    code, said = run(project_root, commands)
    assert (code, said.count("\n")) == (0, 1)
    update, fetch, install = notes.read_text(encoding="utf-8").splitlines()
    assert update.endswith("update")
    for call, how in ((fetch, "--download-only"), (install, "--no-download")):
        assert call.endswith(f"install {how} libreoffice-writer-nogui libreoffice-calc-nogui")
        assert "--no-install-recommends" in call
