"""What is told of one document: steps, questions to a model, scores. Plain values; no text unless it is wanted."""

from dataclasses import dataclass, field

from extractor.model import Usage

__all__ = ["Generation", "Step", "Trace"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work on a document; times in nanoseconds of Unix time."""

    name: str
    start: int
    end: int
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Generation:
    """A question to a model, with every attempt at it."""

    step: str
    """The step that it was asked in."""
    start: int
    end: int
    """Of the questions that were asked together: one alone has no time of its own."""
    model: str
    prompt: str
    """Id and version, as `table@1`."""
    digest: str
    part: str
    repeat: int
    usage: Usage
    attempts: int
    cached: bool
    fault: str | None
    """Its code; a message may quote what an endpoint wrote."""
    characters: int
    """Of the messages that were sent."""
    shown: tuple[tuple[str, str], ...] | None = None
    """Role and text of each message; null while text is masked."""
    said: tuple[object, ...] | None = None
    """The decoded attempts; null while text is masked."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One document."""

    name: str
    """Of the file, without its folder."""
    start: int
    end: int
    document: str | None
    """SHA-256."""
    status: str
    error: str | None
    form: str | None
    editions: dict[str, str] = field(default_factory=dict[str, str])
    steps: tuple[Step, ...] = ()
    generations: tuple[Generation, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
