"""`extractor.ingest.docx_file`: the text that Word prints."""

import io
import zipfile

import pytest
from word_text import BEGIN, END, SEPARATE, MakeDocx, box, form_field, ingest, paragraph, run

from extractor.ingest import FileIngester
from extractor.ingest.docx_file import DOCX
from extractor.ingest.sniff import sniff


class TestDocument:
    """What comes back besides the text."""

    def test_a_file_becomes_a_document(self, make_docx: MakeDocx) -> None:
        """Names, hash and media type are set; a docx says neither pages nor encoding."""
        data = make_docx(paragraph("青禾镇"))
        document = FileIngester().ingest(data, name="a.docx", path="reports/a.docx")
        assert (document.name, document.path, document.media_type) == ("a.docx", "reports/a.docx", DOCX)
        assert (document.text, document.notes, document.pages, document.encoding) == ("青禾镇\n", (), None, None)
        assert len(document.sha256) == 64

    def test_the_strict_standard_reads_the_same(self, make_docx: MakeDocx) -> None:
        """Word saves it under other namespaces."""
        data = make_docx(paragraph("甲", box("乙")) + "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>")
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as strict:
            for name in archive.namelist():
                content = archive.read(name).decode()
                for kind, path in (("wordprocessingml", "main"), ("officeDocument", "relationships")):
                    content = content.replace(
                        f"http://schemas.openxmlformats.org/{kind}/2006/{path}",
                        f"http://purl.oclc.org/ooxml/{kind}/{path}",
                    )
                strict.writestr(name, content)
        assert ingest(buffer.getvalue()).text == ingest(data).text == "甲\n乙\n"

    def test_the_main_part_is_the_one_that_the_package_names(self, make_docx: MakeDocx) -> None:
        """Word's web version calls it document2."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(make_docx(paragraph("甲")))) as archive, zipfile.ZipFile(buffer, "w") as other:
            for name in archive.namelist():
                content = archive.read(name).replace(b"word/document.xml", b"word/document2.xml")
                other.writestr(name.replace("word/document.xml", "word/document2.xml"), content)
        assert sniff(buffer.getvalue()) == DOCX
        assert ingest(buffer.getvalue()).text == "甲\n"


class TestText:
    """Text outside of tables."""

    @pytest.mark.parametrize(
        ("body", "text"),
        [
            pytest.param(paragraph("甲") + paragraph() + paragraph("乙"), "甲\n乙\n", id="paragraphs"),
            pytest.param(paragraph("甲 ", " 乙", "2", "6"), "甲  乙26\n", id="spaces-stand-as-printed"),
            pytest.param("<w:p><w:r><w:t> 甲 </w:t><w:t>乙\n</w:t></w:r></w:p>", "甲乙\n", id="spaces-of-the-file"),
            pytest.param(paragraph("甲", "<w:r><w:br/></w:r>", "乙"), "甲\n乙\n", id="line-break"),
            pytest.param(paragraph("甲", '<w:r><w:br w:type="page"/></w:r>', "乙"), "甲\n乙\n", id="page-break"),
            pytest.param(paragraph("甲", "<w:r><w:tab/></w:r>", "乙"), "甲\t乙\n", id="tab"),
            pytest.param(paragraph("0512", "<w:r><w:noBreakHyphen/></w:r>", "1"), "0512-1\n", id="hyphen-that-holds"),
            pytest.param(paragraph("甲", "<w:r><w:softHyphen/></w:r>", "乙"), "甲乙\n", id="hyphen-that-may-break"),
            pytest.param(paragraph("3m", run("2", '<w:vertAlign w:val="superscript"/>')), "3m²\n", id="raised-figure"),
            pytest.param(paragraph(run("fax", "<w:caps/>")), "FAX\n", id="capitals"),
            pytest.param(paragraph("<w:hyperlink>" + run("甲") + "</w:hyperlink>"), "甲\n", id="link"),
            pytest.param(paragraph("<w:ins>" + run("甲") + "</w:ins>"), "甲\n", id="insertion"),
            pytest.param(paragraph("<w:moveTo>" + run("甲") + "</w:moveTo>"), "甲\n", id="moved-here"),
            pytest.param(
                paragraph("<w:sdt><w:sdtPr/><w:sdtContent>", run("甲"), "</w:sdtContent></w:sdt>"), "甲\n", id="control"
            ),
            pytest.param(
                "<w:sdt><w:sdtContent>" + paragraph("甲") + "</w:sdtContent></w:sdt>", "甲\n", id="control-of-blocks"
            ),
            pytest.param(
                paragraph(
                    "<w:r><w:ruby><w:rt>" + run("qīng") + "</w:rt><w:rubyBase>" + run("青") + "</w:rubyBase>"
                    "</w:ruby></w:r>",
                    "禾",
                ),
                "青禾\n",
                id="ruby",
            ),
            pytest.param(
                paragraph(
                    '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F032"/>'
                    '<w:sym w:font="Webdings" w:char="F032"/></w:r>'
                ),
                "☑2\ufffc\n",
                id="symbols",
            ),
            pytest.param(
                paragraph(
                    "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
                    "</m:f></m:oMath>"
                ),
                "1/2\n",
                id="formula",
            ),
            pytest.param(paragraph('<w:bdo w:val="rtl">' + run("62") + "</w:bdo>"), "\ufffc62\n", id="turned-around"),
            pytest.param(paragraph("甲", box("乙"), "丙") + paragraph("丁"), "甲丙\n乙\n丁\n", id="text-box-once"),
            pytest.param(
                paragraph(
                    '<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:t>9</w:t></mc:Choice><mc:Fallback>'
                    "<w:t>8</w:t></mc:Fallback></mc:AlternateContent></w:r>"
                ),
                "8\n",
                id="branch-that-word-shows",
            ),
        ],
    )
    def test_text_reads_as_word_prints_it(self, body: str, text: str, make_docx: MakeDocx) -> None:
        """Paragraphs and breaks end lines; what the file says and Word does not print stays away."""
        assert ingest(make_docx(body)).text == text

    @pytest.mark.parametrize(
        ("parts", "text"),
        [
            pytest.param(
                (BEGIN, "<w:r><w:instrText>PAGE 9</w:instrText></w:r>", SEPARATE, "8", END), "甲8乙", id="result"
            ),
            pytest.param((BEGIN, "9", BEGIN, "9", SEPARATE, "9", END, SEPARATE, "8", END), "甲8乙", id="nested"),
            pytest.param((BEGIN, "<w:r><w:instrText>XE 9</w:instrText></w:r>", END), "甲乙", id="without-result"),
            pytest.param(
                (BEGIN, r"<w:r><w:instrText> eq \o\ac(○,3)</w:instrText></w:r>", END), "甲\ufffc乙", id="drawn-by-word"
            ),
            pytest.param((BEGIN, "8"), "甲8乙", id="never-ends"),
            pytest.param((END, SEPARATE, "8"), "甲8乙", id="never-begins"),
            pytest.param(('<w:fldSimple w:instr="PAGE">' + run("8") + "</w:fldSimple>",), "甲8乙", id="short-form"),
            pytest.param(
                (
                    form_field(
                        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="无"/><w:listEntry w:val="有"/></w:ddList>'
                    ),
                    END,
                ),
                "甲有乙",
                id="choice",
            ),
            pytest.param(
                (form_field("<w:checkBox><w:checked/></w:checkBox>"), END),
                "甲☒乙",
                id="tick",
            ),
        ],
    )
    def test_fields_show_their_result(self, parts: tuple[str, ...], text: str, make_docx: MakeDocx) -> None:
        """Never their instruction; a field that is not whole hides nothing behind it."""
        assert ingest(make_docx(paragraph("甲", *parts, "乙"))).text == f"{text}\n"

    def test_a_field_ends_in_its_own_cell(self, make_docx: MakeDocx) -> None:
        """Else a mark left over in a later cell would swallow the cells between."""
        cells = "".join(f"<w:tc>{paragraph(*parts)}</w:tc>" for parts in (("甲", BEGIN), ("26",), (END, "8")))
        assert ingest(make_docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")).text == "甲\t26\t8\n"

    def test_headers_and_footers_are_the_page_s(self, make_docx: MakeDocx) -> None:
        """They are no text of the report, and no hidden text either."""
        document = ingest(make_docx(paragraph("甲"), header=paragraph("页眉"), footer=paragraph("-4-")))
        assert (document.text, document.notes) == ("甲\n", ())

    def test_text_that_lies_elsewhere_is_noted(self, make_docx: MakeDocx) -> None:
        """Word shows it in this place; nothing is fetched."""
        assert ingest(make_docx(paragraph("甲") + '<w:altChunk r:id="x"/>')).notes == ("embedded-text-not-read",)

    def test_paragraphs_are_the_lines_that_hold_something(self, make_docx: MakeDocx) -> None:
        """Their intervals cut the lines out of the text."""
        document = ingest(
            make_docx(paragraph("甲", "<w:r><w:br/><w:br/></w:r>", "乙") + paragraph("　") + paragraph("丙"))
        )
        found = [document.text[part.start : part.end] for part in document.paragraphs]
        assert found == ["甲", "乙", "丙"]


class TestNotes:
    """Footnotes and endnotes."""

    def test_a_mark_never_becomes_part_of_a_number(self, make_docx: MakeDocx) -> None:
        """Marks are raised, and count what the text refers to; the notes stand at the end, footnotes first."""
        body = paragraph(
            "收到26", '<w:r><w:endnoteReference w:id="3"/></w:r>', "件，8", '<w:r><w:footnoteReference w:id="7"/></w:r>'
        ) + paragraph("9", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        notes = "".join(
            f'<w:footnote w:id="{number}">{paragraph("<w:r><w:footnoteRef/></w:r>", text)}</w:footnote>'
            for number, text in ((1, "未引用"), (2, "乙"), (7, "甲"))
        )
        endnotes = f'<w:endnote w:id="3">{paragraph("<w:r><w:endnoteRef/></w:r>", "丙")}</w:endnote>'
        document = ingest(make_docx(body, footnotes=notes, endnotes=endnotes))
        assert document.text == "收到26ⁱ件，8¹\n9²\n¹甲\n²乙\nⁱ丙\n"

    def test_marks_are_written_as_the_settings_say(self, make_docx: MakeDocx) -> None:
        """A mark of the author's own is not counted."""
        body = paragraph(
            "甲",
            '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>',
            "乙",
            '<w:r><w:footnoteReference w:id="1"/></w:r>',
        )
        way = '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/><w:numStart w:val="3"/></w:footnotePr>'
        assert ingest(make_docx(body, settings=way, footnotes="")).text == "甲*乙③\n"
