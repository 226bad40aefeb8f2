"""From an output folder to the files that people open: one pass over the records for all tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extractor.audit import Waivers
from extractor.batch.stored import finished_run, iterate_records, recipe_of
from extractor.errors import StoreError, UsageError
from extractor.export import (
    CsvCells,
    FindingLines,
    Language,
    ParquetCells,
    RecordWriter,
    RunFacts,
    RunView,
    Words,
    Workbook,
    rows_of,
)
from extractor.model import Record
from extractor.store import Manifest, OutputFolder, replacing, writing
from extractor.wiring import choose_forms

__all__ = ["AUTOMATIC", "SUFFIXES", "Exported", "Wording", "export", "view_of", "write_automatic", "write_tables"]

SUFFIXES: tuple[str, ...] = (".jsonl", ".csv", ".parquet", ".xlsx", ".html")

AUTOMATIC: tuple[str, ...] = ("cells.parquet", "findings.jsonl", "report.xlsx", "report.html")
"""Files that every run leaves in its output folder."""

PAGE = ".html"

Settle = Callable[[Record], Record]
"""Gives a record back with the decisions that hold for it."""

MOST_CELLS = 200_000
"""Cells, of some thousand reports, that the workbook of a run lists unasked: more would take longer to write than the
reports to read, and no spreadsheet is comfortable with them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the files say in which language."""

    language: Language = "en"
    words: Words | None = None
    """Words for the codes of records; a code without words stands for itself."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    files: tuple[Path, ...]
    """More than one where a page is split."""
    documents: int
    cells: int
    findings: int
    unfit: int
    """Numbers that `decimal(18,4)` of the Parquet file cannot hold, and that are null there."""


def view_of(
    folder: OutputFolder, manifest: Manifest, wording: Wording, waivers: Waivers, settle: Settle | None = None
) -> RunView:
    """A finished run as exports see it; `settle` adds to each record what people decided."""
    return RunView(
        facts=_facts(manifest),
        records=partial(iterate_records, folder) if settle is None else lambda: map(settle, iterate_records(folder)),
        text=partial(_text, folder),
        forms={form.id: form for form in choose_forms(recipe_of(manifest).form)},
        language=wording.language,
        words=wording.words or {},
        known=manifest.facts,
        waivers=waivers,
    )


def export(  # noqa: PLR0913 - from where, to where, and what is added to the records
    path: str,
    target: str,
    wording: Wording,
    waivers: Waivers,
    settle: Settle | None = None,
    *,
    pictures: bool = True,
) -> Exported:
    """Write the finished run in the folder `path` as one file, whose suffix tells the format.

    A file that is there is replaced once the new one is complete. `settle` adds to each record what people decided;
    with `pictures` a page shows parts of the documents' pages.

    Raises:
        UsageError: `unknown-suffix`, or `target-is-input` for a file that the run itself needs.
        StoreError: there is no finished run, or the file cannot be written.
    """
    file = Path(target)
    if file.suffix.lower() not in SUFFIXES:
        raise UsageError(
            "unknown-suffix",
            f"{file.suffix or 'no suffix'} names no format",
            place=target,
            hint=f"end the name in one of {', '.join(SUFFIXES)}",
        )
    folder, manifest = finished_run(path)
    _refuse_inputs(folder, file)
    view = view_of(folder, manifest, wording, waivers, settle)
    if file.suffix.lower() != PAGE:
        return write_tables(view, [file])
    return _with_pictures(view, manifest, file) if pictures else _write_page(view, file)


def write_automatic(folder: OutputFolder, manifest: Manifest, wording: Wording, waivers: Waivers) -> Exported:
    """Write the files that every run leaves in its folder; those of an earlier run are gone first.

    Raises:
        StoreError: as `write_tables`; the records are complete all the same.
    """
    files = [folder.path / name for name in AUTOMATIC]
    for file in files:
        with writing(file):
            file.unlink(missing_ok=True)
    view = view_of(folder, manifest, wording, waivers)
    tables = [file for file in files if file.suffix != PAGE]
    done = write_tables(view, tables, most_cells=MOST_CELLS)
    pages = [path for file in files if file.suffix == PAGE for path in _with_pictures(view, manifest, file).files]
    return replace(done, files=(*done.files, *pages))


