"""Damage to single cells."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from eval.generator.damages.draft import (
    ALL,
    Damage,
    Draft,
    Scene,
    find_rows,
    redressed,
    reprint,
    rewrite,
    touch,
    without,
)
from eval.generator.layouts import BLANK_CAPABLE, Layout
from eval.generator.marks import ABSENT, Mark
from eval.generator.printed import Field, Row
from eval.generator.truth import Expected, expected_number, numeric

__all__ = ["CELL_DAMAGES"]

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_LETTERS = str.maketrans({"0": "O", "1": "l"})


def _long(field: Field) -> bool:
    return field.text.isascii() and field.text.isdigit() and len(field.text) > 1


def digit_split(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """10 comes apart into two fields, 1 and 0: the row has a field too many.

    Where rows are padded and the last field is blank, the pieces would only take its place, without a trace.
    """

    def splits(row: Row) -> bool:
        return any(map(_long, row.fields)) and not (scene.padded and not row.fields[-1].text)

    place = find_rows(draft, random, splits, bare=True)
    if place is None:
        return None
    fields = place.row.fields
    at = random.choice([number for number, field in enumerate(fields) if _long(field)])
    pieces = _split(fields[at], random)
    row = replace(place.row, fields=(*fields[:at], *pieces, *fields[at + 1 :]))
    return replace(rewrite(draft, place, [row]), unknowable=draft.unknowable | set(place.row.paths))


def digit_split_swallowing(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """10 comes apart into 1 and 0, and 0 takes the next cell's place: the row has its usual length.

    What stands there now is what is printed; only arithmetic can suspect it.
    """
    del scene
    place = find_rows(draft, random, lambda row: any(map(_long, row.fields[:-1])), bare=True)
    if place is None:
        return None
    fields = place.row.fields
    at = random.choice([number for number, field in enumerate(fields[:-1]) if _long(field)])
    head, rest = _split(fields[at], random)
    marks = {head.path: Mark(head.text, int(head.text)), fields[at + 1].path: Mark(rest.text, int(rest.text))}
    return touch(reprint(draft, marks), place)


def _split(field: Field, random: Random) -> tuple[Field, Field]:
    cut = random.randrange(1, len(field.text))
    return Field(field.text[:cut], field.path), Field(field.text[cut:], field.path)


def adjacent_swap(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Two neighbours of a row are printed in each other's place."""
    del scene

    def differing(row: Row) -> list[int]:
        fields = row.fields
        return [number for number in range(len(fields) - 1) if fields[number].text != fields[number + 1].text]

    place = find_rows(draft, random, lambda row: bool(differing(row)), bare=True)
    if place is None:
        return None
    at = random.choice(differing(place.row))
    left, right = place.row.fields[at : at + 2]
    marks = {
        left.path: Mark(right.text, draft.cells[right.path]),
        right.path: Mark(left.text, draft.cells[left.path]),
    }
    return touch(reprint(draft, marks), place)


