"""`extractor.ingest.decoding`: the encodings that reports come in, and the files that are refused."""

import codecs

import pytest

from extractor.errors import DocumentError
from extractor.ingest.decoding import Decoded, Encoding, decode, utf16_encoding

REPORT = (
    "青禾镇人民政府2023年政府信息公开工作年度报告\r\n\r\n"
    "本报告中所列数据的统计期限为2023年1月1日至2023年12月31日。\n"
    "一、总体情况\n\t行政许可\t94\n\t行政处罚\t\n"
    "本年新收政府信息公开申请数量\t2\t0\t0\t0\t0\t0\t2\r"
)
"""An invented report; its line ends are mixed on purpose."""

TRADITIONAL = "本報告由本鎮人民政府辦公室編製，全文包括總體情況、主動公開政府資訊情況、收到和處理政府資訊公開申請情況。"
JAPANESE = "この報告書は情報公開請求の受付および処理の状況をまとめたものであり、ホームページで公表しています。"
FRENCH = "Le rapport présente l'accès à l'information : été, naïveté, déjà vu, garçon, élève, façade. "


def refusal(data: bytes) -> str:
    """The code with which a file is refused; every refusal says what to do next."""
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert caught.value.hint
    return caught.value.code


class TestReadable:
    """Files that are read."""

    @pytest.mark.parametrize(
        ("data", "encoding", "notes"),
        [
            pytest.param(REPORT.encode(), "utf-8", (), id="utf-8"),
            pytest.param(codecs.BOM_UTF8 + REPORT.encode(), "utf-8", ("byte-order-mark",), id="utf-8-mark"),
            pytest.param(REPORT.encode("gb18030"), "gb18030", (), id="gb18030"),
            pytest.param(REPORT.encode("gbk"), "gb18030", (), id="gbk"),
            pytest.param(REPORT.encode("utf-16-le"), "utf-16-le", (), id="utf-16-le"),
            pytest.param(REPORT.encode("utf-16-be"), "utf-16-be", (), id="utf-16-be"),
            pytest.param(
                codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le", ("byte-order-mark",), id="utf-16-le-mark"
            ),
            pytest.param(
                codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be", ("byte-order-mark",), id="utf-16-be-mark"
            ),
            pytest.param(("\ufeff" + REPORT).encode("gb18030"), "gb18030", ("byte-order-mark",), id="gb18030-mark"),
        ],
    )
    def test_a_report_reads_the_same_in_every_encoding(
        self, data: bytes, encoding: Encoding, notes: tuple[str, ...]
    ) -> None:
        """The text is identical to the last line end; a byte order mark is taken off and noted."""
        assert decode(data) == Decoded(REPORT, encoding, notes)

    def test_plain_ascii_is_text(self) -> None:
        """A table of nothing but figures is a text too."""
        assert decode(b"0\t1\n").text == "0\t1\n"

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_zeros_in_utf_16_are_not_spaces_of_the_other_byte_order(self, encoding: Encoding) -> None:
        """The zero of one byte order is the ideographic space of the other."""
        assert decode("00\n00".encode(encoding)) == Decoded("00\n00", encoding)

    @pytest.mark.parametrize("text", [TRADITIONAL, JAPANESE, FRENCH], ids=["traditional", "japanese", "french"])
    def test_valid_utf_8_is_read_whatever_the_language(self, text: str) -> None:
        """Whether a text is a report of ours is decided later, not by its letters."""
        assert decode(text.encode()) == Decoded(text, "utf-8")

    def test_a_rare_name_is_plausible(self) -> None:
        """Places are written with rare characters; the text around them is common."""
        text = "綦江区、莒县、郫都区、鄠邑区和亳州市谯城区的政府信息公开工作情况汇总如下。"
        assert decode(text.encode("gb18030")).text == text

    def test_single_damaged_characters_of_utf_8_are_marked(self) -> None:
        """One bad byte costs one character, which shows as U+FFFD, and the document says so."""
        decoded = decode(REPORT.encode() + b"\xff" + 2 * REPORT.encode())
        assert decoded.text == REPORT + "\ufffd" + 2 * REPORT
        assert decoded.notes == ("replaced-characters",)

    def test_replacement_characters_in_the_file_are_noted(self) -> None:
        """A U+FFFD that was saved with the text is as lost as one of our own."""
        assert decode((REPORT + "\ufffd").encode()).notes == ("replaced-characters",)

    def test_single_control_characters_are_noted(self) -> None:
        """Converters leave marks of Word fields; they do not make a text binary."""
        text = "\x13" + 3 * REPORT
        assert decode(text.encode()) == Decoded(text, "utf-8", ("control-characters",))


