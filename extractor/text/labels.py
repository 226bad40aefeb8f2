"""Labels as they are compared: without spaces, punctuation, ordinals, and with confusable characters folded.

Everything here is a pure function of the printed label; the printed form is kept elsewhere as evidence (domain.md §5).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

__all__ = ["LabelKey", "compact", "label_key", "strip_bookmarks"]

BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,40}\]")
"""What a converter leaves of a Word bookmark."""

LINE_BREAK = re.compile(r"<br\s{0,2}/?>", re.IGNORECASE)
"""What Markdown writes for a line break inside a cell."""

WIDTHLESS = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

ORDINAL = re.compile(
    r"""^(?:
        [(（][一二三四五六七八九十]{1,3}[)）][、.．]?      # （一）
      | [一二三四五六七八九十]{1,3}[、.．,，]               # 一、
      | [(（]?\d{1,2}[)）]?[、.．](?!\d)                     # 1.  (1)、
      | [(（]\d{1,2}[)）]                                    # (1)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class LabelKey:
    """A label ready for comparison."""

    ordinal: str
    """The ordinal's own characters without punctuation, `""` when the label has none; its group's stand before it."""
    plain: str
    """The label without ordinal, spaces and punctuation, as printed otherwise."""
    folded: str
    """`plain` with confusable characters folded together."""


@cache
def _fold_table() -> dict[int, str]:
    text = files("extractor.text").joinpath("data/confusions.yaml").read_text(encoding="utf-8")
    groups: dict[str, list[str]] = yaml.safe_load(text)["fold"]
    return {ord(other): kept for kept, others in groups.items() for other in others}


def strip_bookmarks(text: str) -> str:
    """Remove the marks that converters leave of Word bookmarks."""
    return BOOKMARK.sub("", text)


def compact(text: str) -> str:
    """Letters, digits and ideographs only, in compatibility form: what is left when layout and punctuation go."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


@lru_cache(maxsize=8192)
def label_key(text: str) -> LabelKey:
    """Split off the ordinal and fold the rest.

    A label that is nothing but its ordinal keeps it as its text, so that it never compares equal to an empty label.
    """
    visible = WIDTHLESS.sub("", LINE_BREAK.sub("", strip_bookmarks(text)))
    stripped = "".join(unicodedata.normalize("NFKC", visible).split())
    ordinal, rest = "", stripped
    while found := ORDINAL.match(rest):
        # Markdown from a recogniser writes the group's ordinal in front of the row's: 三、（七）总计.
        ordinal, rest = ordinal + found.group(), rest[found.end() :]
    plain = compact(rest)
    if not plain:
        plain, ordinal = compact(stripped), ""
    return LabelKey(ordinal=compact(ordinal), plain=plain, folded=plain.translate(_fold_table()))
