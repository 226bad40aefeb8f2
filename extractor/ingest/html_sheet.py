"""The rules of a page's own `<style>` elements, and which of them hold for an element.

Covered: lists of selectors made of element names, `*`, `.class` and `#id`, joined by descendant or child combinators;
`@media` for screens. Not covered: attribute selectors, pseudo-classes, siblings, nesting, layers, linked style sheets.
A rule that is not covered is left out, so its text stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from extractor.errors import DocumentError
from extractor.ingest.html_css import COMMENT, Declarations, parse_declarations

__all__ = ["Element", "Sheet"]

MOST_CSS = 2**20
"""Characters of all style sheets together; the rest is left out."""
MOST_RULES = 10_000
"""A large framework has 3 000; the rest is left out."""
MOST_STEPS = 2_000_000
"""Rules tried on elements of one page, about a second."""

COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
PART = re.compile(r"([.#])([\w-]+)")
COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
PRELUDE = re.compile(r"[^{};]*")
BRACE = re.compile(r"[{}]")
SCREENS = frozenset(("", "all", "screen", "only screen", "only all"))


@dataclass(frozen=True, slots=True)
class Element:
    """What selectors ask of an element."""

    tag: str
    identifier: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector; an empty part asks for nothing."""

    tag: str
    identifiers: frozenset[str]
    classes: frozenset[str]

    @property
    def key(self) -> str:
        """A part that every element has which fits."""
        if self.identifiers:
            return f"#{min(self.identifiers)}"
        return f".{min(self.classes)}" if self.classes else self.tag or "*"

    def fits(self, element: Element) -> bool:
        """Whether the element has all that is asked for."""
        return (
            (not self.tag or self.tag == element.tag)
            and self.identifiers <= {element.identifier}
            and self.classes <= element.classes
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations."""

    compound: Compound
    """The last one, which the element itself must fit."""
    ancestors: tuple[tuple[str, Compound], ...]
    """From the inside out: the combinator (space or `>`) and what an ancestor must fit."""
    rank: tuple[int, int, int, int]
    """Identifiers, classes, names, then order: the higher rank wins."""
    declarations: Declarations


class Sheet:
    """All rules of a page."""

    def __init__(self, styles: Iterable[str] = ()) -> None:
        """Read the texts of the `<style>` elements, in document order."""
        text = "\n".join(styles)
        self.incomplete = len(text) > MOST_CSS
        """Rules were left out because there are too many."""
        self.rules: list[Rule] = []
        self._by_key: dict[str, list[Rule]] = {}
        self._found: dict[Element, list[Rule]] = {}
        self._steps = 0
        text = COMMENT.sub(" ", text[:MOST_CSS].replace("<!--", " ").replace("-->", " "))
        for selectors, block in _blocks(text):
            declarations = parse_declarations(block)
            if declarations and len(self.rules) < MOST_RULES:
                made = (_rule(selector, declarations, len(self.rules)) for selector in selectors.split(","))
                self.rules.extend(islice(filter(None, made), MOST_RULES - len(self.rules)))
            self.incomplete |= len(self.rules) >= MOST_RULES
        for rule in self.rules:
            self._by_key.setdefault(rule.compound.key, []).append(rule)

    def declarations(self, element: Element, ancestors: Sequence[Element]) -> list[Declarations]:
        """What holds for an element, the strongest last; the ancestors go from the outside in.

        Raises:
            DocumentError: `too-large` when rules times elements are too many.
        """
        if element not in self._found:
            keys = ("*", element.tag, f"#{element.identifier}", *(f".{name}" for name in element.classes))
            tried = [rule for key in keys for rule in self._by_key.get(key, ())]
            self._count(len(tried))
            self._found[element] = sorted((rule for rule in tried if rule.compound.fits(element)), key=_rank)
        found = self._found[element]
        self._count(sum(1 + len(rule.ancestors) * len(ancestors) for rule in found))
        return [rule.declarations for rule in found if _descends(rule.ancestors, ancestors)]

    def _count(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise DocumentError(
                "too-large",
                f"{len(self.rules)} style rules for thousands of elements",
                hint="save the part of the page that holds the report alone",
            )


def _rank(rule: Rule) -> tuple[int, int, int, int]:
    return rule.rank


def _descends(wanted: tuple[tuple[str, Compound], ...], ancestors: Sequence[Element]) -> bool:
    """Whether ancestors fit, one step of the selector after the other; all ways are followed at once."""
    reached = {len(ancestors)}
    for combinator, compound in wanted:
        above = range(max(reached)) if combinator == " " else (at - 1 for at in reached if at)
        reached = {at for at in above if compound.fits(ancestors[at])}
        if not reached:
            return False
    return True


def _rule(selector: str, declarations: Declarations, order: int) -> Rule | None:
    first, *rest = COMBINATOR.split(selector.strip())
    compounds = [_compound(part) for part in (first, *rest[1::2])]
    if None in compounds:
        return None
    steps = [compound for compound in compounds if compound]
    combinators = [found or " " for found in rest[::2]]
    rank = (
        sum(len(step.identifiers) for step in steps),
        sum(len(step.classes) for step in steps),
        sum(bool(step.tag) for step in steps),
        order,
    )
    ancestors = tuple(zip(reversed(combinators), reversed(steps[:-1]), strict=True))
    return Rule(steps[-1], ancestors, rank, declarations)


def _compound(text: str) -> Compound | None:
    found = COMPOUND.fullmatch(text) if text else None
    if not found:
        return None
    tag, parts = found.group(1) or "", PART.findall(found.group(2))
    return Compound(
        tag="" if tag == "*" else tag.lower(),
        identifiers=frozenset(name for mark, name in parts if mark == "#"),
        classes=frozenset(name for mark, name in parts if mark == "."),
    )


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of every rule that holds on a screen."""
    at = 0
    while at < len(text):
        found = PRELUDE.match(text, at)
        prelude, at = (found.group().strip(), found.end()) if found else ("", at)
        opening = text[at : at + 1]
        at += 1
        if opening != "{":
            # A stray brace ends a block of `@media`; a semicolon ends `@import`.
            continue
        if prelude.startswith("@"):
            at = at if _on_screen(prelude) else _behind_block(text, at)
            continue
        end = text.find("}", at)
        end = end if end >= 0 else len(text)
        yield prelude, text[at:end]
        at = end + 1


def _on_screen(prelude: str) -> bool:
    """Whether a block of `@media` holds whatever the size of the window."""
    name, _, media = " ".join(prelude.lower().split()).partition(" ")
    return name == "@media" and any(part.strip() in SCREENS for part in media.split(","))


def _behind_block(text: str, at: int) -> int:
    """Where the block that was just opened ends."""
    depth = 1
    for brace in BRACE.finditer(text, at):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return brace.end()
    return len(text)
