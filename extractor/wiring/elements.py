"""The second parser, for whoever shows a document to a model."""

from extractor.ports import ElementParser

__all__ = ["element_parser"]


def element_parser() -> ElementParser:
    """The second parser of office and web files; its library is imported at its first file.

    Raises:
        UsageError: `missing-extra` when the extra `elements` is not installed.
    """
    from extractor.ingest.elements import UnstructuredParser, require

    require()
    return UnstructuredParser()
