"""`extractor.ingest.ooxml_package`: what is found out about an Office file before anything in it is believed."""

import io
import resource
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from extractor.errors import DocumentError
from extractor.ingest.ooxml_package import MOST_MEMBERS, open_package

MEBIBYTE = 2**20


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def refusal(data: bytes) -> str:
    """The code with which a package or its first part is refused; every refusal says what to do next."""
    with pytest.raises(DocumentError) as caught:
        open_package(data).tree("a.xml")
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value.code


def with_flag(data: bytes, flag: int) -> bytes:
    """The archive with a flag set on every member, in the directory and before each of them."""
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", data, at + offset)
            data = data[: at + offset] + struct.pack("<H", flags | flag) + data[at + offset + 2 :]
            at = data.find(signature, at + 4)
    return data


def with_size(data: bytes, size: int) -> bytes:
    """The archive whose first member says that it unpacks to so many bytes."""
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        data = data[: at + offset] + struct.pack("<I", size) + data[at + offset + 4 :]
    return data


class TestParts:
    """What an honest package gives."""

    def test_parts_come_by_name(self) -> None:
        """As bytes and as a tree."""
        package = open_package(zipped(("a.xml", b"<a>1</a>"), ("media/b.bin", b"\0\1")))
        assert package.names == ("a.xml", "media/b.bin")
        assert package.part("media/b.bin") == b"\0\1"
        assert (package.tree("a.xml").tag, package.tree("a.xml").text) == ("a", "1")

    @pytest.mark.parametrize(
        "data",
        [
            "<?xml version='1.0' encoding='UTF-8'?><a>甲</a>".encode(),
            "<a>甲</a>".encode("utf-8-sig"),
            "<?xml version='1.0' encoding='UTF-16'?><a>甲</a>".encode("utf-16"),
            "<?xml version='1.0' encoding='UTF-16'?><a>甲</a>".encode("utf-16-be"),
            "<a>甲</a>".encode("utf-16-le"),
            "<a>甲<!-- 乙 --><?x 丙?></a>".encode(),
        ],
    )
    def test_xml_reads_in_both_encodings_of_the_standard(self, data: bytes) -> None:
        """Comments and instructions are not in the tree."""
        assert open_package(zipped(("a.xml", data))).tree("a.xml").text == "甲"

    def test_the_strict_standard_reads_as_the_transitional_one(self) -> None:
        """Its namespaces have other names; a text that mentions one keeps it."""
        name = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        tree = open_package(zipped(("a.xml", f'<w:p xmlns:w="{name}">{name}</w:p>'.encode()))).tree("a.xml")
        assert tree.tag == "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
        assert tree.text == name

    def test_relations_name_other_parts_and_follow_nothing_outside(self) -> None:
        """Targets count from the part's own folder or from the top; what lies outside is only named."""
        ties = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/styles" Target="s.xml"/>
            <Relationship Id="2" Type="http://x/styles" Target="/other/t.xml"/>
            <Relationship Id="3" Type="http://x/styles" Target="gone.xml"/>
            <Relationship Id="4" Type="http://x/styles" Target="http://example.org/s.xml" TargetMode="External"/>
            </Relationships>"""
        members = [("word/_rels/d.xml.rels", ties), ("word/s.xml", b"<a/>"), ("other/t.xml", b"<a/>")]
        package = open_package(zipped(*members))
        assert package.related("word/d.xml", "styles") == ("word/s.xml", "other/t.xml")
        assert [tie.external for tie in package.relations("word/d.xml")] == [False, False, False, True]
        assert package.relations("word/s.xml") == ()

    def test_macros_are_noted(self) -> None:
        """They are never run."""
        assert open_package(zipped(("word/vbaProject.bin", b"x"))).notes == ("macros-not-run",)
        assert open_package(zipped(("word/document.xml", b"<a/>"))).notes == ()


class TestRefusals:
    """Packages that are damaged, locked or made to do harm."""

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            pytest.param(b"", "empty-file", id="no-bytes"),
            pytest.param(b"PK\x03\x04 no archive", "damaged-archive", id="no-archive"),
            pytest.param(zipped(("a.xml", b"<a>" + b"x" * 999 + b"</a>"))[:-30], "damaged-archive", id="cut-off"),
            pytest.param(zipped(("b.xml", b"<a/>")), "damaged-archive", id="part-missing"),
            pytest.param(zipped(("a.xml", b"<a><b></a>")), "damaged-archive", id="not-well-formed"),
            pytest.param(zipped(("a.xml", b"")), "damaged-archive", id="empty-part"),
            pytest.param(zipped(("a.xml", b"\xff\xfe<")), "damaged-archive", id="half-a-character"),
            pytest.param(zipped(("a.xml", b"<a/>"), ("A.XML", b"<b/>")), "damaged-archive", id="two-of-a-name"),
            pytest.param(zipped(("a.xml", b"<a/>"), method=zipfile.ZIP_LZMA), "damaged-archive", id="lzma"),
            pytest.param(
                zipped(("a.xml", b"<a>1</a>"), method=zipfile.ZIP_STORED).replace(b"<a>1", b"<a>2"),
                "damaged-archive",
                id="checksum",
            ),
            pytest.param(with_flag(zipped(("a.xml", b"<a/>")), 1), "encrypted", id="password"),
        ],
    )
    def test_a_package_that_cannot_be_read_is_refused_by_type(self, data: bytes, code: str) -> None:
        """Each with a next step, on one line."""
        assert refusal(data) == code

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize(
        "head",
        [
            "<!DOCTYPE a [<!ENTITY x 'y'>]>",
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://example.org/x'> %x;]>",
        ],
    )
    def test_a_part_that_declares_entities_is_refused(self, head: str, encoding: str) -> None:
        """Whoever reads that part later: the package does not open."""
        hostile = f"<?xml version='1.0'?>{head}<a>&x;</a>".encode(encoding)
        assert refusal(zipped(("a.xml", b"<a/>"), ("customXml/item1.xml", hostile))) == "xml-entities"

    @pytest.mark.parametrize("declared", ["utf-7", "ebcdic-cp-us", "utf-32", "gb2312"])
    def test_no_other_encoding_hides_a_declaration(self, declared: str) -> None:
        """The parser reads what was searched, not what the part says of itself."""
        text = f"<?xml version='1.0' encoding='{declared}'?><a>甲</a>"
        assert open_package(zipped(("a.xml", text.encode()))).tree("a.xml").text == "甲"
        hidden = b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a [+ADwAIQ-ENTITY x 'y'>]><a>&x;</a>"
        assert refusal(zipped(("a.xml", hidden))) == "damaged-archive"

    @pytest.mark.parametrize(
        ("make", "code"),
        [
            pytest.param(lambda: zipped(("a.xml", b"<a>" + b" " * (64 * MEBIBYTE) + b"</a>")), "zip-bomb", id="flat"),
            pytest.param(
                lambda: zipped(*((f"{n}.xml", b" " * (MEBIBYTE - 1)) for n in range(200))), "zip-bomb", id="many-parts"
            ),
            pytest.param(
                lambda: zipped(*((f"{n}", b"") for n in range(MOST_MEMBERS + 1))), "zip-bomb", id="many-members"
            ),
            pytest.param(
                lambda: with_size(zipped(("a.bin", b"x"), ("a.xml", b"<a/>")), 2**32 - 2), "zip-bomb", id="declared"
            ),
            pytest.param(
                lambda: with_size(zipped(("a.xml", b"<a>" + b" " * (8 * MEBIBYTE) + b"</a>")), 9),
                "damaged-archive",
                id="understated",
            ),
            pytest.param(lambda: zipped(("a.xml", b"<a>" * 100_000)), "too-deep", id="depth"),
            pytest.param(
                lambda: zipped(("a.xml", b"<a>" + b"<b c='1'/>" * 2_100_000 + b"</a>"), method=zipfile.ZIP_STORED),
                "too-large",
                id="tags",
            ),
        ],
    )
    def test_a_package_made_to_exhaust_is_refused_soon(self, make: Callable[[], bytes], code: str) -> None:
        """In under two seconds, and without unpacking what it promises."""
        data = make()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.process_time()
        assert refusal(data) == code
        assert time.process_time() - begin < 2
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024

    def test_an_archive_inside_is_not_unpacked(self) -> None:
        """A bomb in it stays packed."""
        inner = zipped(("a.xml", b" " * (64 * MEBIBYTE)))
        outer = zipped(("a.xml", b"<a>1</a>"), ("embeddings/b.docx", inner))
        assert open_package(outer).tree("a.xml").text == "1"
