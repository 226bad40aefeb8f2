"""The supervisor's figures, from answers that were really given."""

from collections.abc import Callable
from typing import Protocol

import httpx2
import pytest

from extractor.model import Record
from extractor.review.bounds import error_bounds
from extractor.review.desk import Desk
from extractor.review.oversight import oversee
from extractor.store.database.shapes import Filters, Item

Report = tuple[Record, str]


class Person(Protocol):
    """As the fixture makes them."""

    def post(self, address: str, **fields: str) -> httpx2.Response:
        """Send a form as a page does."""
        ...


class Served(Protocol):
    """As the fixture makes it."""

    desk: Desk

    def person(self, name: str, role: str = "reviewer") -> Person:
        """Make an account and sign in."""
        ...

    def open_items(self, filters: Filters | None = None) -> tuple[Item, ...]:
        """The open questions."""
        ...


Serve = Callable[..., Served]


def test_error_rates_count_disputes_until_they_are_settled(serve: Serve, read_report: Report) -> None:
    """Eight audits of one tier: six agree, one person errs and one finds the machine wrong; then both are settled."""
    served = serve(read_report, audit=1.0)
    wang = served.person("wang")
    blind = [item for item in served.open_items() if item.blind and item.tier == "S0"][:8]
    for number, item in enumerate(blind):
        printed = item.printed.removeprefix("=") if number < 6 else "987654"
        assert wang.post(f"/items/{item.id}/answer", action="type", text=printed).status_code == 303

    def rate() -> tuple[int, int, float, float]:
        with served.desk.database.reading() as connection:
            (found,) = oversee(connection).rates
        return found.sampled, found.wrong, found.lower, found.upper

    assert rate() == (8, 2, *error_bounds(2, 8))
    slip, escape = blind[6:]
    assert wang.post(f"/items/{slip.id}/answer", action="accept").status_code == 303
    assert rate() == (8, 1, *error_bounds(1, 8))
    fields = {"action": "type", "text": "987654", "reason": "so the paper says"}
    assert wang.post(f"/items/{escape.id}/answer", **fields).status_code == 303
    assert rate() == (8, 1, *error_bounds(1, 8))
    with served.desk.database.reading() as connection:
        seen = oversee(connection)
    assert [each.item for each in seen.escapes] == [escape.id]
    assert [(each.actor, each.answers) for each in seen.paces] == [("wang", 10)]


def test_findings_and_runs_are_those_of_the_records(serve: Serve, read_report: Report) -> None:
    """By rule, agency and year; infos do not count; the run with its tokens and cost."""
    record, _ = read_report
    served = serve(read_report)
    with served.desk.database.reading() as connection:
        seen = oversee(connection)
    counted = [each for each in record.findings if each.status == "FAIL" and each.severity != "info"]
    for what in ("rule", "agency", "year"):
        assert sum(each.errors + each.warnings for each in seen.found[what]) == len(counted)
    assert {each.name for each in seen.found["rule"]} == {each.code for each in counted}
    assert [each.name for each in seen.found["year"]] == [str(record.meta["year"].value)]
    assert [(each.manifest.tokens.input, each.manifest.cost_usd) for each in seen.runs] == [(1200, "0.0123")]


@pytest.mark.parametrize("taken_back", [True, False])
def test_what_is_taken_back_is_no_audit(serve: Serve, read_report: Report, *, taken_back: bool) -> None:
    """The question is blind again, and the rate knows nothing of it."""
    served = serve(read_report, audit=1.0)
    wang = served.person("wang")
    item = next(each for each in served.open_items() if each.blind and each.tier == "S0")
    wang.post(f"/items/{item.id}/answer", action="type", text=item.printed.removeprefix("="))
    if taken_back:
        assert wang.post("/undo").status_code == 303
    with served.desk.database.reading() as connection:
        assert [each.sampled for each in oversee(connection).rates] == ([] if taken_back else [1])
    assert served.desk.look(item.id).item.blind is taken_back
