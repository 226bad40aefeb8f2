"""Faithful replies in our wire shape, and in two shapes that others ask for."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from extractor.forms import Form, TableEdition, builtin_forms
from extractor.ingest import TextIngester
from extractor.model import Record
from extractor.pipeline import Pipeline
from extractor.prompting import METADATA_KEYS, countables, row_ids
from extractor.text.labels import ORDINAL

__all__ = [
    "Layout",
    "flat_report",
    "indented",
    "minified",
    "one_cell_a_line",
    "prose_replies",
    "skeleton",
    "spaced",
    "table_reply_of",
    "three_digits",
]

Layout = Callable[[object], str]
"""How an endpoint writes JSON."""

ECHO = 8
"""Characters of a label that a reply repeats."""
SCALARS = re.compile(r'\[\s+("[^\[\]{}]*?|null[^\[\]{}]*?)\s+\]')
BREAK = re.compile(r",\s+")


def minified(value: object) -> str:
    """As prompts ask for it: no white space between tokens."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def spaced(value: object) -> str:
    """On one line, with a space after commas and colons."""
    return json.dumps(value, ensure_ascii=False)


def indented(value: object) -> str:
    """Over many lines, the cells of a row on one: how models write JSON that nobody told them to minify."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return SCALARS.sub(lambda found: f"[{BREAK.sub(', ', found.group(1))}]", text)


def one_cell_a_line(value: object) -> str:
    """As programs indent JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def three_digits(edition: TableEdition) -> Mapping[str, str]:
    """A figure of three digits for every cell: what a busy city reports, and the dearest that a report gets."""
    return {cell.path: str(100 + 37 * number % 900) for number, cell in enumerate(edition.cells)}


def table_reply_of(edition: TableEdition, figures: Mapping[str, str]) -> dict[str, object]:
    """The reply for a table in our wire shape, nothing left out."""
    ids = {key: name for name, key in row_ids(edition).items()}
    return {
        "header": [column.label.text for block in edition.blocks for column in block.columns],
        "rows": [
            {
                "id": ids[row.key],
                "label": ORDINAL.sub("", row.label.text)[:ECHO],
                "cells": [figures[f"{edition.table}.{row.key}.{column.key}"] for column in block.columns],
            }
            for block in edition.blocks
            for row in block.rows
        ],
        "unreadable": [],
    }


def prose_replies(report: Path, form: Form) -> tuple[dict[str, object], dict[str, object]]:
    """The replies about the prose of a report and about its metadata, as long as its own sentences make them."""
    pipeline = Pipeline(TextIngester(), builtin_forms())
    record = pipeline.process(report.read_bytes(), name=report.name, path=report.name).record
    editions = record.form.editions if record.form else {}
    keys = {item.targets[0]: item.key for item in countables(form, editions)}
    claims = [
        {"quote": claim.quote, "counts": keys[claim.targets[0]], "number": None if claim.negated else str(claim.value)}
        for claim in record.claims
    ]
    return {"claims": claims}, {"items": list(_items(record))}


def flat_report(
    form: Form, editions: Mapping[str, str], figures: Mapping[str, str], prose: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    """One object for the whole report, a named field for each cell, as a model of all fields makes it."""
    paths = [cell.path for edition in form.table_editions(dict(editions)) for cell in edition.cells]
    cells = {path.replace(".", "_"): int(figures[path]) for path in paths}
    return {**cells, **{key: value for part in prose for key, value in part.items()}}


def skeleton(form: Form, editions: Mapping[str, str], figures: Mapping[str, str] | None = None) -> dict[str, object]:
    """Tables, rows and columns as nested objects; all zeros as the prompt shows it, or filled in."""
    tables: dict[str, dict[str, dict[str, int]]] = {}
    for edition in form.table_editions(dict(editions)):
        for cell in edition.cells:
            row = tables.setdefault(cell.table, {}).setdefault(cell.row, {})
            row[cell.column] = int(figures[cell.path]) if figures else 0
    return dict(tables)


def _items(record: Record) -> Iterator[dict[str, object]]:
    for key in METADATA_KEYS:
        printed = record.meta[key].as_printed
        if printed:
            yield {"key": key, "quote": printed}
