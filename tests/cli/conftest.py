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
