"""The second parser: office and web files as `unstructured` reads them, once hidden text is taken out."""

from extractor.ingest.elements.library import require
from extractor.ingest.elements.parser import UnstructuredParser

__all__ = ["UnstructuredParser", "require"]
