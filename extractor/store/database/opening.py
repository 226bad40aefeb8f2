"""Opening the database of an output folder: SQLite in the folder itself, or PostgreSQL by its URL."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from extractor.errors import StoreError, UsageError

__all__ = ["DATABASE_NAME", "Database", "database_url"]

DATABASE_NAME = "gouji.sqlite"

MIGRATIONS = "extractor.store.database:migrations"

WRITES = "gouji_writes"
"""Execution option of a connection that is going to write."""

BUSY_SECONDS = 30
"""How long a writer waits for another one on SQLite."""

MIGRATION_LOCK = 7_201_847
"""Key of the advisory lock that lets one process at a time make the tables on PostgreSQL; any number, always this."""


class Database:
    """An open database with its tables as this version needs them."""

    def __init__(self, url: URL) -> None:
        """Connect and bring the tables up to date.

        Raises:
            StoreError: `database-unreachable`, or `database-newer` when another version of the program made it.
            UsageError: `extra-missing` when the driver of PostgreSQL is not installed.
        """
        self.engine: Engine = _engine(url)
        self.shown: str = url.render_as_string(hide_password=True)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
        event.listen(self.engine, "begin", _begin)
        try:
            with self.writing() as connection:
                _upgrade(connection)
        except (RevisionError, CommandError) as error:
            raise StoreError(
                "database-newer",
                "its tables were made by another version of the program",
                place=self.shown,
                hint="use that version, or name another database",
            ) from error

    @contextmanager
    def reading(self) -> Generator[Connection, None, None]:
        """A connection that sees one state of the database throughout.

        Raises:
            StoreError: `database-unreachable`.
        """
        with self._translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection, None, None]:
        """A transaction: when the body ends well, everything is on the disk; else nothing is.

        Raises:
            StoreError: `database-unreachable`, also for a disk that is full.
        """
        with self._translated(), self.engine.connect() as connection:
            writer = connection.execution_options(**{WRITES: True})
            with writer.begin():
                yield writer

    @contextmanager
    def _translated(self) -> Generator[None, None, None]:
        try:
            yield
        except OperationalError as error:
            reason = str(error.orig or error).strip().partition("\n")[0]
            raise StoreError(
                "database-unreachable",
                reason[:200],
                place=self.shown,
                hint="look whether it runs, has room, and --database is right",
            ) from error

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def database_url(folder: Path, named: str | None) -> URL:
    """The URL that `--database` names, else that of the SQLite file in the folder.

    Raises:
        UsageError: `bad-database` when the name is no URL of SQLite or PostgreSQL.
    """
    if named is None:
        return URL.create("sqlite", database=str(folder / DATABASE_NAME))
    try:
        url = make_url(named)
        if url.drivername in {"postgres", "postgresql"}:
            # Without a driver's name SQLAlchemy takes another one than the extra `postgres` installs.
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise _bad_database() from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise _bad_database()
    return url


def _engine(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except ModuleNotFoundError as error:
        raise UsageError(
            "extra-missing", f"needs the package {error.name}", hint="pip install 'gouji[postgres]'"
        ) from error


def _bad_database() -> UsageError:
    # The name may hold a password, so it is not repeated.
    return UsageError(
        "bad-database",
        "names no database of a known kind",
        place="--database",
        hint="give postgresql://USER@HOST/NAME or sqlite:///FILE",
    )


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, and only at the first change; `_begin` does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        # An acknowledged decision must outlive a loss of power, so each commit waits for the disk.
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A reader that turned writer could find that another one wrote in between; so writers say so at once.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    script = ScriptDirectory.from_config(config)

    def steps(revision: tuple[str, ...], _context: MigrationContext) -> list[object]:
        return list(script._upgrade_revs("head", cast("str", revision)))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - as Alembic's own `command.upgrade` does

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
