"""A site over a database of its own, as browsers and programs meet it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from extractor.cli.texts import catalogue
from extractor.forms import builtin_forms
from extractor.model import Record
from extractor.review.desk import Desk
from extractor.review.importing import Importer
from extractor.review.people import new_token, new_user, open_session
from extractor.review.questions import default_weights
from extractor.review.web.app import build_app
from extractor.review.web.guard import COOKIE
from extractor.review.web.site import Pictures, Site, no_pictures
from extractor.store import Manifest, OutputFolder
from extractor.store.database import items
from extractor.store.database.opening import Database, database_url
from extractor.store.database.shapes import Filters, Item

FORMS = {form.id: form for form in builtin_forms()}


@dataclass
class Person:
    """Somebody with an account, a browser that is signed in, and a program's key."""

    name: str
    browser: TestClient
    csrf: str
    token: str

    def post(self, address: str, **fields: str) -> httpx2.Response:
        """Send a form as a page does."""
        return self.browser.post(address, data={"csrf": self.csrf, **fields})


@dataclass
class Served:
    """An application and its desk."""

    app: FastAPI
    desk: Desk
    people: dict[str, Person] = field(default_factory=dict[str, Person])

    def person(self, name: str, role: str = "reviewer") -> Person:
        """Make an account and sign in."""
        now = datetime.now(UTC)
        with self.desk.database.writing() as connection:
            user = new_user(connection, name, role, now)
            secret = open_session(connection, user, now)
            _, token = new_token(connection, user, "tests", now)
        browser = self.visitor()
        browser.cookies.set(COOKIE, secret)
        page = browser.get("/account").text
        csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
        assert csrf
        self.people[name] = Person(name, browser, csrf, token)
        return self.people[name]

    def visitor(self) -> TestClient:
        """Somebody who has not signed in."""
        return TestClient(self.app, base_url="http://localhost", follow_redirects=False)

    def open_items(self, filters: Filters | None = None) -> tuple[Item, ...]:
        """The open questions."""
        with self.desk.database.reading() as connection:
            return items.list_items(connection, filters or Filters(), most=500)


Serve = Callable[..., Served]


@pytest.fixture
def serve(write_run: Callable[..., Manifest], tmp_path: Path) -> Iterator[Serve]:
    """Serves records as a finished run."""
    opened: list[Database] = []

    def serving(
        *reports: tuple[Record, str], audit: float = 0.0, pictures: Pictures = no_pictures, language: str = "en"
    ) -> Served:
        folder = tmp_path / "out"
        texts = {str(record.document.sha256): text for record, text in reports}
        manifest = write_run(folder, [record for record, _ in reports], texts)
        database = Database(database_url(folder, None))
        opened.append(database)
        weights = default_weights()
        weights = weights.model_copy(update={"audit": weights.audit.model_copy(update={"rate": audit})})
        Importer(FORMS, weights).run(database, OutputFolder(folder), manifest)
        desk = Desk(database, FORMS, lambda: datetime.now(UTC))
        site = Site(desk, texts.get, catalogue(), "zh" if language == "zh" else "en", pictures)
        return Served(build_app(site, hosts=("localhost",)), desk)

    yield serving
    for database in opened:
        database.close()
