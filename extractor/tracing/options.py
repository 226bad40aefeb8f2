"""Where traces go; small, without any library, and without a way to print the key."""

from dataclasses import dataclass, field

__all__ = ["CLOUD", "TraceOptions"]

CLOUD = "https://cloud.langfuse.com"
"""Where traces go when no server is named, as with Langfuse' own client."""


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """A project of a Langfuse server."""

    public_key: str
    secret_key: str = field(repr=False)
    base_url: str = CLOUD
    environment: str = ""
    """Such as `production`; empty: the server's default."""
    text: bool = False
    """Whether document text goes along: what the model was shown and what it said."""
