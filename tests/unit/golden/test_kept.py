"""`eval.golden.kept` and `eval.golden.keying`: files that cannot be read are told with code, place and next step."""

from pathlib import Path

import pytest

from eval.golden.kept import read_kept
from eval.golden.keying import read_keyed
from extractor.errors import NothingToDoError, UsageError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("documents: [{id: a}]", r"documents\.0\.split: Field required"),
        ("documents: [", "while parsing a flow node"),
        ("\udcff", "unacceptable character|can't decode"),
        ("[" * 5_000, "recursion"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, text: str, said: str) -> None:
    """Wrong keys, broken YAML, bytes that are no text and nesting without end are one error each, on one line."""
    (tmp_path / "kept.yaml").write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(UsageError, match=rf"golden-invalid: .*kept\.yaml: .*({said}).*mend the file") as raised:
        list(read_kept(tmp_path))
    assert len(str(raised.value).splitlines()) == 1


def test_a_truth_that_is_missing_or_wrong_is_told(tmp_path: Path) -> None:
    """The place is the file, never the list that names it."""
    with pytest.raises(NothingToDoError, match=r"no-golden-set: .*absent\.yaml"):
        read_keyed(tmp_path / "absent.yaml")
    (tmp_path / "truth.yaml").write_text("rows: 1", encoding="utf-8")
    with pytest.raises(UsageError, match=r"golden-invalid: .*truth\.yaml: .*mend the file"):
        read_keyed(tmp_path / "truth.yaml")


def test_no_list_is_an_empty_one(tmp_path: Path) -> None:
    """A golden set of drawn documents alone has no list of files."""
    assert list(read_kept(tmp_path)) == []