def write_tables(view: RunView, files: Sequence[Path], *, most_cells: int | None = None) -> Exported:
    """Write a run to all `files` at once, each in the format of its suffix; all are replaced or none.

    The workbook of a run with more than `most_cells` lists only those that somebody has to look at.

    Raises:
        StoreError: `record-invalid`, `disk-full` or `output-unwritable`.
    """
    documents = cells = findings = 0
    writers: list[RecordWriter] = []
    with ExitStack() as stack:
        for file in files:
            target = stack.enter_context(replacing(file))
            stack.enter_context(writing(file))
            writers.append(stack.enter_context(_writer(file, target, view, most_cells)))
        for record in view.records():
            rows = rows_of(record, view)
            documents, cells, findings = documents + 1, cells + len(rows.cells), findings + len(record.findings)
            for writer in writers:
                writer.add(rows)
    unfit = sum(writer.unfit for writer in writers if isinstance(writer, ParquetCells))
    return Exported(tuple(files), documents, cells, findings, unfit)


def _with_pictures(view: RunView, manifest: Manifest, file: Path) -> Exported:
    # Here for the same reason as below.
    from extractor.batch.pictures import PageStrips

    with PageStrips(manifest) as strips:
        return _write_page(replace(view, strips=strips), file)


def _write_page(view: RunView, file: Path) -> Exported:
    # Here, because its templates are nothing that tables need.
    from extractor.export.page import PageFacts, write_page

    documents = cells = findings = 0

    def passing() -> Iterator[Record]:
        nonlocal documents, cells, findings
        for record in view.records():
            documents, cells, findings = documents + 1, cells + len(record.cells), findings + len(record.findings)
            yield record

    facts = PageFacts(
        package=view.facts.package,
        finished=view.facts.finished,
        skipped=len(view.facts.skipped),
        duplicates=view.facts.duplicates,
        waived=frozenset(item.fingerprint for item in view.waivers.waivers if view.waivers.holds(item)),
    )
    with writing(file):
        written = write_page(
            passing(),
            facts,
            file,
            language=view.language,
            texts=view.words,
            forms=view.forms,
            text_of=view.text,
            strips_of=view.strips,
        )
    return Exported(tuple(written), documents, cells, findings, 0)


def _refuse_inputs(folder: OutputFolder, file: Path) -> None:
    if file.parent.is_dir() and file.parent.samefile(folder.path) and file.name.lower() in RUN_FILES:
        raise UsageError(
            "target-is-input",
            "the run itself needs this file",
            place=str(file),
            hint="name another file with --to",
        )
    if not file.parent.is_dir() or file.is_dir():
        reason = "is a folder" if file.is_dir() else "its folder does not exist"
        raise StoreError("output-unwritable", reason, place=str(file), hint="name another file with --to")


RUN_FILES = frozenset({"records.jsonl", "records.partial.jsonl"})
"""What `--to` could destroy: of the run's own files, those with a suffix that exports know."""


def _facts(manifest: Manifest) -> RunFacts:
    counts = manifest.counts
    names = ("inputs", "read", "partial", "failed", "skipped", "cells", "accepted", "review", "errors", "warnings")
    return RunFacts(
        package=manifest.package,
        fingerprint=manifest.fingerprint,
        records_sha256=manifest.records.sha256,
        started=manifest.started,
        finished=manifest.finished,
        inputs=manifest.inputs,
        versions=manifest.versions,
        settings=manifest.settings,
        forms=manifest.forms,
        counts={**{name: getattr(counts, name) for name in names}, "infos": counts.infos},
        skipped=tuple((item.path, item.reason) for item in manifest.skipped),
        duplicates=sum(len(item.paths) - 1 for item in manifest.duplicates),
    )


def _text(folder: OutputFolder, sha256: str) -> str | None:
    try:
        return folder.text_path(sha256).read_bytes().decode()
    except (OSError, ValueError):
        return None


def _writer(file: Path, target: BinaryIO, view: RunView, most_cells: int | None) -> RecordWriter:
    match file.suffix.lower():
        case ".parquet":
            facts = view.facts
            return ParquetCells(target, {"gouji.package": facts.package, "gouji.records": facts.records_sha256})
        case ".csv":
            return CsvCells(target)
        case ".jsonl":
            return FindingLines(target, view.waivers)
        case _:
            return Workbook(target, view, all_cells=most_cells is None or view.facts.counts["cells"] <= most_cells)
