"""From an output folder into the database: records as they are, and the questions that they put."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pydantic import ValidationError

from extractor.audit import Waivers
from extractor.errors import StoreError
from extractor.forms import Form
from extractor.model import Finding, Record
from extractor.review.questions import Subject, Weights, default_weights, questions_of
from extractor.store import Manifest, OutputFolder, RecordLine, read_lines
from extractor.store.database import items, runs
from extractor.store.database.opening import Database
from extractor.store.database.shapes import NewItem

__all__ = ["Importer", "parse"]

BATCH = 50
"""Records in one transaction: others write in between."""


@dataclass(frozen=True, slots=True)
class Importer:
    """What an import needs to know besides the folder."""

    forms: Mapping[str, Form]
    """By id."""
    weights: Weights = field(default_factory=default_weights)
    waivers: Waivers = field(default_factory=Waivers)

    def run(
        self,
        database: Database,
        folder: OutputFolder,
        manifest: Manifest,
        advanced: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> bool:
        """Import the finished run of a folder unless it is the newest already; the result says whether it was new.

        An import that was broken off goes on where it stopped. `advanced` is told how many of how many are done.

        Raises:
            StoreError: `record-invalid`.
        """
        with database.writing() as connection:
            newest = runs.latest_run(connection)
            if newest is not None and _same(newest.manifest, manifest):
                return False
            number = runs.begin_run(connection, manifest)
            done = runs.count_records(connection, number)
        # Records and their questions go in together, so what is there is whole.
        for lines in _batches(folder, done):
            with database.writing() as connection:
                versions = runs.add_records(connection, number, lines)
                for line in lines:
                    asked = self._questions(line.record, versions[line.ordinal], manifest)
                    items.offer(connection, list(asked), number)
            advanced(lines[-1].ordinal + 1, manifest.records.lines)
        with database.writing() as connection:
            items.withdraw(connection, number)
            runs.complete_run(connection, number)
        return True

    def _questions(self, record: Record, version: str, manifest: Manifest) -> Iterator[NewItem]:
        path = record.document.path

        def waived(finding: Finding) -> bool:
            return self.waivers.waives(finding.fingerprint, path)

        form = self.forms.get(record.form.id) if record.form else None
        return questions_of(
            record,
            version=version,
            form=form,
            subject=_subject(record, manifest),
            weights=self.weights,
            waived=waived,
        )


def parse(line: RecordLine, folder: OutputFolder, ordinal: int) -> Record:
    """The record of a line.

    Raises:
        StoreError: `record-invalid`, with the line's number.
    """
    try:
        return Record.model_validate_json(line.data)
    except ValidationError as error:
        raise StoreError(
            "record-invalid",
            "not a record of this version",
            place=f"{folder.records}:{ordinal + 1}",
            hint="run again with --fresh",
        ) from error


def _batches(folder: OutputFolder, done: int) -> Iterator[list[runs.RunLine]]:
    numbered = islice(enumerate(read_lines(folder.records)), done, None)
    while batch := [
        runs.RunLine(ordinal, line.data, parse(line, folder, ordinal)) for ordinal, line in islice(numbered, BATCH)
    ]:
        yield batch


def _same(one: Manifest, other: Manifest) -> bool:
    return (one.records.sha256, one.finished) == (other.records.sha256, other.finished)


def _subject(record: Record, manifest: Manifest) -> Subject:
    """Agency and year as the document states them, else as `--manifest` does."""
    known = manifest.facts.get(record.document.path)
    agency, year = (record.meta[key].value if key in record.meta else None for key in ("agency", "year"))
    named = agency if isinstance(agency, str) else known.agency if known else None
    stated = year if isinstance(year, int) else known.year if known else None
    return Subject(named or "", stated)
