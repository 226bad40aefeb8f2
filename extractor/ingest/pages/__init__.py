"""Pages: from words with boxes, printed or recognised, to lines, tables and the text of a document."""

__all__: list[str] = []
