"""The output folder of a run: records, texts, manifest, and the journal that makes a stopped run resumable."""

from extractor.store.atomic import replacing
from extractor.store.faults import store_error, writing
from extractor.store.folder import OutputFolder
from extractor.store.journal import Journal
from extractor.store.line import Head, Tally, read_head, read_tally
from extractor.store.lock import FolderLock
from extractor.store.manifest import (
    MANIFEST_SCHEMA,
    Counts,
    Duplicate,
    Manifest,
    RecordsFile,
    Skipped,
    SkipReason,
    Tokens,
    document_fingerprint,
)
from extractor.store.previous import Stored, StoredLines, read_previous
from extractor.store.records import RecordLine, read_lines

__all__ = [
    "MANIFEST_SCHEMA",
    "Counts",
    "Duplicate",
    "FolderLock",
    "Head",
    "Journal",
    "Manifest",
    "OutputFolder",
    "RecordLine",
    "RecordsFile",
    "SkipReason",
    "Skipped",
    "Stored",
    "StoredLines",
    "Tally",
    "Tokens",
    "document_fingerprint",
    "read_head",
    "read_lines",
    "read_previous",
    "read_tally",
    "replacing",
    "store_error",
    "writing",
]
