"""Who may do what: every route is denied unless it names who is allowed, and nothing is changed without the page's key.

The check is a dependency of the whole application, so a route cannot be added without it.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from extractor.review.people import digest
from extractor.review.web.site import Site, site_of
from extractor.store.database import people
from extractor.store.database.people import ROLES, Role, User

__all__ = ["COOKIE", "DeniedError", "Visitor", "allow", "allowed_to", "guard", "visitor_of"]

COOKIE = "gouji_session"

Allowed = Literal["anyone", "reviewer", "supervisor", "admin"]
Entrance = Literal["browser", "program"]
Endpoint = TypeVar("Endpoint", bound=Callable[..., object])

FOREIGN = frozenset({"cross-site", "same-site"})
"""What browsers say of a request that another site's page made; it covers signing in, which has no key yet."""

SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks."""

    user: User
    csrf: str
    """Empty for programs, which send their key themselves."""
    session: str = ""
    """Hash of the browser's secret."""


class DeniedError(Exception):
    """The request is refused; the application answers in the form that its kind of client expects."""

    def __init__(self, status: int, code: str, entrance: Entrance) -> None:
        """401 for nobody, 403 for somebody else."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.entrance: Entrance = entrance


def allow(role: Allowed, entrance: Entrance = "browser") -> Callable[[Endpoint], Endpoint]:
    """Say who may call an endpoint, and whether browsers or programs do."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.__dict__["allowed"] = (role, entrance)
        return endpoint

    return mark


def allowed_to(endpoint: object) -> tuple[Allowed, Entrance] | None:
    """Who may call an endpoint; null when it does not say, and so nobody may."""
    found: tuple[Allowed, Entrance] | None = getattr(endpoint, "allowed", None)
    return found


async def guard(request: Request) -> None:
    """Find out who asks, and refuse what they may not do.

    Raises:
        DeniedError: nobody has signed in, the role does not suffice, or the page's key is missing.
    """
    request.state.visitor = None
    found = allowed_to(request.scope.get("endpoint"))
    if found is None:
        raise DeniedError(403, "denied", "browser")
    role, entrance = found
    if request.method not in SAFE and request.headers.get("sec-fetch-site") in FOREIGN:
        raise DeniedError(403, "csrf", entrance)
    if role == "anyone":
        return
    find = _by_session if entrance == "browser" else _by_token
    visitor = await run_in_threadpool(find, request, site_of(request))
    if visitor is None:
        raise DeniedError(401, "sign-in", entrance)
    if not _may(visitor.user.role, role):
        raise DeniedError(403, "denied", entrance)
    if entrance == "browser" and request.method not in SAFE:
        sent = (await request.form()).get("csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), visitor.csrf.encode()):
            raise DeniedError(403, "csrf", entrance)
    request.state.visitor = visitor


def visitor_of(request: Request) -> Visitor:
    """Who asks, on a route that is not for anyone."""
    visitor = request.state.visitor
    assert isinstance(visitor, Visitor)  # noqa: S101 - the guard has seen to it
    return visitor


def _may(role: Role, needed: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(needed)


def _by_session(request: Request, site: Site) -> Visitor | None:
    secret = request.cookies.get(COOKIE)
    if not secret:
        return None
    kept = digest(secret)
    with site.desk.database.reading() as connection:
        session = people.session_of(connection, kept, site.time())
    return None if session is None else Visitor(session.user, session.csrf, kept)


def _by_token(request: Request, site: Site) -> Visitor | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    with site.desk.database.reading() as connection:
        user = people.user_of_token(connection, digest(secret.strip()))
    return None if user is None else Visitor(user, "")
