"""Quality bar: reports that LibreOffice printed are read like the docx files they come from (design.md §7)."""

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from eval.generator import DAMAGES, FILE_DAMAGES, Format, Generated, Lines, generate
from eval.generator.damages.files import GRID_LAYOUT, fits_format
from eval.generator.printing import find_browser, print_pdfs, print_web_pages
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester, find_libreoffice
from extractor.model import Cell
from extractor.pipeline import Pipeline

FULL = os.environ.get("GOUJI_BARS") == "full"
PLAIN, DAMAGED = (100, 60) if FULL else (10, 6)
FIRST_SEED = 4_001
WEB_PAGES = 24 if FULL else 3
FIRST_WEB_SEED = 86_000
BATCH = 20
"""Files that one call of the program prints."""

LEAST_RIGHT = 0.999
LEAST_ACCEPTED = 0.97
LEAST_READ_WEB = 0.95
"""Right, and accepted: a group of rows that runs over a whole page may leave the table torn, and its rows refused."""

UNPRINTABLE = frozenset({"cut_off", "picture_in_cell"})
"""Damage of the docx file itself, and a picture that the generator leaves empty: neither is in the print."""

UNRULED = 12 if FULL else 2
"""Reports of each kind of table that is not ruled all round, and of each program that prints them."""
FIRST_UNRULED_SEED = 71_000
LEAST_READ_UNRULED = 0.5
"""Accepted: pages on which a table is all blank, or goes on without its header, are refused."""

IsRight = Callable[[object, Cell], bool]


