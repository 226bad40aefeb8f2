"""The list of open questions, and the way to the next one."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from extractor.review.web.guard import allow, visitor_of
from extractor.review.web.render import page
from extractor.review.web.rows import rows_of
from extractor.review.web.site import site_of, speech_of
from extractor.store.database import items
from extractor.store.database.shapes import FACETS, Filters

__all__ = ["Narrowed", "NarrowedQuery", "filters_of", "router", "with_filters"]

router = APIRouter(include_in_schema=False)

LISTED = 50

Short = Annotated[str | None, Field(max_length=300, pattern="^[^\\x00]*$")]


class Narrowed(BaseModel):
    """The filters in an address."""

    model_config = ConfigDict(frozen=True)

    kind: Short = None
    rule: Short = None
    tier: Short = None
    agency: Short = None
    year: Annotated[str | None, Field(pattern="^[0-9]{0,4}$")] = None
    format: Short = None
    document: Short = None


NarrowedQuery = Annotated[Narrowed, Query()]


def filters_of(narrowed: Narrowed) -> Filters:
    """The filters; an empty one does not narrow."""
    return Filters(
        kind=narrowed.kind or None,
        rule=narrowed.rule or None,
        tier=narrowed.tier or None,
        agency=narrowed.agency or None,
        year=int(narrowed.year) if narrowed.year else None,
        format=narrowed.format or None,
        document=narrowed.document or None,
    )


def with_filters(path: str, filters: Filters, **more: str | int) -> str:
    """An address that keeps what the queue is narrowed to."""
    query = urlencode({**filters.named, **more})
    return f"{path}?{query}" if query else path


@router.get("/")
@allow("reviewer")
def start(request: Request, narrowed: NarrowedQuery) -> Response:
    """What is open, with filters."""
    site, filters = site_of(request), filters_of(narrowed)
    with site.desk.database.reading() as connection:
        listed = items.list_items(connection, filters, most=LISTED)
        counted = items.facets(connection, filters)
        left = items.count_left(connection, filters)
        rows = rows_of(connection, listed, site, speech_of(request))
    return page(
        request,
        "queue.html.j2",
        rows=rows,
        facets={name: counted[name] for name in FACETS},
        chosen=filters.named,
        left=left,
        begin=with_filters("/next", filters),
        keep=filters,
        address=with_filters,
    )


@router.get("/next")
@allow("reviewer")
def following(
    request: Request, narrowed: NarrowedQuery, done: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Response:
    """Go to the next question, or say that none is left."""
    filters = filters_of(narrowed)
    desk, user = site_of(request).desk, visitor_of(request).user
    found = desk.next(filters, user)
    more = {} if done is None else {"done": done}
    if found is None:
        undoable = done is not None and desk.undoable(done, user)
        return page(request, "empty.html.j2", chosen=filters.named, done=done, undoable=undoable)
    return RedirectResponse(with_filters(f"/items/{found.id}", filters, **more), 303)
