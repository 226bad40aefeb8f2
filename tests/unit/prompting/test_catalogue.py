"""Prompts found, chosen and filled in."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import PromptError
from extractor.prompting import fences_in, load_prompts

WriteFile = Callable[[str, str], Path]


class TestFillingIn:
    """`Prompt.messages`."""

    def test_the_parts_become_the_turns_of_a_conversation(self, write: WriteFile, prompt_text: str) -> None:
        """System, then the question, with the picture beside it."""
        prompt = load_prompts(write("table/1.md", prompt_text)).of("table")
        system, user = prompt.messages({"title": "借阅", "document": "正文"}, (b"png",))
        assert (system.role, system.text, system.images) == ("system", "Copy.", ())
        assert (user.role, user.text, user.images) == ("user", "Table: 借阅\n正文", (b"png",))

    def test_examples_are_asked_like_the_question_and_answered(
        self, write: WriteFile, with_examples: tuple[str, str]
    ) -> None:
        """In fences of their own, and in the minified JSON that is asked for."""
        write("examples/first.yaml", with_examples[1])
        prompt = load_prompts(write("table/1.md", with_examples[0])).of("table")
        messages = prompt.messages({"title": "申请", "document": "正文"})
        assert [message.role for message in messages] == ["system", "user", "assistant", "user"]
        (shown,) = fences_in(messages[1].text)
        assert shown.part == "example"
        assert shown.document == hashlib.sha256(shown.text.encode()).hexdigest()[:12]
        assert messages[1].text.startswith("Table: 借阅\n")
        assert messages[2].text == (
            '{"header":["人次"],"rows":[{"id":"r01","label":"甲馆","cells":["12"]}],"unreadable":[]}'
        )

    def test_missing_and_unknown_variables_are_refused_by_name(self, write: WriteFile, prompt_text: str) -> None:
        """All of them at once; a misspelt one would else be an empty place in the prompt."""
        prompt = load_prompts(write("table/1.md", prompt_text)).of("table")
        with pytest.raises(PromptError) as caught:
            prompt.messages({"titel": "借阅", "hint": "x"})
        assert str(caught.value) == (
            "prompt-variables: table@1: missing: title, document; unknown: titel, hint;"
            " the prompt takes title, document"
        )

    def test_a_missing_part_of_a_variable_is_refused(self, write: WriteFile, prompt_text: str) -> None:
        """Jinja would print nothing in its place."""
        text = prompt_text.replace("{{ title }}", "{{ title.zh }}")
        prompt = load_prompts(write("table/1.md", text)).of("table")
        with pytest.raises(PromptError, match=r"prompt-variables: table@1: .*zh"):
            prompt.messages({"title": {"en": "Loans"}, "document": "x"})

    def test_what_is_filled_in_is_never_a_template(self, write: WriteFile, prompt_text: str) -> None:
        """A document may print braces."""
        prompt = load_prompts(write("table/1.md", prompt_text)).of("table")
        *_, user = prompt.messages({"title": "{{ document }}", "document": "{% raw %}{{ 7 * 7 }}"})
        assert user.text == "Table: {{ document }}\n{% raw %}{{ 7 * 7 }}"

    def test_a_prompt_reaches_nothing_of_the_program(self, write: WriteFile, prompt_text: str) -> None:
        """A prompt file is data, wherever it comes from."""
        text = prompt_text.replace("{{ title }}", "{{ title.__class__.__mro__ }}")
        prompt = load_prompts(write("table/1.md", text)).of("table")
        with pytest.raises(PromptError, match="unsafe"):
            prompt.messages({"title": "借阅", "document": "x"})


class TestChoosing:
    """`Prompts`."""

    @pytest.fixture(name="folder")
    def folder_fixture(self, write: WriteFile, prompt_text: str) -> Path:
        """Ten versions of a prompt, so that the order of numbers is not that of names, and a rival."""
        for version in (1, 2, 10):
            write(f"table/{version}.md", prompt_text.replace("version: 1", f"version: {version}"))
        return write("table-brief/1.md", prompt_text.replace("id: table", "id: table-brief"))

    def test_the_newest_version_of_the_prompt_called_after_the_task_is_asked(self, folder: Path) -> None:
        """Another prompt for the same task waits until it is named."""
        assert load_prompts(folder).of("table").name == "table@10"

    def test_others_are_asked_when_they_are_named(self, folder: Path) -> None:
        """For an evaluation of a change."""
        prompts = load_prompts(folder)
        assert prompts.using(["table@2"]).of("table").name == "table@2"
        assert prompts.using(["table-brief"]).of("table").name == "table-brief@1"
        assert prompts.of("table").name == "table@10"

    def test_the_digest_is_that_of_what_is_asked(self, folder: Path) -> None:
        """A version that nobody asks changes no record."""
        prompts = load_prompts(folder)
        assert prompts.using(["table@10"]).digest == prompts.digest
        assert prompts.using(["table@2"]).digest != prompts.digest

    def test_a_digest_covers_text_and_examples(self, write: WriteFile, with_examples: tuple[str, str]) -> None:
        """Either changes what a model is asked; line ends of a checkout do not."""
        prompt, examples = with_examples
        write("examples/first.yaml", examples)
        folder = write("table/1.md", prompt)
        digests = [load_prompts(folder).digest]
        write("examples/first.yaml", examples.replace("12", "14"))
        digests.append(load_prompts(folder).digest)
        write("table/1.md", prompt.replace("Copy.", "Copy!"))
        digests.append(load_prompts(folder).digest)
        assert len(set(digests)) == 3
        (folder / "table" / "1.md").write_bytes(prompt.replace("Copy.", "Copy!").replace("\n", "\r\n").encode())
        assert load_prompts(folder).digest == digests[-1]

    def test_an_unknown_name_tells_the_known_ones(self, folder: Path) -> None:
        """In one line."""
        with pytest.raises(PromptError) as caught:
            load_prompts(folder).get("table@3")
        assert str(caught.value) == (
            "prompt-unknown: table@3: there are: table@1, table@2, table@10, table-brief@1; `gouji prompts` lists them"
        )

    def test_a_task_without_a_prompt_is_a_mistake_of_ours(self, folder: Path) -> None:
        """It shows at once."""
        with pytest.raises(KeyError):
            load_prompts(folder).of("claims")
