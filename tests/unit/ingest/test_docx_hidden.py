"""Text that a Word document holds and does not print."""

from collections.abc import Callable

import pytest

from extractor.ingest.docx_file import DocxIngester
from extractor.ingest.docx_reader import DocxReader
from extractor.ingest.hidden import HiddenText
from extractor.ingest.ooxml_package import open_package
from extractor.model import Document

MakeDocx = Callable[..., bytes]

VANISH, WHITE = "<w:vanish/>", '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'


def ingest(data: bytes) -> Document:
    """Ingests a file."""
    return DocxIngester().ingest(data, name="a.docx", path="a.docx")


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def style(name: str, properties: str, kind: str = "paragraph", based_on: str = "") -> str:
    """A style."""
    inner = f'<w:basedOn w:val="{based_on}"/><w:rPr>{properties}</w:rPr>'
    return f'<w:style w:type="{kind}" w:styleId="{name}">{inner}</w:style>'


def anchored(left: int, relative: str = "page") -> str:
    """A text box at a distance from the page's left edge, in the units of drawings."""
    return (
        f'<w:r><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/><wp:positionH relativeFrom="{relative}">'
        f"<wp:posOffset>{left}</wp:posOffset></wp:positionH><wps:wsp><wps:txbx><w:txbxContent>{paragraph(run('乙'))}"
        "</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r>"
    )


@pytest.mark.parametrize(
    ("hidden", "reason"),
    [
        pytest.param(run("乙", VANISH), "vanish", id="vanish"),
        pytest.param(run("乙", WHITE), "same-colour", id="white"),
        pytest.param(run("乙", '<w:color w:val="FEFEF8"/>'), "same-colour", id="nearly-white"),
        pytest.param(run("乙", '<w:color w:val="1F3864"/>' + DARK), "same-colour", id="colour-of-its-shade"),
        pytest.param(
            run("乙", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'), "same-colour", id="highlight"
        ),
        pytest.param(
            run("乙", '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>'),
            "same-colour",
            id="white-fill",
        ),
        pytest.param(run("乙", '<w:sz w:val="2"/>'), "tiny-text", id="one-point"),
        pytest.param(run("乙", "<w:strike/>"), "struck-out", id="strike"),
        pytest.param(run("乙", "<w:dstrike/>"), "struck-out", id="double-strike"),
        pytest.param(f"<w:del>{run('乙').replace('w:t>', 'w:delText>')}</w:del>", "deleted", id="deletion"),
        pytest.param(f"<w:moveFrom>{run('乙')}</w:moveFrom>", "deleted", id="moved-away"),
        pytest.param(f"<w:ins><w:del>{run('乙')}</w:del></w:ins>", "deleted", id="inserted-and-deleted"),
        pytest.param(anchored(-5_000_000), "off-page", id="box-left-of-the-page"),
        pytest.param(anchored(-5_000_000, "margin"), "off-page", id="box-far-from-the-margin"),
        pytest.param(
            "<w:r><w:pict><v:shape style='visibility: hidden'><v:textbox><w:txbxContent>"
            f"{paragraph(run('乙'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
            "visibility-hidden",
            id="invisible-box",
        ),
        pytest.param(
            anchored(0).replace("<w:r>", f"<w:r><w:rPr>{VANISH}</w:rPr>", 1), "vanish", id="box-in-a-hidden-run"
        ),
    ],
)
def test_hidden_text_is_taken_out_and_reported(hidden: str, reason: str, make_docx: MakeDocx) -> None:
    """Under the reason that every format uses; the text around it closes up."""
    document = ingest(make_docx(paragraph(run("甲"), hidden, run("丙"))))
    assert document.text == "甲丙\n"
    assert document.notes == (f"hidden-text:{reason}:乙",)


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(run("乙", "<w:webHidden/>"), id="hidden-on-the-web-only"),
        pytest.param(run("乙", '<w:vanish w:val="0"/>'), id="switched-off"),
        pytest.param(run("乙", WHITE + DARK), id="white-on-dark"),
        pytest.param(run("乙", WHITE + '<w:highlight w:val="black"/>'), id="white-on-highlight"),
        pytest.param(run("乙", WHITE + "<w:outline/>"), id="white-with-an-outline"),
        pytest.param(run("乙", '<w:color w:val="auto"/>'), id="automatic"),
        pytest.param(run("乙", WHITE + '<w:shd w:val="pct50" w:fill="auto"/>'), id="white-on-a-pattern"),
        pytest.param(run("乙", '<w:sz w:val="3"/>'), id="small"),
        pytest.param(anchored(0), id="box-on-the-page"),
        pytest.param(anchored(-900_000, "margin"), id="box-in-the-margin"),
    ],
)
def test_text_that_is_seen_stays(seen: str, make_docx: MakeDocx) -> None:
    """However it is formatted."""
    document = ingest(make_docx(paragraph(run("甲"), seen)))
    assert document.text.replace("\n", "") == "甲乙"
    assert document.notes == ()


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ('<w:ind w:left="-20000"/>', "off-page"),
        ('<w:framePr w:x="-20000"/>', "off-page"),
        ('<w:spacing w:line="20" w:lineRule="exact"/>', "zero-size"),
    ],
)
def test_a_paragraph_may_be_out_of_sight(properties: str, reason: str, make_docx: MakeDocx) -> None:
    """By its place or its height."""
    document = ingest(make_docx(paragraph(run("甲")) + paragraph(run("乙"), properties=properties)))
    assert (document.text, document.notes) == ("甲\n", (f"hidden-text:{reason}:乙",))


