"""When a model is a witness."""

from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.llm.standing import LEAST_DOCUMENTS, Standing, Standings, read_standings, standing_of

PROMPTS = "a" * 64


def measured(**others: object) -> Standing:
    """A measurement that makes a witness, but for what is said otherwise."""
    fields: dict[str, object] = {
        "model": "m",
        "prompts": PROMPTS,
        "split": "calibration",
        "documents": 40,
        "cells": 8000,
        "errors": 80,
        "upper": 0.02,
        "measured": "2026-01-01T00:00:00Z",
    }
    return Standing.model_validate(fields | others)


def test_one_error_in_a_hundred_cells_is_a_witness() -> None:
    """The bound belongs to the allowed side."""
    assert standing_of(Standings(standings=(measured(),)), "m", PROMPTS) == "independent"


@pytest.mark.parametrize(
    "others",
    [
        {"errors": 81},
        {"documents": LEAST_DOCUMENTS - 1, "errors": 0},
        {"cells": 0, "errors": 0},
        {"model": "other"},
        {"prompts": "b" * 64},
        {"split": "development"},
    ],
)
def test_everything_else_is_advice(others: dict[str, object]) -> None:
    """Too many errors, too few documents, nothing measured, another model, other prompts, another split."""
    assert standing_of(Standings(standings=(measured(**others),)), "m", PROMPTS) == "advisory"


def test_the_last_measurement_counts() -> None:
    """A model behind a name can become worse."""
    later = measured(errors=500, measured="2026-02-01T00:00:00Z")
    assert standing_of(Standings(standings=(later, measured())), "m", PROMPTS) == "advisory"


def test_the_file_is_read_back() -> None:
    """As eval writes it; no file, no standing."""
    path = Path("standings.json")
    path.write_text(Standings(standings=(measured(),)).model_dump_json(by_alias=True), encoding="utf-8")
    assert read_standings(str(path)).standings == (measured(),)
    assert read_standings(None) == Standings()


@pytest.mark.parametrize(
    ("content", "code"), [(None, "standings-unreadable"), ('{"standings": [{}]}', "standings-invalid")]
)
def test_a_wrong_file_is_named(content: str | None, code: str) -> None:
    """An operator who names one wants it to count."""
    if content is not None:
        Path("s.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        read_standings("s.json")
    assert (raised.value.code, raised.value.place) == (code, "s.json")