class TestRefused:
    """Files that are refused, each with the code that says why."""

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"", id="no-byte"),
            pytest.param(b" \r\n\t", id="white-space"),
            pytest.param(codecs.BOM_UTF8, id="only-a-mark"),
            pytest.param("\u3000\u200b\n".encode(), id="only-spaces-of-word"),
            pytest.param(codecs.BOM_UTF16_LE + "\n".encode("utf-16-le"), id="utf-16-line-end"),
        ],
    )
    def test_a_file_without_characters_is_empty(self, data: bytes) -> None:
        """White space and marks are no text."""
        assert refusal(data) == "empty-file"

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
            pytest.param(bytes(range(1, 32)) * 4, id="control-bytes"),
            pytest.param(REPORT.encode() + b"\x00", id="zero-byte-in-a-text"),
            pytest.param(REPORT.encode("utf-32"), id="utf-32"),
            pytest.param(codecs.BOM_UTF16_LE + bytes(20), id="mark-and-zeros"),
        ],
    )
    def test_bytes_that_no_text_has_are_binary(self, data: bytes) -> None:
        """Zero bytes, and more than a few control bytes, are no text in any of the encodings."""
        assert refusal(data) == "binary-file"

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(TRADITIONAL.encode("big5"), id="big5"),
            pytest.param(JAPANESE.encode("shift_jis"), id="shift-jis"),
            pytest.param(JAPANESE.encode("euc_jp"), id="euc-jp"),
            pytest.param(FRENCH.encode("latin-1"), id="latin-1"),
            pytest.param((FRENCH * 50).encode("cp1252"), id="long-cp1252"),
            pytest.param(
                REPORT.encode("gb18030")[:101] + b"\xff" + REPORT.encode("gb18030")[101:], id="damaged-gb18030"
            ),
            pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", id="utf-16-half-pair"),
            pytest.param("政府".encode() + b"\xff\xfe\xfd", id="utf-8-more-damaged-than-whole"),
        ],
    )
    def test_other_encodings_are_refused_not_read_as_nonsense(self, data: bytes) -> None:
        """GB18030 would accept most of these bytes; what comes out is no Chinese."""
        assert refusal(data) == "undecodable-text"

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(REPORT.encode().decode("gb18030", "ignore"), id="utf-8-as-gb18030"),
            pytest.param(REPORT.encode().decode("gbk", "replace"), id="utf-8-as-gbk-with-losses"),
            pytest.param(REPORT.encode().decode("cp1252", "ignore"), id="utf-8-as-cp1252"),
            pytest.param(REPORT.encode().decode("latin-1"), id="utf-8-as-latin-1"),
            pytest.param(REPORT.encode("gbk").decode("latin-1"), id="gbk-as-latin-1"),
            pytest.param(REPORT.encode("gbk").decode("utf-8", "replace"), id="gbk-as-utf-8"),
            pytest.param("锟斤拷" * 40 + "2023", id="replacement-characters-as-gbk"),
            pytest.param(REPORT.encode("ascii", "replace").decode(), id="question-marks"),
            pytest.param("鏀垮簻淇℃伅鍏紑", id="a-few-characters"),
        ],
    )
    def test_a_text_decoded_wrongly_before_is_mojibake(self, text: str) -> None:
        """The bytes are valid, the words are gone: reading it would report a form without tables."""
        assert refusal(text.encode()) == "mojibake"

    def test_a_refusal_names_the_byte(self) -> None:
        """The operator can find the damage in the file."""
        with pytest.raises(DocumentError, match="UTF-8 is invalid from byte 3 on"):
            decode(b"ab\xff\xff\xff")


class TestByteOrder:
    """`utf16_encoding`, which the sniffer uses too."""

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            pytest.param("年度\n".encode("utf-16-le"), "utf-16-le", id="little"),
            pytest.param("年度\n".encode("utf-16-be"), "utf-16-be", id="big"),
            pytest.param("第一、一一一\n".encode("utf-16-le"), "utf-16-le", id="zero-bytes-of-一-at-the-wrong-place"),
            pytest.param("年度".encode("utf-16-le"), None, id="no-zero-byte"),
            pytest.param("年度\n".encode(), None, id="utf-8"),
            pytest.param("年度\n".encode("utf-16-le")[:-1], None, id="odd-length"),
            pytest.param(b"\x00\x01\x02\x03", None, id="binary"),
        ],
    )
    def test_zero_bytes_tell_the_byte_order(self, data: bytes, encoding: str | None) -> None:
        """Line ends and digits have a zero byte; the order that makes plausible text wins."""
        assert utf16_encoding(data) == encoding
