"""Pieces of a document's text, and text without its layout."""

import re
from dataclasses import dataclass

from extractor.text.labels import BOOKMARK

__all__ = ["NOTE_MARKS", "Line", "Piece", "Squeezed", "gapped", "is_ideograph", "lines_of", "squeeze"]

UNSEEN = re.compile(rf"{BOOKMARK.pattern}|[\s\u200b-\u200d\u2060\ufeff]+")
"""What a reader of the page does not see."""

GAP = r"\s{0,60}"
"""What justified or wrapped text puts between two characters of a word: a line end and an indent at most."""

NOTE_MARKS = "¹²³⁰⁴⁵⁶⁷⁸⁹ⁱᵛˣ"
"""What readers of files print for the mark of a footnote."""

SPACES = " \t\r\n\f\v\u3000\xa0\u2002\u200b\ufeff"
DECORATION = SPACES + "#*>"
"""Spaces, and the marks of Markdown headings, quotes and bold type."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed piece of the text that answers a question."""

    start: int
    """Half-open code-point interval in the document's text."""
    end: int
    reasons: tuple[str, ...] = ()
    """Why the answer is doubtful; empty when it is not. Stable codes:

    `agency-from-contact`, `agency-from-signature`: no title and no label names the authority.
    `city-or-county`: a 市 that no list and no neighbour places on a level.
    `cut`: the address, of either kind, seems to go on.
    `damaged-phrase`: the title's phrase has a wrong character.
    `label-in-word`: the label is the end of a longer word, which may name something else.
    `no-colon`, `no-label`: nothing sets the value off, or introduces it.
    `no-organ`: the name is an area's, and the text nowhere prints its authority.
    `ocr-unscored`: the text was recognised from a picture (added by `metadata`).
    `two-years`: the title prints two.
    `year-from-body`: no plain majority of sentences opens with this year.
    """
    year: int | None = None
    """For a date printed without its year: the year printed beside it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the spaces and Markdown marks around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Printed text without white space and bookmarks."""

    text: str
    at: tuple[int, ...]
    """Where each character stands in the document's text."""

    def piece(self, start: int, end: int) -> Piece:
        """The printed piece behind a non-empty interval of the squeezed text."""
        return Piece(self.at[start], self.at[end - 1] + 1)


def squeeze(text: str, start: int, end: int) -> Squeezed:
    """Leave out what a reader of the page does not see."""
    kept: list[int] = []
    here = start
    for gap in UNSEEN.finditer(text, start, end):
        kept.extend(range(here, gap.start()))
        here = gap.end()
    kept.extend(range(here, end))
    return Squeezed("".join([text[position] for position in kept]), tuple(kept))


def gapped(wording: str, gap: str = GAP) -> str:
    """A regular expression for a wording that layout may have pulled apart, brackets of either width."""
    return gap.join(one_character(character) for character in wording)


def one_character(character: str) -> str:
    """A regular expression for one character of a wording, whatever its width or case."""
    for pair in ("（(", "）)", "：:", "，,", "／/"):
        if character in pair:
            return f"[{re.escape(pair)}]"
    if character.isascii() and character.isalpha():
        return f"[{character.lower()}{character.upper()}]"
    return re.escape(character)


def lines_of(text: str, start: int, end: int, limit: int) -> list[Line]:
    """The first lines of an interval that are not blank, at most `limit`, without bookmarks in front."""
    found: list[Line] = []
    here = start
    for raw in text[start:end].splitlines(keepends=True):
        body = raw.strip(DECORATION)
        while body and (mark := BOOKMARK.match(body)):
            body = body[mark.end() :].lstrip(DECORATION)
        if body:
            stop = here + len(raw.rstrip(DECORATION))
            found.append(Line(stop - len(body), stop))
            if len(found) == limit:
                break
        here += len(raw)
    return found


def is_ideograph(character: str) -> bool:
    """Whether a character is a Chinese ideograph of the basic block or its first extension."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"
