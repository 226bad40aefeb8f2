"""Prompts written for a test, and the form that ships."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.forms import Form, builtin_forms

PROMPT = """---
schema: gouji/prompt/1
id: table
version: 1
about: {zh: 抄表, en: Copy a table}
task: table
variables:
  title: The title.
  document: The fenced text.
reply: TableReply
---
# System

Copy.

# User

Table: {{ title }}
{{ document }}
"""

EXAMPLES = """schema: gouji/prompt-examples/1
examples:
  - variables: {title: 借阅}
    text: |
      行	人次
      甲馆	12
    reply:
      header: [人次]
      rows: [{id: r01, label: 甲馆, cells: ["12"]}]
      unreadable: []
"""

WriteFile = Callable[[str, str], Path]


@pytest.fixture(name="write")
def write_fixture() -> WriteFile:
    """Writes a file below a folder of prompts and gives the folder."""

    def write(name: str, text: str) -> Path:
        folder = Path("prompts")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture(name="prompt_text")
def prompt_text_fixture() -> str:
    """A prompt without examples."""
    return PROMPT


@pytest.fixture(name="with_examples")
def with_examples_fixture() -> tuple[str, str]:
    """A prompt, and its examples."""
    return PROMPT.replace("reply: TableReply\n", "reply: TableReply\nexamples: first\n"), EXAMPLES


@pytest.fixture(name="form", scope="session")
def form_fixture() -> Form:
    """The disclosure form."""
    return next(form for form in builtin_forms() if form.id == "gov-disclosure")
