"""Whether the packages of the extra `review` are installed, and what to say when they are not."""

from collections.abc import Generator
from contextlib import contextmanager

from extractor.errors import UsageError

__all__ = ["EXTRA", "needing_extra"]

EXTRA = frozenset({"alembic", "argon2", "fastapi", "multipart", "psycopg", "sqlalchemy", "starlette", "uvicorn"})
"""Top-level names of the packages that the extras `review` and `postgres` bring."""


@contextmanager
def needing_extra() -> Generator[None, None, None]:
    """Turn the missing package of an import into one line.

    Raises:
        UsageError: `extra-missing`.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in EXTRA:
            raise
        extra = "postgres" if name == "psycopg" else "review"
        raise UsageError("extra-missing", f"needs the package {name}", hint=f"pip install 'gouji[{extra}]'") from error
