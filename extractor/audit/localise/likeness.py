"""How easily one printed number becomes another."""

from decimal import Decimal
from typing import Literal, get_args

__all__ = ["LIKENESS", "Slip", "likeness", "written"]

Slip = Literal[
    "digit-confused",
    "digits-exchanged",
    "digit-doubled",
    "digit-lost",
    "digit-added",
    "digit-wrong",
    "point-moved",
    "sign-lost",
    "sums-only",
]
"""What happened to the right number on its way into the cell, the likeliest first."""

LIKENESS: tuple[Slip, ...] = get_args(Slip)
"""All of them, in that order."""

CONFUSED = frozenset(
    frozenset(pair) for pair in ("08", "06", "09", "17", "38", "56", "35", "68", "89", "27", "49", "69", "14")
)
"""Digits of similar shape."""


def written(number: int | Decimal) -> str:
    """A number as it would be printed: no exponent, no mark between thousands."""
    return str(number) if isinstance(number, int) else format(number, "f")


def likeness(printed: int | Decimal, right: int | Decimal) -> Slip:
    """What would have made `right` look like `printed`."""
    wrong, meant = written(printed), written(right)
    if wrong.lstrip("-") == meant.lstrip("-"):
        return "sign-lost"
    if "." in wrong + meant and _digits(wrong) == _digits(meant):
        return "point-moved"
    match len(wrong) - len(meant):
        case 0:
            return _same_length(wrong, meant)
        case 1:
            return _one_more(wrong, meant)
        case -1:
            return "digit-lost" if _left_out(meant, wrong) else "sums-only"
        case _:
            return "sums-only"


def _one_more(wrong: str, meant: str) -> Slip:
    places = _left_out(wrong, meant)
    if any(wrong[at] in wrong[max(0, at - 1) : at] + wrong[at + 1 : at + 2] for at in places):
        return "digit-doubled"
    return "digit-added" if places else "sums-only"


def _left_out(longer: str, shorter: str) -> list[int]:
    """The places of the digits without which the longer number is the shorter one."""
    return [at for at, sign in enumerate(longer) if sign.isdigit() and longer[:at] + longer[at + 1 :] == shorter]


def _same_length(wrong: str, meant: str) -> Slip:
    differ = [at for at in range(len(wrong)) if wrong[at] != meant[at]]
    if not {wrong[at] for at in differ} | {meant[at] for at in differ} <= set("0123456789"):
        return "sums-only"
    if len(differ) == 1:
        return "digit-confused" if frozenset((wrong[differ[0]], meant[differ[0]])) in CONFUSED else "digit-wrong"
    if (
        differ == [differ[0], differ[0] + 1]
        and wrong[differ[0] : differ[0] + 2] == meant[differ[0] : differ[0] + 2][::-1]
    ):
        return "digits-exchanged"
    return "sums-only"


def _digits(number: str) -> str:
    """The digits without the zeros that only hold the point's place."""
    return number.replace(".", "").replace("-", "").strip("0")
