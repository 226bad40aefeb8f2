"""Gouji (勾稽): read irregular statistical reports, prove every cell, re-check every number."""

__all__: list[str] = []
