"""What the page is told about a run, apart from its records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["PageFacts", "PageLanguage", "Words"]

PageLanguage = Literal["zh", "en"]

Words = Mapping[str, Mapping[str, str]]
"""Words by dotted key, then by language: the catalogue of the command line, for codes that records hold
(`reason.…`, `family.…`, `meta.…`, `why.…`). A code without words stands for itself."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a manifest says of its run that a reader wants to see."""

    package: str = ""
    """Name and version."""
    finished: str = ""
    """UTC, ISO 8601."""
    skipped: int = 0
    """Files that were no supported document."""
    duplicates: int = 0
    """Documents whose bytes another document of the run has, too."""
    waived: frozenset[str] = field(default=frozenset())
    """Fingerprints of the findings that the deployment has waived."""