def reports() -> Iterator[Generated]:
    """Undamaged reports, and reports with one damage each."""
    for seed in range(FIRST_SEED, FIRST_SEED + PLAIN):
        yield generate(seed, GRID_LAYOUT, file_format=Format.DOCX)
    names = [name for name, damage in DAMAGES.items() if fits_format(damage, Format.DOCX)]
    names += [name for name, damage in FILE_DAMAGES.items() if Format.DOCX in damage.formats]
    names = [name for name in names if name not in UNPRINTABLE]
    step = max(1, len(names) // DAMAGED)
    for number, name in enumerate(names[::step][:DAMAGED]):
        for seed in range(FIRST_SEED + 1_000 + 20 * number, FIRST_SEED + 1_020 + 20 * number):
            try:
                yield generate(seed, GRID_LAYOUT, damages=[name], file_format=Format.DOCX)
            except ValueError:
                continue  # the report has nothing that could be damaged so
            break


@pytest.mark.bars
@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice, which prints the reports, is not installed")
def test_printed_reports_are_read_like_their_docx_files(capsys: pytest.CaptureFixture[str], is_right: IsRight) -> None:
    """No wrong cell is accepted, whatever the damage; undamaged reports are read and accepted, with page and box."""
    pipeline = Pipeline(FileIngester(), builtin_forms())
    drawn = list(reports())
    printed = [
        pdf for at in range(0, len(drawn), BATCH) for pdf in print_pdfs([it.data for it in drawn[at : at + BATCH]])
    ]
    cells, right, accepted = (Counter[bool]() for _ in range(3))
    wrong: list[str] = []
    unplaced: list[str] = []
    for report, data in zip(drawn, printed, strict=True):
        record = pipeline.process(data, name="a.pdf", path="a.pdf").record
        plain = not report.damages
        knowable = {path for path in report.truth.cells if path not in report.unknowable}
        for cell in record.cells:
            fits = cell.path in report.truth.cells and is_right(report.truth.cells[cell.path], cell)
            taken = cell.status == "accepted"
            if cell.path in knowable:
                cells[plain] += 1
                right[plain] += fits
                accepted[plain] += taken
            if taken and not fits:
                wrong.append(f"{report.name}: {cell.path} {cell.as_printed!r}")
            if taken and (cell.source is None or cell.source.bbox is None or cell.source.page is None):
                unplaced.append(f"{report.name}: {cell.path}")
    with capsys.disabled():
        print(f"\n{len(drawn)} printed reports, wrong accepted cells: {len(wrong)}")  # noqa: T201 - the figure is the point
        for plain, label in ((True, "undamaged"), (False, "damaged")):
            shares = f"right {right[plain] / cells[plain]:8.3%}, accepted {accepted[plain] / cells[plain]:8.3%}"
            print(f"  {label:<10} {shares} of {cells[plain]} cells")  # noqa: T201
    assert wrong == []
    assert [name for name in unplaced if "missing" not in name] == []
    assert right[True] / cells[True] >= LEAST_RIGHT
    assert accepted[True] / cells[True] >= LEAST_ACCEPTED


@pytest.mark.bars
@pytest.mark.skipif(find_browser() is None, reason="chromium, which prints the web pages, is not installed")
def test_web_pages_that_a_browser_printed_are_read(capsys: pytest.CaptureFixture[str], is_right: IsRight) -> None:
    """Cells without padding, rows broken anywhere, group cells drawn too long: no wrong cell is accepted."""
    pipeline = Pipeline(FileIngester(), builtin_forms())
    seeds = range(FIRST_WEB_SEED, FIRST_WEB_SEED + WEB_PAGES)
    drawn = [generate(seed, GRID_LAYOUT, file_format=Format.HTML) for seed in seeds]
    cells = right = accepted = 0
    wrong: list[str] = []
    for report, data in zip(drawn, print_web_pages([it.data for it in drawn]), strict=True):
        record = pipeline.process(data, name="a.pdf", path="a.pdf").record
        fits = {
            cell.path: cell.path in report.truth.cells and is_right(report.truth.cells[cell.path], cell)
            for cell in record.cells
        }
        taken = {cell.path for cell in record.cells if cell.status == "accepted"}
        cells += len(report.truth.cells)
        right += sum(fits.values())
        accepted += len(taken)
        wrong += [f"{report.name}: {path}" for path in taken if not fits[path]]
    with capsys.disabled():
        shares = f"right {right / cells:8.3%}, accepted {accepted / cells:8.3%}"
        print(f"\n{len(drawn)} printed web pages, wrong accepted cells: {len(wrong)}\n  {shares} of {cells} cells")  # noqa: T201 - the figure is the point
    assert wrong == []
    assert min(right, accepted) / cells >= LEAST_READ_WEB


@pytest.mark.bars
@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice, which prints the reports, is not installed")
@pytest.mark.parametrize("lines", [lines for lines in Lines if lines is not Lines.ALL])
def test_tables_that_few_lines_rule_are_read_or_refused(
    lines: Lines, capsys: pytest.CaptureFixture[str], is_right: IsRight
) -> None:
    """Labels wrapped beside and around their values, no upright lines: no wrong cell is accepted, and most are read."""
    pipeline = Pipeline(FileIngester(), builtin_forms())
    seeds = range(FIRST_UNRULED_SEED, FIRST_UNRULED_SEED + UNRULED)
    drawn = [generate(seed, GRID_LAYOUT, file_format=Format.DOCX, lines=lines) for seed in seeds]
    printed = print_pdfs([report.data for report in drawn])
    if find_browser() is not None:
        pages = [generate(seed + 500, GRID_LAYOUT, file_format=Format.HTML, lines=lines) for seed in seeds]
        drawn, printed = [*drawn, *pages], [*printed, *print_web_pages([page.data for page in pages])]
    cells = accepted = 0
    wrong: list[str] = []
    for report, data in zip(drawn, printed, strict=True):
        record = pipeline.process(data, name="a.pdf", path="a.pdf").record
        taken = [cell for cell in record.cells if cell.status == "accepted"]
        cells += len(record.cells)
        accepted += len(taken)
        wrong += [
            f"{report.name}: {cell.path} {cell.as_printed!r}"
            for cell in taken
            if cell.path not in report.truth.cells or not is_right(report.truth.cells[cell.path], cell)
        ]
    with capsys.disabled():
        print(f"\n{len(drawn)} reports, lines: {lines.value}, accepted {accepted / cells:8.3%}, wrong {len(wrong)}")  # noqa: T201 - the figure is the point
    assert wrong == []
    assert accepted / cells >= LEAST_READ_UNRULED
