"""`extractor.ingest.archive`: directories are read, members unpacked one at a time, and hostile archives refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import DocumentError
from extractor.ingest import archive
from extractor.ingest.archive import Entry, holds_documents, peek, read_directory, unpack

REPORT = "政府信息公开工作年度报告\n".encode() * 50
MOST = 1 << 24


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in members:
            target.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def renamed(data: bytes, name: str, raw: bytes, *, flags: int | None = None) -> bytes:
    """The archive with other bytes for a name of the same length, without the flag for UTF-8 unless given."""
    old = name.encode()
    assert len(old) == len(raw)
    changed = bytearray(data.replace(old, raw))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset : at + offset + 2] = struct.pack("<H", flags or 0)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def directory(data: bytes) -> tuple[Entry, ...]:
    """The members of an archive in memory."""
    return read_directory(io.BytesIO(data))


def names(data: bytes) -> list[str]:
    """Their names."""
    return [entry.name for entry in directory(data)]


def refusal(call: Callable[[], object]) -> DocumentError:
    """The error of a call that must fail."""
    with pytest.raises(DocumentError) as raised:
        call()
    return raised.value


class TestDirectory:
    """What an archive holds."""

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_members_come_in_order_with_their_bytes(self, method: int) -> None:
        """Packed or stored, each is given back as it was put in."""
        data = packed(("b/1.txt", REPORT), ("a.txt", b""), ("c.txt", b"\x00" * 1000), method=method)
        file = io.BytesIO(data)
        contents = [(entry.name, unpack(file, entry, most=MOST)) for entry in read_directory(file)]
        assert contents == [("b/1.txt", REPORT), ("a.txt", b""), ("c.txt", b"\x00" * 1000)]

    def test_a_streamed_archive_is_read_by_its_directory(self) -> None:
        """A program that writes to a pipe leaves the sizes before each member empty."""

        class Pipe(io.BytesIO):
            def seekable(self) -> bool:
                return False

        buffer = Pipe()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("a.txt", REPORT)
        file = io.BytesIO(buffer.getvalue())
        assert unpack(file, read_directory(file)[0], most=MOST) == REPORT

    def test_large_offsets_and_sizes_stand_in_an_extra_field(self) -> None:
        """Archives beyond four gigabytes write them so, and some programs always do."""
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
            target.open(zipfile.ZipInfo("a.txt"), "w", force_zip64=True) as member,
        ):
            member.write(REPORT)
        data = bytearray(buffer.getvalue())
        at = data.find(b"PK\x01\x02")
        packed_size, size = struct.unpack_from("<II", data, at + 20)
        struct.pack_into("<II", data, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
        extra = struct.pack("<HHQQ", 1, 16, size, packed_size)
        name_end = at + 46 + struct.unpack_from("<H", data, at + 28)[0]
        old = struct.unpack_from("<H", data, at + 30)[0]
        data[name_end : name_end + old] = extra
        struct.pack_into("<H", data, at + 30, len(extra))
        end = data.find(b"PK\x05\x06")
        struct.pack_into("<I", data, end + 12, end - at)
        file = io.BytesIO(bytes(data))
        assert unpack(file, read_directory(file)[0], most=MOST) == REPORT

    def test_something_before_the_archive_moves_it(self) -> None:
        """Downloads come with a preamble at times; every offset then misses by its length."""
        file = io.BytesIO(b"HTTP/1.1 200 OK\r\n\r\n" + packed(("a.txt", REPORT), ("b.txt", b"2")))
        assert [unpack(file, entry, most=MOST) for entry in read_directory(file)] == [REPORT, b"2"]

    def test_an_office_file_is_no_folder_of_documents(self) -> None:
        """It is one document; so is an OpenDocument file, which names itself first."""
        assert holds_documents(directory(packed(("a.docx", b""), ("b.txt", b""))))
        assert not holds_documents(directory(packed(("word/document.xml", b""))))
        assert not holds_documents(directory(packed(("mimetype", b""), ("content.xml", b""))))

    def test_links_are_told_from_files(self) -> None:
        """Their content is the name of another file, which nothing here opens."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = 0o120777 << 16
            target.writestr(link, "/etc/hostname")
            target.writestr("file.txt", "x")
        assert [entry.is_link for entry in directory(buffer.getvalue())] == [True, False]


