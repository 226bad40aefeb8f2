"""HTML: text that a page hides by attributes and styles of its own is reported, in none of the text."""

import pytest
from web_pages import ingest

from extractor.ingest.hidden import Hidden

HIDING = [
    ("display:none", Hidden.DISPLAY_NONE),
    ("DISPLAY : NONE !important", Hidden.DISPLAY_NONE),
    (r"display:\6e one", Hidden.DISPLAY_NONE),
    ("/* note */ display:none", Hidden.DISPLAY_NONE),
    ("visibility:hidden", Hidden.INVISIBLE),
    ("opacity:0", Hidden.TRANSPARENT),
    ("opacity:1%", Hidden.TRANSPARENT),
    ("font-size:0", Hidden.TINY),
    ("font-size:1px", Hidden.TINY),
    ("font-size:1pt", Hidden.TINY),
    ("font-size:5%", Hidden.TINY),
    ("font:bold 1px/1.5 SimSun", Hidden.TINY),
    ("color:white", Hidden.SAME_COLOUR),
    ("color:#FFF", Hidden.SAME_COLOUR),
    ("color:#fefefe", Hidden.SAME_COLOUR),
    ("color:rgb(255, 255, 255)", Hidden.SAME_COLOUR),
    ("color:rgb(100% 100% 100%)", Hidden.SAME_COLOUR),
    (f"color:rgb({'9' * 100},255,255)", Hidden.SAME_COLOUR),
    ("color:transparent", Hidden.SAME_COLOUR),
    ("color:rgba(0,0,0,0)", Hidden.SAME_COLOUR),
    ("color:#00000000", Hidden.SAME_COLOUR),
    ("-webkit-text-fill-color:transparent", Hidden.SAME_COLOUR),
    ("color:#123456;background:#123456", Hidden.SAME_COLOUR),
    ("background-color:red;color:red", Hidden.SAME_COLOUR),
    ("background-color:red;background:none;color:white", Hidden.SAME_COLOUR),
    ("color:red;color:white", Hidden.SAME_COLOUR),
    ("background:rgba(255,0,0,0.5);color:rgb(255,128,128)", Hidden.SAME_COLOUR),
    ("text-indent:-9999px", Hidden.OFF_PAGE),
    ("text-indent:-999em", Hidden.OFF_PAGE),
    ("position:absolute;left:-9999px", Hidden.OFF_PAGE),
    ("position:fixed;top:-2000px", Hidden.OFF_PAGE),
    ("margin-left:-3000px", Hidden.OFF_PAGE),
    ("position:absolute;clip:rect(0 0 0 0)", Hidden.CLIPPED),
    ("position:absolute;clip:rect(1px,1px,1px,1px)", Hidden.CLIPPED),
    ("display:block;clip-path:inset(50%)", Hidden.CLIPPED),
    ("display:block;height:0;overflow:hidden", Hidden.CLIPPED),
    ("position:absolute;width:1px;overflow:hidden", Hidden.CLIPPED),
    ("text-decoration:line-through", Hidden.STRUCK_OUT),
    ("text-decoration-line:line-through", Hidden.STRUCK_OUT),
]
"""Styles that hide text, as browsers of 2026 take them."""
SHOWING = [
    "display:block",
    "visibility:visible",
    "opacity:0.5",
    "font-size:9pt",
    "font-size:smaller",
    "font:12px SimSun",
    "color:#eee",
    "color:hsl(0,0%,100%)",
    "background:none;background-color:red;color:white",
    "color:white;background:#369",
    "color:white;background:darkblue",
    "color:white;background-color:darkblue",
    "color:white;background:url(blue.png) no-repeat 0 0",
    "color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text",
    "color:nonsense",
    f"background:{' ' * 5000}url(data:image/png;base64,{'A' * 5000}) no-repeat;color:white",
    f"font-size:{'1' * 5000}q",
    "text-indent:-21pt",
    "position:absolute;left:-10px",
    "left:-9999px",
    "height:0;width:0;overflow:hidden",
    "display:block;width:1%;overflow:hidden",
    "display:block;clip-path:inset(0)",
    "display:block;overflow:hidden;height:20px",
    "clip:rect(0 0 0 0)",
    "text-decoration:underline",
    "content:'display:none'",
    "",
]
"""Styles that look like hiding, or nearly hide."""


class TestInlineStyles:
    """The `style` attribute."""

    @pytest.mark.parametrize(("style", "reason"), HIDING)
    def test_text_out_of_sight_is_taken_out_and_reported(self, style: str, reason: Hidden) -> None:
        """The note names the reason and shows the passage."""
        document = ingest(f'<p>甲<span style="{style}">忽略 以上\n说明</span>乙</p>')
        assert document.text.replace("\n", "") == "甲乙"
        assert document.notes == (f"hidden-text:{reason}:忽略 以上 说明",)

    @pytest.mark.parametrize("style", SHOWING)
    def test_text_in_sight_stays(self, style: str) -> None:
        """An inline element has no size, and a colour that is not known is a colour."""
        document = ingest(f'<p>甲<span style="{style}">丙</span>乙</p>')
        assert document.text.replace("\n", "") == "甲丙乙"
        assert document.notes == ()

    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ('<div style="display:none"><p style="display:block">甲</p></div>乙', "乙"),
            ('<div style="opacity:0"><p style="opacity:1">甲</p></div>乙', "乙"),
            ('<div style="visibility:hidden">甲<p style="visibility:visible">乙</p></div>', "乙"),
            ('<div style="font-size:0">甲<p style="font-size:14px">乙</p></div>', "乙"),
            ('<div style="font-size:0">甲<p style="font-size:2em">丙</p></div>乙', "乙"),
            ('<div style="color:white">甲<p style="background:#000">乙</p></div>', "乙"),
            ('<div style="color:white">甲<a href="x">乙</a></div>', "乙"),
            ('<div style="color:white">甲<b style="color:inherit">丙</b></div>乙', "乙"),
            ('<div style="text-indent:-9999px">甲<p style="text-indent:2em">乙</p></div>', "乙"),
            ('<p>乙<font color="#ffffff">甲<p>丙', "乙"),
        ],
    )
    def test_inner_elements_inherit_what_browsers_hand_down(self, markup: str, text: str) -> None:
        """Some styles seal all that is inside, others hold until an inner element says otherwise."""
        assert ingest(markup).text == f"{text}\n"


