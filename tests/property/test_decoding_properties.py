"""Properties of `extractor.ingest.decoding` and `sniff`: nothing is lost, and nothing but a typed refusal is raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import DocumentError
from extractor.ingest.decoding import Decoded, decode
from extractor.ingest.sniff import sniff

HEADING = "青禾镇人民政府2023年政府信息公开工作年度报告\n"
"""Enough Chinese to be told from other encodings, and the line end that shows the byte order of UTF-16."""
COMMON = bytes(byte for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb2312")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")

texts = st.text(alphabet=[*COMMON, *"0123456789 \t\r\n，。、：；（）“”《》"], max_size=80).map(
    lambda text: HEADING + text
)


def decoded_or_refused(data: bytes) -> Decoded | DocumentError:
    """The outcome of `decode` as a value."""
    try:
        return decode(data)
    except DocumentError as refusal:
        return refusal


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=texts)
def test_common_text_comes_back_from_every_encoding(encoding: str, text: str) -> None:
    """Every character and every line end survives, and the file is taken for a text."""
    data = text.encode(encoding)
    assert decode(data).text == text
    assert sniff(data) == "text/plain"


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_by_type(data: bytes) -> None:
    """What is read holds text; what is refused has a code and a next step. Sniffing refuses nothing."""
    assert sniff(data)
    outcome = decoded_or_refused(data)
    if isinstance(outcome, DocumentError):
        assert outcome.code in {"empty-file", "binary-file", "undecodable-text", "mojibake"}
        assert outcome.hint
    else:
        assert outcome.text.strip()
        assert "\0" not in outcome.text


@given(st.binary(max_size=60))
def test_undamaged_bytes_come_back(data: bytes) -> None:
    """A text without notes encodes to the very bytes it came from."""
    outcome = decoded_or_refused(data)
    if isinstance(outcome, Decoded) and not outcome.notes:
        assert outcome.text.encode(outcome.encoding) == data
