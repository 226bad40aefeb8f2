"""Stored records in other shapes: for now, the reference pages of what is stored and read."""

from extractor.export.rules_page import rules_page
from extractor.export.schemas import json_schemas, schema_text

__all__ = ["json_schemas", "rules_page", "schema_text"]
