"""Pure functions on printed text: labels, numbers, dates."""

from extractor.text.labels import LabelKey, compact, label_key, strip_bookmarks

__all__ = ["LabelKey", "compact", "label_key", "strip_bookmarks"]
