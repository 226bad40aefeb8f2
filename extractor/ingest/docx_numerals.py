"""Numbers in the ways in which Word writes them before paragraphs and at notes."""

from collections.abc import Callable, Mapping

__all__ = ["BULLET", "numeral"]

BULLET = "bullet"
LARGEST_ROMAN = 4_000
LARGEST_NAMED = 10_000
"""Above it, and for zero where a way has none, Word writes plain figures."""
LETTERS = 26
MOST_REPEATS = 30
"""Times that a letter is repeated; after z come aa, bb and so on."""
FIGURES = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def numeral(number: int, style: str) -> str:
    """Write a number in a way that `w:numFmt` names; a way that is not known gives plain figures, as in Word."""
    if style in {"none", BULLET}:
        return ""
    write = WAYS.get(style)
    return str(number) if write is None or number < 0 else write(number)


def _roman(number: int) -> str:
    if not 0 < number < LARGEST_ROMAN:
        return str(number)
    parts: list[str] = []
    for amount, letters in ROMAN:
        count, number = divmod(number, amount)
        parts.append(letters * count)
    return "".join(parts)


def _letter(number: int) -> str:
    if not 0 < number <= LETTERS * MOST_REPEATS:
        return str(number)
    times, place = divmod(number - 1, LETTERS)
    return chr(ord("a") + place) * (times + 1)


def _counted(figures: str, units: str, *, short_ten: bool) -> Callable[[int], str]:
    """Chinese numbers with units; `short_ten` writes 10 to 19 without a leading one."""

    def write(number: int) -> str:
        if number >= LARGEST_NAMED:
            return str(number)
        if number == 0:
            return figures[0]
        printed, gap = "", False
        for at, digit in enumerate(map(int, f"{number:04}")):
            if digit:
                printed += f"{figures[0] if gap and printed else ''}{figures[digit]}{units[3 - at].strip()}"
                gap = False
            else:
                gap = True
        return printed[1:] if short_ten and 10 <= number < 20 else printed  # noqa: PLR2004 - the numbers of the docstring

    return write


def _in_place(figures: str) -> Callable[[int], str]:
    """Digit by digit."""
    return lambda number: "".join(figures[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    """Chinese numbers with units up to 99, digit by digit from there on."""
    return COUNTED(number) if number < 100 else _in_place(FIGURES.replace("〇", "○"))(number)  # noqa: PLR2004


def _row(characters: str) -> Callable[[int], str]:
    """A fixed row of characters, plain figures behind its end."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _run(first: str, count: int) -> Callable[[int], str]:
    return _row("".join(chr(ord(first) + at) for at in range(count)))


COUNTED = _counted("零一二三四五六七八九", " 十百千", short_ten=True)
WAYS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": COUNTED,
    "taiwaneseCountingThousand": COUNTED,
    "japaneseCounting": COUNTED,
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", " 拾佰仟", short_ten=False),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", " 拾佰仟", short_ten=False),
    "ideographDigital": _in_place(FIGURES),
    "taiwaneseDigital": _in_place(FIGURES.replace("〇", "○")),
    "japaneseDigitalTenThousand": _in_place(FIGURES),
    "ideographTraditional": _row(STEMS),
    "ideographZodiac": _row(BRANCHES),
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "numberInDash": "- {} -".format,
}
"""All but `decimal`, by the names of ISO/IEC 29500-1, 17.18.59."""
