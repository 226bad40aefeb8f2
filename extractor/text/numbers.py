"""Printed tokens as values: what kind of token stands in a cell, and which number it states.

A number is stated only by a token that can mean nothing else. Damage is named `illegible` and never mended: a letter O
is no zero, two figures with a space between them are no figure, a leading zero may be two cells glued together.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from functools import lru_cache

from extractor.model import Kind
from extractor.text.labels import strip_bookmarks

__all__ = ["Parsed", "format_decimal", "looks_like_value", "parse_value", "to_yuan"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one printed token states; a function of the token alone."""

    kind: Kind
    """`text` when the token is no value at all: a label, an ordinal, a date, a page number, a percentage."""
    number: int | Decimal | None = None
    """Exact, in the printed unit; `int` when integral and printed without a decimal point. Null unless `number`."""
    unit: str | None = None
    """As printed. 万 and 亿 belong to a unit of money (万元) and multiply all else: 3.2万件 is 32000 件, a bare 3.2万
    is 32000 without a unit."""
    note: str | None = None
    """A footnote mark or remark beside the number, as printed: `（注1）`, `①`, `*`."""


BLANK = Parsed("blank")
DASH = Parsed("dash")
SLASH = Parsed("slash")
TEXT = Parsed("text")
ILLEGIBLE = Parsed("illegible")

UNPRINTED = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\xad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)
"""White space, and characters without a shape: around a token they say nothing."""

LONGEST_TOKEN = 160
"""Code points. A remark fits; a paragraph is prose, and must not fill the cache."""

LONGEST_WHOLE = 14
"""Digits before the point: what `decimal(18,4)` of cells.parquet holds, and what JSON readers keep exactly."""
TOO_LARGE = 10**LONGEST_WHOLE

DIGIT = "[0-9０-９]"
FULL_WIDTH = {ord("０") + value: str(value) for value in range(10)}

SPACE = f"[{re.escape(UNPRINTED)}]*+"
"""Possessive: a run of spaces between optional parts must not be split in every possible way."""
COUNTED = "件次|人次|[件条项个宗份次人篇期例户起部场批家名则]"
MONEY = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8}
"""Units of money, as powers of ten of a yuan."""
SCALES = {"": 0, "万": 4, "亿": 8}
UNIT = f"{'|'.join(sorted(MONEY, key=len, reverse=True))}|(?P<scale>[万亿]?){SPACE}(?P<counted>{COUNTED})?"
SIGN_WORDS = "增加?|新增|减少?|负"
NEGATIVE = frozenset("-－−﹣–↓减负")
BRACKETS = frozenset("[［〔【（(")
ROUND_BRACKETS = frozenset("（(")
UNIT_ALONE = re.compile(f"{'|'.join(MONEY)}|{COUNTED}")
REMARK = re.compile("(?![零〇一二两三四五六七八九十廿百千万亿])[\u4e00-\u9fff]")
"""What makes a round bracket a remark: without a word in it, it is an ordinal or a negative amount glued on."""
MARKS = "[*＊※†‡①-⑳⓪⑴-⒇¹²³⁰-⁹]+"
NOTE = rf"(?P<note>{MARKS}|注[0-9０-９①-⑳]?|[\[［〔【][^\[\]［］〔〕【】]+[\]］〕】]|[（(][^（）()]+[）)])"

ARABIC = re.compile(
    rf"""(?:[+＋\-－−﹣–↑↓]|(?:{SIGN_WORDS}){SPACE})?
    (?P<whole>{DIGIT}{{1,3}}(?P<mark>[,，\u2005\u2009\u202f]){DIGIT}{{3}}(?:(?P=mark){DIGIT}{{3}})*|{DIGIT}+)
    (?:[.．](?P<fraction>{DIGIT}{{1,10}}))?
    {SPACE}(?P<unit>{UNIT})?{SPACE}{NOTE}?""",
    re.VERBOSE,
)
"""The thin spaces are the 千分空 of GB/T 15835-2011; ten decimals are one fen in 亿元."""

