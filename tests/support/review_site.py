"""What the fixtures of the review site make."""

from collections.abc import Callable
from typing import Protocol

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient

from extractor.model import Record
from extractor.store.database.shapes import Filters, Item

__all__ = ["Person", "Report", "Serve", "Served"]

Report = tuple[Record, str]


class Person(Protocol):
    """As the fixture makes them."""

    name: str
    browser: TestClient
    csrf: str
    token: str

    def post(self, address: str, **fields: str) -> httpx2.Response:
        """Send a form as a page does."""
        ...


class Served(Protocol):
    """As the fixture makes it."""

    app: FastAPI

    def person(self, name: str, role: str = "reviewer") -> Person:
        """Make an account and sign in."""
        ...

    def visitor(self) -> TestClient:
        """Somebody who has not signed in."""
        ...

    def open_items(self, filters: Filters | None = None) -> tuple[Item, ...]:
        """The open questions."""
        ...


Serve = Callable[..., Served]
