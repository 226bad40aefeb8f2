"""Stored records in other shapes: for now, the JSON Schemas of what is stored and read."""

from extractor.export.schemas import json_schemas, schema_text

__all__ = ["json_schemas", "schema_text"]
