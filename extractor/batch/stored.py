"""Reading an output folder again: its manifest, and its records one at a time."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from extractor.batch.inputs import Input, locate
from extractor.batch.source import read_document
from extractor.errors import DocumentError, StoreError
from extractor.llm import MODES, ModelOptions
from extractor.model import Record
from extractor.pipeline import RowLimits
from extractor.store import Head, Manifest, OutputFolder, RecordLine, read_head, read_lines
from extractor.wiring import AUTO, ModelRecipe, Recipe

__all__ = [
    "finished_run",
    "iterate_records",
    "model_settings",
    "parse_record",
    "recipe_of",
    "select_records",
    "source_bytes",
    "source_of",
    "stored_model",
]


def finished_run(path: str) -> tuple[OutputFolder, Manifest]:
    """The output folder of a finished run.

    Raises:
        StoreError: `no-records` or `run-unfinished`; `manifest-invalid`.
    """
    folder = OutputFolder(Path(path))
    manifest = folder.read_manifest()
    if manifest is None or not folder.records.exists():
        if folder.journal.exists():
            raise StoreError(
                "run-unfinished", "the run has not ended", place=path, hint="give the same `gouji run` command again"
            )
        raise StoreError("no-records", "no finished run here", place=path, hint="name the -o folder of a `gouji run`")
    return folder, manifest


def recipe_of(manifest: Manifest) -> Recipe:
    """What the records of a run were made with."""
    settings = manifest.settings
    return Recipe(form=str(settings.get("form") or AUTO), levels=str(settings.get("levels") or ""))


def model_settings(model: ModelRecipe | None) -> dict[str, str | int | float | None]:
    """What the manifest says of the model: all that replies depend on, and the endpoint without anything secret."""
    if model is None:
        return {}
    options = model.options
    return {
        "model": options.model,
        "model_endpoint": options.host if model.weights is None else "local",
        "model_mode": model.mode,
        "model_temperature": options.temperature,
        "model_seed": options.seed,
        "model_sees": int(options.sees),
        # Only where there is something to say, as in the key of a reply.
        **({"model_body": options.body} if options.body else {}),
        **({"model_reasoning_tokens": options.reasoning_tokens} if options.reasoning_tokens else {}),
        "model_standing": model.standing,
        "budget_usd": model.budget,
        **({} if model.weights is None else {"model_weights": model.weights}),
        **({} if model.rows is None else _row_settings(model.rows)),
    }


def _row_settings(rows: RowLimits) -> dict[str, str | int | float | None]:
    return {"model_rows": rows.most, "model_rows_doubtful_only": int(rows.doubtful_only)}


def stored_model(manifest: Manifest, options: ModelOptions) -> ModelRecipe | None:
    """The model that read the documents of a run, to be heard again out of the cache that `options` name."""
    said = manifest.settings
    if not said.get("model"):
        return None
    temperature, seed = said.get("model_temperature"), said.get("model_seed")
    mode, standing = said.get("model_mode"), said.get("model_standing")
    again = replace(
        options,
        model=str(said["model"]),
        mode=next((known for known in MODES if known == mode), None),
        temperature=None if temperature is None else float(temperature),
        seed=None if seed is None else int(seed),
        sees=bool(said.get("model_sees")),
        body=str(said.get("model_body") or ""),
        reasoning_tokens=int(said.get("model_reasoning_tokens") or 0),
        context=None,
    )
    most, weights = said.get("model_rows"), said.get("model_weights")
    return ModelRecipe(
        again,
        "independent" if standing == "independent" else "advisory",
        use="replay",
        rows=None if most is None else RowLimits(int(most), bool(said.get("model_rows_doubtful_only"))),
        weights=None if weights is None else str(weights),
    )


def iterate_records(folder: OutputFolder) -> Iterator[Record]:
    """Every record, one at a time.

    Raises:
        StoreError: `record-invalid`, with the line's number.
    """
    return select_records(folder, lambda _head: True)


def select_records(folder: OutputFolder, wanted: Callable[[Head], bool]) -> Iterator[Record]:
    """The records whose beginning is `wanted`; the others are not parsed.

    Raises:
        StoreError: `record-invalid`.
    """
    for number, line in enumerate(read_lines(folder.records), start=1):
        try:
            head = read_head(line.data)
        except ValueError as error:
            raise _invalid(folder, number) from error
        if wanted(head):
            record = parse_record(line)
            if record is None:
                raise _invalid(folder, number)
            yield record


def parse_record(line: RecordLine) -> Record | None:
    """The record of a line; null when the line breaks the schema."""
    try:
        return Record.model_validate_json(line.data)
    except ValidationError:
        return None


def _invalid(folder: OutputFolder, number: int) -> StoreError:
    return StoreError(
        "record-invalid",
        "not a record of this version",
        place=f"{folder.records}:{number}",
        hint="run again with --fresh",
    )


def source_of(manifest: Manifest, shown: str, max_bytes: int) -> Input | None:
    """What a record was made from: relative to the folder the run was started in, else to this one."""
    for place in (str(Path(manifest.working_folder) / shown), shown):
        found = locate(place, max_bytes=max_bytes)
        if found is not None:
            return found
    return None


def source_bytes(manifest: Manifest, shown: str, sha256: str, max_bytes: int) -> bytes | None:
    """The bytes that a record was made from; null when they are gone or are not those any more."""
    found = source_of(manifest, shown, max_bytes)
    if found is None:
        return None
    try:
        data = read_document(found.path, found.entries, max_bytes=max_bytes, place=shown)
    except DocumentError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
