"""Prompts: the list, one whole, one filled in, and what two versions say differently."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff

from rich.console import RenderableType
from rich.table import Table

from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.forms.schema import Bilingual
from extractor.model import Question
from extractor.prompting import Prompt

__all__ = ["difference", "lines_of_prompt", "lines_of_question", "render_prompts"]

DIGITS = 12
"""Of a digest, where it only tells versions apart."""


def render_prompts(prompts: Sequence[Prompt], states: Mapping[str, str], texts: Texts) -> Iterator[RenderableType]:
    """One line a version.

    Args:
        prompts: by id and version.
        states: of each, by name: a key below `prompts.state_`.
        texts: the words.
    """
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for key in ("name", "task", "about", "reply", "state", "digest"):
        grid.add_column(texts(f"prompts.{key}"), overflow="fold")
    for prompt in prompts:
        file = prompt.source.file
        state = texts(f"prompts.state_{states[prompt.name]}")
        grid.add_row(prompt.name, file.task, _words(file.about, texts), file.reply, state, prompt.digest[:DIGITS])
    yield grid


def lines_of_prompt(prompt: Prompt, texts: Texts) -> Iterator[str]:
    """The file and its examples, each under its name."""
    source = prompt.source
    yield f"== {source.file.id}/{source.file.version}.md"
    yield from _printable(source.text)
    if source.file.examples:
        yield ""
        yield f"== examples/{source.file.examples}.yaml"
        yield from _printable(source.examples_text)
    yield ""
    yield texts("prompts.sha256", digest=prompt.digest)


def lines_of_question(question: Question, texts: Texts) -> Iterator[str]:
    """The conversation as a model gets it."""
    for message in question.messages:
        yield f"== {message.role}"
        yield from _printable(message.text)
        yield ""
    yield texts(
        "prompts.asked",
        prompt=question.prompt,
        part=question.part,
        reply=question.reply.__name__,
        tokens=question.max_tokens,
    )


def difference(old: Prompt, new: Prompt) -> list[str]:
    """The lines that two versions have differently, as `diff -u` prints them; empty when they say the same."""
    return [
        *_lines_that_differ(old.source.text, new.source.text, old.name, new.name),
        *_lines_that_differ(
            old.source.examples_text, new.source.examples_text, f"{old.name} examples", f"{new.name} examples"
        ),
    ]


def _lines_that_differ(old: str, new: str, old_name: str, new_name: str) -> Iterator[str]:
    return unified_diff(list(_printable(old)), list(_printable(new)), old_name, new_name, lineterm="")


def _printable(text: str) -> Iterator[str]:
    """Line by line; a tab is part of what a document prints and harms no terminal."""
    for line in text.split("\n"):
        yield "\t".join(map(printable, line.split("\t")))


def _words(words: Bilingual, texts: Texts) -> str:
    return words.zh if texts.language == "zh" else words.en
