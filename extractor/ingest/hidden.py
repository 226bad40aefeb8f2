"""Hidden text: what ingest takes out of a document, under which name it says so, and characters that nobody sees.

A note reads `hidden-text:<reason>:<the first 200 characters>`. Every format uses these reasons and no others.
"""

import re
from collections import Counter
from enum import StrEnum

__all__ = ["OBJECT", "Hidden", "HiddenText", "strip_unseen"]

EXCERPT = 200
"""Code points of a passage that its note shows."""
MOST_NOTES = 100
"""Passages with a note of their own; one more note counts the rest."""
OBJECT = "\ufffc"
"""Stands where a reader sees something that is no text, so that the place is not taken for a blank."""

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202d\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"
)
"""Characters without width. One variation selector picks the shape of a rare character; a run of them carries bytes."""
REVERSED = "\u202e"
"""From here on characters show from right to left: 62 is seen as 26."""
TAG_BASE = 0xE0000
TAGS = range(TAG_BASE + 0x20, TAG_BASE + 0x7F)
"""Invisible copies of the printed characters of ASCII."""


class Hidden(StrEnum):
    """Why a passage is not seen."""

    DISPLAY_NONE = "display-none"
    """Taken out of the layout by a style."""
    HIDDEN_ATTRIBUTE = "hidden-attribute"
    """HTML's `hidden`, or a dialog that is closed."""
    HIDDEN_INPUT = "hidden-input"
    """The value of a form field that is not shown."""
    INVISIBLE = "visibility-hidden"
    TRANSPARENT = "opacity-zero"
    TINY = "tiny-text"
    """At most one point high."""
    SAME_COLOUR = "same-colour"
    """In the colour of its background, or without colour."""
    COVERED = "covered"
    """Something was painted over it."""
    OFF_PAGE = "off-page"
    CLIPPED = "zero-size"
    """In a box without room, which cuts off what does not fit."""
    STRUCK_OUT = "struck-out"
    """Seen, but crossed out: the author took it back."""
    UNSEEN = "zero-width"
    """Characters without width, by code point and count."""
    REVERSED = "right-to-left"
    """A character that turns the order of what follows."""
    VANISHED = "vanish"
    """Word's hidden font."""
    OTHER_SHAPES = "other-shapes"
    """Its font draws it as something else, so that what is seen is not what can be copied."""
    DELETED = "deleted"
    """A tracked deletion."""
    COMMENT = "comment"
    HIDDEN_SHEET = "hidden-sheet"
    HIDDEN_ROW = "hidden-row"
    HIDDEN_COLUMN = "hidden-column"


class HiddenText:
    """The passages taken out of one document, in its order."""

    def __init__(self) -> None:
        self._passages: list[tuple[Hidden, str]] = []
        self._open = False
        self._more = 0
        self._unseen: Counter[str] = Counter()
        self._spelled = ""
        self._reversed = 0

    def add(self, reason: Hidden, text: str) -> None:
        """Report a passage; it continues the last one when that has the same reason and nothing visible stands between.

        White space alone is no passage.
        """
        if not text.strip():
            return
        if self._open and self._passages[-1][0] is reason:
            before = self._passages[-1][1]
            # More than an excerpt is never shown, so a page of hidden text is not copied again for every word.
            self._passages[-1] = (reason, before if len(before) > EXCERPT else f"{before} {_short(text)}")
        elif len(self._passages) == MOST_NOTES:
            self._more += 1
        else:
            self._passages.append((reason, _short(text)))
            self._open = True

    def seen(self) -> None:
        """Visible text was met, so the next passage stands by itself."""
        self._open = False

    def clean(self, text: str) -> str:
        """Take the characters that nobody sees out of a piece of visible text, and count them."""
        if text.isascii():
            return text
        text, unseen = strip_unseen(text)
        if unseen:
            self._unseen.update(unseen)
            self._spelled += "".join(chr(ord(mark) - TAG_BASE) for mark in unseen if ord(mark) in TAGS)
        self._reversed += text.count(REVERSED)
        return text.replace(REVERSED, OBJECT)

    def notes(self) -> tuple[str, ...]:
        """One note a passage."""
        notes = [_note(reason, text) for reason, text in self._passages]
        if self._more:
            notes.append(f"hidden-text:more:{self._more}")
        if self._unseen:
            notes.append(_note(Hidden.UNSEEN, _told(self._unseen, self._spelled)))
        if self._reversed:
            notes.append(_note(Hidden.REVERSED, f"U+202E×{self._reversed}"))
        return tuple(notes)


def strip_unseen(text: str) -> tuple[str, str]:
    """Split a text into what is seen and the characters without width, in order.

    U+202E stays: it changes what is seen, so its place matters.
    """
    unseen = UNSEEN.findall(text)
    return (UNSEEN.sub("", text), "".join(unseen)) if unseen else (text, "")


def _note(reason: Hidden, passage: str) -> str:
    return f"hidden-text:{reason}:{' '.join(passage.split())[:EXCERPT]}"


def _short(text: str) -> str:
    return text.strip()[: 2 * EXCERPT]


def _told(unseen: Counter[str], spelled: str) -> str:
    """What the invisible copies of ASCII spell, else the code points and how often they occur."""
    return spelled or " ".join(f"U+{ord(character):04X}×{count}" for character, count in sorted(unseen.items()))
