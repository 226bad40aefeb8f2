"""Stretches of a line."""

from extractor.ingest.pages.spans import merged


def test_stretches_that_meet_are_one() -> None:
    """In whatever order they come; those that stand apart stay so."""
    assert merged([(5, 6), (0, 2), (1, 3), (3, 4)]) == [(0, 4), (5, 6)]
    assert merged([]) == []
