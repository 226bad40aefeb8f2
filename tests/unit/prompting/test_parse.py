"""What the reader of prompt files refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import PromptError
from extractor.prompting import load_prompts

WriteFile = Callable[[str, str], Path]


def refusal(folder: Path) -> str:
    """The one line that says what is wrong with the prompts of a folder."""
    with pytest.raises(PromptError) as caught:
        load_prompts(folder)
    assert caught.value.code == "prompt-invalid"
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("task: table\n", "task: table\nmodel: x\n", "table/1.md:7: model: Extra inputs are not permitted"),
        ("task: table\n", "task: essay\n", "table/1.md:6: task: Input should be"),
        ("task: table\n", "task: table\ntask: table\n", "table/1.md:6: task: this key stands there twice"),
        ("version: 1\n", "version: 2\n", "version 2 of 'table' belongs into table/2.md"),
        ("id: table\n", "id: essay\n", "version 1 of 'essay' belongs into essay/1.md"),
        ("  title: The title.\n", "", "the text uses 'title', which `variables` does not name"),
        ("Table: {{ title }}\n", "", "`variables` names 'title', which the text does not use"),
        ("{{ document }}\n", "", "the text does not show the 'document'"),
        ("{{ title }}", "{{ title", "# User: expected token"),
        ("# User\n", "# Human\n", "the headings `# System` and `# User`"),
        ("# System\n", "Preface.\n", "words stand before the first heading"),
        ("reply: TableReply\n", "reply: TableReply\nexamples: none\n", "examples/none.yaml: cannot be read"),
        ("---\nschema", "schema", "table/1.md:1: no front matter"),
        ("about: {", "about: {{", "table/1.md:6: did not find expected"),
    ],
)
def test_a_fault_is_named_with_its_place(write: WriteFile, prompt_text: str, old: str, new: str, fault: str) -> None:
    """The file, the line where there is one, and what to change."""
    assert prompt_text.count(old) == 1
    assert fault in refusal(write("table/1.md", prompt_text.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('cells: ["12"]', 'cells: ["13"]', "examples.0: '13' does not stand in the example's text"),
        ("label: 甲馆", "label: 乙馆", "examples.0: '乙馆' does not stand in the example's text"),
        ("header: [人次]", "header: [件数]", "examples.0: '件数' does not stand in the example's text"),
        ('cells: ["12"]', "cells: [12]", "examples.0: reply.rows.0.cells.0: Input should be a valid string"),
        ("unreadable: []", "unreadable: []\n      total: 12", "examples.0: reply.total: Extra inputs"),
        ("{title: 借阅}", "{}", "examples.0: variable 'title' is missing"),
        ("{title: 借阅}", "{title: 借阅, year: 2031}", "examples.0: variable 'year' is unknown"),
    ],
)
def test_an_example_must_be_a_good_example(
    write: WriteFile, with_examples: tuple[str, str], old: str, new: str, fault: str
) -> None:
    """A model imitates what it is shown: invented quotations and wrong shapes above all."""
    prompt, examples = with_examples
    assert examples.count(old) == 1
    write("examples/first.yaml", examples.replace(old, new))
    assert fault in refusal(write("table/1.md", prompt))


def test_all_faults_of_all_files_are_told_at_once(write: WriteFile, prompt_text: str) -> None:
    """Nobody mends a file five times for five faults."""
    write("table/1.md", prompt_text.replace("task: table", "task: essay").replace("reply: TableReply", "reply: Poem"))
    message = refusal(write("claims/1.md", "no front matter"))
    for fault in ("3 faults", "claims/1.md:1", "table/1.md:6: task", "table/1.md:10: reply"):
        assert fault in message


def test_a_folder_without_prompts_is_a_fault(write: WriteFile) -> None:
    """A program that installed badly says so, rather than asking nothing."""
    assert "no prompt file" in refusal(write("examples/first.yaml", "{}"))


def test_what_is_no_text_is_refused(write: WriteFile, prompt_text: str) -> None:
    """A file in another encoding is not guessed at."""
    folder = write("table/1.md", prompt_text)
    (folder / "table" / "1.md").write_bytes(prompt_text.encode("gb18030"))
    assert "table/1.md: cannot be read: not UTF-8" in refusal(folder)


def test_hidden_files_are_nobody_s_prompts(write: WriteFile, prompt_text: str) -> None:
    """Editors and systems leave them."""
    write("table/.1.md.swp", "x")
    write(".cache/1.md", "x")
    folder = write("table/1.md", prompt_text)
    assert [prompt.name for prompt in load_prompts(folder).prompts] == ["table@1"]