CHINESE_SCALES = frozenset("百千万亿")
CHINESE_FIGURES = frozenset("零〇一二两三四五六七八九十廿") | CHINESE_SCALES
CHINESE = re.compile(
    rf"(?:(?:{SIGN_WORDS}){SPACE})?(?P<chinese>[{''.join(sorted(CHINESE_FIGURES))}]+)"
    rf"{SPACE}(?P<unit>元|(?P<counted>{COUNTED}))?{SPACE}{NOTE}?"
)
MISUSED_TWO = re.compile("两(?=[^百千万亿])|(?<=.)两$")
"""两 stands alone or before a scale; elsewhere it is a slip or a unit of weight."""

DASHES = re.compile("[-－−﹣‐‑‒–—―─━]{1,4}")
"""Longer runs are ruled lines."""
SLASHES = re.compile(r"[/／∕\\＼]{1,2}")

WORDS: dict[str, Parsed] = {
    **dict.fromkeys(("无", "空", "空白", "没有", "暂无", "未发生", "无此项", "无此情况"), Parsed("none_word")),
    **dict.fromkeys(("不适用", "不涉及", "n/a", "na", "n.a.", "n\\a"), Parsed("not_applicable")),
    # Converters write these where they lost a value; no agency prints them.
    **dict.fromkeys(("nan", "null", "none", "#n/a", "#value!", "#ref!", "#div/0!"), ILLEGIBLE),
}
"""Compared whole, without spaces and case, in compatibility form: 无 is a value, 无法提供 is a label."""

NO_FIGURE = re.compile(
    rf"""[（(\[［【〔]?{DIGIT}+[）)\]］】〕]?{SPACE}[、.．,，。:：;；]?   # ordinals: 1.  (3)  2）
      | [①-⑳⓪⑴-⒇⒈-⒛]
      | [-－−–—·]+{SPACE}{DIGIT}+{SPACE}[-－−–—·]+                        # page numbers: -4-
      | .*{DIGIT}{SPACE}[%％‰]                                            # rates are no counts
      | {DIGIT}+(?:[-－–—/／.．:：~～]{DIGIT}+)+[.．]?                    # dates, ranges, clock times, 1.2.3
      """,
    re.VERBOSE | re.DOTALL,
)
INEXACT = re.compile(rf"[约近超逾]?过?{SPACE}{DIGIT}+{SPACE}[余多几]?{SPACE}(?:{UNIT})(?:左右|以上|以下)?")
GLUED = re.compile(rf"{DIGIT}[0-9０-９,，.．\s]*(?:{COUNTED}|[百千万亿]?\s*元)?|[-－−–—/／](?:\s+[-－−–—/／])+")
MASKED = re.compile(r"[xXＸ×*＊]{2,}")
DIGIT_LIKE = frozenset("OoQDlIi|!SsZzBbОоΟοＯｏｌＩｉ一")
"""Letters that damage puts in place of a digit, and 一, which is typed for a dash as often as for a one."""
STANDS_ALONE = frozenset("OolIОоΟοＯｏｌＩ一")
"""Those that are damage even without a digit beside them; a lone | is a rule of a table."""
UNREADABLE = frozenset("?？□■�\ufffc×✕○◯…_＿")


def parse_value(printed: str) -> Parsed:
    """Say what a printed token states.

    White space and line ends around the token are ignored; inside a number they make it illegible.
    """
    token = printed.strip(UNPRINTED)
    if len(token) > LONGEST_TOKEN:
        return TEXT
    return _parse(token)


def looks_like_value(printed: str) -> bool:
    """Whether a token may fill a cell: a number, a blank, or a word or mark that stands for none."""
    return parse_value(printed).kind != "text"


def to_yuan(number: int | Decimal, unit: str | None) -> Decimal | None:
    """Convert an amount in a printed unit of money to yuan, exactly; null when the unit is no money."""
    if unit not in MONEY:
        return None
    # A context of its own: the ambient one rounds to 28 digits without a word.
    return Context(prec=200, traps=[Inexact]).scaleb(Decimal(number), MONEY[unit])


