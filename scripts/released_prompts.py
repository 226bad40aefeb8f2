"""Holds released prompts to the words that they were released with.

Usage: python -m scripts.released_prompts [--release]

Prints one line for each version that changed, is not listed, or is gone, and fails. With `--release` it lists the
versions that are new; a version that is listed never changes.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extractor.errors import PromptError
from extractor.prompting import load_prompts
from extractor.prompting.released import RELEASED, read_released, release, release_faults, released_text

FOLDER = Path(__file__).resolve().parent.parent / "prompts"


def main(arguments: Sequence[str], folder: Path = FOLDER) -> int:
    """Check the prompts, or list new ones, and return the exit code."""
    parser = argparse.ArgumentParser(description="Check that released prompts have not changed.")
    parser.add_argument("--release", action="store_true", help="list the versions that are new")
    options = parser.parse_args(arguments)
    try:
        prompts, released = load_prompts(folder), read_released(folder)
    except PromptError as error:
        print(f"prompts: error: {error}")
        return 1
    if options.release:
        released = release(prompts, released)
        (folder / RELEASED).write_text(released_text(released), encoding="utf-8")
    faults = list(release_faults(prompts, released))
    for fault in faults:
        print(f"prompts: error: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