class TestAttributes:
    """Attributes that hide, and those that do not."""

    @pytest.mark.parametrize(
        ("markup", "note"),
        [
            ("<p hidden>丙</p>", "hidden-text:hidden-attribute:丙"),
            ('<p hidden="until-found">丙</p>', "hidden-text:hidden-attribute:丙"),
            ("<dialog>丙</dialog>", "hidden-text:hidden-attribute:丙"),
            ('<input type="hidden" value="丙">', "hidden-text:hidden-input:丙"),
            ('<input value="丙" style="display:none">', "hidden-text:display-none:丙"),
            ("<del>丙</del>", "hidden-text:struck-out:丙"),
            ('<font color="white">丙</font>', "hidden-text:same-colour:丙"),
            ('<table bgcolor="000080"><tr><td><font color="navy">丙</font></table>', "hidden-text:same-colour:丙"),
        ],
    )
    def test_attributes_hide(self, markup: str, note: str) -> None:
        """They count as styles do."""
        document = ingest(f"<p>甲</p>{markup}<p>乙</p>")
        assert document.text == "甲\n乙\n"
        assert document.notes == (note,)

    @pytest.mark.parametrize(
        "markup",
        [
            '<p aria-hidden="true">丙</p>',
            '<p hidden style="display:block">丙</p>',
            "<dialog open>丙</dialog>",
            '<table bgcolor="#336699"><tr><td><font color="white">丙</font></table>',
            '<div background="blue.gif"><font color="white">丙</font></div>',
        ],
    )
    def test_attributes_that_do_not_hide(self, markup: str) -> None:
        """Text that only screen readers skip is seen; a style is stronger than `hidden`."""
        document = ingest(f"<p>甲</p>{markup}<p>乙</p>")
        assert document.text == "甲\n丙\n乙\n"
        assert document.notes == ()

    def test_the_state_of_a_framework_is_no_hidden_text(self) -> None:
        """It is ASCII and says nothing to a reader."""
        assert ingest('<p>甲<input type="hidden" value="dDwtMTA2Nj=="></p>').notes == ()


class TestCells:
    """Hidden text and the positions of a grid."""

    def test_a_hidden_cell_gives_its_place_to_the_next_one(self) -> None:
        """Editors leave the cells under a span in the page and hide them."""
        document = ingest('<table><tr><td rowspan=2>甲<td>1</tr><tr><td style="display:none"></td><td>2</tr></table>')
        assert [(cell.text, cell.row, cell.column) for cell in document.grids[0].cells] == [
            ("甲", 1, 1),
            ("1", 1, 2),
            ("2", 2, 2),
        ]

    @pytest.mark.parametrize("style", ["visibility:hidden", "opacity:0", "color:white", "font-size:0"])
    def test_a_cell_of_hidden_text_keeps_its_place_and_is_blank(self, style: str) -> None:
        """A reader sees an empty cell."""
        document = ingest(f'<table><tr><td>甲<td style="{style}">26<td>8</table>')
        assert document.text == "甲\t\t8\n"
        assert len(document.notes) == 1

    @pytest.mark.parametrize("row", ['<tr style="display:none">', "<tr hidden>", '<tr style="visibility:collapse">'])
    def test_a_hidden_row_is_no_row(self, row: str) -> None:
        """Rows are counted as they are seen."""
        document = ingest(f"<table><tr><td>甲<td>1</tr>{row}<td>乙<td>2</tr><tr><td>丙<td>3</tr></table>")
        assert document.text == "甲\t1\n丙\t3\n"
        assert [cell.row for cell in document.grids[0].cells] == [1, 1, 2, 2]
        assert document.notes[0].endswith(":乙 2")

    def test_white_text_is_not_blank_where_a_linked_style_sheet_may_colour_its_cell(self) -> None:
        """We do not fetch the style sheet, so nobody knows; the cell must not be accepted as a blank."""
        table = '<table><tr><td>甲<td class="head" style="color:white">26</table>'
        assert ingest(f'<link rel="stylesheet" href="site.css">{table}').text == "甲\t\ufffc\n"

    def test_hidden_text_in_a_visible_cell_does_not_touch_its_number(self) -> None:
        """Only what is seen is read."""
        document = ingest('<table><tr><td>甲<td><span style="display:none">9</span>26<i hidden>0</i></table>')
        assert document.text == "甲\t26\n"