class TestNames:
    """Bytes become the names that people gave."""

    def test_names_of_a_chinese_windows_are_read_as_gbk(self) -> None:
        """They stand without the flag for UTF-8, so `zipfile` alone shows them as box drawings."""
        raw = "青禾县2023年度报告.txt".encode("gbk")
        assert names(renamed(packed(("x" * len(raw), REPORT)), "x" * len(raw), raw)) == ["青禾县2023年度报告.txt"]

    def test_names_of_a_mac_are_read_as_utf_8(self) -> None:
        """They stand without the flag too."""
        raw = "青禾县.txt".encode()
        assert names(renamed(packed(("x" * len(raw), REPORT)), "x" * len(raw), raw)) == ["青禾县.txt"]

    def test_the_whole_archive_tells_the_encoding_of_one_name(self) -> None:
        """Alone, these two letters in GBK are also two letters in UTF-8, of another script."""
        short, long = "泄漏".encode("gbk"), "青禾县年度报告".encode("gbk")
        assert short.decode("utf-8", "replace") != "泄漏"
        data = packed(("y" * len(short), b"1"), ("x" * len(long), b"2"))
        assert names(renamed(renamed(data, "y" * len(short), short), "x" * len(long), long)) == [
            "泄漏",
            "青禾县年度报告",
        ]

    def test_the_flag_says_utf_8(self) -> None:
        """What `zipfile` and every newer program write."""
        assert names(packed(("青禾县/报告.txt", b""))) == ["青禾县/报告.txt"]

    def test_a_flag_that_lies_does_not_lose_the_archive(self) -> None:
        """Some programs set it on names in GBK; the standard library refuses every member then."""
        raw = "报告.txt".encode("gbk")
        data = renamed(packed(("x" * len(raw), REPORT)), "x" * len(raw), raw, flags=0x800)
        with pytest.raises(UnicodeDecodeError):
            zipfile.ZipFile(io.BytesIO(data))
        assert names(data) == ["报告.txt"]

    @pytest.mark.parametrize(("fits", "expected"), [(True, "报告.txt"), (False, "old.txt")])
    def test_the_unicode_path_field_counts_while_it_fits_the_name(self, *, fits: bool, expected: str) -> None:
        """Info-ZIP writes it; a program that does not know it renames the member and leaves the field behind."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            info = zipfile.ZipInfo("old.txt")
            field = b"\x01" + struct.pack("<I", zlib.crc32(b"old.txt" if fits else b"older.txt")) + "报告.txt".encode()
            info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            target.writestr(info, b"")
        assert names(buffer.getvalue()) == [expected]

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\reports\\a.txt", "reports/a.txt"),
            ("a/./b//c.txt", "a/b/c.txt"),
            ("..", "unnamed"),
        ],
    )
    def test_no_name_leads_out_of_the_archive(self, name: str, expected: str) -> None:
        """Roots, drives and steps upward are dropped; the member is still read."""
        assert names(packed((name, REPORT))) == [expected]

    def test_equal_names_are_told_apart(self) -> None:
        """A record a member needs a path a member."""
        with pytest.warns(UserWarning, match="Duplicate name"):
            data = packed(("a.txt", b"1"), ("a.txt", b"2"), ("./a.txt", b"3"))
        assert names(data) == ["a.txt", "a.txt~2", "a.txt~3"]


SAMPLE = packed(("a/报告.txt", REPORT), ("b.txt", b"2"), ("c.txt", b"3"), method=zipfile.ZIP_DEFLATED)


class TestRefusals:
    """Archives that are damaged, locked or made to exhaust the machine."""

    @pytest.mark.parametrize("cut", [30, 200, -1])
    def test_a_truncated_archive_is_damaged(self, cut: int) -> None:
        """Its directory stands at the end, so it is lost wherever the cut is."""
        error = refusal(lambda: directory(packed(("a.txt", REPORT), ("b.txt", REPORT))[:cut]))
        assert (error.code, error.hint is not None) == ("damaged-archive", True)

    def test_one_part_of_several_is_damaged(self) -> None:
        """A split archive is of use only as a whole."""
        data = bytearray(packed(("a.txt", REPORT)))
        at = data.find(b"PK\x05\x06")
        struct.pack_into("<HH", data, at + 4, 1, 1)
        assert refusal(lambda: directory(bytes(data))).code == "damaged-archive"

    def test_a_changed_byte_is_found(self) -> None:
        """The checksum tells, for stored members too."""
        data = bytearray(packed(("a.txt", REPORT), method=zipfile.ZIP_STORED))
        data[len(REPORT) // 2] ^= 1
        file = io.BytesIO(bytes(data))
        assert refusal(lambda: unpack(file, read_directory(file)[0], most=MOST)).code == "damaged-archive"

    @given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
    def test_any_damage_is_either_refused_or_harmless(self, changes: list[tuple[int, int]]) -> None:
        """No archive, however broken, raises anything else; what is unpacked keeps to the limit."""
        data = bytearray(SAMPLE)
        for at, value in changes:
            data[at] = value
        file = io.BytesIO(bytes(data))
        try:
            entries = read_directory(file)
        except DocumentError:
            return
        for entry in entries:
            try:
                assert len(unpack(file, entry, most=MOST)) <= MOST
            except DocumentError as error:
                assert error.hint  # noqa: PT017 - most examples raise nothing

    def test_a_locked_member_asks_for_its_password(self) -> None:
        """The others are read."""
        data = bytearray(packed(("a.txt", REPORT), ("b.txt", REPORT)))
        data[data.find(b"PK\x01\x02") + 8] |= 1
        file = io.BytesIO(bytes(data))
        locked, free = read_directory(file)
        assert refusal(lambda: unpack(file, locked, most=MOST)).code == "encrypted"
        assert refusal(lambda: peek(file, locked, 4)).code == "encrypted"
        assert unpack(file, free, most=MOST) == REPORT

    def test_a_rare_way_of_packing_is_named(self) -> None:
        """It can ask for gigabytes of memory, and no office program uses it."""
        file = io.BytesIO(packed(("a.txt", REPORT), method=zipfile.ZIP_LZMA))
        error = refusal(lambda: unpack(file, read_directory(file)[0], most=MOST))
        assert (error.code, "method 14" in error.message) == ("unsupported-format", True)

    def test_a_member_that_packs_too_well_is_a_bomb(self) -> None:
        """Told by what the directory declares, before a byte is unpacked."""
        file = io.BytesIO(packed(("a.txt", bytes(20 << 20))))
        assert refusal(lambda: unpack(file, read_directory(file)[0], most=MOST)).code == "zip-bomb"

    def test_a_member_larger_than_it_declares_is_a_bomb(self) -> None:
        """No more than the declared size is ever unpacked."""
        data = bytearray(packed(("a.txt", bytes(10 << 20))))
        struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 100)
        file = io.BytesIO(bytes(data))
        assert refusal(lambda: unpack(file, read_directory(file)[0], most=MOST)).code == "zip-bomb"

    def test_a_member_beyond_the_limit_is_too_large(self) -> None:
        """The limit for files holds for members."""
        file = io.BytesIO(packed(("a.txt", REPORT)))
        assert refusal(lambda: unpack(file, read_directory(file)[0], most=len(REPORT) - 1)).code == "too-large"

    def test_members_that_share_their_bytes_are_a_bomb(self) -> None:
        """So a few kilobytes become gigabytes, each member within its ratio."""
        data = bytearray(packed(("a.txt", REPORT), ("b.txt", REPORT)))
        second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
        struct.pack_into("<I", data, second + 42, 0)
        assert refusal(lambda: directory(bytes(data))).code == "zip-bomb"

    def test_too_many_members_are_a_bomb(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """They are counted while the directory is read, not afterwards."""
        monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
        assert len(directory(packed(("1", b""), ("2", b"")))) == 2
        assert refusal(lambda: directory(packed(("1", b""), ("2", b""), ("3", b"")))).code == "zip-bomb"

    def test_too_much_in_all_is_a_bomb(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each member may be within its limit."""
        monkeypatch.setattr(archive, "MOST_TOTAL", 2 * len(REPORT) - 1)
        assert refusal(lambda: directory(packed(("1", REPORT), ("2", REPORT)))).code == "zip-bomb"
