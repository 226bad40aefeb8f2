"""Making a page: the template, the words, who looks at it, and which language they chose."""

from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from extractor.review.web.guard import Visitor
from extractor.review.web.site import environment, speech_of

__all__ = ["language_address", "page"]

YEAR = 365 * 24 * 3600


def page(request: Request, template: str, *, status: int = 200, **content: object) -> Response:
    """The page that `template` makes of `content`."""
    speech = speech_of(request)
    visitor: Visitor | None = request.state.visitor
    html = (
        environment()
        .get_template(template)
        .render(
            t=speech,
            lang=speech.language,
            visitor=visitor,
            other=language_address(request, speech.language),
            **content,
        )
    )
    response = HTMLResponse(html, status_code=status)
    if request.query_params.get("lang") == speech.language:
        response.set_cookie("lang", speech.language, max_age=YEAR, httponly=True, samesite="lax")
    return response


def language_address(request: Request, language: str) -> str:
    """The same page in the other language."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    kept.append(("lang", "en" if language == "zh" else "zh"))
    path = request.url.path if request.method == "GET" else "/"
    return f"{path}?{urlencode(kept)}"
