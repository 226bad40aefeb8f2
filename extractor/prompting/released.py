"""Whether every released prompt still says what it said when it was released."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable

import yaml

from extractor.errors import PromptError
from extractor.prompting.catalogue import Prompts
from extractor.prompting.parse import parse_yaml
from extractor.prompting.prompt_file import RELEASED_SCHEMA, ReleasedFile

__all__ = ["RELEASED", "read_released", "release", "release_faults", "released_text"]

RELEASED = "released.yaml"
"""The list, in the folder of the prompts."""
HEAD = (
    "# yaml-language-server: $schema=../docs/reference/prompts-released.schema.json\n"
    "# Written by `make release-prompts`, which adds versions and changes none.\n"
)


def read_released(folder: Traversable) -> ReleasedFile:
    """Read the list of released versions.

    Raises:
        PromptError: `prompt-invalid` with all faults of the list.
    """
    faults: list[str] = []
    try:
        text = folder.joinpath(RELEASED).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError("prompt-invalid", str(error), place=RELEASED, hint="restore the list") from error
    file = parse_yaml(text, RELEASED, ReleasedFile, faults)
    if file is None:
        raise PromptError("prompt-invalid", "; ".join(faults), hint="mend the list")
    return file


def release_faults(prompts: Prompts, released: ReleasedFile) -> Iterator[str]:
    """Versions that changed, that are not listed, and that are listed without a file."""
    known = {
        f"{id_}@{version}": digest
        for id_, versions in released.released.items()
        for version, digest in versions.items()
    }
    present = {prompt.name: prompt.digest for prompt in prompts.prompts}
    for name, digest in present.items():
        if name not in known:
            yield f"{name} is not listed: run `make release-prompts` once it is final"
        elif known[name] != digest:
            yield f"{name} was released with other words: restore them, and give the new ones the next version"
    for name in known:
        if name not in present:
            yield f"{name} was released, and its file is gone: restore it"


def release(prompts: Prompts, released: ReleasedFile) -> ReleasedFile:
    """The list with the versions that it lacks; what it has stays as it is."""
    merged = {id_: dict(versions) for id_, versions in released.released.items()}
    for prompt in prompts.prompts:
        file = prompt.source.file
        merged.setdefault(file.id, {}).setdefault(file.version, prompt.digest)
    return ReleasedFile(schema=RELEASED_SCHEMA, released=merged)


def released_text(released: ReleasedFile) -> str:
    """The list as its file has it, in the order of ids and versions."""
    content = {
        "schema": RELEASED_SCHEMA,
        "released": {id_: dict(sorted(versions.items())) for id_, versions in sorted(released.released.items())},
    }
    return HEAD + yaml.safe_dump(content, sort_keys=False)
