"""Whole documents: the same bytes again, a complete truth, and nothing in the truth that is not printed."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from eval.generator import DAMAGES, PROFILES, Figure, Generated, Layout, draw, generate
from eval.generator.truth import numeric
from extractor.forms import Equation, Form

SEEDS = range(400)

PROJECT_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def drawn() -> list[Generated]:
    """A few hundred documents as the benchmarks draw them."""
    return [draw(seed) for seed in SEEDS]


def solid(text: str) -> str:
    """The text without any white space, since layouts break lines where they like."""
    return "".join(text.split())


def test_the_same_seed_gives_the_same_bytes_in_every_process() -> None:
    """Neither the process's hash salt nor what was generated before has a say."""
    program = (
        "import hashlib; from eval.generator import draw\n"
        "print(hashlib.sha256(repr([(draw(n).text, draw(n).truth.to_json(), sorted(draw(n).unknowable))"
        " for n in range(40)]).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": salt, "PYTHONPATH": str(PROJECT_ROOT)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for salt in ("1", "2")
    }
    assert len(digests) == 1


def test_different_seeds_give_different_documents(drawn: list[Generated]) -> None:
    """No two of some hundred documents are alike."""
    assert len({report.text for report in drawn}) == len(drawn)
    assert len({report.name for report in drawn}) == len(drawn)


def test_drawing_reaches_every_layout_and_every_damage(drawn: list[Generated]) -> None:
    """A benchmark that draws a few hundred documents leaves out nothing that the generator can do."""
    assert {report.layout for report in drawn} == set(Layout)
    assert {name for report in drawn for name in report.damages} == set(DAMAGES)
    editions = Counter(tuple(report.truth.editions.values()) for report in drawn)
    assert set(editions) >= {("2021",) * 3, ("2019",) * 3, ("2021", "2019", "2021"), ("2019", "2019", "2021")}


def test_the_truth_covers_exactly_the_cells_of_its_editions(form: Form, drawn: list[Generated]) -> None:
    """Every path has an entry, in the form's order, and every unknowable cell is one of them."""
    for report in drawn:
        tables = form.table_editions(dict(report.truth.editions))
        assert list(report.truth.cells) == [cell.path for table in tables for cell in table.cells]
        assert report.unknowable <= set(report.truth.cells)


def test_a_clean_document_satisfies_every_identity(
    equations: Mapping[tuple[str, str], tuple[Equation, ...]], drawn: list[Generated]
) -> None:
    """Wherever all cells of an equation are numbers, it holds in a document marked clean."""
    checked = 0
    for report in drawn:
        if report.truth.clean:
            for equation in (each for key in report.truth.editions.items() for each in equations[key]):
                left = [numeric(report.truth.cells[path]) for path in equation.left]
                right = [numeric(report.truth.cells[path]) for path in equation.right]
                if None not in left and None not in right:
                    assert sum(filter(None, left)) == sum(filter(None, right)), (report.name, equation.id)
                    checked += 1
    assert checked > 1000


def test_a_finding_that_must_be_found_stands_in_a_document_that_is_not_clean(drawn: list[Generated]) -> None:
    """What must be found names printed cells, and only a document with an error of its own has it."""
    expected = [(report, found) for report in drawn for found in report.truth.must_find]
    assert expected
    for report, found in expected:
        assert not report.truth.clean
        assert "total_off_by_one" in report.damages
        assert set(found.get("cells", [])) <= set(report.truth.cells)


def test_every_metadata_value_of_the_truth_is_printed(drawn: list[Generated]) -> None:
    """Title, agency and contact data of the truth stand in the text, whatever the layout did to them."""
    for report in drawn:
        text = solid(report.text)
        assert str(report.truth.meta["year"]) in text
        for key in ("title", "agency", "phone", "address", "postcode", "email", "url"):
            value = report.truth.meta.get(key)
            assert value is None or solid(str(value)) in text, (report.name, key)


