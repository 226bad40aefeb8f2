"""Quality bar: in files of every format no wrong cell is accepted, and readable ones are read (design.md §7)."""

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from eval.generator import DAMAGES, FILE_DAMAGES, Format, Generated, Layout, PrintedPlace, draw_file
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Cell, Place, Record
from extractor.pipeline import Pipeline

FILES = 20_000 if os.environ.get("GOUJI_BARS") == "full" else 2_000
FIRST_SEED = 1

LEAST_ACCEPTED = 0.97

WHOLE_LAYOUTS = frozenset(
    {
        Layout.CELL_LINES,
        Layout.OCR_LINES,
        Layout.TAB_ROWS,
        Layout.BARE_LINES,
        Layout.MODEL_MARKDOWN,
        Layout.PLAIN_MARKDOWN,
    }
)
"""Text layouts that keep all information."""

IsRight = Callable[[object, Cell], bool]


def is_readable(report: Generated) -> bool:
    """Whether a careful person would read every cell that is not named as unknowable."""
    damages = {**DAMAGES, **FILE_DAMAGES}
    whole = report.format is not Format.TXT or report.layout in WHOLE_LAYOUTS
    return whole and all(damages[name].harmless for name in report.damages)


def groups_of(report: Generated) -> Iterator[str]:
    """The groups whose shares are shown."""
    yield f"format {report.format.value}"
    if report.format is Format.TXT:
        yield f"layout {report.layout.value}"
    yield from (f"damage {name}" for name in report.damages or ("none",))
    yield "all"
    if is_readable(report):
        yield f"readable {report.format.value}"
        yield "readable"


def mark_of(report: Generated, place: PrintedPlace | Place) -> tuple[int | None, ...]:
    """What generator and record both say about a place: a workbook's tables are counted by the reader alone."""
    match report.format:
        case Format.HTML | Format.DOCX:
            return (place.table, place.row, place.column)
        case Format.XLSX:
            return (place.column,)
        case Format.CSV | Format.TXT:
            return (place.start, place.end)


def displaced(report: Generated, record: Record) -> list[str]:
    """Names the accepted cells whose source is not where the generator printed them, as far as it knows that."""
    return [
        cell.path
        for cell in record.cells
        if cell.status == "accepted" and cell.source is not None and cell.path in report.places
        if mark_of(report, cell.source) not in {mark_of(report, place) for place in report.places[cell.path]}
    ]


@pytest.mark.bars
def test_no_wrong_cell_is_accepted_in_any_format(capsys: pytest.CaptureFixture[str], is_right: IsRight) -> None:
    """Every accepted cell of some thousand files is as printed and from its place, and readable files are read."""
    pipeline = Pipeline(FileIngester(), builtin_forms())
    files, refused, accepted, total = (Counter[str]() for _ in range(4))
    wrong: list[str] = []
    elsewhere: list[str] = []
    for seed in range(FIRST_SEED, FIRST_SEED + FILES):
        report = draw_file(seed)
        record = pipeline.process(report.data, name=report.file_name, path=report.file_name).record
        taken = [cell for cell in record.cells if cell.status == "accepted"]
        knowable = set(report.truth.cells) - report.unknowable
        for group in groups_of(report):
            files[group] += 1
            refused[group] += record.status == "failed"
            total[group] += len(knowable)
            accepted[group] += sum(cell.path in knowable for cell in taken)
        name = f"seed {seed} {report.format.value} {report.layout.value} {report.damages}"
        wrong += [
            f"{name}: {cell.path}"
            for cell in taken
            if cell.path not in report.truth.cells or not is_right(report.truth.cells[cell.path], cell)
        ]
        elsewhere += [f"{name}: {path}" for path in displaced(report, record)]
    with capsys.disabled():
        print(f"\n{FILES} generated files, wrong accepted cells: {len(wrong)}, misplaced: {len(elsewhere)}")  # noqa: T201 - the figure is the point
        for group in sorted(files):
            share = accepted[group] / total[group] if total[group] else 0.0
            print(  # noqa: T201
                f"  {group:<34} {files[group]:>6} files, refused {refused[group] / files[group]:7.2%}, "
                f"accepted {share:7.2%} of {total[group]} cells"
            )
    assert wrong == []
    assert elsewhere == []
    assert accepted["readable"] / total["readable"] >= LEAST_ACCEPTED
