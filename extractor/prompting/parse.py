"""Prompt files read from a folder, and refused with every fault and its line."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from extractor.errors import PromptError
from extractor.forms.yaml_places import dotted, keys_twice, line_of, shape_faults
from extractor.prompting.evidence import unquoted
from extractor.prompting.prompt_file import ExampleFile, ExamplesFile, PromptFile, ReplyName
from extractor.prompting.render import syntax_fault, variables_in
from extractor.prompting.wire import ClaimsReply, MetadataReply, SecondLookReply, TableReply

__all__ = ["REPLIES", "Source", "parse_prompts", "parse_yaml"]

REPLIES: Mapping[ReplyName, type[BaseModel]] = {
    "TableReply": TableReply,
    "ClaimsReply": ClaimsReply,
    "MetadataReply": MetadataReply,
    "SecondLookReply": SecondLookReply,
}
DOCUMENT = "document"
"""The variable that every prompt has."""
EXAMPLES = "examples"
"""The folder of examples."""
FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
HEADING = re.compile(r"^# (.*)$", re.MULTILINE)
PARTS = (["System", "User"], ["User"])
"""The headings that a text may have, in order."""

File = TypeVar("File", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Source:
    """A prompt file, taken apart."""

    file: PromptFile
    system: str
    """Empty for a prompt that opens with the user's part."""
    user: str
    examples: tuple[ExampleFile, ...]
    text: str
    """The whole file."""
    examples_text: str
    """The whole file of examples; empty without."""

    @property
    def name(self) -> str:
        """Id and version: `table@1`."""
        return f"{self.file.id}@{self.file.version}"

    @property
    def digest(self) -> str:
        """SHA-256 of the file and of its examples."""
        return hashlib.sha256(f"{self.text}\0{self.examples_text}".encode()).hexdigest()


def parse_prompts(folder: Traversable) -> Iterator[Source]:
    """The prompts below a folder, by id and version: `<id>/<version>.md`.

    Raises:
        PromptError: `prompt-invalid` with all faults of all files.
    """
    faults: list[str] = []
    sources: list[Source] = []
    for below in _sorted(folder):
        if below.is_dir() and below.name != EXAMPLES:
            for item in _sorted(below):
                source = _source(folder, below.name, item, faults)
                sources += [source] if source else []
    if not sources and not faults:
        faults.append("no prompt file")
    if faults:
        count = f"{len(faults)} faults: " if len(faults) > 1 else ""
        raise PromptError("prompt-invalid", count + "; ".join(faults), hint="mend the prompt files")
    yield from sorted(sources, key=lambda source: (source.file.id, source.file.version))


def parse_yaml(text: str, name: str, model: type[File], faults: list[str], first_line: int = 1) -> File | None:
    """A YAML text in the shape of a model; null when it has faults, which are added to the list.

    Args:
        text: of the file, or of a part of it.
        name: of the file, for messages.
        model: the shape.
        faults: takes every fault with its line.
        first_line: of the part in its file, 1-based.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = cast("object", yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        faults.append(f"{name}:{line}: {error.problem}")
        return None
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(f"{name}: {' '.join(str(error).split())}")
        return None
    if not isinstance(content, dict) or node is None:
        faults.append(f"{name}:{first_line}: not a mapping")
        return None
    found = list(keys_twice(node))
    file = None
    try:
        file = model.model_validate(content)
    except ValidationError as error:
        found += shape_faults(error)
    faults += [
        f"{name}:{line_of(node, place) + first_line - 1}: {dotted(place)}: {message}" for place, message in found
    ]
    return None if found else file


def _sorted(folder: Traversable) -> list[Traversable]:
    """What a folder shows; hidden files are an editor's or the system's own."""
    shown = (item for item in folder.iterdir() if not item.name.startswith(".")) if folder.is_dir() else ()
    return sorted(shown, key=lambda item: item.name)


def _source(folder: Traversable, id_: str, item: Traversable, faults: list[str]) -> Source | None:
    """One prompt file with its examples; faults are added to the list."""
    name = f"{id_}/{item.name}"
    text = _read(item, name, faults)
    if text is None:
        return None
    parts = FRONT_MATTER.match(text)
    if parts is None:
        faults.append(f"{name}:1: no front matter between two lines of three hyphens")
        return None
    file = parse_yaml(parts.group(1), name, PromptFile, faults, first_line=2)
    if file is None:
        return None
    turns = _turns(parts.group(2))
    faults += [f"{name}: {fault}" for fault in _file_faults(file, id_, item.name, turns, parts.group(2))]
    examples_text, examples = "", ()
    if file.examples:
        examples_text, examples = _examples(folder, file, faults)
    return Source(file, turns.get("System", ""), turns.get("User", ""), examples, text, examples_text)


def _examples(folder: Traversable, file: PromptFile, faults: list[str]) -> tuple[str, tuple[ExampleFile, ...]]:
    name = f"{EXAMPLES}/{file.examples}.yaml"
    text = _read(folder.joinpath(name), name, faults)
    found = parse_yaml(text, name, ExamplesFile, faults) if text is not None else None
    if text is None or found is None:
        return "", ()
    for number, example in enumerate(found.examples):
        faults += [f"{name}: examples.{number}: {fault}" for fault in _example_faults(example, file)]
    return text, found.examples


def _read(item: Traversable, name: str, faults: list[str]) -> str | None:
    try:
        # Line ends are made equal, so that a checkout with others has the same digest.
        return item.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        faults.append(f"{name}: cannot be read: {reason}")
        return None


def _turns(body: str) -> dict[str, str]:
    """The text under each heading of the first level."""
    pieces = HEADING.split(body)
    return {heading.strip(): text.strip() for heading, text in zip(pieces[1::2], pieces[2::2], strict=True)}


def _file_faults(file: PromptFile, id_: str, name: str, turns: Mapping[str, str], body: str) -> Iterator[str]:
    """Where a file contradicts itself or its place."""
    if (id_, name) != (file.id, f"{file.version}.md"):
        yield f"version {file.version} of {file.id!r} belongs into {file.id}/{file.version}.md"
    if HEADING.split(body)[0].strip():
        yield "words stand before the first heading, where no model would see them"
    if HEADING.findall(body) not in PARTS:
        yield "the text has the headings `# System` and `# User`, in this order, or `# User` alone"
        return
    faults = [f"# {heading}: {fault}" for heading, text in turns.items() if (fault := syntax_fault(text))]
    if faults:
        yield from faults
        return
    used = frozenset(name for text in turns.values() for name in variables_in(text))
    if DOCUMENT not in used:
        yield f"the text does not show the {DOCUMENT!r}"
    for variable in sorted(used - file.variables.keys()):
        yield f"the text uses {variable!r}, which `variables` does not name"
    for variable in sorted(file.variables.keys() - used):
        yield f"`variables` names {variable!r}, which the text does not use"


def _example_faults(example: ExampleFile, file: PromptFile) -> Iterator[str]:
    """Where an example does not fit its prompt, or quotes what its own text does not print."""
    given = example.variables.keys() | {DOCUMENT}
    for variable in sorted(given ^ file.variables.keys()):
        yield f"variable {variable!r} is {'unknown' if variable in given else 'missing'}"
    try:
        REPLIES[file.reply].model_validate(example.reply)
    except ValidationError as error:
        yield from (f"reply.{dotted(place)}: {message}" for place, message in shape_faults(error))
    for quote in unquoted(example.reply, example.text):
        yield f"{quote!r} does not stand in the example's text"
