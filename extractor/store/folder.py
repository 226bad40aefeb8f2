"""The output folder."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import ValidationError

from extractor.audit import Facts
from extractor.errors import StoreError
from extractor.store.atomic import replacing
from extractor.store.faults import writing
from extractor.store.lock import FolderLock
from extractor.store.manifest import Manifest, RecordsFile
from extractor.store.previous import Stored, StoredLines, read_previous

__all__ = ["JOURNAL_NAME", "MANIFEST_NAME", "RECORDS_NAME", "TEXTS_NAME", "OutputFolder"]

RECORDS_NAME = "records.jsonl"
JOURNAL_NAME = "records.partial.jsonl"
MANIFEST_NAME = "manifest.json"
TEXTS_NAME = "texts"


class OutputFolder:
    """Paths of an output folder, and every way to read and write it."""

    def __init__(self, path: Path) -> None:
        """Name the folder; nothing is touched."""
        self.path = path
        self.records = path / RECORDS_NAME
        self.journal = path / JOURNAL_NAME
        self.manifest = path / MANIFEST_NAME
        self.texts = path / TEXTS_NAME
        self._lock: FolderLock | None = None

    def open_for_writing(self) -> Self:
        """Make the folder and take its lock; use as a context manager.

        Raises:
            StoreError: `output-unwritable`, `disk-full` or `output-busy`.
        """
        with writing(self.path):
            self.texts.mkdir(parents=True, exist_ok=True)
        self._lock = FolderLock(self.path, os.getpid())
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.close()

    def read_manifest(self) -> Manifest | None:
        """The manifest, or null when there is none.

        Raises:
            StoreError: `manifest-invalid` when it cannot be understood.
        """
        try:
            return Manifest.model_validate_json(self.manifest.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise StoreError(
                "manifest-invalid",
                " ".join(str(error).split())[:200],
                place=str(self.manifest),
                hint="run again with --fresh",
            ) from error

    def previous(self, fingerprint: str, facts: Mapping[str, Facts] | None = None) -> StoredLines:
        """Records of earlier runs that were made with the same `fingerprint` and `facts`, which are by path.

        A damaged manifest has none.
        """
        try:
            manifest = self.read_manifest()
        except StoreError:
            manifest = None
        return read_previous(self.records, self.journal, manifest, fingerprint, facts or {})

    def text_path(self, sha256: str) -> Path:
        """Where the extracted text of a document lies."""
        return self.texts / f"{sha256}.txt"

    def write_text(self, sha256: str, content: bytes) -> None:
        """Keep the extracted text of a document, byte for byte.

        Raises:
            StoreError: `disk-full` or `output-unwritable`.
        """
        path = self.text_path(sha256)
        with writing(path):
            # Of an earlier run or an equal file; replacing a file is slow on file systems that then wait for the disk.
            if path.exists() and path.read_bytes() == content:
                return
        with replacing(path, durable=False) as file:
            file.write(content)

    def assemble(self, places: Iterable[Stored]) -> RecordsFile:
        """Write `records.jsonl` in the order of `places` by copying bytes.

        Raises:
            StoreError: `disk-full` or `output-unwritable`; the old file and the journal are then untouched.
        """
        digest = hashlib.sha256()
        size = lines = 0
        sources: dict[str, BinaryIO] = {}
        try:
            with replacing(self.records) as target:
                for place in places:
                    source = sources.get(place.file)
                    if source is None:
                        # Opened at its first use: a run with nothing to take over has no old records.
                        path = self.journal if place.file == "journal" else self.records
                        source = sources[place.file] = path.open("rb")
                    source.seek(place.offset)
                    line = source.read(place.length) + b"\n"
                    digest.update(line)
                    target.write(line)
                    size += len(line)
                    lines += 1
        finally:
            for source in sources.values():
                source.close()
        return RecordsFile(sha256=digest.hexdigest(), bytes=size, lines=lines)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and remove the journal, which has nothing more to say.

        Raises:
            StoreError: `disk-full` or `output-unwritable`.
        """
        with replacing(self.manifest) as file:
            file.write(manifest.model_dump_json(by_alias=True, indent=2, ensure_ascii=False).encode() + b"\n")
        with writing(self.journal):
            self.journal.unlink(missing_ok=True)
