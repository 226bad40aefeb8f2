"""The prompts that ship with the program, or those of another folder."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from extractor.errors import PromptError
from extractor.model import Message
from extractor.prompting.fence import fence
from extractor.prompting.parse import Source, parse_prompts
from extractor.prompting.prompt_file import ExampleFile, Shown, Task
from extractor.prompting.render import fill_in

__all__ = ["EXAMPLE", "Prompt", "Prompts", "builtin_prompts", "load_prompts", "minified", "prompts_folder"]

EXAMPLE = "example"
"""The part that examples name in their fences."""


@dataclass(frozen=True, eq=False)
class Prompt:
    """One version of one prompt."""

    source: Source

    @property
    def name(self) -> str:
        """Id and version: `table@1`."""
        return self.source.name

    @property
    def task(self) -> Task:
        """What it asks for."""
        return self.source.file.task

    @property
    def shows(self) -> Shown:
        """What the document's part holds, of a row."""
        return self.source.file.shows

    @property
    def digest(self) -> str:
        """SHA-256 of the file and of its examples."""
        return self.source.digest

    def messages(self, variables: Mapping[str, object], images: tuple[bytes, ...] = ()) -> tuple[Message, ...]:
        """The conversation: the system's part, the examples as questions and answers, and the question.

        Args:
            variables: a value for each variable that the prompt names, and none besides.
            images: PNG pictures that go with the question.

        Raises:
            PromptError: `prompt-variables`, naming every variable that is missing or unknown.
        """
        self._refuse_others(variables)
        source = self.source
        turns: list[Message] = []
        if source.system:
            turns.append(Message("system", fill_in(source.system, variables, name=self.name)))
        for example in source.examples:
            turns.append(Message("user", fill_in(source.user, _with_document(example), name=self.name)))
            turns.append(Message("assistant", minified(example.reply)))
        return (*turns, Message("user", fill_in(source.user, variables, name=self.name), images))

    def _refuse_others(self, variables: Mapping[str, object]) -> None:
        wanted = self.source.file.variables.keys()
        missing = [name for name in wanted if name not in variables]
        unknown = [name for name in variables if name not in wanted]
        faults = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"unknown: {', '.join(unknown)}"] * bool(unknown)
        if faults:
            hint = f"the prompt takes {', '.join(wanted)}"
            raise PromptError("prompt-variables", "; ".join(faults), place=self.name, hint=hint)


@dataclass(frozen=True, eq=False)
class Prompts:
    """Every prompt in every version, and which of them are asked."""

    prompts: tuple[Prompt, ...]
    """By id, then by version."""
    preferred: tuple[Prompt, ...] = ()
    """Asked instead of the newest version of the prompt that its task is called after."""

    @property
    def digest(self) -> str:
        """SHA-256 over the prompts that are asked: what a reading by a model depends on."""
        tasks: set[Task] = {prompt.task for prompt in self.prompts}
        asked = sorted(self.of(task).digest for task in tasks)
        return hashlib.sha256("\n".join(asked).encode()).hexdigest()

    def of(self, task: Task) -> Prompt:
        """The prompt that is asked for a task; KeyError when there is none."""
        for prompt in self.preferred:
            if prompt.task == task:
                return prompt
        versions = [prompt for prompt in self.prompts if prompt.task == task]
        own = [prompt for prompt in versions if prompt.source.file.id == task]
        if not versions:
            raise KeyError(task)
        return (own or versions)[-1]

    def get(self, name: str) -> Prompt:
        """The prompt called `table@1`, or the newest version of `table`.

        Raises:
            PromptError: `prompt-unknown`.
        """
        found = [prompt for prompt in self.prompts if name in {prompt.name, prompt.source.file.id}]
        if not found:
            known = ", ".join(prompt.name for prompt in self.prompts)
            raise PromptError("prompt-unknown", f"there are: {known}", place=name, hint="`gouji prompts` lists them")
        return found[-1]

    def using(self, names: Sequence[str]) -> "Prompts":
        """The same prompts, with those of `names` asked for their tasks.

        Raises:
            PromptError: `prompt-unknown`.
        """
        return replace(self, preferred=(*map(self.get, names), *self.preferred))


def minified(value: object) -> str:
    """JSON as replies shall have it: no white space between tokens."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def prompts_folder() -> Traversable:
    """Where the prompts lie: in the checkout, so that a change to a file counts at once; else in the package."""
    checkout = Path(__file__).resolve().parents[2] / "prompts"
    # The list of releases tells our folder from any other that stands beside an installed package.
    return checkout if (checkout / "released.yaml").is_file() else files("extractor").joinpath("_prompts")


@cache
def builtin_prompts() -> Prompts:
    """The prompts that ship with the program.

    Raises:
        PromptError: as `load_prompts`.
    """
    return load_prompts(prompts_folder())


def load_prompts(folder: Traversable) -> Prompts:
    """Read every prompt file below a folder.

    Raises:
        PromptError: `prompt-invalid` with all faults of all files.
    """
    return Prompts(tuple(Prompt(source) for source in parse_prompts(folder)))


def _with_document(example: ExampleFile) -> dict[str, object]:
    digits = hashlib.sha256(example.text.encode()).hexdigest()
    return {**example.variables, "document": fence(example.text, digits, EXAMPLE)}
