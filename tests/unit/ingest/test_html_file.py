"""`extractor.ingest.html_file`: which text a page shows, where its cells stand, and the pages that are refused."""

import json
from pathlib import Path

import pytest

from extractor.errors import DocumentError
from extractor.ingest.html_file import HtmlIngester
from extractor.model import Document, Grid

BODY = (
    "<p>青禾镇人民政府2023年政府信息公开工作年度报告</p><p>本年新收政府信息公开申请数量</p>"
    "<table><tr><td>规章</td><td>0</td></tr></table>"
)
"""An invented report; long enough for its encoding to be told from its bytes."""


def ingest(markup: str | bytes) -> Document:
    """Ingests a page; text as UTF-8."""
    data = markup if isinstance(markup, bytes) else markup.encode()
    return HtmlIngester().ingest(data, name="page.html", path="reports/page.html")


def refusal(markup: str | bytes) -> str:
    """The code with which a page is refused; every refusal names the file and says what to do next."""
    with pytest.raises(DocumentError) as caught:
        ingest(markup)
    assert caught.value.hint
    assert caught.value.place == "reports/page.html"
    return caught.value.code


def prose(document: Document) -> list[str]:
    """The paragraphs as text."""
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


def rows(grid: Grid) -> list[list[str]]:
    """The texts of a grid's cells, row by row."""
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


class TestDocument:
    """What comes back besides the text."""

    def test_a_page_becomes_a_document(self) -> None:
        """Names, hash, encoding and media type are set; there are no pages."""
        document = ingest("<p>青禾镇</p>")
        assert (document.name, document.path) == ("page.html", "reports/page.html")
        assert (document.media_type, document.encoding, document.pages) == ("text/html", "utf-8", None)
        assert len(document.sha256) == 64
        assert document.notes == ()

    def test_the_same_page_gives_the_same_document(self) -> None:
        """Nothing of one page is left over for the next one."""
        ingester = HtmlIngester()
        first = ingester.ingest(b"<p hidden>x</p><p>y", name="a", path="a")
        assert ingester.ingest(b"<p hidden>x</p><p>y", name="a", path="a") == first


class TestProse:
    """Text outside of tables."""

    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            pytest.param("<p>甲</p><p>乙</p>", "甲\n乙\n", id="paragraphs"),
            pytest.param("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙\n", id="nested-blocks"),
            pytest.param("甲<br>乙<br/>丙", "甲\n乙\n丙\n", id="breaks"),
            pytest.param("甲<br><br>乙", "甲\n\n乙\n", id="two-breaks-leave-a-blank-line"),
            pytest.param("<p>甲<br></p><p>乙</p>", "甲\n乙\n", id="break-at-the-end-of-a-block"),
            pytest.param("<br><p></p>甲<p></p><br>", "甲\n", id="nothing-around-the-text"),
            pytest.param("<b>收到</b><span>26</span>\n件", "收到26 件\n", id="inline-elements-leave-no-gap"),
            pytest.param("  甲 \n\t 乙  <i> 丙</i>  ", "甲 乙 丙\n", id="white-space-collapses"),
            pytest.param("<p>　　甲&nbsp;&nbsp;乙</p>", "　　甲\xa0\xa0乙\n", id="wide-and-no-break-spaces-stay"),
            pytest.param("&lt;甲&gt;&amp;&#20057;&#x4e19;&unknown;", "<甲>&乙丙&unknown;\n", id="entities"),
            pytest.param("<ul><li>打印</li><li>关闭</li></ul>", "打印\n关闭\n", id="page-furniture-stays"),
            pytest.param("<pre>甲  乙\n\n\t丙</pre>", "甲  乙\n\n\t丙\n", id="preformatted"),
            pytest.param('<p style="white-space:pre-line">甲  乙\n丙</p>', "甲 乙\n丙\n", id="kept-lines"),
            pytest.param('<span style="display:block">甲</span>乙', "甲\n乙\n", id="inline-element-shown-as-block"),
            pytest.param('<p style="display:inline">甲</p>乙', "甲乙\n", id="block-element-shown-inline"),
            pytest.param("面积3m<sup>2</sup>，H<sub>2</sub>O", "面积3m²，H₂O\n", id="raised-figures-stay-apart"),
            pytest.param('电话<input value="0512">', "电话0512\n", id="form-fields-show-their-value"),
            pytest.param("<details><summary>甲</summary>乙</details>", "甲\n乙\n", id="folded-text-is-one-click-away"),
        ],
    )
    def test_text_reads_as_a_browser_shows_it(self, markup: str, text: str) -> None:
        """Blocks and breaks end lines, white space collapses, entities are decoded."""
        assert ingest(markup).text == text

    @pytest.mark.parametrize(
        "markup",
        [
            "<script>document.write('乙')</script>",
            "<style>p{color:red}</style>",
            "<noscript>乙</noscript>",
            "<template><p>乙</p></template>",
            "<!-- 乙 -->",
            "<!--[if gte mso 9]><xml>乙</xml><![endif]-->",
            "<iframe>乙</iframe>",
            "<svg><text>乙</text></svg>",
            "<datalist><option>乙</datalist>",
        ],
    )
    def test_what_is_no_text_of_the_page_is_dropped(self, markup: str) -> None:
        """Nor is it hidden text: no browser ever shows it as text."""
        document = ingest(f"<head><title>题</title></head><p>甲</p>{markup}")
        assert document.text == "甲\n"
        assert document.notes == ()

    def test_paragraphs_are_the_lines_that_hold_something(self) -> None:
        """Their intervals cut the lines out of the text; lines of tables are none."""
        document = ingest("<h1>报告</h1>一<br>&nbsp;<br>二<table><tr><td>规章<td>0</table>三")
        assert prose(document) == ["报告", "一", "二", "三"]

    def test_entities_of_a_document_type_are_not_resolved(self) -> None:
        """Neither internal nor external ones; nothing is fetched."""
        document = ingest('<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>甲&a;</p>')
        assert document.text.endswith("甲&a;\n")


