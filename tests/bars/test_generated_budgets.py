"""Quality bar: on generated budgets in every layout and format, no wrong cell is ever accepted (design.md §7)."""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from eval.generator import Format, Generated, Layout, generate
from eval.generator.damages.files import GRID_LAYOUT
from extractor.forms import Form, builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Cell
from extractor.pipeline import Pipeline

FULL = os.environ.get("GOUJI_BARS") == "full"
DOCUMENTS = 60 if FULL else 8
"""Of each layout and of each format."""
RULED = (Layout.OCR_LINES, Layout.TAB_ROWS, Layout.PLAIN_MARKDOWN)
"""Layouts that keep every cell in its place."""
ACCEPTED = 0.97

IsRight = Callable[[object, Cell], bool]


@pytest.fixture(name="form", scope="module")
def form_fixture() -> Form:
    """The form of budgets."""
    return next(form for form in builtin_forms() if form.id == "public-budget")


def generated(form: Form) -> list[tuple[str, Generated]]:
    """Undamaged budgets in every layout and format."""
    texts = [(layout.name, generate(seed, layout, form=form)) for layout in Layout for seed in range(1, DOCUMENTS + 1)]
    files = [
        (file_format.name, generate(seed, GRID_LAYOUT, form=form, file_format=file_format))
        for file_format in Format
        if file_format is not Format.TXT
        for seed in range(1, DOCUMENTS + 1)
    ]
    return [*texts, *files]


@pytest.mark.bars
def test_no_wrong_cell_of_a_generated_budget_is_accepted(
    form: Form, capsys: pytest.CaptureFixture[str], is_right: IsRight
) -> None:
    """In no layout and no format; where the layout keeps cells in place, nearly all are accepted."""
    pipeline = Pipeline(FileIngester(), builtin_forms())
    accepted: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    false: list[str] = []
    for group, document in generated(form):
        record = pipeline.process(document.data, name=document.file_name, path=document.file_name).record
        assert record.form is not None, (document.name, record.error)
        assert record.form.id == form.id
        truth = document.truth
        total[group] += len(truth.cells)
        taken = [cell for cell in record.cells if cell.status == "accepted"]
        accepted[group] += len(taken)
        wrong += [
            f"{group} {document.name} {cell.path}" for cell in taken if not is_right(truth.cells[cell.path], cell)
        ]
        false += [
            f"{group} {document.name} {item.code}"
            for item in record.findings
            if item.severity == "error" and truth.clean
        ]
    with capsys.disabled():
        print(f"\n{sum(total.values())} cells of generated budgets, wrong accepted: {len(wrong)}")  # noqa: T201 - the figure is the point
        for group in total:
            print(f"  {group:<16} accepted {accepted[group] / total[group]:7.2%}")  # noqa: T201
    assert wrong == []
    assert false == []
    for layout in RULED:
        assert accepted[layout.name] >= ACCEPTED * total[layout.name]
