"""Commands run in this process, as the console script runs them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from extractor.cli import main

__all__ = ["Gouji", "Ran", "runner"]


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    code: int
    out: str
    err: str


Gouji = Callable[..., Ran]
"""Runs `gouji` with the given words and gives its exit code and output."""


def runner(capfd: pytest.CaptureFixture[str]) -> Gouji:
    """Run commands whose output `capfd` catches; what was printed before is left out."""

    def run(*words: str) -> Ran:
        capfd.readouterr()
        code = main(words)
        printed = capfd.readouterr()
        # Trailing blanks are invisible on a terminal and would be stripped by editors.
        out = "\n".join(line.rstrip() for line in printed.out.splitlines())
        return Ran(code, out, printed.err.strip())

    return run
