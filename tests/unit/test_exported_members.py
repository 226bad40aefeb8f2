"""Front doors: what each package says it is for, and that its `__all__` is complete, sorted and true."""

import importlib
import re
from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[2]

SENTENCE_END = re.compile(r"[.!?。！？]\s+\S")
"""A sentence that another one follows."""


def name_of(file: Path) -> str:
    """The name that a file of the checkout is imported by."""
    parts = file.relative_to(PROJECT_ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# Found as files, so that a module whose import fails is a failed test and not a missing one.
FILES = [
    file
    for top in ("extractor", "eval")
    for file in sorted((PROJECT_ROOT / top).rglob("*.py"))
    if file.stem != "__main__"  # runs when it is imported
]
MODULES = [name_of(file) for file in FILES]
PACKAGES = [name_of(file) for file in FILES if file.stem == "__init__"]


def sort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as the linter sorts them; a single capital is a class."""
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1, name) if name[0].isupper() else (2, name)


@pytest.mark.parametrize("name", MODULES)
class TestEveryModule:
    """Packages and the modules in them."""

    def test_all_is_given_sorted_and_without_repetition(self, name: str) -> None:
        """A reader finds a name where the alphabet puts it."""
        exported = importlib.import_module(name).__all__
        assert exported == sorted(set(exported), key=sort_key)

    def test_every_exported_name_exists(self, name: str) -> None:
        """A name that was moved or misspelt would break `from … import *` only."""
        module = importlib.import_module(name)
        assert [item for item in module.__all__ if not hasattr(module, item)] == []

    def test_the_module_says_what_it_is_for(self, name: str) -> None:
        """Every module opens with a docstring."""
        assert (importlib.import_module(name).__doc__ or "").strip()


@pytest.mark.parametrize("name", PACKAGES)
class TestEveryPackage:
    """The `__init__.py` files."""

    def test_a_package_says_in_one_sentence_what_it_is_for(self, name: str) -> None:
        """One sentence, on as many lines as it takes, with a full stop at its end."""
        text = (importlib.import_module(name).__doc__ or "").strip()
        assert text.endswith(".")
        assert not SENTENCE_END.search(text)
