"""Places on pages: every citation of a record gets the page and the box of the words that it cites.

Readers and rules count in the text alone. What they cite is looked up once, when the record is done.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from extractor.model import Cell, Claim, Document, Finding, Place, Record, Unmapped

__all__ = ["located", "relocated"]

Locate = Callable[[Place], Place]
Cited = TypeVar("Cited", Cell, Claim, Finding, Unmapped)


def located(record: Record, document: Document) -> Record:
    """The record with the pages and boxes that the document knows."""
    if not document.spots:
        return record

    def locate(place: Place) -> Place:
        spots = document.spots_of(place.start, place.end)
        if not spots:
            return place
        page = spots[0].page
        x0, y0, x1, y1 = zip(*(spot.box for spot in spots if spot.page == page), strict=True)
        box = tuple(round(side, 2) for side in (min(x0), min(y0), max(x1), max(y1)))
        return place.model_copy(update={"page": page, "bbox": box})

    return record.model_copy(
        update={
            "meta": {key: _cell(cell, locate) for key, cell in record.meta.items()},
            "cells": tuple(_cell(cell, locate) for cell in record.cells),
            "unmapped": tuple(_with_source(item, locate) for item in record.unmapped),
            "claims": tuple(_with_source(item, locate) for item in record.claims),
            "findings": tuple(_with_source(item, locate) for item in record.findings),
        }
    )


def relocated(record: Record, stored: Record) -> Record:
    """A record whose claims and findings were made anew, with the pages and boxes that the stored one has for them."""
    known = {(place.start, place.end): place for place in _places(stored) if place.bbox is not None}
    if not known:
        return record

    def locate(place: Place) -> Place:
        found = known.get((place.start, place.end))
        return place if found is None else place.model_copy(update={"page": found.page, "bbox": found.bbox})

    return record.model_copy(
        update={
            "claims": tuple(_with_source(item, locate) for item in record.claims),
            "findings": tuple(_with_source(item, locate) for item in record.findings),
        }
    )


def _places(record: Record) -> Iterator[Place]:
    for item in (*record.meta.values(), *record.cells, *record.claims, *record.findings):
        if item.source is not None:
            yield item.source


def _cell(cell: Cell, locate: Locate) -> Cell:
    readings = tuple(
        reading if reading.source is None else reading.model_copy(update={"source": locate(reading.source)})
        for reading in cell.readings
    )
    return _with_source(cell.model_copy(update={"readings": readings}), locate)


def _with_source(item: Cited, locate: Locate) -> Cited:
    return item if item.source is None else item.model_copy(update={"source": locate(item.source)})
