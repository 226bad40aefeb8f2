"""How often the same question gets another answer."""

from collections.abc import Mapping, Sequence

__all__ = ["Answers", "flips"]

Answers = Mapping[str, str]
"""Cell path → what was answered: kind and value in one word."""


def flips(repeats: Sequence[Answers]) -> tuple[int, int]:
    """Of the cells of one document, how many did not get the same answer each time, and how many there are.

    A cell that some repeat lacks has flipped.
    """
    paths = {path for answers in repeats for path in answers}
    return sum(len({answers.get(path) for answers in repeats}) > 1 for path in paths), len(paths)
