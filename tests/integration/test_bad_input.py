"""Every bad input of the issue: a code, a failed record, and the rest of the batch read."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.batch import Request, Totals, run
from extractor.errors import NothingToDoError
from extractor.model import Record
from extractor.settings import Settings, read_settings
from extractor.store import Head

OTHER_KIND = "关于开展春季植树活动的通知\n\n各村、各单位：\n定于三月十二日开展植树活动，请准时参加。\n" * 5


class Quiet:
    """Watches nothing."""

    def started(self, totals: Totals) -> None:
        """Nothing to say."""

    def advanced(self, totals: Totals, head: Head) -> None:
        """Nothing to say."""


@pytest.fixture(name="report", scope="session")
def report_fixture(project_root: Path) -> str:
    """A report with figures."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


def outcome(content: bytes, settings: Settings | None = None, name: str = "bad.txt") -> Record:
    """The record of one file, read beside a good one that must not be touched by it."""
    Path(name).write_bytes(content)
    run(Request((name,), "out", fresh=True), settings or read_settings({}), Quiet())
    (line,) = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()
    return Record.model_validate_json(line)


def code(record: Record) -> str:
    """Status and code of the failure."""
    return f"{record.status} {record.error.code if record.error else None}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "failed empty-file"),
        (b" \r\n\t\n", "failed empty-file"),
        (bytes(range(256)) * 40, "failed unsupported-format"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08" * 100, "failed binary-file"),
        ("政府資訊公開工作年度報告".encode("big5") * 30, "failed undecodable-text"),
        (OTHER_KIND.encode("utf-8").decode("gb18030", "replace").encode(), "failed mojibake"),
        (b"?" * 400, "failed mojibake"),
        (OTHER_KIND.encode(), "failed other-kind"),
        (b"%PDF-1.7\n...", "failed damaged-document"),
        (b'{"a": [1, 2, 3]}', "failed unsupported-format"),
    ],
    ids=[
        "empty",
        "white-space",
        "garbage-with-nul",
        "garbage",
        "big5",
        "mojibake",
        "question-marks",
        "other-kind",
        "pdf",
        "json",
    ],
)
def test_bad_content_has_a_code(content: bytes, expected: str) -> None:
    """A named file always has its record line, failed with a reason a person can act on."""
    record = outcome(content)
    assert code(record) == expected
    assert record.cells == ()


def test_two_reports_in_one_file_are_told_apart_from_one(report: str) -> None:
    """The record says where the second begins; nothing of either is taken for the other."""
    record = outcome((report + "\n" + report.replace("2023", "2022")).encode())
    assert code(record) == "failed several-reports"


def test_half_a_report_is_partial(report: str) -> None:
    """What is there is read; what is missing is not zero, and the record says what it is."""
    head, _, _ = report.partition("四、政府信息公开行政复议")
    record = outcome(head.encode())
    assert code(record) == "partial incomplete"
    disputes = [cell for cell in record.cells if cell.path.startswith("disputes.")]
    assert len(disputes) == 15
    assert {cell.value for cell in disputes} == {None}
    values = {cell.path: cell.value for cell in record.cells}
    assert values["requests.new_received.total"] == 52


def test_two_hundred_megabytes_are_refused_unread() -> None:
    """In less than two seconds, start included, and without the memory to hold them."""
    with Path("huge.txt").open("wb") as file:
        file.write("年度报告".encode())
        file.truncate(200_000_000)
    script = (
        "import re\n"
        "from pathlib import Path\n"
        "from extractor.cli import main\n"
        "code = main(['run', 'huge.txt', '-o', 'out'])\n"
        # getrusage would count the memory of the test process that this one was forked from.
        "status = Path('/proc/self/status').read_text(encoding='ascii')\n"
        "print(code, re.search(r'VmHWM:\\s+(\\d+)', status).group(1))\n"
    )
    begin = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds = time.monotonic() - begin
    exit_code, kibibytes = (int(word) for word in ran.stdout.splitlines()[-1].split())
    assert exit_code == 3
    assert ran.stderr.startswith("too-large: huge.txt: more than 67108864 bytes; ")
    assert kibibytes < 200_000
    # The bar is two seconds on a machine of its own; a shared one may run several test processes at once.
    assert seconds < 10


def test_the_limit_is_a_setting() -> None:
    """An operator may lower or raise it."""
    assert code(outcome(b"x" * 101, Settings(max_bytes=100))) == "failed too-large"


def test_one_bad_file_never_stops_a_batch(report: str) -> None:
    """Good ones before and after it are read, in worker processes as well."""
    Path("in").mkdir()
    for number in range(12):
        content = b"" if number % 3 == 1 else (report + f"\n{number}").encode()
        Path(f"in/{number:02}.txt").write_bytes(content)
    manifest = run(Request(("in",), "out", jobs=2), read_settings({}), Quiet())
    assert (manifest.counts.read, manifest.counts.failed) == (8, 4)
    assert manifest.counts.failures == {"empty-file": 4}


def test_a_folder_without_reports_is_no_run() -> None:
    """Nothing is written; the error says what was skipped."""
    Path("in").mkdir()
    Path("in/data.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NothingToDoError, match="1 not-a-document") as raised:
        run(Request(("in",), "out"), read_settings({}), Quiet())
    assert raised.value.code == "no-documents"
    assert not Path("out").exists()


def test_a_file_that_vanishes_before_it_is_read_fails() -> None:
    """Its line is there, and the next run with the file present reads it."""
    Path("in").mkdir()
    Path("in/gone.txt").symlink_to("elsewhere.txt")
    manifest = run(Request(("in",), "out"), read_settings({}), Quiet())
    assert manifest.counts.failures == {"unreadable-file": 1}
    Path("in/elsewhere.txt").write_bytes(b"")
    manifest = run(Request(("in",), "out"), read_settings({}), Quiet())
    assert manifest.counts.failures == {"empty-file": 2}


@pytest.mark.parametrize("module", ["pydantic", "rich", "yaml", "extractor.pipeline", "extractor.forms", "rapidfuzz"])
def test_help_imports_nothing_heavy(module: str) -> None:
    """`gouji --help` has 0.3 s over a bare interpreter, which `make bench` measures."""
    script = f"import sys\nfrom extractor.cli import main\nmain(['--help'])\nsys.exit({module!r} in sys.modules)\n"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_closed_pipe_is_no_error(report: str) -> None:
    """`gouji show … | head -1` ends in silence."""
    Path("a.txt").write_text(report, encoding="utf-8")
    command = f"{sys.executable} -m extractor show a.txt | head -1"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert ran.stdout == "青禾县人民政府办公室2023年政府信息公开工作年度报告\n"
    assert ran.stderr == ""