class TestTables:
    """Tables as grids, and tables that only arrange the page."""

    def test_cells_are_joined_by_tab_and_rows_by_line_feed(self) -> None:
        """Lines inside a cell are joined by a line feed too; the place of every cell says where it ends."""
        document = ingest("<table><tr><th>商业<br>企业<th><p>科研</p><p>机构</p></tr><tr><td>1<td>2</table>")
        assert document.text == "商业\n企业\t科研\n机构\n1\t2\n"
        assert rows(document.grids[0]) == [["商业\n企业", "科研\n机构"], ["1", "2"]]
        assert all(document.text[cell.start : cell.end] == cell.text for cell in document.grids[0].cells)

    @pytest.mark.parametrize(
        "blank", ["", " ", "&nbsp;", "<o:p>&nbsp;</o:p>", "<p><br></p>", "　", "\u200b", "<img src=dot.gif width=1>"]
    )
    def test_a_cell_without_text_is_blank(self, blank: str) -> None:
        """Its interval is empty and stands at its field."""
        document = ingest(f"<table><tr><td>规章<td>{blank}<td>8</table>")
        assert document.text == "规章\t\t8\n"
        cell = document.grids[0].cells[1]
        assert (cell.text, cell.start, cell.end, cell.column) == ("", 3, 3, 2)

    @pytest.mark.parametrize("seen", ["<img src=six.png>", "<svg></svg>", "<s>26</s>", "<input type=checkbox>"])
    def test_a_cell_that_shows_something_else_is_not_blank(self, seen: str) -> None:
        """An accepted blank would be wrong, so the object replacement character stands there."""
        document = ingest(f"<table><tr><td>规章<td>{seen}<td>8</table>")
        assert document.text == "规章\t\ufffc\t8\n"
        assert "picture-in-cell" in document.notes

    def test_a_picture_beside_text_is_left_out(self) -> None:
        """Icons stand in many labels."""
        assert ingest("<table><tr><td><img src=dot.png>规章<td>8</table>").text == "规章\t8\n"

    def test_spans_are_counted(self) -> None:
        """Rows and columns are those of the grid, not of the markup."""
        document = ingest(
            "<table><tr><td colspan=2 rowspan=2>申请人<td>自然人</tr><tr><td>其他</tr><tr><td>一<td>二<td>三</table>"
        )
        assert [
            (cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in document.grids[0].cells
        ] == [
            ("申请人", 1, 1, 2, 2),
            ("自然人", 1, 3, 1, 1),
            ("其他", 2, 3, 1, 1),
            ("一", 3, 1, 1, 1),
            ("二", 3, 2, 1, 1),
            ("三", 3, 3, 1, 1),
        ]

    def test_unclosed_cells_and_misplaced_text_are_repaired_as_browsers_do(self) -> None:
        """Text between rows is shown before the table."""
        document = ingest("<table><tr><td>规章<td>0散<tr>落<td>文件<td>8</table>")
        assert prose(document) == ["落"]
        assert rows(document.grids[0]) == [["规章", "0散"], ["文件", "8"]]

    def test_grids_are_numbered_in_document_order(self) -> None:
        """Tables that are no grid do not count."""
        document = ingest("<table><tr><td>甲<td>1</table><table><tr><td>只有一格</table><table><tr><td>乙<td>2</table>")
        assert [(grid.ordinal, grid.cells[0].text) for grid in document.grids] == [(1, "甲"), (2, "乙")]
        assert prose(document) == ["只有一格"]

    def test_a_table_around_tables_only_arranges_the_page(self) -> None:
        """Each inner table is a grid of its own; the outer one's text becomes paragraphs."""
        document = ingest(
            "<table><tr><td>导航<td><p>报告</p><table><tr><td>规章<td>0</table><p>完</p>"
            "<table><tr><td>文件<td>8</table></table>"
        )
        assert [rows(grid) for grid in document.grids] == [[["规章", "0"]], [["文件", "8"]]]
        assert prose(document) == ["导航", "报告", "完"]

    def test_a_table_of_one_cell_inside_a_cell_is_its_content(self) -> None:
        """Word wraps the text of a cell so; the outer table still holds the data."""
        document = ingest("<table><tr><td>规章<td><table><tr><td>0</table><td><table><tr><td>8</table></table>")
        assert [rows(grid) for grid in document.grids] == [[["规章", "0", "8"]]]

    def test_a_table_of_prose_only_arranges_the_page(self) -> None:
        """A cell of a thousand characters that is most of its table is the article itself."""
        document = ingest(f"<table><tr><td>标题<td><p>报告</p><p>{'字' * 1000}</p></table>")
        assert document.grids == ()
        assert prose(document) == ["标题", "报告", "字" * 1000]

    def test_caption_and_foot_stand_where_they_are_seen(self) -> None:
        """The caption is a paragraph before the grid, the foot its last row."""
        document = ingest(
            "<table><tfoot><tr><td>总计<td>8</tfoot><tbody><tr><td>规章<td>8</tbody><caption>表二</caption></table>"
        )
        assert document.text == "表二\n规章\t8\n总计\t8\n"
        assert prose(document) == ["表二"]

    def test_a_row_without_cells_counts_as_a_row_and_prints_nothing(self) -> None:
        """Spans reach over it."""
        document = ingest("<table><tr><td rowspan=3>甲<td>1</tr><tr></tr><tr><td>2</tr></table>")
        assert document.text == "甲\t1\n2\n"
        assert [cell.row for cell in document.grids[0].cells] == [1, 1, 3]

    def test_overlapping_cells_are_noted(self) -> None:
        """The later cell ends where the earlier one stands."""
        document = ingest("<table><tr><td>一<td rowspan=2>二</tr><tr><td colspan=2>三</tr></table>")
        assert document.grids[0].cells[2].column_span == 1
        assert "overlapping-cells" in document.notes

    def test_a_tab_in_a_cell_is_a_space(self) -> None:
        """It would look like the end of the cell."""
        assert ingest("<table><tr><td><pre>一\t二</pre><td>三</table>").text == "一 二\t三\n"


class TestEncodings:
    """How the bytes of a page become text."""

    @pytest.mark.parametrize(
        ("declared", "codec", "encoding"),
        [
            ("utf-8", "utf-8", "utf-8"),
            ("gb2312", "gb2312", "gb18030"),
            ("GBK", "gbk", "gb18030"),
            ("gb2312", "gb18030", "gb18030"),
            ("gb2312", "utf-8", "utf-8"),
            ("utf-8", "gbk", "gb18030"),
            ("utf-16", "utf-16", "utf-16-le"),
            ("iso-8859-1", "utf-8-sig", "utf-8"),
        ],
    )
    def test_pages_read_the_same_in_every_encoding(self, declared: str, codec: str, encoding: str) -> None:
        """The bytes decide; a declaration that was left behind does no harm."""
        document = ingest(f'<meta charset="{declared}">{BODY}'.encode(codec))
        assert document.text == ingest(BODY).text
        assert document.encoding == encoding

    @pytest.mark.parametrize(
        "head",
        [
            '<meta http-equiv="Content-Type" content="text/html; charset=big5">',
            "<meta charset='Big5'>",
            '<?xml version="1.0" encoding="big5"?>',
        ],
    )
    def test_a_declared_encoding_settles_what_the_bytes_leave_open(self, head: str) -> None:
        """Traditional characters in Big5 look like nonsense in every other encoding."""
        text = "本報告由本鎮人民政府辦公室編製，全文包括總體情況、主動公開政府資訊情況"
        document = ingest(f"{head}<p>{text}</p>".encode("big5hkscs"))
        assert (document.text, document.encoding) == (f"{text}\n", "big5hkscs")

    def test_rare_characters_are_read_when_the_page_names_their_encoding(self) -> None:
        """Names may be written with nothing but rare characters."""
        document = ingest("<meta charset=gbk><p>龘靐齉齾爩鱻麤龗灪吁龖厵滟爨癵籱</p>".encode("gbk"))
        assert document.text.startswith("龘靐齉")

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            pytest.param(b"", "empty-file", id="no-bytes"),
            pytest.param(b"<p>&nbsp;</p><script>x</script>", "empty-file", id="no-text"),
            pytest.param(b"<frameset><frame src=a.html></frameset>", "empty-file", id="frames-only"),
            pytest.param(b"<p>\0\0\0\1\2</p>", "binary-file", id="binary"),
            pytest.param(b"<meta charset=big5><p>\x81\xff\xff\xfe\x80</p>", "undecodable-text", id="wrong-declaration"),
            pytest.param("<p>façade été naïveté".encode("latin-1"), "undecodable-text", id="western"),
            pytest.param(BODY.encode().decode("gb18030", "replace").encode(), "mojibake", id="wrongly-decoded"),
            pytest.param(("<p class=text>" * 40 + "?" * 30 + "</p>").encode(), "mojibake", id="question-marks"),
        ],
    )
    def test_a_page_without_readable_text_is_refused(self, data: bytes, code: str) -> None:
        """The refusals are those of plain text, judged by what the page shows."""
        assert refusal(data) == code


