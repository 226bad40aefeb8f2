"""Signing in and out, and the password."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from extractor.errors import UsageError
from extractor.review.people import SESSION_HOURS, check_password, digest, hash_password, open_session
from extractor.review.web.guard import COOKIE, allow, visitor_of
from extractor.review.web.render import page
from extractor.review.web.site import Site, site_of, speech_of
from extractor.store.database import people
from extractor.store.database.people import User

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2000)]


@router.get("/sign-in")
@allow("anyone")
def sign_in_page(request: Request, back: str = "/") -> Response:
    """The form."""
    return page(request, "sign-in.html.j2", back=own_address(back), problem="")


@router.post("/sign-in")
@allow("anyone")
def sign_in(request: Request, name: Text, password: Text, back: Text = "/") -> Response:
    """Check name and password."""
    site = site_of(request)
    with site.desk.database.writing() as connection:
        user = check_password(connection, name, password)
    if user is None:
        words = speech_of(request)("sign_in_wrong")
        return page(request, "sign-in.html.j2", status=403, back=own_address(back), problem=words)
    return _signed_in(request, site, user, own_address(back))


@router.get("/link/{secret}")
@allow("anyone")
def link_page(request: Request, secret: str) -> Response:
    """Ask before the link is used up: browsers and mail programs open addresses ahead of their readers."""
    site = site_of(request)
    with site.desk.database.reading() as connection:
        user = people.user_of_link(connection, digest(secret), site.time())
    return page(request, "link.html.j2", status=200 if user else 403, user=user, secret=secret)


@router.post("/link/{secret}")
@allow("anyone")
def use_link(request: Request, secret: str) -> Response:
    """Let in whoever has the link, once."""
    site = site_of(request)
    with site.desk.database.writing() as connection:
        user = people.use_link(connection, digest(secret), site.time())
    if user is None:
        return page(request, "link.html.j2", status=403, user=None, secret="")
    return _signed_in(request, site, user, "/")


@router.post("/sign-out")
@allow("reviewer")
def sign_out(request: Request) -> Response:
    """Forget this browser."""
    with site_of(request).desk.database.writing() as connection:
        people.end_session(connection, visitor_of(request).session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE)
    return response


@router.get("/account")
@allow("reviewer")
def account_page(request: Request) -> Response:
    """One's own account."""
    return page(request, "account.html.j2", problem="")


@router.post("/account")
@allow("reviewer")
def set_password(request: Request, password: Text) -> Response:
    """Set one's own password; every other browser is signed out."""
    site, visitor = site_of(request), visitor_of(request)
    try:
        kept = hash_password(password)
    except UsageError:
        return page(request, "account.html.j2", status=422, problem=speech_of(request)("password_short"))
    with site.desk.database.writing() as connection:
        people.change_user(connection, visitor.user.id, password=kept)
    return _signed_in(request, site, visitor.user, "/")


def own_address(address: str) -> str:
    """An address on this site; the start page in the place of any other, which a forged link could name."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"


def _signed_in(request: Request, site: Site, user: User, back: str) -> Response:
    with site.desk.database.writing() as connection:
        secret = open_session(connection, user, site.desk.now())
    response = RedirectResponse(back, 303)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response
