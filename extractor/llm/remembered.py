"""The mode that an endpoint was found to understand, so that nobody asks it twice."""

from pathlib import Path

from extractor.llm.database import Database
from extractor.llm.options import MODES, Mode, ModelOptions

__all__ = ["remember_mode", "remembered_mode"]


def remembered_mode(options: ModelOptions) -> Mode | None:
    """The mode that is stated, or was found out before.

    Raises:
        StoreError: `cache-unusable`.
    """
    if options.mode is not None:
        return options.mode
    rows = Database(Path(options.cache)).rows("find-mode", options.host, options.model)
    known = str(rows[0][0]) if rows else ""
    return known if known in MODES else None


def remember_mode(options: ModelOptions, mode: Mode) -> None:
    """Keep what was found out.

    Raises:
        StoreError: `cache-unusable`.
    """
    database = Database(Path(options.cache))
    with database.writing():
        database.do("put-mode", options.host, options.model, mode)
