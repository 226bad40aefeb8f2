"""Records to store, without the pipeline that would make them."""

from collections.abc import Callable

import pytest

from extractor.model import Cell, DocumentInfo, Failure, Finding, Record

MakeRecord = Callable[..., Record]


def make_record(
    path: str = "a.txt",
    *,
    status: str = "ok",
    error: Failure | None = None,
    sha256: str | None = "0" * 64,
    characters: int | None = 3,
    cells: tuple[Cell, ...] = (),
    findings: tuple[Finding, ...] = (),
    meta: dict[str, Cell] | None = None,
) -> Record:
    """Make a record of the least that is needed."""
    return Record.model_validate(
        {
            "schema": "gouji/record/1",
            "status": status,
            "error": error,
            "document": DocumentInfo(
                sha256=sha256, name=path, path=path, media_type="text/plain", characters=characters
            ),
            "form": None,
            "meta": meta or {},
            "cells": cells,
            "unmapped": (),
            "claims": (),
            "findings": findings,
            "coverage": None,
        }
    )


@pytest.fixture(name="make_record", scope="session")
def make_record_fixture() -> MakeRecord:
    """Gives the maker of records."""
    return make_record
