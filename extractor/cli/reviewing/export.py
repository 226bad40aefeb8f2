"""`gouji review export` and `promote`; and what decisions mean to `gouji export` and `gouji verify`."""

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from extractor.cli.reviewing.queue import Place
from extractor.cli.reviewing.workplace import now, open_workplace
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.model import Record
from extractor.review.exporting import broken_entries, chain_lines, golden_candidate, settle_record, settled_records
from extractor.review.people import known_user
from extractor.settings import Settings
from extractor.store import replacing
from extractor.store.database.opening import Database, database_url

__all__ = ["broken_lines", "export_settled", "promote", "settling"]


def export_settled(
    place: Place, target: str, settings: Settings, texts: Texts, *, decisions: bool, as_json: bool
) -> int:
    """Write the records with what people settled, or the chain of decisions itself."""
    with open_workplace(place.path, settings, texts, database=place.database, rules=place.rules, quiet=as_json) as work:
        count = 0
        with work.desk.database.reading() as connection, replacing(Path(target)) as file:
            lines = (
                chain_lines(connection)
                if decisions
                else (record.model_dump_json(by_alias=True).encode() for record in settled_records(connection))
            )
            for line in lines:
                file.write(line + b"\n")
                count += 1
    _say(target, count, texts, as_json=as_json)
    return 0


def promote(  # noqa: PLR0917 - what of which document goes where, by whom
    place: Place, document: str, target: str, name: str, settings: Settings, texts: Texts, *, as_json: bool
) -> int:
    """Write the settled values of a document as a candidate for golden data."""
    with (
        open_workplace(place.path, settings, texts, database=place.database, rules=place.rules, quiet=as_json) as work,
        work.desk.database.writing() as connection,
    ):
        user = known_user(connection, name)
        candidate = golden_candidate(connection, document, user.name, now().isoformat(timespec="microseconds"))
        with replacing(Path(target)) as file:
            file.write(json.dumps(candidate, ensure_ascii=False, indent=1).encode() + b"\n")
    _say(target, 1, texts, as_json=as_json)
    return 0


def broken_lines(path: str, database: str | None) -> Iterator[tuple[str, str]]:
    """Where the chain of decisions does not hold: the entry, and what is wrong; nothing without decisions."""
    with _opened(path, database) as opened, opened.reading() as connection:
        for each in broken_entries(connection):
            yield f"{opened.shown}#{each.seq}", each.message


@contextmanager
def settling(path: str, database: str | None) -> Generator[Callable[[Record], Record], None, None]:
    """Adds to records what people settled about them."""
    with _opened(path, database) as opened, opened.reading() as connection:
        yield partial(settle_record, connection)


@contextmanager
def _opened(path: str, database: str | None) -> Generator[Database, None, None]:
    opened = Database(database_url(Path(path), database))
    try:
        yield opened
    finally:
        opened.close()


def _say(target: str, count: int, texts: Texts, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": target, "lines": count}, ensure_ascii=False))
    else:
        print(printable(texts("review.written", file=target, count=count)))
