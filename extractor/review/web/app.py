"""The application: its routes, what it answers to a refusal, and the headers of every answer."""

from urllib.parse import quote

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.errors import GoujiError
from extractor.review.web import account, api, assets, item, oversight, queue
from extractor.review.web.guard import DeniedError, guard
from extractor.review.web.render import page
from extractor.review.web.site import Site, speech_of

__all__ = ["build_app", "status_of"]

STATUS = {
    "unknown-item": 404,
    "item-taken": 409,
    "item-settled": 409,
    "not-yours": 403,
    "nothing-to-undo": 409,
    "database-unreachable": 503,
}
"""HTTP status by code of an error; 422 for the others."""

UNPROCESSABLE = 422

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, and nothing that stands in the page itself: a text that broke out could not run."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def build_app(site: Site, *, hosts: tuple[str, ...]) -> FastAPI:
    """The application; it answers to the names in `hosts` only, so that no foreign page reaches it by its own name."""
    app = FastAPI(
        title="Gouji", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(guard)], version="1"
    )
    app.state.site = site
    for module in (assets, account, queue, item, oversight, api):
        app.include_router(module.router)
    app.add_exception_handler(DeniedError, _denied)
    app.add_exception_handler(GoujiError, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(_Headers)
    return app


def status_of(error: GoujiError) -> int:
    """The HTTP status of an error."""
    return STATUS.get(error.code, UNPROCESSABLE)


class _Headers:
    """Adds the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                added = {**HEADERS, "cache-control": "no-store"}
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in added.items() if name.encode() not in own),
                ]
            await send(message)

        await self._app(scope, receive, sent)


def _is_program(request: Request) -> bool:
    return request.url.path.startswith("/v1/")


async def _denied(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeniedError)  # noqa: S101 - registered for it alone
    if error.entrance == "program":
        headers = {"www-authenticate": "Bearer"} if error.status == 401 else None  # noqa: PLR2004 - HTTP
        return JSONResponse({"error": {"code": error.code}}, error.status, headers=headers)
    if error.code == "sign-in" and request.method == "GET":
        back = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""), safe="")
        return RedirectResponse(f"/sign-in?back={back}", 303)
    return _problem(request, error.status, error.code, "")


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, GoujiError)  # noqa: S101 - registered for it alone
    if _is_program(request):
        value = {"code": error.code, "message": error.message, "place": error.place, "hint": error.hint}
        return JSONResponse({"error": value}, status_of(error))
    return _problem(request, status_of(error), error.code, str(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    places = [".".join(str(part) for part in each["loc"]) for each in error.errors()]
    if _is_program(request):
        value = {"code": "bad-request", "message": "; ".join(places), "place": None, "hint": None}
        return JSONResponse({"error": value}, UNPROCESSABLE)
    return _problem(request, UNPROCESSABLE, "bad-request", "; ".join(places))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    if _is_program(request):
        value = {"code": "bad-request", "message": error.detail, "place": None, "hint": None}
        return JSONResponse({"error": value}, error.status_code, headers=error.headers)
    return _problem(request, error.status_code, "not-found", "")


def _problem(request: Request, status: int, code: str, detail: str) -> Response:
    if not hasattr(request.state, "visitor"):
        request.state.visitor = None
    words = speech_of(request).code("problem", code)
    return page(request, "problem.html.j2", status=status, words=words, detail=detail, code=code)
