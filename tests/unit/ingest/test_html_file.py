"""`extractor.ingest.html_file`: which text a page shows, in every encoding, and the pages that are refused."""

import pytest
from web_pages import BODY, ingest, prose, refusal

from extractor.ingest.html_file import HtmlIngester


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
