"""Pages through the second parser: outline, prose and the page's own tables, without hidden text."""

import pytest

from extractor.errors import DocumentError
from extractor.ingest.elements import UnstructuredParser
from extractor.model import Element, ElementKind

TITLE, TEXT, ITEM, TABLE = ElementKind.TITLE, ElementKind.TEXT, ElementKind.LIST_ITEM, ElementKind.TABLE


def parse(markup: str) -> tuple[Element, ...]:
    """Parses a page."""
    return UnstructuredParser().parse(markup.encode(), media_type="text/html", path="page.html")


def texts(markup: str) -> list[str]:
    """The texts of a page."""
    return [element.text for element in parse(markup)]


def markup_of(markup: str) -> list[str | None]:
    """The tables of a page."""
    return [element.markup for element in parse(markup) if element.kind is TABLE]


def test_headings_are_titles_with_their_level_and_the_rest_comes_in_order() -> None:
    """The outline, and where in it everything stands."""
    page = """<h1>年度报告</h1><p>前言。</p><h3>（一）概况</h3><ul><li>甲<ul><li>乙</ul></ul>
        <table><tr><td>1<td>2</table>后记"""
    assert [(element.kind, element.depth, element.text) for element in parse(page)] == [
        (TITLE, 1, "年度报告"),
        (TEXT, None, "前言。"),
        (TITLE, 3, "（一）概况"),
        (ITEM, 1, "甲"),
        (ITEM, 2, "乙"),
        (TABLE, None, "1 2"),
        (TEXT, None, "后记"),
    ]


HIDDEN = [
    ("<p style='display:none'>隐藏</p>", "a style of its own"),
    ("<p class=gone>隐藏</p>", "a rule of the page"),
    ("<p hidden>隐藏</p>", "an attribute"),
    ("<p style='color:white'>隐藏</p>", "the colour of the paper"),
    ("<p style='font-size:1pt'>隐藏</p>", "no height"),
    ("<p style='position:absolute;left:-9999px'>隐藏</p>", "off the page"),
    ("<p><del>隐藏</del></p>", "crossed out"),
    ("<script>隐藏()</script>", "a script"),
    ("<template>隐藏</template>", "a template"),
    ("<noscript>隐藏</noscript>", "for browsers without scripts"),
    ("<!-- 隐藏 -->", "a comment"),
    ("<img src=x alt=隐藏>", "words in the place of a picture"),
    ("<p title=隐藏 aria-label=隐藏>", "attributes that nobody sees"),
    ("<svg><title>隐藏</title></svg>", "the title of a drawing"),
]


@pytest.mark.parametrize("hiding", [hiding for hiding, _ in HIDDEN], ids=[why for _, why in HIDDEN])
def test_what_nobody_sees_is_gone_before_the_second_parser_reads(hiding: str) -> None:
    """By itself it would give most of it out as text of the page."""
    assert texts(f"<style>.gone{{display:none}}</style><p>前文</p>{hiding}<p>后文</p>") == ["前文", "后文"]


def test_characters_without_width_are_gone() -> None:
    """They would part a number that a reader sees whole."""
    assert texts("<p>受理1\u200b2件</p>") == ["受理12件"]


def test_raised_figures_stay_apart_from_the_number_before_them() -> None:
    """A note's mark would become a digit."""
    assert texts("<p>受理12<sup>3</sup>件</p>") == ["受理12³件"]
    assert markup_of("<table><tr><td>12<sup>3</sup><td>4</table>") == ["<table><tr><td>12³</td><td>4</td></tr></table>"]


def test_a_table_keeps_its_spans_lines_and_blanks() -> None:
    """The second parser drops the spans of pages, and without them no figure has its column."""
    page = """<table class=x><caption>表 <b>一</b></caption><tbody><tr><th rowspan=2 style="width:9px">商业<br>企业
        <td colspan="2">甲 &amp; 乙<tr><td><p>1</p><p>2</p><td></table>"""
    first = '<tr><td rowspan="2">商业<br>企业</td><td colspan="2">甲 &amp; 乙</td></tr>'
    second = "<tr><td>1<br>2</td><td></td></tr>"
    assert markup_of(page) == [f"<table><caption>表 一</caption>{first}{second}</table>"]


def test_hidden_rows_and_cells_leave_no_blank_behind() -> None:
    """A blank in their place would shift every figure after it."""
    page = "<table><tr><td>1<td hidden>9<td>2<tr style='display:none'><td>9<td>9<tr><td>3<td>4</table>"
    assert markup_of(page) == ["<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"]


