"""Everything that is wrong with a form file's part about prose."""

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase

from extractor.forms.claims_schema import ClaimsFile
from extractor.forms.phrases import PhraseError, phrase_regex, word_regexes

__all__ = ["claims_faults"]

Place = tuple[str | int, ...]


def claims_faults(file: ClaimsFile, paths: Collection[str]) -> Iterator[tuple[Place, str]]:
    """Each fault with its place in the form file.

    Args:
        file: the part about prose.
        paths: the cells of all editions.
    """
    try:
        words = word_regexes(file)
    except PhraseError as error:
        yield ("claims", "words"), str(error)
        return
    yield from _phrase_faults(file, words)
    yield from _cell_faults(file, paths)
    yield from _key_faults(file)


def _phrase_faults(file: ClaimsFile, words: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    for place, phrase, numbers in _phrases(file):
        try:
            phrase_regex(phrase, words)
        except PhraseError as error:
            yield place, str(error)
        if phrase.count("#") != numbers:
            yield place, f"phrase {phrase!r} needs {numbers} # and has {phrase.count('#')}"
        if phrase.count(">") > 1:
            yield place, f"phrase {phrase!r} has more than one >"


def _cell_faults(file: ClaimsFile, paths: Collection[str]) -> Iterator[tuple[Place, str]]:
    for place, pattern in _cells(file):
        if not any(fnmatchcase(path, pattern) for path in paths):
            yield place, f"no cell is called {pattern!r}"


def _key_faults(file: ClaimsFile) -> Iterator[tuple[Place, str]]:
    keys = [statement.key for statement in file.statements]
    for number, statement in enumerate(file.statements):
        if keys.count(statement.key) > 1:
            yield ("claims", "statements", number), f"statement {statement.key!r} stands there more than once"
        if not statement.counts and not statement.denials:
            yield ("claims", "statements", number), f"statement {statement.key!r} has no phrase"
    for number, completion in enumerate(file.completions):
        for key in completion.after:
            if key not in keys:
                yield ("claims", "completions", number, "after"), f"no statement is called {key!r}"


def _phrases(file: ClaimsFile) -> Iterator[tuple[Place, str, int]]:
    """Every phrase with its place and how many numbers it must hold."""
    for number, phrase in enumerate(file.lead_ins):
        yield ("claims", "lead_ins", number), phrase, 0
    for number, statement in enumerate(file.statements):
        place = ("claims", "statements", number)
        yield from (((*place, "counts", item), phrase, 1) for item, phrase in enumerate(statement.counts))
        yield from (((*place, "denials", item), phrase, 0) for item, phrase in enumerate(statement.denials))
    for number, completion in enumerate(file.completions):
        place = ("claims", "completions", number, "phrases")
        yield from (((*place, item), phrase, 0) for item, phrase in enumerate(completion.phrases))
    if file.charge is not None:
        yield from ((("claims", "charge", "counts", item), phrase, 1) for item, phrase in enumerate(file.charge.counts))
        yield from (
            (("claims", "charge", "denials", item), phrase, 0) for item, phrase in enumerate(file.charge.denials)
        )


def _cells(file: ClaimsFile) -> Iterator[tuple[Place, str]]:
    """Every cell path or pattern of cell paths, with its place."""
    for number, statement in enumerate(file.statements):
        place = ("claims", "statements", number)
        for item, target in enumerate(statement.targets):
            yield from (((*place, "targets", item), pattern) for pattern in target)
        yield from (((*place, "unless"), pattern) for pattern in statement.unless)
    for number, completion in enumerate(file.completions):
        yield from ((("claims", "completions", number, "zero"), pattern) for pattern in completion.zero)
