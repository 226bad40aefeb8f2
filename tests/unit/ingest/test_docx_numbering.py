"""The numbers that Word prints before paragraphs."""

from collections.abc import Callable

import pytest

from extractor.ingest.docx_file import DocxIngester
from extractor.ingest.docx_numerals import numeral

MakeDocx = Callable[..., bytes]


def level(number: int, way: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{number}"><w:numFmt w:val="{way}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbered(text: str, list_id: int = 1, at: int = 0, properties: str = "") -> str:
    """A paragraph that belongs to a list."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>{properties}</w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def lists(*levels: str, more: str = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>') -> str:
    """One abstract list, which the lists 1 and 2 share."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'
    )


def lines(data: bytes) -> list[str]:
    """The lines of a document."""
    return DocxIngester().ingest(data, name="a.docx", path="a.docx").text.splitlines()


NOTHING = '<w:suff w:val="nothing"/>'


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("decimal", {1: "1", 10: "10", 0: "0"}),
        ("decimalZero", {1: "01", 12: "12"}),
        (
            "chineseCounting",
            {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 25: "二十五", 99: "九十九", 105: "一○五"},
        ),
        (
            "chineseCountingThousand",
            {10: "十", 19: "十九", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十"},
        ),
        ("chineseCountingThousand", {1001: "一千零一", 1010: "一千零一十", 2000: "二千", 10_000: "10000"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 26: "贰拾陆"}),
        ("ideographDigital", {1: "一", 10: "一〇", 25: "二五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {2: "B"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 1994: "MCMXCIV", 4000: "4000"}),
        ("lowerRoman", {6: "vi"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalFullWidth", {12: "１２"}),
        ("numberInDash", {4: "- 4 -"}),
        ("none", {1: ""}),
        ("bullet", {1: ""}),
        ("unheardOf", {5: "5"}),
    ],
)
def test_numerals_are_written_as_their_style_asks(style: str, printed: dict[int, str]) -> None:
    """By the descriptions in the standard; beyond its range a style gives plain figures."""
    assert {number: numeral(number, style) for number in printed} == printed


class TestLists:
    """Counting."""

    def test_headings_of_a_report_come_with_their_numbers(self, make_docx: MakeDocx) -> None:
        """Levels count by themselves and begin anew below each higher one; the gap is as the level says."""
        numbering = lists(
            level(0, "chineseCounting", "%1、", NOTHING),
            level(1, "chineseCounting", "（%2）", NOTHING),
            level(2, "decimal", "%3."),
        )
        steps = [
            (0, "总体情况"),
            (1, "主动公开"),
            (2, "规章"),
            (2, "文件"),
            (1, "依申请公开"),
            (2, "受理"),
            (0, "问题"),
            (1, "不足"),
        ]
        body = "".join(numbered(text, at=at) for at, text in steps)
        assert lines(make_docx(body, numbering=numbering)) == [
            *("一、总体情况", "（一）主动公开", "1. 规章", "2. 文件"),
            *("（二）依申请公开", "1. 受理", "二、问题", "（一）不足"),
        ]

    def test_a_label_may_name_higher_levels(self, make_docx: MakeDocx) -> None:
        """In their own way of counting, or all in figures; a level that was passed over counts as begun."""
        numbering = lists(
            level(0, "chineseCounting", "%1"),
            level(1, "decimal", "%1.%2"),
            level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        )
        body = numbered("甲") + numbered("乙", at=2) + numbered("丙", at=1) + numbered("丁", at=1)
        assert lines(make_docx(body, numbering=numbering)) == ["一 甲", "1.1.1 乙", "一.1 丙", "一.2 丁"]

    def test_lists_on_one_pattern_go_on_counting_unless_told_to_begin_anew(self, make_docx: MakeDocx) -> None:
        """The start of an override holds once, when its list is first used."""
        more = (
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        )
        numbering = lists(level(0, "decimal", "%1."), more=more)
        body = "".join(numbered("甲", number) for number in (1, 1, 2, 3, 3))
        assert [line[0] for line in lines(make_docx(body, numbering=numbering))] == ["1", "2", "3", "5", "6"]

    def test_an_override_may_bring_a_level_of_its_own(self, make_docx: MakeDocx) -> None:
        """With another way of counting and another start."""
        more = (
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
            + level(0, "upperRoman", "%1)", '<w:start w:val="4"/>')
            + "</w:lvlOverride></w:num>"
        )
        body = numbered("甲", 2) + numbered("乙", 2)
        assert lines(make_docx(body, numbering=lists(level(0, "decimal", "%1."), more=more))) == ["IV) 甲", "V) 乙"]

    def test_a_level_may_go_on_counting_below_another(self, make_docx: MakeDocx) -> None:
        """`lvlRestart` 0 is never."""
        numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>'))
        body = "".join(numbered("甲", at=at) for at in (0, 1, 0, 1))
        assert lines(make_docx(body, numbering=numbering)) == ["1. 甲", "(1) 甲", "2. 甲", "(2) 甲"]

    def test_styles_bring_their_list_along(self, make_docx: MakeDocx) -> None:
        """At the level that the list ties to the style, also through a style based on it; number 0 takes it away."""
        numbering = lists(
            level(0, "chineseCounting", "%1、", NOTHING), level(1, "decimal", "%2.", '<w:pStyle w:val="h2"/>')
        )
        styles = (
            '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
            "</w:style>"
            '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
        )
        body = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{own}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
            for style, own in (("h1", ""), ("h2", ""), ("h2", '<w:numPr><w:numId w:val="0"/></w:numPr>'), ("h1", ""))
        )
        assert lines(make_docx(body, numbering=numbering, styles=styles)) == ["一、甲", "1. 甲", "甲", "二、甲"]

    def test_a_list_style_keeps_the_levels(self, make_docx: MakeDocx) -> None:
        """The abstract list only links to it."""
        numbering = (
            '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="s"/></w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="s"/>{level(0, "decimal", "%1)")}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
        )
        styles = (
            '<w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        )
        assert lines(make_docx(numbered("甲"), numbering=numbering, styles=styles)) == ["1) 甲"]

    def test_bullets_are_printed(self, make_docx: MakeDocx) -> None:
        """Those of symbol fonts as a common sign."""
        numbering = lists(level(0, "bullet", "\uf06c"), level(1, "bullet", "●"))
        assert lines(make_docx(numbered("甲") + numbered("乙", at=1), numbering=numbering)) == ["• 甲", "● 乙"]

    def test_a_number_alone_is_printed_in_its_cell(self, make_docx: MakeDocx) -> None:
        """Columns of ordinals are often made so."""
        cells = "".join(f"<w:tr><w:tc>{numbered('')}</w:tc><w:tc>{numbered('甲', 9)}</w:tc></w:tr>" for _ in range(2))
        body = f"<w:tbl>{cells}</w:tbl>"
        assert lines(make_docx(body, numbering=lists(level(0, "decimal", "%1")))) == ["1\t甲", "2\t甲"]

    def test_a_deleted_or_hidden_paragraph_is_not_counted(self, make_docx: MakeDocx) -> None:
        """Word counts what it shows."""
        gone = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>{}</w:rPr></w:pPr>{}</w:p>'
        deleted = gone.format("<w:del/>", "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>")
        hidden = gone.format("<w:vanish/>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>丙</w:t></w:r>")
        body = numbered("甲") + deleted + hidden + numbered("丁")
        assert lines(make_docx(body, numbering=lists(level(0, "decimal", "%1.")))) == ["1. 甲", "2. 丁"]