def test_a_span_ends_with_its_table() -> None:
    """A page may declare more rows than there are; 0 means all of them."""
    page = "<table><tr><td rowspan=0>甲<td rowspan=9>乙<td>1<tr><td>2</table>"
    assert markup_of(page) == [
        '<table><tr><td rowspan="2">甲</td><td rowspan="2">乙</td><td>1</td></tr><tr><td>2</td></tr></table>'
    ]


def test_the_foot_of_a_table_comes_last_wherever_it_is_written() -> None:
    """As browsers show it."""
    page = "<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>3</table>"
    assert markup_of(page) == ["<table><tr><td>甲</td><td>3</td></tr><tr><td>合计</td><td>3</td></tr></table>"]


def test_a_picture_in_a_cell_is_no_blank() -> None:
    """A model could take a figure that is a picture for a figure that is not there."""
    assert markup_of("<table><tr><td>甲<td><img src=1.png></table>") == [
        "<table><tr><td>甲</td><td>\ufffc</td></tr></table>"
    ]


def test_a_table_that_arranges_the_page_is_taken_apart() -> None:
    """Pages of old sites stand in one cell; as a table their outline would be lost."""
    page = "<table><tr><td>导航<td><h2>标题</h2><table><tr><td>1<td>2</table></table>"
    assert [(element.kind, element.text) for element in parse(page)] == [
        (TEXT, "导航"),
        (TITLE, "标题"),
        (TABLE, "1 2"),
    ]


def test_a_table_of_one_column_is_prose() -> None:
    """No figure in it has a column."""
    assert [(element.kind, element.text) for element in parse("<table><tr><td>甲一<tr><td>乙二</table>")] == [
        (TEXT, "甲一"),
        (TEXT, "乙二"),
    ]


@pytest.mark.parametrize("character", ["0", "5", "-", "—", "/", "无"])
def test_a_paragraph_of_one_character_is_not_lost(character: str) -> None:
    """The second parser leaves such paragraphs out, and in a report they are figures."""
    assert texts(f"<p>前文</p><p>{character}</p><div><b>1</b>{character}</div>") == ["前文", character, f"1{character}"]


def test_nothing_is_left_out_around_the_main_part() -> None:
    """The second parser reads a page's first main part only."""
    assert texts("<p>前文</p><main><p>正文</p></main><main><p>附文</p></main>") == ["前文", "正文", "附文"]


def test_what_a_form_field_shows_is_text() -> None:
    """The second parser leaves form fields out."""
    assert texts("<p>受理 <input value='12'> 件</p>") == ["受理 12 件"]


def test_a_page_cannot_write_a_sign_that_stands_for_a_table() -> None:
    """The signs depend on the whole page, so one that copies those of another page shows as text."""
    sign = "0123456789abcdef"
    assert texts(f"<p>{sign}0{sign}</p><table><tr><td>1<td>2</table>") == [f"{sign}0{sign}", "1 2"]


def test_tables_of_pages_are_no_reading_of_the_second_parser() -> None:
    """Its cells are empty there: what it makes of them has no spans, so it cannot bear witness."""
    assert [element.cells for element in parse("<table><tr><td>1<td>2</table>")] == [()]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"<p hidden>x</p>", "empty-file"),
        (b"<div>" * 300 + b"x", "too-deep"),
        (b"\x00\x01\x02" * 99, "binary-file"),
    ],
)
def test_a_page_that_the_first_parser_refuses_is_refused(data: bytes, code: str) -> None:
    """Both stand on the same limits, and the refusal names the file."""
    with pytest.raises(DocumentError) as refusal:
        UnstructuredParser().parse(data, media_type="text/html", path="folder/page.html")
    assert (refusal.value.code, refusal.value.place) == (code, "folder/page.html")


def test_a_format_that_only_one_parser_reads_is_refused() -> None:
    """The next step is said."""
    with pytest.raises(DocumentError, match="docx and HTML") as refusal:
        UnstructuredParser().parse(b"1,2", media_type="text/csv", path="a.csv")
    assert (refusal.value.code, refusal.value.place) == ("no-second-parser", "a.csv")


def test_whatever_the_library_raises_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was not written for damaged files; the batch goes on."""
    from unstructured.partition import html

    def fail(**_: object) -> None:
        raise KeyError("a\nb")

    monkeypatch.setattr(html, "partition_html", fail)
    with pytest.raises(DocumentError) as refusal:
        parse("<p>正文</p>")
    assert refusal.value.code == "second-parser-failed"
    assert "\n" not in str(refusal.value)
