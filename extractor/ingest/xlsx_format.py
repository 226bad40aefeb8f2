"""Number formats of spreadsheets, cut into what they print.

A format has up to four sections: for positive numbers, negative ones, zero, and text. What is not understood makes the
section unread: a number must never be printed otherwise than its reader sees it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

__all__ = ["Section", "Token", "format_code", "parse_format"]

TokenKind = Literal["literal", "digit", "point", "comma", "percent", "date", "noon", "general", "text", "unread"]
Token = tuple[TokenKind, str]
"""What a piece of a format is, and the piece: a literal as printed, all else as written."""

PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_(?P<wide>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]
    |(?P<general>general|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<scientific>E[+-])
    |(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<digit>[0?\#])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)
    |(?P<end>;)|(?P<letter>[a-z])|(?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
KINDS: dict[str, TokenKind] = {
    "general": "general",
    "noon": "noon",
    "digit": "digit",
    "point": "point",
    "comma": "comma",
    "percent": "percent",
    "text": "text",
    "scientific": "unread",
    "letter": "unread",
}
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
COLOUR = re.compile(
    r"(?:color|颜色)\s?\d{1,2}|black|blue|cyan|green|magenta|red|yellow|[黑蓝绿红黄]色?|青色|洋红", re.IGNORECASE
)
WHITE = re.compile(r"white|白色?", re.IGNORECASE)
DATES = frozenset(("y", "yy", "yyyy", "m", "mm", "d", "dd", "h", "hh", "s", "ss", "aaa", "aaaa"))
"""Without names of months and days, which depend on the language of the reader's machine."""
LONGEST = 255
"""Characters that a spreadsheet allows."""
LONG_DATE = "f800"
"""The reader's own long date; in Chinese 2024年1月31日."""
LONG_DATE_TOKENS: tuple[Token, ...] = (
    *(("date", "yyyy"), ("literal", "年"), ("date", "m"), ("literal", "月"), ("date", "d"), ("literal", "日")),
    # What follows is the same date in English, for machines that do not know the language.
    ("text", LONG_DATE),
)

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    **dict.fromkeys((5, 6), '"¥"#,##0;"¥"-#,##0'),
    **dict.fromkeys((7, 8), '"¥"#,##0.00;"¥"-#,##0.00'),
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    **dict.fromkeys((37, 38), "#,##0_ ;-#,##0_ "),
    **dict.fromkeys((39, 40), "#,##0.00_ ;-#,##0.00_ "),
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""The formats that files only name by number, as Chinese machines print them."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one section of a format prints."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    """An operator and a number: the section is for numbers of which this holds."""
    white: bool = False

    def has(self, kind: TokenKind) -> bool:
        """Whether a piece of this kind is in it."""
        return any(found == kind for found, _ in self.tokens)


def format_code(number: int) -> str:
    """The format behind a number that files do not spell out."""
    return BUILT_IN.get(number, "General")


@lru_cache(maxsize=4096)
def parse_format(code: str) -> list[Section]:
    """Cut a format into its sections, at least one; the caller leaves the list as it is."""
    if len(code) > LONGEST:
        return [Section((("unread", ""),))]
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    white = False
    for found in (*PIECE.finditer(code), None):
        if found is None or found["end"]:
            sections.append(Section(tuple(tokens), condition, white))
            tokens, condition, white = [], None, False
        elif found["bracket"] is not None and (stated := CONDITION.fullmatch(found["bracket"].strip())):
            condition = stated[1], Decimal(stated[2])
        elif found["bracket"] is not None and WHITE.fullmatch(found["bracket"].strip()):
            white = True
        else:
            tokens += _tokens(found)
    return sections


def _tokens(found: re.Match[str]) -> Iterator[Token]:
    """What a piece prints."""
    group = found.lastgroup or "other"
    piece = found[group]
    if group == "bracket":
        yield from _bracket(piece)
    elif group == "quoted":
        yield "literal", piece.strip('"')
    elif group == "wide" or (group == "fill" and piece == " "):
        yield "literal", " "
    elif group == "date":
        kind: TokenKind = "date" if piece.lower() in DATES else "unread"
        yield kind, piece.lower()
    elif group == "fill":
        yield "unread", piece
    else:
        yield KINDS.get(group, "literal"), piece


def _bracket(content: str) -> Iterator[Token]:
    """A currency, a language or a colour; what is elapsed, and figures in Chinese, are unread."""
    if content.startswith("$"):
        symbol, _, language = content[1:].partition("-")
        if symbol:
            yield "literal", symbol
        if language.lower() == LONG_DATE:
            yield from LONG_DATE_TOKENS
    elif not COLOUR.fullmatch(content.strip()):
        yield "unread", content
