"""What a report says about itself outside its tables: its outline and its metadata."""

from extractor.claims.metadata import read_metadata
from extractor.claims.outline import Heading, OutlineSection

__all__ = ["Heading", "OutlineSection", "read_metadata"]
