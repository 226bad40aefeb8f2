"""The supervisor's page, and the list of people."""

from fastapi import APIRouter, Request, Response

from extractor.review.oversight import oversee
from extractor.review.web.guard import allow
from extractor.review.web.render import page
from extractor.review.web.site import site_of
from extractor.store.database import people

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/oversight")
@allow("supervisor")
def oversight_page(request: Request) -> Response:
    """Pace, error rates, findings, runs."""
    with site_of(request).desk.database.reading() as connection:
        seen = oversee(connection)
    widest = {
        name: max((each.errors + each.warnings for each in found), default=1) for name, found in seen.found.items()
    }
    return page(request, "oversight.html.j2", seen=seen, widest=widest)


@router.get("/people")
@allow("admin")
def people_page(request: Request) -> Response:
    """Accounts and keys of programs; both are managed on the command line."""
    with site_of(request).desk.database.reading() as connection:
        users, tokens = people.list_users(connection), people.list_tokens(connection)
    return page(request, "people.html.j2", users=users, tokens=tokens)
