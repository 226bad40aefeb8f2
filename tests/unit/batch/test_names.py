"""File names as text, and back."""

import json
import os

from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.names import path_candidates, path_text


@given(st.binary(min_size=1, max_size=30).filter(lambda name: b"\0" not in name))
def test_every_name_can_be_stored_and_found_again(name: bytes) -> None:
    """Whatever bytes a name has, its text is valid UTF-8 and leads back to the file."""
    path = os.fsdecode(name)
    text = path_text(path)
    assert json.loads(json.dumps(text, ensure_ascii=False).encode()) == text
    assert path in path_candidates(text)


def test_a_name_in_gbk_is_spelled_out() -> None:
    """A zip archive from a Chinese Windows gives such names."""
    path = os.fsdecode("报告.txt".encode("gbk"))
    assert path_text(path) == r"\xb1\xa8\xb8\xe6.txt"
