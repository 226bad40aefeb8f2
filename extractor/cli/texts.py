"""What the command line says, by key and language; the words themselves are in `texts.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import cast

from extractor.settings import Language

__all__ = ["Texts", "catalogue"]


class Texts:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        """Choose the language."""
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, with `values` filled in.

        Raises:
            KeyError: there is no such key, which the tests rule out.
        """
        text = catalogue()[key][self.language]
        return text.format(**values) if values else text

    def optional(self, section: str, name: str) -> str | None:
        """The words for a name that comes from stored data, which may be newer than these words."""
        entry = catalogue().get(f"{section}.{name}")
        return None if entry is None else entry.get(self.language)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every text by dotted key, then by language; errors have Chinese words only."""
    content = Path(__file__).with_name("texts.toml").read_text(encoding="utf-8")
    flat: dict[str, dict[str, str]] = {}
    _flatten(tomllib.loads(content), "", flat)
    return flat


def _flatten(node: object, key: str, flat: dict[str, dict[str, str]]) -> None:
    if isinstance(node, str):
        flat[key] = {"zh": node}
        return
    children = cast("dict[str, object]", node)
    if children.keys() == {"en", "zh"}:
        flat[key] = cast("dict[str, str]", children)
        return
    for name, child in children.items():
        _flatten(child, f"{key}.{name}" if key else name, flat)
