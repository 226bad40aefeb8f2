"""Writes the list of the golden set, or checks that it is up to date."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.golden.manifest import FILE_NAME, Manifest
from eval.golden.plan import plan

__all__ = ["main", "manifest_text"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check `manifest.json`; exit code 1 when it is not up to date."""
    parser = argparse.ArgumentParser(prog="python -m eval.golden", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("golden"), help="default: golden")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the list is not up to date")
    options = parser.parse_args(arguments)
    path: Path = options.folder / FILE_NAME
    text = manifest_text(plan(options.folder))
    if options.check:
        current = path.is_file() and path.read_text(encoding="utf-8") == text
        if not current:
            sys.stderr.write(f"{path}: not up to date: run `python -m eval.golden` and commit the list by itself\n")
        return 0 if current else 1
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{path}: written\n")
    return 0


def manifest_text(manifest: Manifest) -> str:
    """One document a line, so that a change to one is a change to a line."""
    lines = ",\n".join(item.model_dump_json(exclude_none=True) for item in manifest.items)
    return f'{{"schema":"gouji/golden/1","items":[\n{lines}\n]}}\n'


if __name__ == "__main__":
    sys.exit(main())
