"""Records made by hand, and a run that consists of them."""

from collections.abc import Callable, Sequence

import pytest

from extractor.export import RunFacts, RunView
from extractor.forms import builtin_forms
from extractor.model import Record

MakeCell = Callable[..., dict[str, object]]
MakeRecord = Callable[..., Record]
MakeView = Callable[..., RunView]


@pytest.fixture(name="make_cell", scope="session")
def make_cell_fixture() -> MakeCell:
    """Makes a cell that is accepted and printed as its value, unless told otherwise."""

    def make(path: str, value: int | str | None = 1, **changes: object) -> dict[str, object]:
        return {
            "path": path,
            "as_printed": None if value is None else str(value),
            "value": value,
            "kind": "number",
            "tier": "S0",
            "status": "accepted",
            "source": {"start": 10, "end": 12},
            **changes,
        }

    return make


@pytest.fixture(name="make_record", scope="session")
def make_record_fixture(make_cell: MakeCell) -> MakeRecord:
    """Makes a record of status ok from cells, findings and metadata."""

    def make(
        cells: Sequence[dict[str, object]] = (),
        *,
        path: str = "a.txt",
        meta: dict[str, object] | None = None,
        findings: Sequence[dict[str, object]] = (),
        **changes: object,
    ) -> Record:
        stated = {"agency": "青禾县人民政府", "year": 2023} if meta is None else meta
        value: dict[str, object] = {
            "schema": "gouji/record/1",
            "status": "ok",
            "error": None,
            "document": {"sha256": "ab" * 32, "name": path, "path": path, "media_type": "text/plain"},
            "form": {
                "id": "gov-disclosure",
                "editions": {"proactive": "2021", "requests": "2021", "disputes": "2021"},
            },
            "meta": {
                key: make_cell(f"meta.{key}", item) if isinstance(item, int | str) else item
                for key, item in stated.items()
            },
            "cells": cells,
            "unmapped": (),
            "claims": (),
            "findings": findings,
            "coverage": None,
            **changes,
        }
        return Record.model_validate(value)

    return make


@pytest.fixture(name="make_finding", scope="session")
def make_finding_fixture() -> Callable[..., dict[str, object]]:
    """Makes a finding that fails."""

    def make(code: str = "R4", **changes: object) -> dict[str, object]:
        return {
            "code": code,
            "family": "arithmetic",
            "severity": "error",
            "status": "FAIL",
            "attribution": "source",
            "message": "they do not add up",
            "message_zh": "合计不符",
            "clause": "表四表头",
            "cells": (),
            "fingerprint": "0123456789abcdef",
            **changes,
        }

    return make


@pytest.fixture(name="make_view", scope="session")
def make_view_fixture() -> MakeView:
    """Makes the view of a run that consists of the given records."""
    forms = {form.id: form for form in builtin_forms()}

    def make(records: Sequence[Record] = (), **changes: object) -> RunView:
        facts = RunFacts(
            package="gouji 1",
            fingerprint="f" * 64,
            records_sha256="e" * 64,
            started="2026-01-02T03:04:05Z",
            finished="2026-01-02T03:04:06Z",
            inputs=("in",),
            versions={"gouji": "1"},
            settings={"form": "auto"},
            forms={"gov-disclosure": "d" * 64},
            counts={"cells": sum(len(record.cells) for record in records), "skipped": 0},
        )
        given: dict[str, object] = {
            "facts": facts,
            "records": lambda: iter(records),
            "text": dict[str, str]().get,
            "forms": forms,
            **changes,
        }
        return RunView(**given)  # pyright: ignore[reportArgumentType] - any field may be changed

    return make
