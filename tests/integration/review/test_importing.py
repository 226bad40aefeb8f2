"""An import that is broken off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.model import Record
from extractor.review import importing
from extractor.review.importing import Importer
from extractor.store import Manifest, OutputFolder
from extractor.store.database import items, runs
from extractor.store.database.opening import Database, database_url
from extractor.store.database.shapes import Filters


def test_a_broken_import_goes_on_where_it_stopped(
    doubtful_report: tuple[Record, str],
    write_run: Callable[..., Manifest],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Until it is complete the earlier run is the newest; then every record and question is there once."""
    monkeypatch.setattr(importing, "BATCH", 1)
    record, content = doubtful_report
    records = [
        record.model_copy(update={"document": record.document.model_copy(update={"sha256": digit * 64})})
        for digit in "123"
    ]
    manifest = write_run(tmp_path, records, {str(record.document.sha256): content})
    importer = Importer({form.id: form for form in builtin_forms()})
    database = Database(database_url(tmp_path, None))
    seen: list[int] = []

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importer.run(database, OutputFolder(tmp_path), manifest, stop)
    with database.reading() as connection:
        assert runs.latest_run(connection) is None
    assert importer.run(database, OutputFolder(tmp_path), manifest, lambda done, _total: seen.append(done))
    assert seen == [3]
    with database.reading() as connection:
        lines = b"".join(line + b"\n" for line in runs.record_lines(connection, 1))
        asked = items.list_items(connection, Filters(), most=500)
    database.close()
    assert lines == (tmp_path / "records.jsonl").read_bytes()
    assert {item.document for item in asked} == {digit * 64 for digit in "123"}
    assert len({(item.document, item.subject) for item in asked}) == len(asked)
