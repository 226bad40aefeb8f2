"""A re-ask fills what was missing or invalid, and replaces nothing."""

import json

from extractor.prompting.replies import merge_items, merge_table

WIDTHS = {"r01": 2, "r02": 2}


def table(*rows: tuple[object, object, object], header: tuple[str, ...] = ("a", "b")) -> dict[str, object]:
    """A decoded attempt."""
    return {
        "header": list(header),
        "rows": [{"id": key, "label": label, "cells": cells} for key, label, cells in rows],
        "unreadable": [],
    }


def test_valid_cells_of_the_first_attempt_stay() -> None:
    """The second attempt breaks what was right, and only its other cell is taken."""
    merged = merge_table(
        [table(("r01", "规章", ["1", 2])), table(("r01", "规章", ["9", "2"]), ("r02", "许可", ["3", None]))], WIDTHS
    )
    assert dict(merged.rows["r01"].cells) == {0: "1", 1: "2"}
    assert dict(merged.rows["r02"].cells) == {0: "3", 1: None}


def test_a_number_in_the_place_of_a_string_is_no_reading() -> None:
    """What the model computed or retyped as a number is not what is printed."""
    merged = merge_table([table(("r01", "规章", [1, True]))], WIDTHS)
    assert merged.rows["r01"].cells == {}


def test_another_label_in_the_second_attempt_fills_nothing() -> None:
    """It may be another row."""
    merged = merge_table([table(("r01", "规章", ["1", 2])), table(("r01", "许可", ["1", "2"]))], WIDTHS)
    assert dict(merged.rows["r01"].cells) == {0: "1"}


def test_rows_of_another_length_twice_there_or_unknown_are_left_out() -> None:
    """It is open which field is which, which row is meant, or what was asked."""
    merged = merge_table(
        [
            table(
                ("r01", "规章", ["1"]),
                ("r02", "许可", ["1", "2"]),
                ("r02", "许可", ["3", "4"]),
                ("r09", "x", ["1", "2"]),
            )
        ],
        WIDTHS,
    )
    assert dict(merged.rows) == {}


def test_anything_at_all_may_come_back() -> None:
    """No shape of a reply is an error here."""
    odd = ["null", "3", '"text"', "[]", '{"rows": 7}', '{"rows": [null, {"id": []}], "header": [1], "unreadable": {}}']
    for attempt in map(json.loads, odd):
        merged = merge_table([attempt], WIDTHS)
        assert (dict(merged.rows), merged.header, merged.unreadable) == ({}, (), frozenset())
        assert list(merge_items([attempt], "claims")) == []
