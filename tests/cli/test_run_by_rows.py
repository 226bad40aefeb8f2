"""`gouji run` with a model that reads row by row, at an endpoint that answers from the truth."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from commands import Gouji

from extractor.llm import sender
from extractor.llm.local import packaged_weights
from extractor.model import RowsHeard
from extractor.store import Manifest
from extractor.testing import Shape, Transport, Truths, always, read_truths
from extractor.testing.endpoint import Endpoint

WITH_LINES, SIDE_BY_SIDE = 31, 3
"""Rows of the report that have lines of their own, and rows that share one line of figures."""


@pytest.fixture(name="truths")
def truths_fixture(project_root: Path, report: str, monkeypatch: pytest.MonkeyPatch) -> Truths:
    """What the report in `in/` prints; the environment asks for rows."""
    Path("in").mkdir()
    Path("in/a.txt").write_text(report, encoding="utf-8", newline="")
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.01)
    for name, value in (
        ("CACHE", "cache"),
        ("LLM", "truth"),
        ("LLM_STRATEGY", "row"),
        ("LLM_MODE", "strict"),
        ("LLM_CONTEXT", "0"),
    ):
        monkeypatch.setenv(f"GOUJI_{name}", value)
    return read_truths(project_root / "golden" / "reports")


@pytest.fixture(name="endpoint")
def endpoint_fixture(truths: Truths, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A faithful endpoint."""
    with Endpoint(truths) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


def heard() -> RowsHeard:
    """What the manifest of the last run says of the rows."""
    rows = Manifest.model_validate_json(Path("out/manifest.json").read_bytes()).rows_heard
    assert rows is not None
    return rows


def record(folder: str = "out") -> dict[str, object]:
    """The only record of a run."""
    return json.loads((Path(folder) / "records.jsonl").read_text(encoding="utf-8"))


def without_model(record: dict[str, object]) -> dict[str, object]:
    """The record without the readings of any model."""
    cells = [
        {**cell, "readings": [reading for reading in cell["readings"] if not reading["reader"].startswith("llm:")]}
        for cell in cast("list[dict[str, list[dict[str, str]]]]", record["cells"])
    ]
    return {**record, "cells": cells}


def nowhere(_name: str) -> None:
    """Finds no library."""


class TestReading:
    """A model that answers."""

    def test_every_row_with_lines_of_its_own_is_asked_about(self, gouji: Gouji, endpoint: Endpoint) -> None:
        """One question a row and none besides; the closing table says what became of them."""
        ran = gouji("run", "in", "-o", "out")
        assert ran.code == 0
        assert len(endpoint.log) == WITH_LINES
        rows = heard()
        assert (rows.asked, rows.exact, rows.unanswered, rows.withheld) == (WITH_LINES, WITH_LINES, 0, SIDE_BY_SIDE)
        assert rows.readings == rows.agreed > 150
        assert f"rows      {WITH_LINES} asked, {WITH_LINES} read as the table reader did" in ran.out
        assert "row by row: up to 40 rows of a document, 40 questions in all, about 01:20" in ran.err

    def test_nothing_of_the_record_changes_but_readings(self, gouji: Gouji, endpoint: Endpoint) -> None:
        """Whatever was measured of the model: a row alone has lost the table's context."""
        gouji("run", "in", "-o", "out")
        gouji("run", "in", "-o", "alone", "--llm", "off")
        assert len(endpoint.log) == WITH_LINES
        assert record() != record("alone")
        assert without_model(record()) == record("alone")

    def test_the_limit_holds_for_each_document(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was not asked about is said."""
        monkeypatch.setenv("GOUJI_LLM_ROWS", "5")
        gouji("run", "in", "-o", "out")
        assert len(endpoint.log) == 5
        assert (heard().asked, heard().withheld) == (5, WITH_LINES + SIDE_BY_SIDE - 5)

    def test_a_forecast_counts_the_rows(self, gouji: Gouji, endpoint: Endpoint) -> None:
        """Without asking any."""
        told = json.loads(gouji("run", "in", "-o", "out", "--dry-run", "--json").out)
        assert told["calls"] == WITH_LINES
        assert len(endpoint.log) == 0

    def test_verify_hears_the_rows_again(
        self, gouji: Gouji, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Out of the cache, without strategy or address in the environment: the manifest has them."""
        gouji("run", "in", "-o", "out")
        for name in ("OPENAI_BASE_URL", "GOUJI_LLM_STRATEGY", "GOUJI_LLM_MODE"):
            monkeypatch.delenv(name)
        ran = gouji("verify", "out", "--json")
        assert (ran.code, json.loads(ran.out)["mismatches"]) == (0, [])
        assert len(endpoint.log) == WITH_LINES


class TestTrouble:
    """Models that fail."""

    @pytest.mark.parametrize("shape", [Shape.TRUNCATED, Shape.NOT_JSON, Shape.REFUSAL])
    def test_a_row_that_the_model_cannot_copy_is_counted_and_leaves_the_document_whole(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch, shape: Shape
    ) -> None:
        """A small model fails often; doing the document again would help nobody."""
        monkeypatch.setenv("GOUJI_LLM_ROWS", "3")
        with Endpoint(truths, always(shape=shape)) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            gouji("run", "in", "-o", "out")
        gouji("run", "in", "-o", "alone", "--llm", "off")
        assert (heard().asked, heard().unanswered) == (3, 3)
        assert record()["status"] == "ok"
        assert without_model(record()) == record("alone")

    def test_an_endpoint_that_fails_is_asked_again_by_the_same_command(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """That fault is not the model's: the document is partial until somebody has answered."""
        monkeypatch.setenv("GOUJI_LLM_ROWS", "3")
        with Endpoint(truths, always(transport=Transport.SERVER_ERROR)) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            ran = gouji("run", "in", "-o", "out")
        assert "1 documents lack the model's reading (1 model-unreachable)" in ran.err.splitlines()[-1]
        assert record()["status"] == "partial"
        with Endpoint(truths) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            gouji("run", "in", "-o", "out")
        assert record()["status"] == "ok"
        assert heard().exact == 3


class TestSettings:
    """What the environment may say."""

    def test_an_unknown_strategy_is_refused(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With those that there are."""
        assert truths
        monkeypatch.setenv("GOUJI_LLM_STRATEGY", "page")
        ran = gouji("run", "in", "-o", "out")
        assert (ran.code, ran.err.split(";")[0]) == (
            2,
            "bad-setting: GOUJI_LLM_STRATEGY: 'page' is none of table, row",
        )

    def test_the_local_model_without_its_extra_is_one_line(
        self, gouji: Gouji, truths: Truths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Which says what to install."""
        assert truths
        monkeypatch.setattr("extractor.llm.local.packaged.find_spec", nowhere)
        packaged_weights.cache_clear()
        ran = gouji("run", "in", "-o", "out", "--llm", "local")
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert ran.err.startswith("missing-extra: local: the local model needs xllamacpp")
        assert "pip install 'gouji[local]'" in ran.err
