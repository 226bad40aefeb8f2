"""What both parsers of docx give for the same tables: positions, spans and texts, white space put aside.

The two share the judgement what is hidden and the limits of the package, and nothing else.
"""

from collections.abc import Callable

import pytest
from word_tables import (
    BELOW,
    CHANGE,
    HIDDEN_ROW,
    PICTURE,
    Case,
    Tables,
    cell,
    first_parser,
    grid,
    paragraph,
    row,
    second_parser,
    table,
    tall,
    text,
    wide,
    written,
)

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT

SAME = [
    Case("plain cells", table(2, row("甲", "1"), row("乙", "2")), [grid("甲 1", "乙 2")]),
    Case(
        "two tables and text between them",
        table(2, row("甲", "1")) + paragraph("正文") + table(2, row("乙", "2")),
        [grid("甲 1"), grid("乙 2")],
    ),
    Case("blank cells", table(3, row("甲", "", "1"), row("", "", "")), [grid("甲 . 1", ". . .")]),
    Case(
        "cells over columns",
        table(3, row(wide(3, "题")), row("甲", wide(2, "1"))),
        [[(1, 1, 1, 3, "题"), (2, 1, 1, 1, "甲"), (2, 2, 1, 2, "1")]],
    ),
    Case(
        "cells over rows",
        table(2, row(tall("甲"), "1"), row(BELOW, "2"), row(tall("乙"), "3"), row(BELOW, "4")),
        [
            [
                (1, 1, 2, 1, "甲"),
                (1, 2, 1, 1, "1"),
                (2, 2, 1, 1, "2"),
                (3, 1, 2, 1, "乙"),
                (3, 2, 1, 1, "3"),
                (4, 2, 1, 1, "4"),
            ]
        ],
    ),
    Case(
        "a cell over rows and columns",
        table(
            3,
            row(cell("甲", properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "1"),
            row(cell(properties='<w:gridSpan w:val="2"/><w:vMerge/>'), "2"),
            row("3", "4", "5"),
        ),
        [
            [
                (1, 1, 2, 2, "甲"),
                (1, 3, 1, 1, "1"),
                (2, 3, 1, 1, "2"),
                (3, 1, 1, 1, "3"),
                (3, 2, 1, 1, "4"),
                (3, 3, 1, 1, "5"),
            ]
        ],
    ),
    Case(
        "paragraphs, line ends and tabs in a cell",
        table(
            2,
            row(
                cell("第二十条", "第（一）项"),
                cell("<w:p><w:r><w:t>1</w:t><w:br/><w:t>2</w:t><w:tab/><w:t>3</w:t></w:r></w:p>"),
            ),
        ),
        [[(1, 1, 1, 1, "第二十条 第（一）项"), (1, 2, 1, 1, "1 2 3")]],
    ),
    Case("a figure torn into runs", table(2, row("甲", cell(paragraph("1", "2", "3")))), [grid("甲 123")]),
    Case(
        "tracked insertions and deletions",
        table(
            2,
            row(
                "甲",
                cell(
                    paragraph(
                        f"<w:ins {CHANGE}>{text('12')}</w:ins>",
                        f"<w:del {CHANGE}><w:r><w:delText>34</w:delText></w:r></w:del>",
                    )
                ),
            ),
        ),
        [grid("甲 12")],
    ),
    Case(
        "text moved away",
        table(
            2,
            row(
                "甲",
                cell(
                    paragraph(
                        f"<w:moveFrom {CHANGE}>{text('9')}</w:moveFrom>", f"<w:moveTo {CHANGE}>{text('8')}</w:moveTo>"
                    )
                ),
            ),
        ),
        [grid("甲 8")],
    ),
    Case(
        "a deleted row",
        table(2, row("甲", "1"), row("乙", "2", properties=f"<w:del {CHANGE}/>"), row("丙", "3")),
        [grid("甲 1", "丙 3")],
    ),
    Case(
        "a deleted end of a paragraph",
        table(2, row("甲", cell(paragraph("4", properties=f"<w:rPr><w:del {CHANGE}/></w:rPr>"), paragraph("5")))),
        [grid("甲 45")],
    ),
    Case("hidden letters", table(2, row("甲", cell(paragraph("1", text("9", "<w:vanish/>"))))), [grid("甲 1")]),
    Case(
        "white letters",
        table(2, row("甲", cell(paragraph("1", text("9", '<w:color w:val="FFFFFF"/>'))))),
        [grid("甲 1")],
    ),
    Case(
        "letters of one point",
        table(2, row("甲", cell(paragraph("1", text("9", '<w:sz w:val="2"/>'))))),
        [grid("甲 1")],
    ),
    Case("characters without width", table(2, row("甲", "1\u200b2")), [grid("甲 12")]),
    Case(
        "a raised figure",
        table(2, row("甲", cell(paragraph("1", text("2", '<w:vertAlign w:val="superscript"/>'))))),
        [grid("甲 1²")],
    ),
    Case("a whole table that is hidden", table(2, row("甲", "1")) + table(2, HIDDEN_ROW), [grid("甲 1")]),
    Case("a hidden row", table(2, row("甲", "1"), HIDDEN_ROW, row("乙", "2")), [grid("甲 1", "乙 2")]),
    Case(
        "a figure crossed out",
        table(2, row("甲", cell(paragraph(text("9", "<w:strike/>"))))),
        [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "\ufffc")]],
    ),
    Case("a picture of a figure", table(2, row("甲", cell(PICTURE))), [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "\ufffc")]]),
    Case(
        "a field",
        table(2, row("甲", cell(f'<w:p><w:fldSimple w:instr=" =SUM(ABOVE) ">{text("7")}</w:fldSimple></w:p>'))),
        [grid("甲 7")],
    ),
    Case(
        "content controls",
        table(
            2,
            row("甲", cell(f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('1')}</w:sdtContent></w:sdt>")),
            f"<w:sdt><w:sdtContent>{row('乙', '2')}</w:sdtContent></w:sdt>",
        ),
        [grid("甲 1", "乙 2")],
    ),
    Case(
        "a table in a content control",
        f"<w:sdt><w:sdtContent>{table(2, row('甲', '1'))}</w:sdtContent></w:sdt>",
        [grid("甲 1")],
    ),
    Case(
        "a comment",
        table(
            2,
            row(
                "甲",
                cell('<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>1</w:t></w:r><w:commentRangeEnd w:id="0"/></w:p>'),
            ),
        ),
        [grid("甲 1")],
    ),
    Case(
        "a table in a text box, which Word writes twice",
        paragraph(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
            f"{table(2, row('甲', '1'))}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
            f"{table(2, row('甲', '1'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        [grid("甲 1")],
    ),
]
"""Where both must say the same."""


@pytest.mark.parametrize("parser", [first_parser, second_parser], ids=["first", "second"])
@pytest.mark.parametrize("case", SAME, ids=[case.name for case in SAME])
def test_both_parsers_give_the_same_tables(case: Case, parser: Callable[[bytes], Tables]) -> None:
    """A cell that one of them lost would look like a disagreement about the report."""
    assert parser(written(case.body)) == case.tables


@pytest.mark.parametrize("seed", range(6))
def test_both_parsers_give_the_same_tables_of_whole_reports(seed: int) -> None:
    """Reports with merged headers and torn figures, in the habits of many offices."""
    data = generate(seed, GRID_LAYOUT, file_format=Format.DOCX).data
    tables = first_parser(data)
    assert len(tables) >= 3
    assert second_parser(data) == tables


@pytest.mark.parametrize(
    "damage",
    [
        *("comments", "hidden_digits", "hidden_rows", "hidden_table", "layout_table", "nested_figures"),
        *("picture_in_cell", "spans_once", "split_header", "tiny_digits", "tracked_changes", "white_digits"),
    ],
)
def test_both_parsers_give_the_same_tables_of_damaged_reports(damage: str) -> None:
    """What offices leave in their files, and what is put there to mislead."""
    data = generate(1, GRID_LAYOUT, damages=[damage], file_format=Format.DOCX).data
    tables = first_parser(data)
    assert len(tables) >= 3
    assert second_parser(data) == tables