class TestStyles:
    """What a style hides."""

    @pytest.mark.parametrize(
        ("styles", "used"),
        [
            pytest.param(style("a", VANISH), {"paragraph": "a"}, id="paragraph"),
            pytest.param(style("a", VANISH, "character"), {"characters": "a"}, id="character"),
            pytest.param(
                style("a", VANISH) + style("b", "", based_on="a") + style("c", "", based_on="b"),
                {"paragraph": "c"},
                id="inherited",
            ),
            pytest.param(
                style("a", VANISH) + style("b", '<w:vanish w:val="0"/>', "character"),
                {"paragraph": "a", "characters": "b"},
                id="a-style-cannot-switch-another-off",
            ),
            pytest.param(
                "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
                {},
                id="defaults",
            ),
            pytest.param(style("a", VANISH).replace("<w:style ", '<w:style w:default="1" '), {}, id="usual-style"),
        ],
    )
    def test_a_style_hides_its_text(self, styles: str, used: dict[str, str], make_docx: MakeDocx) -> None:
        """Through every way in which a style comes to a run."""
        body = self._body(used, "乙") + paragraph(run("甲", '<w:vanish w:val="0"/>'))
        document = ingest(make_docx(body, styles=styles))
        assert (document.text, document.notes) == ("甲\n", ("hidden-text:vanish:乙",))

    @pytest.mark.parametrize(
        ("styles", "used"),
        [
            pytest.param(
                style("a", VANISH) + style("b", '<w:vanish w:val="0"/>', based_on="a"),
                {"paragraph": "b"},
                id="taken-back",
            ),
            pytest.param(
                style("a", VANISH) + style("b", VANISH, "character"), {"paragraph": "a", "characters": "b"}, id="twice"
            ),
            pytest.param(style("a", VANISH), {}, id="not-used"),
        ],
    )
    def test_a_style_may_show_its_text_again(self, styles: str, used: dict[str, str], make_docx: MakeDocx) -> None:
        """The nearer style holds; two styles that both switch, switch back."""
        assert ingest(make_docx(self._body(used, "乙"), styles=styles)).text == "乙\n"

    @staticmethod
    def _body(used: dict[str, str], text: str) -> str:
        characters = f'<w:rStyle w:val="{used["characters"]}"/>' if "characters" in used else ""
        own = f'<w:pStyle w:val="{used["paragraph"]}"/>' if "paragraph" in used else ""
        return paragraph(run(text, characters), properties=own)


