"""The words of the pages."""

import re
import string
from pathlib import Path

from extractor.review.view.words import page_words


def placeholders(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def source_of(root: Path) -> str:
    """Templates and modules of the review."""
    files = [*(root / "extractor/review").rglob("*.j2"), *(root / "extractor/review").rglob("*.py")]
    return "".join(file.read_text(encoding="utf-8") for file in files)


def test_every_text_has_both_languages_and_fills_in_the_same() -> None:
    """A figure said in one language is said in the other."""
    for key, words in page_words().items():
        assert words.keys() == {"en", "zh"}, key
        assert placeholders(words["en"]) == placeholders(words["zh"]), key


def test_every_text_that_is_asked_for_exists(project_root: Path) -> None:
    """A missing one would end a page with an error."""
    pattern = r"\b(?:t|speech|self\.speech)\(\s*[\"']([a-z_]+)[\"']\s*[,)]"
    asked = set(re.findall(pattern, source_of(project_root)))
    assert len(asked) > 80
    assert asked - page_words().keys() == set()


def test_every_text_is_used(project_root: Path) -> None:
    """Words that nobody says are taken out; those of codes are asked for by their section."""
    source = source_of(project_root)
    built = ("action_", "facet_", "found_", "kind_", "problem_", "role_", "reason_audit", "live_", "accept_")
    unused = [key for key in page_words() if not key.startswith(built) and not re.search(f"[\"']{key}[\"']", source)]
    assert unused == []