def test_the_truth_is_written_in_the_format_of_the_truth_files(drawn: list[Generated]) -> None:
    """It survives JSON, has the keys of a truth file, and holds every number as a number."""
    for report in drawn[:40]:
        content = json.loads(json.dumps(report.truth.to_json(), ensure_ascii=False))
        assert list(content) == ["editions", "meta", "cells", "must_find", "must_not_find", "clean"]
        assert content["cells"] == dict(report.truth.cells)


@pytest.mark.parametrize(
    ("figure", "number"),
    [
        pytest.param(3, Decimal(3), id="count"),
        pytest.param(7730.28, Decimal("7730.28"), id="decimal"),
        pytest.param({"kind": "blank"}, None, id="blank"),
        pytest.param(
            {"kind": "number", "value": 251000, "unit": "元", "as_printed": "251000元"}, Decimal(251000), id="unit"
        ),
    ],
)
def test_the_number_of_a_cell_is_told_from_its_absence(figure: Figure, number: Decimal | None) -> None:
    """A cell that prints no number has none; it is never zero."""
    assert numeric(figure) == number


def test_the_choices_of_the_caller_are_kept() -> None:
    """Layout, profile, editions and damages come out as they were asked for."""
    editions = {"proactive": "2019", "requests": "2021", "disputes": "2021"}
    report = generate(5, Layout.TAB_ROWS, profile="city", editions=editions, damages=["lost_row"])
    assert report.layout is Layout.TAB_ROWS
    assert report.damages == ("lost_row",)
    assert dict(report.truth.editions) == editions
    assert report.name == "000005-tab_rows-lost_row"


def test_damages_are_applied_in_one_order_however_they_are_named() -> None:
    """The caller's order has no influence on the document."""
    one = generate(8, Layout.CELL_LINES, damages=["lost_row", "digit_split"])
    other = generate(8, Layout.CELL_LINES, damages=["digit_split", "lost_row"])
    assert one == other


def test_only_the_named_tables_are_printed(form: Form) -> None:
    """A table that the editions leave out has no heading's table and no truth."""
    report = generate(3, Layout.CELL_LINES, editions={"requests": "2021"}, profile="county")
    assert {path.partition(".")[0] for path in report.truth.cells} == {"requests"}
    assert form.table("requests").edition("2021").shape == tuple(report.truth.cells)


@pytest.mark.parametrize(
    ("damages", "profile", "message"),
    [
        pytest.param(["no_such_damage"], None, "unknown damages", id="unknown"),
        pytest.param(["duplicated_row"], None, "cannot be told", id="wrong layout"),
        pytest.param(["full_width_digits", "thousands_separator"], None, "cannot be told", id="one of two wrong"),
    ],
)
def test_a_damage_that_cannot_be_done_is_refused(damages: list[str], profile: str | None, message: str) -> None:
    """A wrong name or a wrong layout is an error of the caller, never a document without the damage."""
    with pytest.raises(ValueError, match=message):
        generate(1, Layout.CRAWLER, damages=damages, profile=profile)


def test_a_profile_without_anything_to_damage_is_refused() -> None:
    """An all-zero report has no two-digit figure; with the profile fixed, that is said and not passed over."""
    with pytest.raises(ValueError, match="nothing to work on"):
        generate(1, Layout.CELL_LINES, damages=["digit_split"], profile="zero")


def test_without_a_profile_a_busier_agency_is_taken_until_the_damage_finds_its_place() -> None:
    """Every damage happens for every seed when the profile is left open."""
    for seed in range(30):
        assert generate(seed, Layout.CELL_LINES, damages=["thousands_separator"]).text.count(",") > 0


def test_every_profile_names_kinds_of_agency_that_can_be_drawn() -> None:
    """No profile leads to an agency that the generator does not know."""
    for name in PROFILES:
        agencies = {generate(seed, Layout.WHITESPACE, profile=name).truth.meta["agency"] for seed in range(12)}
        assert len(agencies) > 1
