"""Runs that are killed, interrupted or out of space, and the same command afterwards."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from numbered_reports import write_numbered

from extractor.store import OutputFolder

DOCUMENTS = 40

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(name="folder")
def folder_fixture(project_root: Path) -> str:
    """A folder of reports, each with a title of its own so that no two are equal."""
    return write_numbered(project_root, DOCUMENTS)


@pytest.fixture(name="start")
def start_fixture() -> Iterator[Start]:
    """Starts `gouji` in a process of its own; none outlives the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "extractor", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "GOUJI_LANG": "en"},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def finish(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Exit code and standard error."""
    _, err = process.communicate(timeout=120)
    return process.returncode, err


def paths(output: str) -> list[str]:
    """The documents that have a record line."""
    lines = Path(output, "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["document"]["path"] for line in lines]


def reused(output: str) -> int:
    """How many records the last run took over."""
    manifest = json.loads(Path(output, "manifest.json").read_text(encoding="utf-8"))
    return int(manifest["counts"]["reused"])


def wait_for_journal(output: str, lines: int) -> None:
    """Wait until so many results are in the journal."""
    journal = Path(output, "records.partial.jsonl")
    for _ in range(1200):
        if journal.exists() and journal.read_bytes().count(b"\n") >= lines:
            return
        time.sleep(0.01)
    raise AssertionError("the run wrote no journal")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_kill_nine_in_the_middle_loses_nothing(start: Start, folder: str, jobs: str) -> None:
    """The same command goes on where it was, and its records are those of a run that nothing disturbed."""
    process = start("run", folder, "-o", "out", "-j", jobs)
    wait_for_journal("out", 5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not Path("out/records.jsonl").exists()
    # A machine that stops, unlike a process, may also leave half a line.
    with Path("out/records.partial.jsonl").open("ab") as journal:
        journal.write(b'{"path":"in/0')

    code, err = finish(start("run", folder, "-o", "out", "-j", jobs))
    assert (code, "documents are taken over from earlier runs" in err) == (0, True)
    assert paths("out") == [f"in/{number:03}.txt" for number in range(DOCUMENTS)]
    assert 5 <= reused("out") < DOCUMENTS
    assert not Path("out/records.partial.jsonl").exists()

    finish(start("run", folder, "-o", "undisturbed", "-j", jobs))
    assert Path("out/records.jsonl").read_bytes() == Path("undisturbed/records.jsonl").read_bytes()


def test_the_workers_of_a_killed_run_end_by_themselves(start: Start, folder: str) -> None:
    """They notice that nobody listens."""
    process = start("run", folder, "-o", "out", "-j", "2")
    wait_for_journal("out", 2)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    pids = children.read_text(encoding="utf-8").split()
    process.send_signal(signal.SIGKILL)
    process.wait()
    alive = pids
    for _ in range(500):
        alive = [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and _running(pid)]
        if not alive:
            return
        time.sleep(0.02)
    raise AssertionError(f"still running: {alive}")


def _running(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("pause", [0.0, 0.3, 0.6, 0.9, 1.2])
def test_control_c_at_any_time_is_quiet(start: Start, folder: str, pause: float) -> None:
    """It reaches the workers as well, even those that are still starting: none of them prints a trace."""
    process = start("run", folder, "-o", "out", "-j", "2")
    for _ in range(500):
        if Path("out").exists():
            break
        time.sleep(0.01)
    time.sleep(pause)
    os.killpg(process.pid, signal.SIGINT)
    code, err = finish(process)
    # The signal itself ends an interpreter that is just starting or has done its work.
    assert code in {0, 130, -signal.SIGINT}
    assert "spawn_main" not in err
    assert code < 0 or "Traceback" not in err


def test_control_c_says_how_to_go_on(start: Start, folder: str) -> None:
    """One line, exit 130, and the journal is kept."""
    process = start("run", folder, "-o", "out", "-j", "2")
    wait_for_journal("out", 3)
    process.send_signal(signal.SIGINT)
    code, err = finish(process)
    last = err.splitlines()[-1]
    assert code == 130
    assert last.startswith("interrupted: ")
    assert last.endswith(f"of {DOCUMENTS} documents are kept; give the same command again to go on")
    assert finish(start("run", folder, "-o", "out"))[0] == 0
    assert reused("out") >= 3


def test_a_second_run_on_the_same_folder_is_refused(start: Start, folder: str) -> None:
    """It names the process that is at work, and goes on once that has ended."""
    with OutputFolder(Path("out")).open_for_writing():
        code, err = finish(start("run", folder, "-o", "out", "--limit", "1"))
    assert code == 4
    assert err.startswith(f"output-busy: out: another run is writing here, process {os.getpid()}; ")
    assert finish(start("run", folder, "-o", "out", "--limit", "1"))[0] == 0


class TestDiskFull:
    """Exit 4 and one line; with space again, the same command ends with one line an input."""

    @pytest.fixture(name="disk")
    def disk_fixture(self) -> Iterator[Callable[[int], str]]:
        """Mounts a disk of so many bytes, or gives the mounted one another size."""
        disk = Path("disk")
        disk.mkdir()
        mounted = False

        def resize(size: int) -> str:
            nonlocal mounted
            words = ["-o", f"remount,size={size}"] if mounted else ["-t", "tmpfs", "-o", f"size={size}", "none"]
            if subprocess.run(["/bin/mount", *words, str(disk)], capture_output=True, check=False).returncode != 0:
                pytest.skip("only root may mount a small disk; another test limits the size of files instead")
            mounted = True
            return f"{disk}/out"

        yield resize
        if mounted:
            subprocess.run(["/bin/umount", str(disk)], check=True)

    def test_in_the_middle_of_a_run(self, start: Start, folder: str, disk: Callable[[int], str]) -> None:
        """The disk refuses the journal; worker processes are at work."""
        output = disk(600_000)
        code, err = finish(start("run", folder, "-o", output, "-j", "2"))
        assert code == 4
        last = err.splitlines()[-1]
        assert last.startswith(f"disk-full: {output}/")
        assert "run the same command again" in last
        kept = Path(output, "records.partial.jsonl").read_bytes().count(b"\n")
        assert 0 < kept < DOCUMENTS
        disk(60_000_000)
        assert finish(start("run", folder, "-o", output, "-j", "2"))[0] == 0
        assert paths(output) == [f"in/{number:03}.txt" for number in range(DOCUMENTS)]
        assert reused(output) == kept

    def test_when_only_the_final_file_does_not_fit(self, start: Start, folder: str, disk: Callable[[int], str]) -> None:
        """Everything is in the journal, so nothing is read a second time."""
        assert finish(start("run", folder, "-o", "out", "--limit", "4"))[0] == 0
        size = Path("out/records.jsonl").stat().st_size
        output = disk(size * 3 // 2)
        code, err = finish(start("run", folder, "-o", output, "--limit", "4"))
        assert (code, err.startswith(f"disk-full: {output}/records.jsonl: ")) == (4, True)
        disk(60_000_000)
        assert finish(start("run", folder, "-o", output, "--limit", "4"))[0] == 0
        assert reused(output) == 4
        assert Path(output, "records.jsonl").read_bytes() == Path("out/records.jsonl").read_bytes()

    def test_without_a_disk_of_its_own(self, start: Start, folder: str) -> None:
        """The size of files is limited instead, which needs no rights."""

        def limit_files() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))

        words = [sys.executable, "-m", "extractor", "run", folder, "-o", "out", "--limit", "4"]
        ran = subprocess.run(words, preexec_fn=limit_files, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr.startswith("disk-full: out/records.partial.jsonl: ")) == (4, True)
        assert finish(start(*words[3:]))[0] == 0
        assert len(paths("out")) == 4
        assert 0 < reused("out") < 4


def test_an_unwritable_output_is_named(start: Start, folder: str) -> None:
    """A file in the way, or a file system that nobody may write to."""
    Path("taken").write_text("", encoding="utf-8")
    code, err = finish(start("run", folder, "-o", "taken/out"))
    assert (code, len(err.splitlines())) == (4, 1)
    assert err.startswith("output-unwritable: taken/out: ")
    code, err = finish(start("run", folder, "-o", "/proc/gouji"))
    assert (code, err.startswith("output-unwritable: /proc/gouji: ")) == (4, True)
