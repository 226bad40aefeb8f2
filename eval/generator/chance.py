"""Seeded chance: every part of a document draws from its own stream, so a change in one part moves no other."""

from random import Random

__all__ = ["happens", "stream"]


def stream(seed: int, purpose: str) -> Random:
    """A generator of random numbers that depends on `seed` and `purpose` only, in every process alike."""
    # A string seed is hashed with SHA-512, never with the process's own salt.
    return Random(f"{seed}/{purpose}")  # noqa: S311 - a seeded sample, not a secret


def happens(random: Random, chance: float) -> bool:
    """True with probability `chance`."""
    return random.random() < chance
