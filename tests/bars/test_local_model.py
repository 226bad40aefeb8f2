"""Quality bar: the local model beside the table reader, on the seed reports and two dense generated ones.

Nothing of a record may differ but readings, so nothing wrong is accepted that would not have been without the model.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval.generator import Generated, Layout, generate
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.llm import ModelOptions
from extractor.model import Cell, Record
from extractor.pipeline import Pipeline, Processed, RowLimits
from extractor.wiring import serving
from extractor.wiring.model_reader import ModelRecipe, local_model, model_reader

FULL = os.environ.get("GOUJI_BARS") == "full"
ROWS = 40 if FULL else 1
SEEDS = (
    "000_f57c819d3d38d3bd",
    "001_976a34383c60b842",
    "002_bef0e282cde1829d",
    "003_09d7efa84834ab25",
    "004_df1de46db5416daa",
)
DRAWN = 12
DENSE = 2


@pytest.fixture(name="recipe", scope="module")
def recipe_fixture(local_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelRecipe]:
    """The recipe of the local model while it is served; replies are kept in a folder of this file's own."""
    with serving(local_model(ModelOptions(cache=str(local_cache)))) as served:
        assert served is not None
        options = replace(served.options, cache=str(tmp_path_factory.mktemp("replies")))
        yield replace(served, options=options, rows=RowLimits(ROWS))


def read(data: bytes, name: str, recipe: ModelRecipe | None) -> Processed:
    """Read one document, with the model or without."""
    reader = model_reader(recipe) if recipe else None
    return Pipeline(FileIngester(), builtin_forms(), model=reader).process(data, name=name, path=name)


def without_models(record: Record) -> Record:
    """The record without what any model read."""
    cells: list[Cell] = []
    for cell in record.cells:
        kept = tuple(item for item in cell.readings if not item.reader.startswith("llm:"))
        cells.append(cell.model_copy(update={"readings": kept}))
    return record.model_copy(update={"cells": tuple(cells)})


def held(data: bytes, name: str, recipe: ModelRecipe) -> Record:
    """Read with and without, hold both against each other field by field, and give the record with the model."""
    beside = read(data, name, recipe)
    alone = read(data, name, None)
    assert without_models(beside.record) == alone.record
    assert beside.rows is not None
    assert beside.rows.asked + beside.rows.withheld == 34
    assert 1 <= beside.rows.asked <= ROWS
    return beside.record


@pytest.mark.bars
@pytest.mark.parametrize("stem", SEEDS)
def test_the_model_changes_no_seed_report(stem: str, shared_folder: Path, recipe: ModelRecipe) -> None:
    """Every cell stays accepted as it was, and none is wrong."""
    path = shared_folder / "seeds" / f"{stem}.txt"
    record = held(path.read_bytes(), path.name, recipe)
    truth = json.loads((path.parent / "truth" / f"{stem}.json").read_text(encoding="utf-8"))["cells"]
    accepted = [cell for cell in record.cells if cell.status == "accepted"]
    assert len(accepted) == len(record.cells)
    wrong = [cell.path for cell in accepted if cell.kind == "number" and str(cell.value) != str(truth[cell.path])]
    assert wrong == []


def dense_reports() -> list[Generated]:
    """Of those drawn in order, the ones with the most figures that are not 0."""
    drawn = [generate(seed, Layout.CELL_LINES) for seed in range(DRAWN)]
    return sorted(drawn, key=lambda report: sum(value != 0 for value in report.truth.cells.values()))[-DENSE:]


@pytest.mark.bars
@pytest.mark.parametrize("place", range(DENSE))
def test_the_model_changes_no_dense_report(place: int, recipe: ModelRecipe) -> None:
    """Figures of several digits are what it misreads; none of that is accepted."""
    report = dense_reports()[place]
    held(report.text.encode(), f"{report.name}.txt", recipe)
