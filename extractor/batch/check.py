"""Every rule again, on stored records: no source, no key, no network."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extractor.audit import Facts, Levels, levels_text
from extractor.batch.manifest_input import Matched, match_rows, read_rows
from extractor.batch.stored import finished_run, iterate_records, recipe_of
from extractor.errors import StoreError
from extractor.forms import Form
from extractor.model import Finding, Record
from extractor.store import OutputFolder, read_head, read_lines
from extractor.wiring import assemble

__all__ = ["Checked", "check", "known_of"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One document and what the rules say about it now."""

    record: Record
    form: Form | None
    """The form that the record follows; null for a failed one."""
    changed: bool
    """The rules say something else than when the record was made."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the rules as they are now."""
        return self.record.findings


def check(path: str, *, levels: Levels | None = None, facts: Mapping[str, Facts] | None = None) -> Iterator[Checked]:
    """Run the rules on every record of an output folder, in its order.

    Args:
        path: of the folder.
        levels: of rules; null: those of the run.
        facts: what is known of documents, by path; null: what the run knew.

    Raises:
        StoreError: there is no finished run, or a record that cannot be understood or whose form or text is not here.
    """
    folder, manifest = finished_run(path)
    recipe = recipe_of(manifest)
    assembly = assemble(recipe if levels is None else replace(recipe, levels=levels_text(levels)))
    forms = {item.id: item for item in assembly.forms}
    known = manifest.facts if facts is None else facts
    for record in iterate_records(folder):
        try:
            now = assembly.pipeline.recheck(record, _text(folder, record), known.get(record.document.path))
        except KeyError as error:
            raise StoreError(
                "form-missing",
                f"the form {error.args[0]} of this record is not here",
                place=record.document.path,
                hint="run again with --fresh",
            ) from error
        yield Checked(now, forms.get(record.form.id) if record.form else None, changed=now.findings != record.findings)


def known_of(folder_path: str, csv_path: str, *, max_bytes: int) -> Matched:
    """What a `--manifest` file says of the documents of a finished run.

    Raises:
        StoreError: as `finished_run`.
        UsageError: as `read_rows` and `match_rows`.
    """
    folder, manifest = finished_run(folder_path)
    rows = read_rows(csv_path, max_bytes=max_bytes)
    documents = [read_head(line.data).path for line in read_lines(folder.records)]
    return match_rows(rows, csv_path, documents, manifest.working_folder, (*manifest.inputs, os.getcwd()))  # noqa: PTH109 - strings, as records state them


def _text(folder: OutputFolder, record: Record) -> str:
    """The extracted text of a record; empty for a failed one, which has no text to be checked."""
    if record.document.sha256 is None or record.form is None:
        return ""
    path = folder.text_path(record.document.sha256)
    try:
        return path.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise StoreError(
            "text-missing",
            "the extracted text of this record cannot be read",
            place=str(path),
            hint="run again with --fresh",
        ) from error
