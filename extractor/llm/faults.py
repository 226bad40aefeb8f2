"""Every fault of the client libraries in our own words: the one place that knows their exceptions.

Messages name a status, a phase or a code, and never what the endpoint wrote: that may quote the key or the document.
"""

import json
import re
import ssl
from dataclasses import dataclass
from typing import cast

import httpx2
import instructor.core
import openai
import pydantic

from extractor.model import ModelFault

__all__ = [
    "SHAPE_ERRORS",
    "TRANSLATIONS",
    "InterruptedReplyError",
    "NoReplyError",
    "RefusedError",
    "Translation",
    "translate",
    "waits_for",
]

CODE = re.compile(r"[a-z][a-z0-9_]{0,47}")
QUOTA = "insufficient_quota"
FILTERED = "content_filter"
BLIND = "image input is not supported"
OVERFLOW_CODES = frozenset(("context_length_exceeded", "exceed_context_size_error"))
OVERFLOW = ("maximum context length", "range of input length", "exceeds the available context")
"""How DeepSeek, vLLM and DashScope say it, who have no code for it."""
TOO_MUCH = frozenset((400, 413, 422))
"""Statuses with which a prompt is refused that is too long."""
TRUST = "name that of its authority in SSL_CERT_FILE"
TIMED_OUT = 408
"""The only status below 500, besides 429, that passes by itself."""
LONGEST_WAIT = 60.0
"""Seconds. An endpoint that asks for more is not waited for."""

SHAPE_ERRORS = (pydantic.ValidationError, json.JSONDecodeError, instructor.core.ResponseParsingError)
"""What the parser raises when a reply does not fit the wire shape."""


class RefusedError(Exception):
    """The model declined, or a filter of the endpoint did."""


class InterruptedReplyError(Exception):
    """The endpoint broke the reply off for a reason of its own."""


class NoReplyError(Exception):
    """The endpoint sent something that is no reply of its API."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What an exception means."""

    kind: type[Exception]
    code: str
    message: str
    passing: bool = False
    """Whether the same request may succeed a little later."""


TRANSLATIONS = (
    # Most specific first: the first that fits is taken.
    Translation(openai.APITimeoutError, "model-unreachable", "no answer in time", passing=True),
    Translation(openai.APIConnectionError, "model-unreachable", "the connection failed", passing=True),
    Translation(openai.APIResponseValidationError, "model-unreachable", "the answer is none of the API", passing=True),
    Translation(openai.RateLimitError, "model-rate-limited", "too many requests", passing=True),
    Translation(openai.InternalServerError, "model-unreachable", "the endpoint failed", passing=True),
    Translation(openai.ConflictError, "model-unreachable", "the endpoint was busy with another request", passing=True),
    Translation(openai.OAuthError, "model-rejected", "the key is not accepted"),
    Translation(openai.AuthenticationError, "model-rejected", "the key is not accepted"),
    Translation(openai.PermissionDeniedError, "model-rejected", "the key may not use this model"),
    Translation(openai.NotFoundError, "model-rejected", "no such model or path"),
    Translation(openai.UnprocessableEntityError, "model-rejected", "the request is not accepted"),
    Translation(openai.BadRequestError, "model-rejected", "the request is not accepted"),
    Translation(openai.APIStatusError, "model-rejected", "the request is not accepted"),
    Translation(openai.APIError, "model-unreachable", "the API failed", passing=True),
    Translation(openai.LengthFinishReasonError, "model-truncated", "the reply was cut off"),
    Translation(openai.ContentFilterFinishReasonError, "model-refused", "a filter of the endpoint held it back"),
    Translation(openai.OpenAIError, "model-rejected", "the client refused to send it"),
    Translation(httpx2.TransportError, "model-unreachable", "the connection failed", passing=True),
    Translation(httpx2.RequestError, "model-unreachable", "the answer could not be read", passing=True),
    Translation(InterruptedReplyError, "model-unreachable", "the endpoint broke the reply off", passing=True),
    Translation(NoReplyError, "model-unreachable", "the answer is none of the API", passing=True),
    Translation(RefusedError, "model-refused", "the model declined to answer"),
    Translation(instructor.core.IncompleteOutputException, "model-truncated", "the reply was cut off"),
    Translation(pydantic.ValidationError, "model-shape", "the reply does not fit its shape"),
    Translation(json.JSONDecodeError, "model-shape", "the reply is no JSON"),
    Translation(instructor.core.InstructorError, "model-shape", "the reply does not fit its shape"),
)

PHASES = (
    (httpx2.ConnectTimeout, "while connecting"),
    (httpx2.WriteTimeout, "while sending"),
    (httpx2.PoolTimeout, "while waiting for a connection"),
    (httpx2.ReadTimeout, "while waiting for the reply"),
)


def translate(error: Exception) -> tuple[ModelFault, bool]:
    """The fault behind an exception, and whether it may pass.

    Raises:
        Exception: the `error` itself when no client library raised it: our own mistake.
    """
    found = next((item for item in TRANSLATIONS if isinstance(error, item.kind)), None)
    if found is None:
        raise error
    code, passing = found.code, found.passing
    details: list[str] = []
    if isinstance(error, openai.APIStatusError):
        details.append(f"HTTP {error.status_code}")
        passing = passing or error.status_code == TIMED_OUT
        # Some send the status as the code, and the name as the type; the parameter tells which setting to change.
        names = [next(filter(_is_name, (error.code, error.type)), None), error.param]
        details.extend(cast("str", name) for name in names if _is_name(name))
        special = _special(error)
        if special is not None:
            code, passing = special, False
    elif isinstance(error, openai.APITimeoutError):
        details.extend(phase for kind, phase in PHASES if isinstance(error.__cause__, kind))
    elif isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        cause = error.__cause__ or error
        details.append(type(cause).__name__)
        if _distrusted(error):
            # It will be the same certificate the next time.
            details[-1:], passing = [f"its certificate is not trusted: {TRUST}"], False
    message = f"{found.message} ({', '.join(details)})" if details else found.message
    return ModelFault(code, message), passing


def _is_name(name: object) -> bool:
    return isinstance(name, str) and CODE.fullmatch(name) is not None


def _special(error: openai.APIStatusError) -> str | None:
    """The code of a fault whose status says too little, or something else."""
    said = {error.code, error.type}
    if QUOTA in said:
        # Sent with the status of a rate limit; no waiting mends it.
        return "model-rejected"
    if FILTERED in said:
        return "model-refused"
    # Read to tell faults apart, and never shown.
    words = str(error.message).lower()
    if BLIND in words:
        # llama.cpp says so with the status of a failure of its own.
        return "model-rejected"
    if said & OVERFLOW_CODES or (error.status_code in TOO_MUCH and any(phrase in words for phrase in OVERFLOW)):
        return "model-context"
    return None


def _distrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def waits_for(error: BaseException | None) -> float | None:
    """Seconds that the endpoint asks us to wait before the next request; null when it says nothing."""
    if not isinstance(error, openai.APIStatusError):
        return None
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            # A date instead of seconds is not read: no endpoint of this API sends one.
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if 0 <= seconds <= LONGEST_WAIT:
            return seconds
    return None
