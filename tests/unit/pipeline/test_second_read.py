"""A recogniser's second look becomes a choice for a person and never a value."""

from extractor.forms import builtin_forms
from extractor.fusion import Sighting, Verdict
from extractor.model import Place
from extractor.pipeline.assemble import cell_of
from extractor.review.answers import choices_of
from extractor.tables import CellReading

SPEC = next(
    iter(builtin_forms()[0].table_editions({"disputes": "2021", "requests": "2021", "proactive": "2021"}))
).cells[0]
READING = CellReading(SPEC, "number", "18", 18, "件", None, Place(start=0, end=2), proven=True)
REVIEW = Verdict("S1", "review", ("reads-differ",))


def test_what_the_second_look_says_is_offered_beside_the_first() -> None:
    """The cell keeps what was read first; the other number waits behind a key."""
    cell = cell_of(READING, REVIEW, Sighting(0.97, "13", agrees=False))
    assert (cell.as_printed, cell.value) == ("18", 18)
    assert [(choice.value, choice.reader) for choice in choices_of(cell, [])] == [
        (18, "table"),
        (13, "table#second-read"),
    ]


def test_a_second_look_that_agrees_or_makes_nothing_out_adds_no_reading() -> None:
    """There is nothing to choose from."""
    for again, agrees in (("18", True), ("", False), (None, False), ("l?", False)):
        cell = cell_of(READING, REVIEW, Sighting(0.97, again, agrees=agrees))
        assert [reading.reader for reading in cell.readings] == ["table"]
