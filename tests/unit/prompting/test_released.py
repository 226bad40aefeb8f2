"""A released version never changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import PromptError
from extractor.prompting import load_prompts
from extractor.prompting.released import read_released, release_faults
from scripts.released_prompts import main

WriteFile = Callable[[str, str], Path]

EMPTY = "schema: gouji/prompts-released/1\nreleased: {}\n"


@pytest.fixture(name="folder")
def folder_fixture(write: WriteFile, with_examples: tuple[str, str]) -> Path:
    """A prompt with examples, released."""
    write("table/1.md", with_examples[0])
    write("examples/first.yaml", with_examples[1])
    folder = write("released.yaml", EMPTY)
    assert main(["--release"], folder) == 0
    return folder


def faults(folder: Path) -> list[str]:
    """What is wrong with a folder."""
    return list(release_faults(load_prompts(folder), read_released(folder)))


def test_what_was_released_is_sound(folder: Path) -> None:
    """Releasing again changes nothing."""
    listed = (folder / "released.yaml").read_text(encoding="utf-8")
    assert faults(folder) == []
    assert main(["--release"], folder) == 0
    assert (folder / "released.yaml").read_text(encoding="utf-8") == listed


@pytest.mark.parametrize(
    ("file", "old", "new"), [("table/1.md", "Copy.", "Copy!"), ("examples/first.yaml", "12", "15")]
)
def test_other_words_are_refused_and_cannot_be_released(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str
) -> None:
    """In the text as in the examples."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for arguments in ([], ["--release"]):
        assert main(arguments, folder) == 1
        assert capsys.readouterr().out == (
            "prompts: error: table@1 was released with other words:"
            " restore them, and give the new ones the next version\n"
        )


def test_a_new_version_must_be_listed(folder: Path, write: WriteFile, with_examples: tuple[str, str]) -> None:
    """Once it is, both stand there."""
    write("table/2.md", with_examples[0].replace("version: 1", "version: 2").replace("Copy.", "Copy it."))
    assert faults(folder) == ["table@2 is not listed: run `make release-prompts` once it is final"]
    assert main(["--release"], folder) == 0
    assert list(read_released(folder).released["table"]) == [1, 2]


def test_a_version_that_is_gone_is_missed(folder: Path, write: WriteFile, with_examples: tuple[str, str]) -> None:
    """Records of old runs name it."""
    write("table/2.md", with_examples[0].replace("version: 1", "version: 2"))
    main(["--release"], folder)
    (folder / "table" / "1.md").unlink()
    assert faults(folder) == ["table@1 was released, and its file is gone: restore it"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (EMPTY.replace("{}", "{table: {1: abc}}"), "released.yaml:2: released.table.1: String should match pattern"),
        (None, "No such file"),
    ],
)
def test_a_list_that_is_damaged_or_gone_is_refused(folder: Path, text: str | None, fault: str) -> None:
    """By name."""
    if text is None:
        (folder / "released.yaml").unlink()
    else:
        (folder / "released.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=fault):
        read_released(folder)
    assert main([], folder) == 1