class TestLimits:
    """Pages that cost more than a report can."""

    @pytest.mark.parametrize(
        ("markup", "code"),
        [
            pytest.param("<div>" * 199 + "x", "too-deep", id="depth"),
            pytest.param("<div>" * 50_000 + "x", "too-deep", id="open-elements"),
            pytest.param(
                "<p>" + "".join(f"<b a={n}>" for n in range(2000)) + "<p>x</p>" * 2000, "too-deep", id="formatting"
            ),
            pytest.param("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x", "too-large", id="attributes"),
            pytest.param("<br>" * 1_000_001 + "x", "too-large", id="tags"),
            pytest.param(b"<p>" + b"x" * (64 * 2**20), "too-large", id="bytes"),
            pytest.param("<table><tr>" + "<td>x" * 200_001, "too-many-cells", id="cells"),
            pytest.param("<table><tr>" + "<td colspan=1000>x" * 17, "too-many-cells", id="columns"),
            pytest.param(
                "<style>" + ".b{color:red}" * 3000 + "</style>" + "<p class=b>x" * 1000, "too-large", id="style-rules"
            ),
        ],
    )
    def test_a_page_beyond_a_limit_is_refused_by_type(self, markup: str | bytes, code: str) -> None:
        """Before or while it is read, never after minutes."""
        assert refusal(markup) == code

    def test_sloppy_markup_within_the_limits_is_read(self) -> None:
        """Elements that nobody closes are common; a thousand paragraphs of them are no attack."""
        document = ingest("<p><font color=red>甲<p><b>乙" * 1500)
        assert document.text.count("甲") == 1500

    def test_a_picture_inside_the_page_is_no_crowded_tag(self) -> None:
        """Its characters are many, its attributes few."""
        assert ingest(f'<img src="data:image/png;base64,{"A" * 200_000}"><p>甲').text == "甲\n"


class TestRealPage:
    """The page in the shared folder."""

    def test_the_tables_come_with_exact_spans(self, shared_folder: Path) -> None:
        """Every position of the three tables of the form is covered exactly once, and its 125 blanks are blank."""
        path = shared_folder / "real" / "shuyang_drc_2023.html"
        truth = json.loads((path.parent / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))["cells"]
        document = HtmlIngester().ingest(path.read_bytes(), name=path.name, path=path.name)
        assert document.notes == ()
        sizes = [(14, 4), (28, 10), (4, 15)]
        for grid, (height, width) in zip(document.grids[1:], sizes, strict=True):
            covered = [
                (row, column)
                for cell in grid.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert sorted(covered) == [(row, column) for row in range(1, height + 1) for column in range(1, width + 1)]
        values = [cell for cell in document.grids[2].cells if cell.column > 3 and cell.row > 3]
        assert len(values) == 175
        assert sum(cell.start == cell.end for cell in values) == sum(isinstance(cell, dict) for cell in truth.values())
        assert [cell.text for cell in values[:7]] == ["26", "", "", "", "", "", "26"]
        assert [cell.text for cell in document.grids[3].cells[-15:]] == [*"00011", *"0000000000"]
