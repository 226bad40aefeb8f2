"""`eval.cli.models`: a prompt file that cannot be tried is told with its cause."""

from pathlib import Path

import pytest

from eval.cli.models import with_prompt
from extractor.errors import UsageError
from extractor.settings import read_settings
from extractor.wiring.model_reader import ModelRecipe


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no such file or directory"),
        ("Read the table.", "its head names no id and version"),
        ("---\nid: table\n---\nRead the table.", "its head names no id and version"),
        ("---\nid: [\n---\nRead the table.", "its head names no id and version"),
    ],
)
def test_a_prompt_file_that_cannot_be_tried_is_told(text: str | None, said: str) -> None:
    """A file that is missing and one that is no prompt file differ, and neither shows the name of an exception."""
    if text is not None:
        Path("mine.md").write_text(text, encoding="utf-8")
    settings = read_settings({})
    with (
        pytest.raises(UsageError, match=rf"prompt-unreadable: mine\.md: {said}; name a prompt file"),
        with_prompt(ModelRecipe(settings.model, "advisory"), "mine.md", settings),
    ):
        pass