class TestTables:
    """White text on the shades of tables."""

    TABLE = (
        "<w:tbl><w:tblPr>{}</w:tblPr><w:tr><w:tc><w:tcPr>{}</w:tcPr>"
        + paragraph(run("乙", WHITE))
        + "</w:tc><w:tc>"
        + paragraph(run("甲"))
        + "</w:tc></w:tr></w:tbl>"
    )
    STYLED = (
        '<w:style w:type="table" w:styleId="t"><w:tblStylePr w:type="firstRow"><w:tcPr>{}</w:tcPr></w:tblStylePr>'
        "</w:style>"
    )

    @pytest.mark.parametrize(
        ("table", "cell", "seen"),
        [
            pytest.param("", "", False, id="on-paper"),
            pytest.param("", DARK, True, id="cell-shade"),
            pytest.param(DARK, "", True, id="table-shade"),
            pytest.param(DARK, '<w:shd w:val="clear" w:fill="FFFFFF"/>', False, id="cell-over-table"),
            pytest.param('<w:tblStyle w:val="t"/><w:tblLook w:val="0020"/>', "", True, id="style-of-the-first-row"),
            pytest.param('<w:tblStyle w:val="t"/><w:tblLook w:firstRow="0"/>', "", False, id="style-not-used"),
        ],
    )
    def test_white_text_is_seen_on_a_dark_cell(self, table: str, cell: str, seen: bool, make_docx: MakeDocx) -> None:
        """Whether the cell, the table or its style asks for the shade."""
        document = ingest(make_docx(self.TABLE.format(table, cell), styles=self.STYLED.format(DARK)))
        assert document.text == ("乙\t甲\n" if seen else "\t甲\n")
        assert document.notes == (() if seen else ("hidden-text:same-colour:乙",))

    def test_a_row_without_height_is_not_seen(self, make_docx: MakeDocx) -> None:
        """A row of hidden text that Word hides as a whole leaves nothing; a flat one stays, and is blank."""
        made = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
        body = (
            "<w:tbl>"
            + "".join(
                made.format(properties, paragraph(run(text, mark)), paragraph(run(text, mark)))
                for properties, text, mark in (
                    ("", "甲", ""),
                    ("<w:hidden/>", "9", VANISH),
                    ('<w:trHeight w:val="10" w:hRule="exact"/>', "7", ""),
                )
            )
            + "</w:tbl>"
        )
        document = ingest(make_docx(body))
        assert document.text == "甲\t甲\n\t\n"
        assert document.notes == ("hidden-text:vanish:9 9", "hidden-text:zero-size:7 7")


class TestChanges:
    """Tracked changes and comments."""

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self, make_docx: MakeDocx) -> None:
        """And so does a hidden one."""
        for mark in ("<w:del/>", VANISH):
            body = (
                paragraph(run("甲"), properties=f"<w:rPr>{mark}</w:rPr>") + paragraph(run("乙")) + paragraph(run("丙"))
            )
            assert ingest(make_docx(body)).text == "甲乙\n丙\n"

    def test_joined_paragraphs_carry_the_number_of_the_last(self, make_docx: MakeDocx) -> None:
        """Its mark is the one that stays."""
        numbering = (
            '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
            '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        )
        listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
        body = paragraph(run("甲"), properties=f"{listed}<w:rPr><w:del/></w:rPr>") + paragraph(
            run("乙"), properties=listed
        )
        assert ingest(make_docx(body, numbering=numbering)).text == "1. 甲乙\n"

    def test_comments_are_hidden_text(self, make_docx: MakeDocx) -> None:
        """One note each."""
        comments = "".join(f"<w:comment>{paragraph(run(text))}</w:comment>" for text in ("改为 9", "同意"))
        document = ingest(make_docx(paragraph(run("甲")), comments=comments))
        assert (document.text, document.notes) == ("甲\n", ("hidden-text:comment:改为 9", "hidden-text:comment:同意"))


def test_characters_without_width_are_taken_out_and_counted(make_docx: MakeDocx) -> None:
    """They can split a number in the eye of a program alone."""
    document = ingest(make_docx(paragraph(run("2\u200b6件"))))
    assert (document.text, document.notes) == ("26件\n", ("hidden-text:zero-width:U+200B×1",))


def test_white_text_on_a_coloured_page_is_seen(make_docx: MakeDocx) -> None:
    """If the document shows the colour of its page."""
    before, settings = '<w:background w:color="1F3864"/>', "<w:displayBackgroundShape/>"
    body = paragraph(run("甲", WHITE)) + paragraph(run("乙"))
    assert ingest(make_docx(body, before=before, settings=settings)).text == "甲\n乙\n"
    assert ingest(make_docx(body, before=before)).text == "乙\n"


def test_the_reader_names_the_elements_that_it_took_out(make_docx: MakeDocx) -> None:
    """A file without them is what the second parser gets."""
    body = paragraph(run("甲"), run("乙", VANISH), f"<w:del>{run('丙')}</w:del>")
    reader = DocxReader(open_package(make_docx(body)), HiddenText())
    reader.read()
    assert ["".join(part.text or "" for part in taken.iter() if part.text) for taken in reader.taken_out] == [
        "乙",
        "丙",
    ]
