"""`scripts/system-packages.sh`: installs what it can, and says in one line what it left out."""

import os
import subprocess
from pathlib import Path

import pytest

UNTESTED = "skipped, so no test opens the report page in a browser: "
LEFT_OUT = "skipped, so doc, wps, odt, rtf, xls, et and ods are not read: "


@pytest.fixture(name="commands")
def commands_fixture(tmp_path: Path) -> Path:
    """A folder that holds every command the script finds: at first a browser, and else what the shell itself has."""
    folder = tmp_path / "commands"
    folder.mkdir()
    put(folder, "chromium", "exit 1")
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


@pytest.fixture(name="without_browser")
def without_browser_fixture(commands: Path) -> Path:
    """The same with LibreOffice and without a browser."""
    (commands / "chromium").unlink()
    put(commands, "soffice", "exit 1")
    return commands


def test_root_gets_a_browser_and_chinese_fonts_for_the_tests(project_root: Path, without_browser: Path) -> None:
    """LibreOffice is there, so nothing else is fetched."""
    notes = machine(without_browser)
    code, said = run(project_root, without_browser)
    assert (code, said) == (0, "system packages: installing chromium fonts-noto-cjk\n")
    calls = [call.rpartition("install ")[2] for call in notes.read_text(encoding="utf-8").splitlines()[1:]]
    assert calls == ["--download-only chromium fonts-noto-cjk", "--no-download chromium fonts-noto-cjk"]


def test_without_a_network_the_browser_is_left_out_in_one_line(project_root: Path, without_browser: Path) -> None:
    """The tests that need it are skipped; nothing fails."""
    machine(without_browser, update=100)
    code, said = run(project_root, without_browser)
    assert (code, said.count("\n"), UNTESTED + "apt-get could not fetch its lists" in said) == (0, 2, True)


def test_a_machine_with_neither_gets_both_from_one_list_of_packages(project_root: Path, without_browser: Path) -> None:
    """The list is fetched once."""
    (without_browser / "soffice").unlink()
    notes = machine(without_browser)
    code, said = run(project_root, without_browser)
    calls = notes.read_text(encoding="utf-8").splitlines()
    assert (code, said.count("installing"), len(calls)) == (0, 2, 5)
    assert sum(call.endswith("update") for call in calls) == 1
