"""Style and script, and the signs of life."""

from functools import cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text

from extractor.errors import StoreError
from extractor.review.web.guard import allow
from extractor.review.web.site import HERE, site_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

TYPES = {
    "icon.svg": "image/svg+xml",
    "review.css": "text/css; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
}


@cache
def _content(name: str) -> bytes:
    return (HERE / "static" / name).read_bytes()


@router.get("/static/{name}")
@allow("anyone")
def static(name: str) -> Response:
    """Our own style and script, by name; there is nothing else."""
    if name not in TYPES:
        return Response(status_code=404)
    return Response(_content(name), media_type=TYPES[name], headers={"cache-control": "no-cache"})


@router.get("/healthz")
@allow("anyone")
def healthz() -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
@allow("anyone")
def readyz(request: Request) -> Response:
    """The database answers as well."""
    try:
        with site_of(request).desk.database.reading() as connection:
            connection.execute(text("SELECT 1"))
    except StoreError:
        return JSONResponse({"status": "database-unreachable"}, 503)
    return JSONResponse({"status": "ok"})
