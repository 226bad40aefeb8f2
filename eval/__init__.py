"""Measures Gouji against golden data: scores, comparisons and gates above the extractor."""

__all__: list[str] = []
