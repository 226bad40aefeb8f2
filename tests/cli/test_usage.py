"""Commands that make no sense."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from commands import Gouji


class TestUsage:
    """Commands that make no sense end with 2 and one line."""

    @pytest.mark.parametrize(
        ("words", "line"),
        [
            ([], "usage: Missing command; see `gouji --help`"),
            (["run", "a.txt"], "usage: Missing option '-o' / '--output'; see `gouji --help`"),
            (["run", "a.txt", "-o", "out", "--budget", "0"], "usage: --budget takes US dollars above 0, not 0"),
            (
                ["run", "a.txt", "-o", "out", "--llm", "gpt"],
                "model-unconfigured: gpt: no endpoint is known; set OPENAI_API_KEY or OPENAI_BASE_URL",
            ),
            (["run", "a.txt", "-o", "out", "--retry", "all"], "usage: 'all' cannot be retried; there is: failed"),
            (["run", "a.txt", "-o", "out", "-j", "0"], "usage: -j takes a number from 1 up, not 0"),
            (["run", "a.txt", "-o", "out", "--limit", "0"], "usage: --limit takes a number from 1 up, not 0"),
            (
                ["run", "a.txt", "-o", "out", "--fresh", "--retry", "failed"],
                "usage: --fresh does everything again, --retry only some: choose one",
            ),
            (["run", "a.txt", "-o", "out", "--lang", "fr"], "usage: 'fr' is no language; there are: zh, en"),
            (
                ["run", "a.txt", "-o", "out", "--form", "tax"],
                "unknown-form: tax: known forms: gov-disclosure, public-budget; or name a form file ending in .yaml",
            ),
            (["run", "b.txt", "-o", "out"], "no-such-path: b.txt: neither a file nor a folder; check the spelling"),
        ],
    )
    def test_one_line_says_what_is_wrong(self, gouji: Gouji, report: str, words: list[str], line: str) -> None:
        """Nothing is written, nothing else is printed."""
        Path("a.txt").write_text(report, encoding="utf-8")
        ran = gouji(*words)
        assert (ran.code, ran.err, ran.out) == (2, line, "")
        assert not Path("out").exists()

    def test_json_errors_are_json(self, gouji: Gouji) -> None:
        """The same parts, apart."""
        ran = gouji("run", "b.txt", "-o", "out", "--json")
        assert json.loads(ran.out) == {
            "error": {
                "code": "no-such-path",
                "message": "neither a file nor a folder",
                "place": "b.txt",
                "hint": "check the spelling",
            }
        }

    def test_a_wrong_form_file_reports_all_its_faults(self, gouji: Gouji, report: str) -> None:
        """Each with its line, in one line."""
        Path("a.txt").write_text(report, encoding="utf-8")
        Path("mine.yaml").write_text("schema: gouji/form/1\nid: BAD\nnew: 1\n", encoding="utf-8")
        ran = gouji("run", "a.txt", "-o", "out", "--form", "mine.yaml")
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert "mine.yaml:2" in ran.err
        assert "mine.yaml:3" in ran.err


def test_the_version_is_that_of_the_package(gouji: Gouji) -> None:
    """Asked for before any command, as people do who report a fault."""
    asked = gouji("--version")
    assert (asked.code, asked.out) == (0, f"gouji {version('gouji')}")
