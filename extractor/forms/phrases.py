"""The notation of phrases in form files, as regular expressions."""

import re
from collections.abc import Mapping, Sequence

from extractor.forms.claims_schema import ClaimsFile

__all__ = ["PhraseError", "phrase_regex", "word_regexes"]

TOKEN = re.compile(r"\{([a-z][a-z0-9_]*)\}|(.)", re.DOTALL)
SYNTAX = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}
CLOSING = {"[": "]", "(": ")"}
FREE = r"[^\d，。；：、（）！？\ue000\ue001]{0,12}?"
QUOTE = "(?P<quote>)"
NUMBER = "(?:number)"
"""Stands for a number where a phrase is only checked."""


class PhraseError(ValueError):
    """A phrase that breaks the notation."""


def phrase_regex(phrase: str, words: Mapping[str, str], number: str = NUMBER, other: str = NUMBER) -> str:
    """Write a phrase as a regular expression.

    Args:
        phrase: in the notation of `claims_schema`.
        words: the regular expression of each list of words.
        number: the regular expression of `#`.
        other: the regular expression of `*`.

    Raises:
        PhraseError: a bracket is not closed, or a list of words is not known.
    """
    parts: list[str] = []
    opened: list[str] = []
    for token in TOKEN.finditer(phrase):
        name, character = token.group(1), token.group(2)
        if name is not None:
            if name not in words:
                raise PhraseError(f"phrase {phrase!r} names no known words: {name!r}")
            parts.append(words[name])
            continue
        if character in {"{", "}"}:
            raise PhraseError(f"phrase {phrase!r} has a brace that encloses no name")
        if character in CLOSING:
            opened.append(CLOSING[character])
        elif character in {"]", ")"} and (not opened or opened.pop() != character):
            raise PhraseError(f"phrase {phrase!r} closes a bracket that is not open")
        parts.append(
            {"#": number, "*": other, "~": FREE, ">": QUOTE}.get(character)
            or SYNTAX.get(character)
            or re.escape(character)
        )
    if opened:
        raise PhraseError(f"phrase {phrase!r} leaves a bracket open")
    return "".join(parts)


def any_phrase(phrases: Sequence[str], words: Mapping[str, str]) -> str:
    """Any of the phrases, the longest first, so that the first one that fits is the fullest."""
    return f"(?:{'|'.join(phrase_regex(phrase, words) for phrase in sorted(phrases, key=len, reverse=True))})"


def word_regexes(file: ClaimsFile) -> dict[str, str]:
    """The regular expression of every list of words, `charge` among them.

    Raises:
        PhraseError: a wording breaks the notation, or uses a list that stands behind it.
    """
    words: dict[str, str] = {}
    for name, wordings in file.words.items():
        words[name] = any_phrase(wordings, words)
    if file.charge is not None:
        words["charge"] = any_phrase((*file.charge.terms, *file.charge.other_terms), words)
    return words
