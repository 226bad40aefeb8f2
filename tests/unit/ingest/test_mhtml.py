"""`extractor.ingest.mhtml`: the page of a saved web page."""

import base64
import hashlib
import quopri

import pytest

from extractor.errors import DocumentError
from extractor.ingest import FileIngester
from extractor.ingest.sniff import sniff

PAGE = "<html><body><p>一、总体情况</p><table><tr><td>行政许可</td><td>94</td></tr></table></body></html>"


def saved(*parts: str, before: str = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?a?=\r\n", start: str = "") -> bytes:
    """A saved page with these parts."""
    content_type = f'multipart/related;\r\n\ttype="text/html"; {start}boundary="--b"'
    header = f"{before}MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n"
    body = "".join(f"\r\n----b\r\n{part}" for part in parts)
    return f"{header}\r\n{body}\r\n----b--\r\n".encode("ascii")


def part(page: str, charset: str, *, named: str = "") -> str:
    """A page as a part, in the encoding that Word uses for it."""
    body = base64.encodebytes(page.encode(charset)).decode()
    return f'Content-Type: text/html; charset="{charset}"\r\n{named}Content-Transfer-Encoding: base64\r\n\r\n{body}'


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "utf-16"])
def test_the_page_is_read_in_the_encoding_that_its_part_names(charset: str) -> None:
    """Pictures and styles beside it are left out; the hash is that of the file."""
    data = saved("Content-Type: text/css\r\n\r\np {}", part(PAGE, charset))
    document = FileIngester().ingest(data, name="a.mht", path="in/a.mht")
    assert document.text.splitlines() == ["一、总体情况", "行政许可\t94"]
    assert (document.media_type, document.sha256) == ("multipart/related", hashlib.sha256(data).hexdigest())


def test_quoted_printable_is_undone() -> None:
    """Browsers save pages so."""
    body = quopri.encodestring(PAGE.encode()).decode()
    page = f"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
    assert "行政许可\t94" in FileIngester().ingest(saved(page), name="a.mht", path="a.mht").text


def test_the_part_that_the_header_names_is_the_page() -> None:
    """Advertisements in frames may come first."""
    frame, page = part("<p>广告</p>", "utf-8"), part(PAGE, "utf-8", named="Content-ID: <page>\r\n")
    read = FileIngester().ingest(saved(frame, page, start='start="<page>"; '), name="a.mht", path="a.mht")
    assert "行政许可\t94" in read.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(saved("Content-Type: text/css\r\n\r\np {}"), "damaged-document", id="no-page"),
        pytest.param(saved(part("", "utf-8")), "damaged-document", id="empty-page"),
        pytest.param(saved(*["Content-Type: multipart/mixed\r\n\r\n"] * 200), "too-deep", id="parts-without-end"),
    ],
)
def test_what_holds_no_page_is_refused(data: bytes, code: str) -> None:
    """With its place and a next step."""
    with pytest.raises(DocumentError) as raised:
        FileIngester().ingest(data, name="a.mht", path="in/a.mht")
    assert (raised.value.code, raised.value.place, bool(raised.value.hint)) == (code, "in/a.mht", True)


def test_a_saved_page_is_told_by_its_header() -> None:
    """Whatever line comes first; a letter that merely speaks of one is a text."""
    assert sniff(saved(part(PAGE, "utf-8"))) == "multipart/related"
    assert sniff(saved(part(PAGE, "utf-8"), before="")) == "multipart/related"
    assert sniff("说明：\n\nContent-Type: multipart/related\n".encode()) == "text/plain"
