"""Colours, as far as they decide whether something is seen."""

from collections.abc import Sequence
from typing import cast

__all__ = ["BLACK", "WHITE", "Colour", "alike", "colour_of"]

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
NEAR = 0.06
"""Colours that differ by no more in any part cannot be told apart on a page."""
INKS = frozenset(("Separation", "DeviceN", "Indexed", "Pattern", "Lab"))
"""Colour spaces whose numbers are no amounts of light."""


def colour_of(stated: object, space: str = "") -> Colour | None:
    """A colour as the page states it: grey, RGB or CMYK; null for patterns and the like."""
    if space in INKS:
        return None
    parts: Sequence[object] = cast("Sequence[object]", stated) if isinstance(stated, tuple | list) else (stated,)
    numbers = [min(max(float(part), 0.0), 1.0) for part in parts if isinstance(part, int | float)]
    if len(numbers) != len(parts):
        return None
    match numbers:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
        case _:
            return None


def alike(one: Colour, other: Colour) -> bool:
    """Whether nobody can tell the two apart."""
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))