def format_decimal(number: int | Decimal) -> str:
    """Write a number as records hold it: no exponent, no trailing zeros, so that equal numbers are equal strings."""
    text = format(Decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@lru_cache(maxsize=8192)
def _parse(token: str) -> Parsed:
    if not token:
        return BLANK
    if token.isdigit():
        digits = token if token.isascii() else token.translate(FULL_WIDTH)
        if digits.isascii():
            return _plain(digits)
    unmarked = strip_bookmarks(token)
    if unmarked != token:
        return parse_value(unmarked)
    return _mark(token) or _figure(token) or (ILLEGIBLE if _is_damaged(token) else TEXT)


def _mark(token: str) -> Parsed | None:
    """A word or sign that stands for no number."""
    if DASHES.fullmatch(token):
        return DASH
    if SLASHES.fullmatch(token):
        return SLASH
    return WORDS.get("".join(unicodedata.normalize("NFKC", token).split()).casefold())


def _figure(token: str) -> Parsed | None:
    """A number with sign, unit or note."""
    if found := ARABIC.fullmatch(token):
        return _arabic(found)
    if found := CHINESE.fullmatch(token):
        return _chinese(found)
    return None


def _plain(digits: str) -> Parsed:
    if len(digits) > LONGEST_WHOLE or (len(digits) > 1 and digits[0] == "0"):
        return ILLEGIBLE
    return Parsed("number", int(digits))


def _arabic(found: re.Match[str]) -> Parsed:
    whole = "".join(character for character in found["whole"].translate(FULL_WIDTH) if character.isdigit())
    if _plain(whole) is ILLEGIBLE:
        return ILLEGIBLE
    fraction = found["fraction"]
    number = int(whole) if fraction is None else Decimal(f"{whole}.{fraction}")
    if found["scale"]:
        scaled = Context(prec=200).scaleb(Decimal(number), SCALES[found["scale"]])
        number = int(scaled) if scaled == scaled.to_integral_value() else scaled
    return _stated(found, number)


def _chinese(found: re.Match[str]) -> Parsed:
    figures = found["chinese"]
    if CHINESE_SCALES.issuperset(figures):
        return TEXT
    if figures == "一" and not found["unit"]:
        return ILLEGIBLE
    number = _chinese_number(figures)
    return ILLEGIBLE if number is None else _stated(found, number)


def _chinese_number(figures: str) -> int | None:
    """Read a numeral in words; null unless the number, written out, gives the same words.

    cn2an alone is not enough: even its strict mode reads 一亿十万 as 一亿.
    """
    # Imported here: it takes 0.1 s, and few tables print words. It ships no type stubs.
    import cn2an  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs]

    if MISUSED_TWO.search(figures):
        return None
    plain = figures.replace("〇", "零").replace("两", "二").replace("廿", "二十")
    try:
        number = int(cn2an.cn2an(plain, "strict"))
    except ValueError:
        return None
    # Both 十二 and 一十二 are good Chinese.
    return number if cn2an.an2cn(number) in {plain, plain.removeprefix("一")} else None


def _stated(found: re.Match[str], number: int | Decimal) -> Parsed:
    """The number with its sign, unit and note; illegible where one of them is doubtful."""
    unit: str | None = found["unit"] if found["unit"] in MONEY else found["counted"]
    note: str | None = found["note"]
    if note and note[0] in BRACKETS:
        content = note[1:-1].strip(UNPRINTED)
        if unit is None and UNIT_ALONE.fullmatch(content):
            unit, note = content, None
        elif note[0] in ROUND_BRACKETS and not REMARK.search(content):
            return ILLEGIBLE
    sign = found.group()[0]
    if sign in NEGATIVE:
        # Unlike the minus operator, copy_negate never rounds.
        number = -number if isinstance(number, int) else number.copy_negate()
    # A dash glued to a zero is more likely two cells than a signed zero.
    glued = sign in NEGATIVE and not sign.isalpha() and not number
    return ILLEGIBLE if glued or not -TOO_LARGE < number < TOO_LARGE else Parsed("number", number, unit, note)


def _is_damaged(token: str) -> bool:
    """Whether a token that states nothing was meant to be a value."""
    if NO_FIGURE.fullmatch(token):
        return False
    if INEXACT.fullmatch(token) or GLUED.fullmatch(token) or MASKED.fullmatch(token):
        return True
    characters = set(token)
    letters = {character for character in characters if character.isalpha()}
    if not letters <= DIGIT_LIKE:
        return False
    has_digit = any(character.isnumeric() for character in characters - letters)
    return has_digit or characters <= STANDS_ALONE or not UNREADABLE.isdisjoint(characters)
