"""The converter of older formats: one suite for LibreOffice and its stand-in, and what is read through either.

LibreOffice's part is skipped where there is none.
"""

import hashlib
import io
import re
import struct
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from office import needed_libreoffice

from extractor.errors import DocumentError
from extractor.ingest import FileIngester
from extractor.ingest.ole2 import is_encrypted, root_streams
from extractor.ingest.sniff import sniff
from extractor.ports import OfficeConverter

RTF = rb"{\rtf1\ansi\ansicpg936 \'c4\'ea\'b6\'c8\'b1\'a8\'b8\'e6\par}"
"""年度报告."""
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class PlainConverter:
    """Stand-in for LibreOffice: takes RTF of plain text only, and makes a docx of one paragraph."""

    version = "stand-in 1"

    def convert(self, data: bytes, *, suffix: str, target: str) -> bytes:
        """Convert."""
        text = re.fullmatch(rb"\{\\rtf1\\ansi\\ansicpg936 (.*)\\par\}", data)
        if not text or (suffix, target) != (".rtf", "docx"):
            raise DocumentError("damaged-document", "the stand-in takes plain RTF only", hint="give it some")
        raw = re.sub(rb"\\'(..)", lambda match: bytes.fromhex(match[1].decode()), text[1])
        document = docx.Document()
        document.add_paragraph(raw.decode("gbk"))
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


@pytest.fixture(name="converter", params=["stand-in", "libreoffice"])
def converter_fixture(request: pytest.FixtureRequest) -> OfficeConverter:
    """Each implementation of the port."""
    return PlainConverter() if request.param == "stand-in" else needed_libreoffice()


class TestEveryConverter:
    """What the pipeline relies on, whoever converts."""

    def test_a_file_becomes_a_docx_with_its_text(self, converter: OfficeConverter) -> None:
        """The text is what the file prints."""
        made = docx.Document(io.BytesIO(converter.convert(RTF, suffix=".rtf", target="docx")))
        assert [paragraph.text for paragraph in made.paragraphs] == ["年度报告"]

    def test_the_same_file_gives_the_same_text_each_time(self, converter: OfficeConverter) -> None:
        """Records must not differ between runs."""
        ingester = FileIngester(converter)
        first, second = (ingester.ingest(RTF, name="a.rtf", path="a.rtf") for _ in range(2))
        assert first == second

    def test_a_file_that_cannot_be_opened_is_damaged(self, converter: OfficeConverter) -> None:
        """With a next step for the operator."""
        with pytest.raises(DocumentError) as raised:
            converter.convert(OLE2 + bytes(600), suffix=".doc", target="docx")
        assert (raised.value.code, bool(raised.value.hint)) == ("damaged-document", True)

    def test_nothing_is_left_behind(self, converter: OfficeConverter, temporary: Path) -> None:
        """Neither after a success nor after a failure."""
        converter.convert(RTF, suffix=".rtf", target="docx")
        with pytest.raises(DocumentError):
            converter.convert(OLE2 + bytes(600), suffix=".doc", target="docx")
        assert list(temporary.iterdir()) == []

    def test_several_convert_at_once(self, converter: OfficeConverter) -> None:
        """As the workers of a batch do."""

        def convert(_number: int) -> int:
            return len(docx.Document(io.BytesIO(converter.convert(RTF, suffix=".rtf", target="docx"))).paragraphs)

        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(convert, range(2))) == [1, 1]

    def test_the_version_has_a_name_and_a_number(self, converter: OfficeConverter) -> None:
        """It stands in the manifest, because another version may print another text."""
        assert re.fullmatch(r"\S+ \d[\d.]*.*", converter.version)


class TestReading:
    """`FileIngester` with the stand-in."""

    def test_the_document_is_that_of_the_file_itself(self) -> None:
        """Hash and media type are the original's, not those of what was made of it."""
        document = FileIngester(PlainConverter()).ingest(RTF, name="a.rtf", path="in/a.rtf")
        assert (document.text.strip(), document.media_type) == ("年度报告", "application/rtf")
        assert document.sha256 == hashlib.sha256(RTF).hexdigest()

    def test_without_a_converter_the_package_is_named(self) -> None:
        """The operator can act on the message alone."""
        with pytest.raises(DocumentError) as raised:
            FileIngester().ingest(RTF, name="a.rtf", path="in/a.rtf")
        assert (raised.value.code, raised.value.place) == ("converter-missing", "in/a.rtf")
        assert "libreoffice-writer-nogui" in str(raised.value)
        with pytest.raises(DocumentError, match="libreoffice-calc-nogui"):
            FileIngester().ingest(compound("Workbook", bytes(5000)), name="a.xls", path="in/a.xls")

    def test_a_locked_document_asks_for_its_password(self) -> None:
        """Told before anything is converted, in Word, Excel and OpenDocument files."""
        word = compound("WordDocument", bytes(11) + b"\x01" + bytes(5000))
        excel = compound("Workbook", struct.pack("<HH4xHH", 0x809, 4, 0x2F, 0) + bytes(5000))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            target.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        assert [_refusal(data).code for data in (word, excel, buffer.getvalue())] == ["encrypted"] * 3

    def test_a_document_that_is_cut_off_reaches_no_converter(self) -> None:
        """LibreOffice would take it for a text, and print its bytes as one."""
        data = compound("WordDocument", bytes(5000))[:1000]
        assert sniff(data + "WordDocument".encode("utf-16-le")) == "application/msword"
        assert _refusal(data + "WordDocument".encode("utf-16-le")).code == "damaged-document"

    def test_an_opendocument_bomb_reaches_no_converter(self) -> None:
        """LibreOffice would unpack all of it."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
            target.writestr("content.xml", bytes(20 << 20))
        with pytest.raises(DocumentError) as raised:
            FileIngester(PlainConverter()).ingest(buffer.getvalue(), name="a.odt", path="a.odt")
        assert raised.value.code == "zip-bomb"


def _refusal(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as raised:
        FileIngester().ingest(data, name="a", path="a")
    return raised.value


def compound(stream: str, content: bytes) -> bytes:
    """A compound file with one stream of more than 4096 bytes, in sectors of 512."""
    sectors = -(-len(content) // 512)
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    table = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]
    header = (
        OLE2
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<109I", 0, *[free] * 108)
    )

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        tree = struct.pack("<HBBIII", len(raw) + 2, kind, 1, free, free, child)
        return raw.ljust(64, b"\x00") + tree + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, len(content))
    return (
        header
        + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
        + directory.ljust(512, b"\x00")
        + content.ljust(sectors * 512, b"\x00")
    )


def test_the_compound_file_of_these_tests_is_one() -> None:
    """Its stream is found by the directory, not by its letters."""
    data = compound("WordDocument", "Workbook".encode("utf-16-le") + bytes(5000))
    assert root_streams(data) == {"WordDocument"}
    assert sniff(data) == "application/msword"
    assert not is_encrypted(data)
