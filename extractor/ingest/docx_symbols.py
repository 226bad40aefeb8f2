"""Characters that Word keeps apart from text: signs of symbol fonts, and formulas."""

from extractor.ingest.docx_names import M, W, value
from extractor.ingest.flow import RAISED
from extractor.ingest.hidden import OBJECT
from extractor.ingest.ooxml_xml import Element

__all__ = ["BULLET_SIGN", "formula", "symbol", "symbols"]

BULLET_SIGN = "•"
PRIVATE = range(0xF000, 0xF100)
"""Where symbol fonts keep their 256 signs."""
SYMBOL_FONT = "symbol"
"""Its figures and most of its punctuation are those of ASCII."""
SIGNS = {
    "symbol": {0xB7: "•", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xD6: "√", 0x2D: "−"},
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0xA1: "○",
        0xA8: "□",
        0x71: "□",
        0x72: "□",
        0x75: "◆",
        0x76: "❖",
        0xD8: "➢",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
        0x9F: "•",
        0xA7: "▪",
        0x78: "☒",
        0x80: "⓪",
        0x8B: "⓿",
        **{0x81 + at: chr(ord("①") + at) for at in range(10)},
        **{0x8C + at: chr(ord("❶") + at) for at in range(10)},
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●", 0x98: "●"},
}


def symbol(element: Element) -> str:
    """Return the character of a `w:sym`; U+FFFC for a sign that has none."""
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return OBJECT
    return _sign(code, (element.get(f"{W}font") or "").lower())


def symbols(text: str) -> str:
    """Return the sign of a list, whose font is not looked at: most are bullets of one kind or another."""
    return "".join(BULLET_SIGN if 0xE000 <= ord(character) <= 0xF8FF else character for character in text)  # noqa: PLR2004


def formula(element: Element) -> str:
    """Return a formula on one line: fractions with a slash, raised and lowered figures as such."""
    name = element.tag.removeprefix(M)
    if name in {"t", f"{W}t"}:
        return element.text or ""
    if name == "f":
        return "/".join(formula(part) for part in element if part.tag in {f"{M}num", f"{M}den"})
    inner = "".join(formula(part) for part in element)
    if name in {"sup", "sub"}:
        return inner.translate(RAISED["super" if name == "sup" else "sub"])
    if name == "d":
        marks = element.find(f"{M}dPr")
        opening, closing = (None if marks is None else marks.find(f"{M}{end}Chr") for end in ("beg", "end"))
        return f"{_mark(opening, '(')}{inner}{_mark(closing, ')')}"
    return f"√{inner}" if name == "rad" else inner


def _mark(element: Element | None, usual: str) -> str:
    return usual if element is None else element.get(f"{M}val") or value(element)


def _sign(code: int, font: str) -> str:
    low = code - PRIVATE.start if code in PRIVATE else code
    known = SIGNS.get(font, {}).get(low)
    if known:
        return known
    if code not in PRIVATE and font not in SIGNS:
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xF900 else OBJECT  # noqa: PLR2004
    if font == SYMBOL_FONT and (chr(low).isdecimal() or chr(low) in "()[]{}.,:;%/+=<>|"):
        return chr(low)
    return OBJECT
