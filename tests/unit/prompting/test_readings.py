"""The readings of a keyed row: through the same grounding as any other reply."""

from extractor.forms import Form
from extractor.model import Document
from extractor.prompting.passages import Passage
from extractor.prompting.readings import read_row

TEXT = "2.重复申请\t0\t10\t0\t\t0\t0\t10"
CELLS = ["A=0", "B=10", "C=0", "D=", "E=0", "F=0", "G=10"]


def read(form: Form, label: str, cells: list[str]) -> dict[str, tuple[str | None, int | None]]:
    """What is read of the row, by column: the words, and where they begin."""
    edition = form.table("requests").edition("2021")
    document = Document("0" * 64, "a.txt", "a.txt", "text/plain", TEXT)
    readings = read_row(document, Passage(TEXT, TEXT, 0), edition, "declined_repeat", {"label": label, "cells": cells})
    return {
        path.rpartition(".")[2]: (reading.as_printed, reading.source.start if reading.source else None)
        for path, reading in readings.items()
    }


def test_a_keyed_reply_is_read_where_the_text_prints_it(form: Form) -> None:
    """The keys are gone, and each figure has the place of its own token."""
    found = read(form, "重复申请", CELLS)
    assert found["natural_person"] == ("0", TEXT.index("\t0") + 1)
    assert found["commercial_enterprise"] == ("10", TEXT.index("10"))
    assert found["total"] == ("10", TEXT.rindex("10"))


def test_a_figure_that_the_text_does_not_print_there_has_no_place(form: Form) -> None:
    """What a model makes up stays visible and is grounded nowhere."""
    found = read(form, "重复申请", [*CELLS[:-1], "G=11"])
    assert found["total"] == ("11", None)
    assert found["commercial_enterprise"] == ("10", TEXT.index("10"))


def test_a_field_whose_key_slipped_is_not_read(form: Form) -> None:
    """The others keep their columns."""
    found = read(form, "重复申请", [*CELLS[:2], "D=0", *CELLS[3:]])
    assert len(found) == len(CELLS) - 1
    assert found["total"] == ("10", TEXT.rindex("10"))


def test_the_label_of_another_row_gives_no_reading(form: Form) -> None:
    """A model that went on with another row says so by its label."""
    assert read(form, "信访举报投诉类申请", CELLS) == {}
