"""What a report says about itself outside its tables: its outline and its metadata."""

from extractor.claims.metadata import META_KEYS, read_metadata
from extractor.claims.outline import Heading, OutlineSection

__all__ = ["META_KEYS", "Heading", "OutlineSection", "read_metadata"]
