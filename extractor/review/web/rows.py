"""Questions as lines of a list; a blind one tells nothing but where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from extractor.model import Record
from extractor.review.view import Speech, names_of
from extractor.review.view.equations import message_of
from extractor.review.web.site import Site
from extractor.store.database import runs
from extractor.store.database.shapes import Item

__all__ = ["ItemRow", "rows_of"]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line."""

    id: int
    kind: str
    what: str
    """The cell in the form's words, or what the finding says."""
    table: str
    path: str
    """Of the document."""
    agency: str
    year: int | None
    rule: str
    tier: str
    blind: bool


def rows_of(connection: Connection, listed: Sequence[Item], site: Site, speech: Speech) -> tuple[ItemRow, ...]:
    """The lines of a list; each record is read once."""
    records = {
        version: Record.model_validate_json(runs.version_line(connection, version))
        for version in {item.version for item in listed}
    }
    return tuple(_row(item, records[item.version], site, speech) for item in listed)


def _row(item: Item, record: Record, site: Site, speech: Speech) -> ItemRow:
    names = names_of(record, site.desk.forms, speech.language)
    if item.kind == "cell":
        what, table = f"{names.row(item.subject)} / {names.column(item.subject)}", names.table(item.subject)
    else:
        finding = next(each for each in record.findings if each.fingerprint == item.subject)
        what, table = message_of(finding, speech), ""
    return ItemRow(
        id=item.id,
        kind=item.kind,
        what=what,
        table=table,
        path=record.document.path,
        agency=item.agency,
        year=item.year,
        rule="" if item.blind else item.rule,
        tier="" if item.blind else item.tier,
        blind=item.blind,
    )