def lost_cell(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """One field of a row is gone and the others close up."""
    del scene
    place = find_rows(draft, random, lambda row: len(row.fields) > 1, bare=True)
    if place is None:
        return None
    at = random.randrange(len(place.row.fields))
    row = replace(place.row, fields=(*place.row.fields[:at], *place.row.fields[at + 1 :]))
    return replace(rewrite(draft, place, [row]), unknowable=draft.unknowable | set(place.row.paths))


def _absent(text: str, about: str) -> Callable[[Draft, Scene, Random], Draft | None]:
    def absent_cell(draft: Draft, scene: Scene, random: Random) -> Draft | None:
        del scene

        def candidates(row: Row) -> list[Field]:
            return [field for field in row.fields if field.text not in ABSENT]

        place = find_rows(draft, random, lambda row: bool(candidates(row)), bare=True)
        if place is None:
            return None
        fields = candidates(place.row)
        # An agency writes such a mark for nothing; only now and then it stands where a figure belongs.
        zeros = [field for field in fields if field.text == "0"] if random.randrange(4) else []
        field = random.choice(zeros or fields)
        mark = Mark(text, {"kind": ABSENT[text]})
        return touch(reprint(draft, {field.path: mark}), place)

    absent_cell.__doc__ = about
    return absent_cell


def confusion_digit(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A letter stands for a digit, O for 0 or l for 1: no number is printed there."""
    del scene

    def candidates(row: Row) -> list[Field]:
        return [field for field in row.fields if field.text.translate(_LETTERS) != field.text]

    place = find_rows(draft, random, lambda row: bool(candidates(row)), bare=True)
    if place is None:
        return None
    field = random.choice(candidates(place.row))
    mark = Mark(field.text.translate(_LETTERS), {"kind": "illegible"})
    return touch(reprint(draft, {field.path: mark}), place)


def full_width_digits(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The digits of a whole table are full-width characters."""
    del scene
    keys = [table.key for table in draft.document.tables()]
    return _redress(draft, lambda text: text.translate(_FULL_WIDTH), random.choice(keys))


def thousands_separator(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Large figures carry commas."""
    del scene, random

    def separated(text: str) -> str:
        digits = len(text) - len(text.lstrip("0123456789"))
        return f"{int(text[:digits]):,}{text[digits:]}" if digits else text

    return _redress(draft, separated, "")


def _redress(draft: Draft, dress: Callable[[str], str], table: str) -> Draft | None:
    marks = {
        field.path: Mark(dress(field.text), redressed(draft.cells[field.path], dress(field.text)))
        for key, _, _, row in draft.document.rows()
        if key == table or not table
        for field in row.fields
        # A field that earlier damage made no number keeps its looks.
        if numeric(draft.cells[field.path]) is not None and draft.touched.isdisjoint(row.paths)
        if dress(field.text) != field.text
    }
    return reprint(draft, marks) if marks else None


def decimal_counts(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The counts of a table are printed with a decimal point, 3.0, as a spreadsheet hands them over."""
    del scene
    places = random.choice((".0", ".00"))
    keys = [table.key for table in draft.document.tables()]
    return _redress(draft, lambda text: text + places if text.isdigit() else text, random.choice(keys))


def unit_in_cells(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The figures of a table carry their unit: 3件."""
    units = {table.table: {spec.unit for spec in table.cells} for table in scene.tables}
    keys = [table.key for table in draft.document.tables() if len(units[table.key]) == 1]
    if not keys:
        return None
    key = random.choice(keys)
    (unit,) = units[key]
    return _redress(draft, lambda text: f"{text}{unit or ''}" if text.isdigit() else text, key)


def zero_width_characters(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Invisible characters stand before, in or after the figures."""
    del scene
    mark = random.choice(("\u200b", "\ufeff", "\u200d", "\u2060"))
    place = random.choice((0, 1, 9))
    keys = [table.key for table in draft.document.tables()]
    return _redress(draft, lambda text: text[:place] + mark + text[place:] if text else text, random.choice(keys))


def spaced_digits(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """1 2 for 12: one number or two, nobody can tell."""
    del scene
    place = find_rows(draft, random, lambda row: any(map(_long, row.fields)), bare=True)
    if place is None:
        return None
    field = random.choice([field for field in place.row.fields if _long(field)])
    spaced = Mark(f"{field.text[0]} {field.text[1:]}", draft.cells[field.path])
    done = touch(reprint(draft, {field.path: spaced}), place)
    return replace(done, unknowable=draft.unknowable | set(place.row.paths))


def footnote_mark(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A figure carries the mark of a footnote: 12①."""
    del scene
    place = find_rows(
        draft, random, lambda row: any(field.text.isdigit() and field.text != "0" for field in row.fields), bare=True
    )
    if place is None:
        return None
    field = random.choice([field for field in place.row.fields if field.text.isdigit() and field.text != "0"])
    text = field.text + random.choice(("①", "②", "（注1）", "*", "[1]", "（含上年结转）"))
    mark = Mark(text, redressed(draft.cells[field.path], text))
    return touch(reprint(draft, {field.path: mark}), place)


def total_off_by_one(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The agency itself got a total wrong by one."""
    equations = [
        equation
        for table in scene.tables
        for equation in table.equations
        if len(equation.right) == 1
        and draft.touched.isdisjoint(equation.cells)
        and all(numeric(draft.cells[path]) is not None for path in equation.cells)
    ]
    if not equations:
        return None
    equation = random.choice(equations)
    path = equation.right[0]
    value = expected_number(numeric(draft.cells[path]) or Decimal(0))
    wrong = expected_number(Decimal(str(value)) + (1 if value < 1 else random.choice((-1, 1))))
    expected: Expected = {
        "severity": "error",
        "about": f"{equation.title.zh}: {value} printed as {wrong}",
        "cells": [path],
    }
    row = next(row.paths for _, _, _, row in draft.document.rows() if path in row.paths)
    done = reprint(draft, {path: Mark(str(wrong), wrong)})
    return replace(done, must_find=(*draft.must_find, expected), touched=draft.touched | set(row))


_DENSE = without(Layout.CRAWLER)
"""Repeated lines vanish there anyway, so that losing or moving one more may change nothing."""

CELL_DAMAGES = (
    Damage("total_off_by_one", _DENSE, on_document=total_off_by_one),
    Damage("adjacent_swap", _DENSE, on_document=adjacent_swap),
    Damage("digit_split", _DENSE, on_document=digit_split),
    Damage("digit_split_swallowing", _DENSE, on_document=digit_split_swallowing),
    Damage("lost_cell", _DENSE, on_document=lost_cell),
    Damage(
        "blank_cell",
        BLANK_CAPABLE | {Layout.ALIGNED, Layout.PAGED, Layout.WHITESPACE},
        harmless=True,
        on_document=_absent("", "A cell is left empty."),
    ),
    Damage("slash_cell", _DENSE, harmless=True, on_document=_absent("/", "A cell holds a slash.")),
    Damage("dash_cell", _DENSE, harmless=True, on_document=_absent("—", "A cell holds a dash.")),
    Damage("none_word", _DENSE, harmless=True, on_document=_absent("无", "A cell holds the word 无.")),
    Damage("confusion_digit", _DENSE, on_document=confusion_digit),
    Damage("spaced_digits", _DENSE, harmless=True, on_document=spaced_digits),
    Damage("footnote_mark", _DENSE, harmless=True, on_document=footnote_mark),
    Damage("full_width_digits", ALL, harmless=True, on_document=full_width_digits),
    Damage("decimal_counts", _DENSE, harmless=True, on_document=decimal_counts),
    Damage("unit_in_cells", _DENSE, harmless=True, on_document=unit_in_cells),
    Damage("zero_width_characters", ALL, harmless=True, on_document=zero_width_characters),
    Damage("thousands_separator", _DENSE, harmless=True, on_document=thousands_separator),
)
