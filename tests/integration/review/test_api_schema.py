"""The interface for programs against its own description, with requests that nobody would think of."""

from collections.abc import Callable, Iterable
from typing import Protocol, cast

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi import checks

from extractor.model import Record


class Person(Protocol):
    """As the fixture makes them."""

    token: str


class Case(Protocol):
    """A generated request; the library's own class is generic in what does not matter here."""

    def call_and_validate(self, **options: object) -> object:
        """Send it, and hold the answer to the description."""
        ...


class Operation(Protocol):
    """An operation of the description."""

    def as_strategy(self) -> st.SearchStrategy[Case]:
        """Requests to it."""
        ...


class Found(Protocol):
    """An operation, or what is wrong with its description."""

    def ok(self) -> Operation:
        """The operation."""
        ...


class Description(Protocol):
    """A description of an interface."""

    def get_all_operations(self) -> Iterable[Found]:
        """Its operations."""
        ...


class Served(Protocol):
    """As the fixture makes it."""

    app: FastAPI

    def person(self, name: str, role: str = "reviewer") -> Person:
        """Make an account and sign in."""
        ...


def test_no_request_breaks_the_interface(serve: Callable[..., Served], doubtful_report: tuple[Record, str]) -> None:
    """Generated requests to every operation: no error of ours, and every answer is of the shape that is described."""
    served = serve(doubtful_report)
    headers = {"authorization": f"Bearer {served.person('wang').token}"}
    served.app.openapi_url = "/openapi.json"
    described = schemathesis.openapi.from_dict(served.app.openapi())
    described.app = served.app
    operations = [each.ok() for each in cast("Description", described).get_all_operations()]
    assert len(operations) == 4
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=25,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        )
        def check(case: Case) -> None:
            # What the description cannot say, such as a choice that this question does not have, is refused with 422.
            case.call_and_validate(
                base_url="http://localhost", headers=headers, excluded_checks=[vars(checks)["positive_data_acceptance"]]
            )

        check()
