"""Colours, as far as they decide whether something is seen."""

__all__ = ["BLACK", "WHITE", "Colour", "alike", "colour_of"]

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
NEAR = 0.06
"""Colours that differ by no more in any part cannot be told apart on a page."""
GREY, RGB, CMYK = 1, 3, 4
"""How many parts a colour of each kind has."""


INKS = frozenset(("Separation", "DeviceN", "Indexed", "Pattern", "Lab"))
"""Colour spaces whose numbers are no amounts of light."""


def colour_of(stated: object, space: str = "") -> Colour | None:
    """A colour as the page states it: grey, RGB or CMYK; null for patterns and the like."""
    if space in INKS:
        return None
    parts = stated if isinstance(stated, tuple | list) else (stated,)
    numbers = [min(max(float(part), 0.0), 1.0) for part in parts if isinstance(part, int | float)]
    if len(numbers) != len(parts):
        return None
    if len(numbers) == GREY:
        return (numbers[0],) * 3
    if len(numbers) == RGB:
        return numbers[0], numbers[1], numbers[2]
    if len(numbers) == CMYK:
        red, green, blue = ((1 - part) * (1 - numbers[3]) for part in numbers[:3])
        return red, green, blue
    return None


def alike(one: Colour, other: Colour) -> bool:
    """Whether nobody can tell the two apart."""
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))
