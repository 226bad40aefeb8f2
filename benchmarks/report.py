"""Lines of a benchmark's result."""

from collections.abc import Sequence

__all__ = ["figure", "judge"]

LABEL_WIDTH = 44


def figure(label: str, value: str) -> None:
    """Print a measured figure."""
    print(f"{label:<{LABEL_WIDTH}} {value}")


def judge(label: str, value: str, bar: str, *, met: bool) -> bool:
    """Print a figure beside its bar, and say whether it is met."""
    figure(label, f"{value}  (bar {bar}: {'met' if met else 'MISSED'})")
    return met


def spread(values: Sequence[float]) -> str:
    """The smallest and the largest value in milliseconds."""
    return f"{min(values) * 1000:.1f}-{max(values) * 1000:.1f} ms"
