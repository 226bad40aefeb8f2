"""Writes a run's folder: the result, and a table with a line for every cell."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.runs.evaluate import Evaluated
from eval.runs.execute import Scored
from eval.runs.result import RESULT_NAME
from extractor.store.atomic import replacing

__all__ = ["CELLS_NAME", "csv_text", "write_run"]

CELLS_NAME = "cells.csv"

_COLUMNS = (
    "document", "path", "kind", "expected", "got", "as_printed", "tier", "accepted", "right", "code", "start", "end",
)  # fmt: skip


def write_run(evaluated: Evaluated, folder: Path) -> None:
    """Write the folder, which is made where it is missing.

    Raises:
        StoreError: `disk-full` or `output-unwritable`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = evaluated.result.model_dump_json(by_alias=True, indent=1)
    for name, content in ((CELLS_NAME, csv_text(_COLUMNS, _lines(evaluated.scored))), (RESULT_NAME, f"{text}\n")):
        with replacing(folder / name, durable=False) as file:
            file.write(content.encode())


def csv_text(columns: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """A csv file with a header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return buffer.getvalue()


def _lines(scored: Iterable[Scored]) -> Iterator[tuple[object, ...]]:
    for one in scored:
        for cell in one.score.cells:
            yield (
                one.item.id,
                cell.path,
                cell.kind,
                cell.expected,
                cell.got,
                cell.as_printed,
                cell.tier,
                int(cell.accepted),
                int(cell.right),
                one.score.codes.get(cell.path, ""),
                cell.start,
                cell.end,
            )
