"""`extractor.ingest.sniff`: the media type from the bytes alone."""

import io
import zipfile

import pytest

from extractor.ingest.sniff import sniff

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def archive(*names: str, content: str = "") -> bytes:
    """A zip archive with these parts, uncompressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in names:
            target.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param("一、总体情况\n".encode(), "text/plain", id="utf-8"),
        pytest.param("一、总体情况\n".encode("gb18030"), "text/plain", id="gb18030"),
        pytest.param("一、总体情况\n".encode("utf-16-le"), "text/plain", id="utf-16-without-mark"),
        pytest.param("一、总体情况\n".encode("utf-16"), "text/plain", id="utf-16"),
        pytest.param(b"", "text/plain", id="empty"),
        pytest.param("# 年度报告\n\n| 行政许可 | 94 |\n|---|---|\n".encode(), "text/plain", id="markdown"),
        pytest.param("行政许可,94\n行政处罚,19\n".encode(), "text/plain", id="csv"),
        pytest.param("[bookmark: _GoBack]六、其他\n".encode(), "text/plain", id="bookmark-is-no-json"),
        pytest.param("[1]\n注释\n".encode(), "text/plain", id="footnote-is-no-json"),
        pytest.param("本页用 <table> 排版\n".encode(), "text/plain", id="tag-in-prose"),
        pytest.param(b"PKU", "text/plain", id="letters-of-a-zip"),
    ],
)
def test_text_is_text_in_every_encoding(data: bytes, media_type: str) -> None:
    """Markdown, CSV and brackets do not make another format of a text."""
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(b"<!DOCTYPE html><html></html>", "text/html", id="doctype"),
        pytest.param("\ufeff\n<!-- 模板 --><HTML><body>".encode(), "text/html", id="mark-comment-capitals"),
        pytest.param(b"<table><tr><td>0</td></tr></table>", "text/html", id="fragment"),
        pytest.param(b'<?xml version="1.0"?><html>', "text/html", id="xhtml"),
        pytest.param("<html><body>".encode("utf-16"), "text/html", id="utf-16"),
        pytest.param(b'<?xml version="1.0"?><report/>', "application/xml", id="xml"),
        pytest.param(b'{"year": 2023}', "application/json", id="json-object"),
        pytest.param(b"[1, 2]", "application/json", id="json-list"),
        pytest.param(b'{"year": 2022}\n{"year": 2023}\n', "application/json", id="json-lines"),
    ],
)
def test_markup_and_data_are_told_from_prose(data: bytes, media_type: str) -> None:
    """HTML shows in its first tag, JSON by being JSON."""
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(b"%PDF-1.7\n", "application/pdf", id="pdf"),
        pytest.param(b"\n\n%PDF-1.4\n", "application/pdf", id="pdf-behind-blank-lines"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00", "image/png", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "image/jpeg", id="jpeg"),
        pytest.param(b"GIF89a", "image/gif", id="gif"),
        pytest.param(b"II*\x00", "image/tiff", id="tiff-little"),
        pytest.param(b"MM\x00*", "image/tiff", id="tiff-big"),
        pytest.param(b"{\\rtf1\\ansi", "application/rtf", id="rtf"),
        pytest.param(b"MIME-Version: 1.0\r\n", "multipart/related", id="web-archive"),
        pytest.param(b"\x1f\x8b\x08", "application/gzip", id="gzip"),
        pytest.param(OLE2 + bytes(8) + "WordDocument".encode("utf-16-le"), "application/msword", id="doc"),
        pytest.param(OLE2 + bytes(8) + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel", id="xls"),
        pytest.param(
            OLE2 + bytes(8) + "EncryptedPackage".encode("utf-16-le"), "application/x-ole-encrypted", id="password"
        ),
        pytest.param(OLE2 + bytes(8), "application/x-ole-storage", id="other-compound-file"),
        pytest.param(b"\x00\x01\x02\x03", "application/octet-stream", id="unknown"),
    ],
)
def test_binary_formats_show_in_their_first_bytes(data: bytes, media_type: str) -> None:
    """Signatures come from the formats' own specifications."""
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(archive("[Content_Types].xml", "word/document.xml"), WORD, id="docx"),
        pytest.param(archive("[Content_Types].xml", "xl/workbook.xml"), EXCEL, id="xlsx"),
        pytest.param(archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd", id="ofd"),
        pytest.param(
            archive("mimetype", content="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
            id="odt",
        ),
        pytest.param(archive("report.txt"), "application/zip", id="other-archive"),
        pytest.param(archive(), "application/zip", id="empty-archive"),
        pytest.param(archive("word/document2.xml"), WORD, id="docx-of-the-web-version"),
        pytest.param(archive("word/document.xml")[:60], WORD, id="cut-off-docx"),
        pytest.param(archive("word/document.xml")[:40], "application/zip", id="cut-off-archive"),
    ],
)
def test_the_directory_of_a_zip_tells_office_files_apart(data: bytes, media_type: str) -> None:
    """An archive is what its parts make it; a broken one is an archive still."""
    assert sniff(data) == media_type
