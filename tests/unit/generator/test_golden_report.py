"""The hand-written report that the demonstration reads: consistent but for the one error planted in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.forms import Form

REPORTS = Path(__file__).resolve().parents[3] / "golden" / "reports"


@pytest.fixture(scope="module")
def text() -> str:
    """The report."""
    return (REPORTS / "qinghe_2023.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """Its truth."""
    return json.loads((REPORTS / "truth" / "qinghe_2023.json").read_text(encoding="utf-8"))


def test_the_truth_lists_the_figures_in_the_order_of_the_text(text: str, truth: dict[str, Any]) -> None:
    """One figure a line behind a tab: the column of figures in the text is the column of figures in the truth."""
    printed = [
        float(line) for line in text.split("\n") if line.startswith("\t") and line.strip().replace(".", "").isdigit()
    ]
    assert printed == [float(figure) for figure in truth["cells"].values()]


def test_every_identity_holds_but_the_planted_one(form: Form, truth: dict[str, Any]) -> None:
    """Exactly the cell that an audit must find breaks exactly one equation."""
    cells: dict[str, int | float] = truth["cells"]
    tables = list(form.table_editions(truth["editions"]))
    assert list(cells) == [cell.path for table in tables for cell in table.cells]
    failing = [
        equation.right
        for table in tables
        for equation in table.equations
        if sum(cells[path] for path in equation.left) != sum(cells[path] for path in equation.right)
    ]
    assert failing == [tuple(truth["must_find"][0]["cells"])]


def test_the_metadata_stand_in_the_text(text: str, truth: dict[str, Any]) -> None:
    """Title, agency and contact data are printed as the truth has them."""
    meta: dict[str, Any] = truth["meta"]
    printed = "".join(text.split("\n"))
    for key in ("title", "agency", "phone", "address", "postcode", "email", "url"):
        assert meta[key] in printed
