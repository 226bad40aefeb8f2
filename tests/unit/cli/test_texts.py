"""The words of the command line."""

import re
import string
from pathlib import Path

import pytest

from extractor.cli.texts import Texts, catalogue

CODE_PATTERN = re.compile(
    r'(?:DocumentError|UsageError|StoreError|NothingToDoError|FormError|ModelError|PromptError|GoujiError|Failure)\(\s*(?:code=)?"([a-z-]+)"'
)


def placeholders(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_both_languages() -> None:
    """Only errors may lack English words: there the message itself is English."""
    lacking = [key for key, words in catalogue().items() if set(words) != {"zh", "en"} and not key.startswith("error.")]
    assert lacking == []


def test_both_languages_fill_in_the_same() -> None:
    """A figure said in one language is said in the other."""
    for key, words in catalogue().items():
        if "en" in words:
            assert placeholders(words["en"]) == placeholders(words["zh"]), key


def test_every_text_that_the_code_asks_for_exists(project_root: Path) -> None:
    """A missing key would end a command with a trace."""
    asked = {
        key
        for folder in ("extractor", "eval")
        for module in (project_root / folder / "cli").rglob("*.py")
        for key in re.findall(
            r"(?:texts|optional|Texts\(.en.\))\(\s*[\"']([a-z_]+\.[a-z_.]+)[\"']", module.read_text(encoding="utf-8")
        )
    }
    assert asked
    assert asked - catalogue().keys() == set()


def test_every_text_is_used(project_root: Path) -> None:
    """Words that nobody says are taken out."""
    folders = (project_root / "extractor" / "cli", project_root / "eval" / "cli")
    code = "".join(module.read_text(encoding="utf-8") for folder in folders for module in folder.rglob("*.py"))
    built = (
        "family.",
        "reason.",
        "rules.",
        "prompts.",
        "show.count_",
        "error.",
        "meta.",
        "severity.",
        "status.",
        "attribution.",
        "show.legend.",
        "run.",
        "forms.",
        "why.",
        "probe.name_",
        "probe.outcome_",
        "eval.rate_",
        "eval.generated",
        "eval.written",
    )
    unused = [key for key in catalogue() if not key.startswith(built) and key not in code]
    assert unused == []


def test_every_error_code_has_chinese_words(project_root: Path) -> None:
    """An operator who reads no English can tell what happened."""
    codes = {
        code
        for folder in ("extractor", "eval")
        for module in (project_root / folder).rglob("*.py")
        for code in CODE_PATTERN.findall(module.read_text(encoding="utf-8"))
    }
    assert {"empty-file", "disk-full", "no-documents"} <= codes
    assert {code for code in codes if f"error.{code}" not in catalogue()} == set()


def test_every_reason_has_words(project_root: Path) -> None:
    """In these packages every such code is a reason why a cell is in doubt."""
    quoted = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')
    modules = [
        module
        for package in ("tables", "fusion", "claims")
        for module in (project_root / "extractor" / package).rglob("*.py")
    ]
    reasons = {code for module in modules for code in quoted.findall(module.read_text(encoding="utf-8"))}
    assert {"identity-fails", "row-not-found"} <= reasons
    assert {code for code in reasons if f"reason.{code}" not in catalogue()} == set()


def test_an_unknown_name_has_no_words() -> None:
    """Stored data may be newer than the words; the code then stands for itself."""
    assert Texts("en").optional("reason", "never-heard-of") is None


def test_an_unknown_key_is_a_mistake_of_ours() -> None:
    """It shows at once rather than as an empty line."""
    with pytest.raises(KeyError):
        Texts("en")("no.such.key")
