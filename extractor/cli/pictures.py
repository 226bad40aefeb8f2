"""`gouji show --pictures`: parts of the pages as files, for whoever reads without the review pages."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.cli.screen.pictured import doubtful_rows, placed
from extractor.errors import StoreError, UsageError
from extractor.ingest import page_picture
from extractor.ingest.sniff import sniff
from extractor.model import Cell, Record

__all__ = ["write_pictures"]


def write_pictures(record: Record, data: bytes, folder: Path) -> dict[str, Path]:
    """Write a PNG for each doubtful row and each failed finding that has a place on a page, framed there.

    Args:
        record: of the document.
        data: the document's bytes.
        folder: made where it is not there; pictures of the same name are replaced.

    Returns:
        The files by row, as `requests.new_received`, and by a finding's fingerprint.

    Raises:
        UsageError: `usage` when `folder` is a file.
        StoreError: `output-unwritable`.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("usage", "is a file", place=str(folder), hint="name a folder")
    media_type, made = sniff(data), dict[str, Path]()
    stem = hashlib.sha256(data).hexdigest()[:12]
    for key, name, cells in _subjects(record):
        at = placed(cells)
        picture = page_picture(data, media_type, *at) if at else None
        if picture is None:
            continue
        made[key] = folder / f"{stem}-{name}.png"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            made[key].write_bytes(picture)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError("output-unwritable", reason, place=str(folder), hint="name another folder") from error
    return made


def _subjects(record: Record) -> Iterator[tuple[str, str, Sequence[Cell]]]:
    """What is pictured: its key, the name of its file, and its cells."""
    for row, cells in doubtful_rows(record):
        yield row, row, cells
    by_path = {cell.path: cell for cell in record.cells}
    for finding in record.findings:
        if finding.status == "FAIL" and finding.severity != "info":
            cells = [by_path[path] for path in finding.cells if path in by_path]
            yield finding.fingerprint, f"{finding.code}-{finding.fingerprint[:8]}", cells
