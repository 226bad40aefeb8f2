"""Where the two parsers of docx are known to differ: each difference has a name, and both answers stand here."""

import pytest
from word_tables import Case, cell, first_parser, grid, paragraph, row, second_parser, table, written

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT

DIFFERENT = [
    Case(
        "a table in a cell",
        table(2, row("甲", cell(table(2, row("1", "2"))))),
        [grid("1 2")],
        "the second parser flattens a nested table into the cell; the first takes the outer one for an arrangement",
        [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "1 2")]],
    ),
    Case(
        "a row that begins late",
        table(2, row("甲", "1"), row("2", properties='<w:gridBefore w:val="1"/>')),
        [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "1"), (2, 2, 1, 1, "2")]],
        "the second parser puts blank cells where a row has none",
        [grid("甲 1", ". 2")],
    ),
    Case(
        "a table of one column",
        table(1, row("甲"), row("乙")),
        [],
        "the second parser takes every table for data",
        [grid("甲", "乙")],
    ),
    Case(
        "a sign of a symbol font",
        table(2, row("甲", cell('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'))),
        [grid("甲 ✓")],
        "the second parser knows no symbol fonts",
        [grid("甲 .")],
    ),
    Case(
        "a paragraph in a cell that is numbered by itself",
        table(2, row(cell(paragraph("甲", properties='<w:pStyle w:val="ListNumber"/>')), "1")),
        [[(1, 1, 1, 1, "1. 甲"), (1, 2, 1, 1, "1")]],
        "the second parser leaves out the numbers that lists give to paragraphs in cells",
        [grid("甲 1")],
    ),
]
"""Where they are known to differ."""


@pytest.mark.parametrize("case", DIFFERENT, ids=[case.difference for case in DIFFERENT])
def test_the_parsers_differ_only_where_it_is_known(case: Case) -> None:
    """A difference that goes away is welcome, and whoever compares the two must hear of it."""
    data = written(case.body)
    assert first_parser(data) == case.tables
    assert second_parser(data) == case.second


def test_the_second_parser_leaves_out_the_marks_of_notes() -> None:
    """A known difference; what matters is that no mark becomes a digit."""
    data = generate(1, GRID_LAYOUT, damages=["raised_note"], file_format=Format.DOCX).data
    first, second = first_parser(data), second_parser(data)
    assert first != second
    assert [[(*place, words.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")) for *place, words in table] for table in first] == second
