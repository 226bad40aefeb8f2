"""Print two runs over the same documents beside each other: `python -m scripts.side_by_side WITHOUT WITH`.

The second had a model read too. An advisory one may change nothing but readings, and this says whether that is so.
"""

import json
import sys
from pathlib import Path
from typing import cast

Json = dict[str, object]
FORGETTABLE = "readings"
"""What a model adds to a cell."""


def main(without: str, with_model: str) -> int:
    """Print the table; 1 when the model changed a record."""
    manifests = [read_manifest(folder) for folder in (without, with_model)]
    rows = [*counted(manifests), ("cells changed by the model", "", str(changed(without, with_model)))]
    width = max(len(name) for name, _, _ in rows)
    print(f"{'':{width}}  {'without model':>14}  {'with model':>14}")
    for name, left, right in rows:
        print(f"{name:{width}}  {left:>14}  {right:>14}")
    return int(rows[-1][2] != "0")


def read_manifest(folder: str) -> Json:
    """The manifest of a run."""
    return cast("Json", json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8")))


def counted(manifests: list[Json]) -> list[tuple[str, str, str]]:
    """The lines that both manifests have, and those about rows that only the second one has."""
    counts = [cast("dict[str, int]", manifest["counts"]) for manifest in manifests]
    heard = cast("dict[str, int] | None", manifests[1].get("rows_heard")) or {}
    lines = [
        (f"cells {name}", str(counts[0][key]), str(counts[1][key]))
        for name, key in (("accepted", "accepted"), ("in review", "review"))
    ]
    if heard:
        lines += [
            ("rows asked about", "", f"{heard['asked']}"),
            ("rows copied exactly", "", f"{heard['exact']} of {heard['asked']}"),
            ("readings that agree", "", f"{heard['agreed']} of {heard['readings']}"),
        ]
    seconds = [float(str(manifest["seconds"])) for manifest in manifests]
    return [*lines, ("seconds", f"{seconds[0]:.1f}", f"{seconds[1]:.1f}")]


def changed(without: str, with_model: str) -> int:
    """How many cells of the first run are not the second's, readings aside."""
    pairs = zip(cells(without), cells(with_model), strict=True)
    return sum(left != right for left, right in pairs)


def cells(folder: str) -> list[Json]:
    """Every cell of every record, without its readings."""
    lines = (Path(folder) / "records.jsonl").read_text(encoding="utf-8").splitlines()
    records = [cast("dict[str, list[Json]]", json.loads(line)) for line in lines]
    return [{**cell, FORGETTABLE: None} for record in records for cell in record["cells"]]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
