"""PDF: what a page paints, what of it is seen, and the tables and lines that it makes."""

__all__: list[str] = []
