"""Holds modules to a length that can be read in one sitting.

Usage: python scripts/module_length.py PATH...

Prints one line for each module that is too long. A module over the target is a warning; one over the hard stop fails.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

TARGET = 300
"""Lines that a module should keep to."""

HARD_STOP = 500
"""Lines above which a module must be split. There is no ignore list."""


def modules(roots: Sequence[Path]) -> Iterator[Path]:
    """Yields every Python module below the roots, sorted so that the output is the same everywhere."""
    for root in roots:
        yield from sorted(root.rglob("*.py"))


def line_count(module: Path) -> int:
    """Counts the lines of a module, blank ones and comments included."""
    return len(module.read_text(encoding="utf-8").splitlines())


def main(arguments: Sequence[str]) -> int:
    """Prints the modules that are too long and returns the exit code."""
    too_long = 0
    for module in modules([Path(argument) for argument in arguments]):
        lines = line_count(module)
        if lines > HARD_STOP:
            too_long += 1
            print(f"{module.as_posix()}: error: {lines} lines, more than {HARD_STOP}: split it")
        elif lines > TARGET:
            print(f"{module.as_posix()}: warning: {lines} lines, more than {TARGET}")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
