"""Commands run in this process, as the console script runs them."""

from pathlib import Path

import pytest
from commands import Gouji, runner


@pytest.fixture(name="gouji")
def gouji_fixture(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gouji:
    """Runs `gouji` with the given words and gives its exit code and output."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    return runner(capfd)


@pytest.fixture(name="report", scope="session")
def report_fixture(project_root: Path) -> str:
    """The text of a report with figures, and one error of its own in table four."""
    return (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")


@pytest.fixture(name="sound", scope="session")
def sound_fixture(report: str) -> str:
    """The same report without its error: the reviews add up to 3."""
    wrong = "\t\u20022\n\t1\u2002\n\t\u20020\n\t0\u2002\n\t\u20022\n"
    assert report.count(wrong) == 1
    return report.replace(wrong, wrong.replace("\u20022\n", "\u20023\n").replace("\u20023\n", "\u20022\n", 1))


@pytest.fixture(name="output")
def output_fixture(gouji: Gouji, report: str, sound: str) -> str:
    """The output of a run over a report with an error, a sound one and an empty file."""
    Path("in").mkdir()
    Path("in/a.txt").write_text(report, encoding="utf-8")
    Path("in/b.txt").write_text(sound, encoding="utf-8")
    Path("in/c.txt").write_bytes(b"")
    gouji("run", "in", "-o", "out")
    return "out"
