"""Scripts: how each request is answered, by what it asks and how often it was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from extractor.errors import UsageError
from extractor.testing.asked import Asked
from extractor.testing.mistakes import Misreading, Mistakes, draw, happens
from extractor.testing.shapes import Shape
from extractor.testing.transport import Transport

__all__ = ["MODES", "Behaviour", "Script", "always", "script_of"]

NO_MISTAKES = Mistakes()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How one request is answered."""

    mistakes: Mistakes = NO_MISTAKES
    shape: Shape = Shape.FITTING
    transport: Transport = Transport.SOUND


Script = Callable[[Asked, int], Behaviour]
"""Says how a request is answered: what it asks, and how often the same was asked before (a re-ask or retry is 1)."""


def always(
    mistakes: Mistakes | None = None, shape: Shape = Shape.FITTING, transport: Transport = Transport.SOUND
) -> Script:
    """Answer every request alike."""
    behaviour = Behaviour(mistakes or NO_MISTAKES, shape, transport)
    return lambda _asked, _before: behaviour


MODES = ("faithful", *Misreading, *(shape for shape in Shape if shape is not Shape.FITTING), *Transport)
"""What `script_of` knows by name."""

Named = TypeVar("Named", Misreading, Shape, Transport)


def script_of(modes: str, *, rate: float = 1.0, seed: int = 0) -> Script:
    """The script for modes by name, joined by commas.

    Ways to misread share the rate over the cells. Shapes and transports share it over the requests, so that a retry
    may fare better than the request before it.

    Raises:
        UsageError: `unknown-mode`.
    """
    names = [name.strip() for name in modes.split(",") if name.strip() not in {"", "faithful"}]
    unknown = [name for name in names if name not in MODES]
    if unknown:
        raise UsageError("unknown-mode", f"modes: {', '.join(MODES)}", place=", ".join(unknown), hint="join by commas")
    mistakes = Mistakes(_those(Misreading, names), rate=rate, seed=seed)
    spoilt = [
        *(Behaviour(mistakes, shape=shape) for shape in _those(Shape, names)),
        *(Behaviour(mistakes, transport=transport) for transport in _those(Transport, names)),
    ]
    plain = Behaviour(mistakes)

    def script(asked: Asked, before: int) -> Behaviour:
        name = f"{asked.part}/{asked.target}/{before}"
        if spoilt and happens(rate, seed, asked.document, name):
            return spoilt[draw(seed, asked.document, name) % len(spoilt)]
        return plain

    return script


def _those(kind: type[Named], names: list[str]) -> tuple[Named, ...]:
    return tuple(each for each in kind if each in names)
