"""`extractor.ingest.docx_file`: files that are refused, and those that are nearly."""

import pytest
from word_text import MakeDocx, ingest, paragraph, refusal, run


class TestRefusals:
    """Files that are no readable document, through the ingester of all formats."""

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            pytest.param("", "empty-file", id="no-text"),
            pytest.param(paragraph("　 "), "empty-file", id="blank"),
            pytest.param("<w:p><w:r><w:drawing/></w:r></w:p>", "empty-file", id="picture-only"),
            pytest.param(paragraph("?" * 400), "mojibake", id="question-marks"),
            pytest.param("</w:body>", "damaged-archive", id="not-well-formed"),
            pytest.param("<w:tbl><w:tr><w:tc>" * 100_000, "too-deep", id="nested-tables"),
            pytest.param(
                "<w:tbl><w:tr>" + "<w:tc/>" * 200_001 + "</w:tr></w:tbl>" + paragraph("甲"),
                "too-many-cells",
                id="cells",
            ),
            pytest.param(
                "<w:tbl><w:tr>"
                + '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>8</w:t></w:r></w:p></w:tc>' * 20
                + "</w:tr></w:tbl>",
                "too-many-cells",
                id="spans",
            ),
        ],
    )
    def test_a_document_that_cannot_be_read_is_refused_by_type(self, body: str, code: str, make_docx: MakeDocx) -> None:
        """With the file's name and a next step."""
        assert refusal(make_docx(body)) == code

    def test_a_file_cut_off_on_its_way_is_called_damaged(self, make_docx: MakeDocx) -> None:
        """Its directory is lost, but it still shows what it was."""
        assert refusal(make_docx(paragraph("甲"))[:-100]) == "damaged-archive"

    def test_a_password_is_named(self) -> None:
        """Word wraps the document into an old compound file."""
        locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
        assert refusal(locked) == "encrypted"

    @pytest.mark.parametrize(
        ("opening", "closing"),
        [
            ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
            ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
            ("<w:customXml>", "</w:customXml>"),
        ],
    )
    def test_nesting_within_the_limit_is_read(self, opening: str, closing: str, make_docx: MakeDocx) -> None:
        """As deep as the parser goes, the reader goes."""
        depth = 240 // opening.count("<")
        assert ingest(make_docx(opening * depth + paragraph("甲") + closing * depth)).text == "甲\n"

    def test_nested_inline_parts_within_the_limit_are_read(self, make_docx: MakeDocx) -> None:
        """The same inside a paragraph, and inside a formula."""
        links = "<w:hyperlink>" * 240 + run("甲") + "</w:hyperlink>" * 240
        sums = "<m:oMath>" + "<m:e>" * 240 + "<m:t>8</m:t>" + "</m:e>" * 240 + "</m:oMath>"
        assert ingest(make_docx(paragraph(links) + paragraph(sums))).text == "甲\n8\n"

    def test_styles_based_on_themselves_end(self, make_docx: MakeDocx) -> None:
        """In a circle of two."""
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
            for one, other in (("a", "b"), ("b", "a"))
        )
        body = paragraph("甲", properties='<w:pStyle w:val="a"/>') + paragraph("乙", properties='<w:pStyle w:val="b"/>')
        assert ingest(make_docx(body, styles=styles)).text == "甲\n乙\n"
