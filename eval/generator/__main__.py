"""Writes generated reports to a folder, each with its truth beside it."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import count, islice
from pathlib import Path

from eval.generator import Format, Generated, draw, draw_file

__all__ = ["main"]

_EPILOG = (
    "FILE.truth.json holds the truth, the damages by name, the cells that nobody could tell, "
    "and for every cell where it is printed. The same arguments write the same bytes."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m eval.generator", description=__doc__, epilog=_EPILOG)
    parser.add_argument("folder", type=Path, metavar="OUT", help="folder to write to; made where it is missing")
    parser.add_argument("--count", type=int, default=20, help="number of files (default: 20)")
    parser.add_argument("--seed", type=int, default=1, help="seed to begin with (default: 1)")
    parser.add_argument(
        "--format", choices=[*(each.value for each in Format), "any"], default="any", help="format (default: any)"
    )
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted: str = options.format
    reports = (_drawn(seed, wanted) for seed in count(options.seed))
    written = 0
    for report in islice((report for report in reports if report is not None), options.count):
        (folder / report.file_name).write_bytes(report.data)
        (folder / f"{report.file_name}.truth.json").write_text(
            json.dumps(_told(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        written += 1
    sys.stdout.write(f"{written} files with their truth in {folder}\n")
    return 0


def _drawn(seed: int, wanted: str) -> Generated | None:
    """The seed's document, if it has the wanted format."""
    if wanted == Format.TXT.value:
        return draw(seed)
    report = draw_file(seed)
    return report if wanted in {"any", report.format.value} else None


def _told(report: Generated) -> dict[str, object]:
    return {
        **report.truth.to_json(),
        "format": report.format.value,
        "damages": list(report.damages),
        "unknowable": sorted(report.unknowable),
        "places": {path: [asdict(place) for place in places] for path, places in report.places.items()},
    }


if __name__ == "__main__":
    sys.exit(main())
