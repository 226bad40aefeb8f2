"""How the recogniser saw the words that the readers bound to cells; born-digital documents have nothing of it."""

from collections.abc import Mapping

from extractor.fusion import Sighting, sighting_of
from extractor.model import Document
from extractor.tables import TableReading

__all__ = ["is_trusted", "sightings"]


def sightings(document: Document, reading: TableReading) -> dict[str, Sighting]:
    """How the recogniser saw the printed cells of a table, by path; none for those that are born-digital."""
    found = (
        (item.spec.path, sighting_of(document.spots_of(item.source.start, item.source.end), item.as_printed or ""))
        for item in reading.cells
        if item.source is not None
    )
    return {path: sighting for path, sighting in found if sighting is not None}


def is_trusted(document: Document, reading: TableReading, seen: Mapping[str, Sighting], floor: float) -> bool:
    """Whether what a table shows is what was meant: its figures are as printed, and its labels bear no damage.

    Args:
        document: the document.
        reading: of the table.
        seen: the table's cells as the recogniser saw them.
        floor: the recogniser's score below which one read counts for nothing.
    """
    firm = all(sighting.is_firm(floor) for sighting in seen.values())
    # In a document of both kinds, what prints something and was not seen by the recogniser is born-digital.
    shows = any(item.as_printed for item in reading.cells)
    return (document.born_digital or shows) and firm and not reading.damage
