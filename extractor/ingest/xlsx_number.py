"""Numbers as a spreadsheet prints them.

Columns are taken to be wide enough: a narrow one rounds General further, or shows `####`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from extractor.ingest.xlsx_format import LONG_DATE, Section, Token, parse_format

__all__ = ["Printed", "print_number", "print_text"]

EXACT = 15
"""Significant digits of a number that spreadsheets show; the rest is noise of the binary form."""
MOST_GENERAL = 11
"""Digits of a whole number that General prints in full."""
SMALLEST_GENERAL = -4
"""Power of ten from which General no longer writes zeros before a small number."""
WIDEST = 40
"""Digits that a number is written out with; a report's have ten."""
LAST_DAY = 2_958_466
"""Serial number of 10000-01-01."""
FEBRUARY_29 = 60
"""Serial number of a day of 1900 that never was; later days are one too many."""
NO_DAYS = frozenset((0, FEBRUARY_29))
"""Serial numbers that print a day which no calendar has."""
WEEKDAYS = "一二三四五六日"
NOON = 12
ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a cell shows of a value."""

    text: str | None
    """Null when it is not known what the format prints."""
    white: bool = False
    """The format prints it in white."""


def print_number(raw: str, code: str, *, from_1904: bool = False) -> Printed:
    """Print a number.

    Args:
        raw: as the file holds it; what is no finite number gives null.
        code: the number format.
        from_1904: days are counted from 1904-01-01, as old Macs do.
    """
    try:
        value = Decimal(f"{float(raw):.{EXACT}g}")
    except (ValueError, InvalidOperation):
        return Printed(None)
    if not value.is_finite():
        return Printed(None)
    section, signed = _section(value, code)
    if section is None or (section.condition and value < 0):
        # Whether the sign is printed depends on what the conditions exclude.
        return Printed(None)
    text = _print(value, section, from_1904=from_1904)
    if text is not None and signed and value < 0 and text.strip():
        text = f"-{text.lstrip()}"
    return Printed(text, section.white)


def print_text(text: str, code: str) -> Printed:
    """Print words: a fourth section, or a single one with `@`, says how."""
    sections = parse_format(code)
    section = sections[3] if len(sections) > 3 else sections[-1]  # noqa: PLR2004 - the fourth is for text
    if len(sections) <= 3 and not section.has("text"):  # noqa: PLR2004 - as above
        return Printed(text)
    if section.has("unread") or section.has("digit") or section.has("date"):
        return Printed(None)
    return Printed(_joined(section, text), section.white)


def _section(value: Decimal, code: str) -> tuple[Section | None, bool]:
    """The section for a number, and whether the sign is printed before it."""
    sections = parse_format(code)[:3]
    if any(section.condition for section in sections):
        fitting = (section for section in sections if not section.condition or _holds(value, *section.condition))
        return next(fitting, None), True
    if len(sections) == 1:
        return sections[0], True
    if value < 0:
        return sections[1], False
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False  # noqa: PLR2004 - the third


def _holds(value: Decimal, operator: str, bound: Decimal) -> bool:
    compared = {"<": value < bound, ">": value > bound, "=": value == bound}
    if operator == "<>":
        return value != bound
    return any(compared[sign] for sign in operator)


def _print(value: Decimal, section: Section, *, from_1904: bool) -> str | None:
    """A number without its sign; null when the section is not understood."""
    if ("text", LONG_DATE) not in section.tokens and section.has("unread"):
        return None
    if section.has("date"):
        return _date(value, section.tokens, from_1904=from_1904)
    if section.has("general") or section.has("text"):
        return _joined(section, _general(abs(value)))
    return _digits(abs(value), section.tokens)


def _joined(section: Section, text: str) -> str:
    return "".join(text if kind in {"general", "text"} else piece for kind, piece in section.tokens)


def _general(value: Decimal) -> str:
    exponent = value.adjusted()
    if value and not SMALLEST_GENERAL <= exponent < MOST_GENERAL:
        mantissa = ROUNDING.quantize(value.scaleb(-exponent), Decimal("1E-5"))
        if mantissa >= 10:  # noqa: PLR2004 - rounded up to the next power of ten
            mantissa, exponent = Decimal(1), exponent + 1
        return f"{_trimmed(mantissa)}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    decimals = max(MOST_GENERAL - 2 - max(exponent, 0), 0)
    return _trimmed(ROUNDING.quantize(value, Decimal(1).scaleb(-decimals)))


def _trimmed(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(value: Decimal, tokens: Sequence[Token]) -> str | None:
    """A number in the places for its digits; more digits than places stand before the first one."""
    points = [place for place, (kind, _) in enumerate(tokens) if kind == "point"]
    places = [place for place, (kind, _) in enumerate(tokens) if kind == "digit"]
    # Fractions have places on both sides of a stroke.
    if len(points) > 1 or (places and ("literal", "/") in tokens[places[0] : places[-1]]):
        return None
    point = points[0] if points else len(tokens)
    whole, after = [place for place in places if place < point], [place for place in places if place > point]
    last = max(places, default=-1)
    commas = [place for place, (kind, _) in enumerate(tokens) if kind == "comma" and whole]
    thousands = sum(place > max(whole) and (place < point or place > last) for place in commas)
    grouped = any(whole[0] < place < whole[-1] for place in commas)
    percents = sum(kind == "percent" for kind, _ in tokens)
    value = value.scaleb(2 * percents - 3 * thousands)
    if value.adjusted() > WIDEST:
        return None
    text = format(ROUNDING.quantize(value, Decimal(1).scaleb(-len(after))), "f")
    integer, _, fraction = text.partition(".")
    digits = _whole(integer.lstrip("0"), [tokens[place][1] for place in whole], grouped=grouped)
    printed = dict(zip(whole, digits, strict=True)) | dict(
        zip(after, _fraction(fraction, [tokens[place][1] for place in after]), strict=True)
    )
    pieces = {"point": ".", "comma": ""}
    return "".join(printed.get(place, pieces.get(kind, piece)) for place, (kind, piece) in enumerate(tokens))


def _whole(digits: str, places: Sequence[str], *, grouped: bool) -> list[str]:
    """What stands in each place before the point."""
    if not places:
        return []
    printed: list[str] = []
    for at, place in enumerate(reversed(places)):
        digit = digits[-1 - at] if at < len(digits) else {"0": "0", "?": " "}.get(place, "")
        mark = "," if grouped and at and at % 3 == 0 and digit.strip() else ""
        printed.append(digit + mark)
    rest = digits[: max(len(digits) - len(places), 0)]
    for at, digit in enumerate(reversed(rest), start=len(places)):
        mark = "," if grouped and at % 3 == 0 else ""
        printed[-1] = digit + mark + printed[-1]
    return printed[::-1]


def _fraction(digits: str, places: Sequence[str]) -> list[str]:
    """What stands in each place behind the point; `#` and `?` print no zeros at the end."""
    last = len(digits.rstrip("0"))
    return [
        digit if at < last or place == "0" else " " if place == "?" else ""
        for at, (digit, place) in enumerate(zip(digits, places, strict=True))
    ]


def _date(value: Decimal, tokens: Sequence[Token], *, from_1904: bool) -> str | None:
    moment = _moment(value, from_1904=from_1904)
    if moment is None or any(kind in {"digit", "point", "percent"} for kind, _ in tokens):
        return None
    parts = [(place, piece) for place, (kind, piece) in enumerate(tokens) if kind == "date"]
    if int(value) in NO_DAYS and not from_1904 and any(piece[0] in "yda" for _, piece in parts):
        return None
    half_day = any(kind == "noon" for kind, _ in tokens)
    printed: list[str] = []
    for place, (kind, piece) in enumerate(tokens):
        if kind == "text":
            break
        if kind == "noon":
            printed.append(_noon(moment, piece))
        elif kind == "date":
            printed.append(_part(moment, piece, minutes=_is_minutes(parts, place), half_day=half_day))
        else:
            printed.append(piece)
    return "".join(printed)


def _moment(value: Decimal, *, from_1904: bool) -> datetime | None:
    if not 0 <= value < LAST_DAY:
        return None
    if from_1904:
        first = datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no time zones
    else:
        days = 30 if value >= FEBRUARY_29 else 31
        first = datetime(1899, 12, days)  # noqa: DTZ001 - as above
    return first + timedelta(seconds=int(ROUNDING.quantize(value * 86_400, Decimal(1))))


def _is_minutes(parts: Sequence[tuple[int, str]], place: int) -> bool:
    """Whether an `m` stands behind hours or before seconds."""
    at = next(number for number, (found, _) in enumerate(parts) if found == place)
    before = parts[at - 1][1] if at else ""
    after = parts[at + 1][1] if at + 1 < len(parts) else ""
    return before.startswith("h") or after.startswith("s")


def _noon(moment: datetime, piece: str) -> str:
    names = piece.split("/")
    return names[moment.hour >= NOON]


def _part(moment: datetime, piece: str, *, minutes: bool, half_day: bool) -> str:
    """One part of a date; two letters ask for two digits."""
    if piece[0] == "a":
        return f"{'星期' if len(piece) > 3 else ''}{WEEKDAYS[moment.weekday()]}"  # noqa: PLR2004 - aaaa and aaa
    if piece[0] == "y":
        return f"{moment.year:04d}" if len(piece) > 2 else f"{moment.year % 100:02d}"  # noqa: PLR2004 - yyyy and yy
    hour = (moment.hour - 1) % NOON + 1 if half_day else moment.hour
    number = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": hour, "s": moment.second}[piece[0]]
    return f"{number:0{len(piece)}d}"
