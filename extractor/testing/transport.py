"""What goes wrong between a client and an endpoint, and what a client can know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["STATUSES", "Status", "Transport", "fault_of"]


class Transport(StrEnum):
    """What becomes of one request."""

    SOUND = "sound"
    SLOW = "slow"
    """Answered, a few bytes at a time."""
    RATE_LIMITED = "rate-limited"
    """429 with Retry-After."""
    QUOTA = "quota"
    """429 that no waiting mends."""
    SERVER_ERROR = "server-error"
    """500."""
    BAD_GATEWAY = "bad-gateway"
    """502 with a page in HTML, as proxies send it."""
    UNAVAILABLE = "unavailable"
    """503 with Retry-After."""
    UNAUTHORISED = "unauthorised"
    """401."""
    FORBIDDEN = "forbidden"
    """403."""
    NOT_FOUND = "not-found"
    """404: no such model."""
    BAD_REQUEST = "bad-request"
    """400."""
    TOO_LONG = "too-long"
    """400: the prompt does not fit the model's context."""
    CONTENT_FILTER = "content-filter"
    """400: a filter of the endpoint holds the prompt back."""
    LOADING = "loading"
    """503 without Retry-After: the server has not loaded its model yet."""
    HANG = "hang"
    """The connection stays open, and nothing ever comes."""
    RESET = "reset"
    """The connection is reset before the first byte of an answer."""
    RESET_MID_BODY = "reset-mid-body"
    """The connection is reset after half of the answer."""
    SHORT_BODY = "short-body"
    """The connection ends in order, after half of the answer."""
    WRONG_TYPE = "wrong-type"
    """200 with a page in HTML."""
    INVALID_JSON = "invalid-json"
    """200 with an answer that is no JSON, though it says that it is."""
    EMPTY_BODY = "empty-body"
    """200 with nothing in it."""


@dataclass(frozen=True, slots=True)
class Status:
    """An answer that says that something is wrong."""

    status: int
    type: str
    code: str | None
    message: str
    waits: bool = False
    """With the header Retry-After."""


STATUSES: Mapping[Transport, Status] = {
    Transport.RATE_LIMITED: Status(
        429, "requests", "rate_limit_exceeded", "Rate limit reached for requests", waits=True
    ),
    Transport.QUOTA: Status(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota"),
    Transport.SERVER_ERROR: Status(500, "server_error", None, "The server had an error while processing your request"),
    Transport.UNAVAILABLE: Status(503, "server_error", None, "The engine is currently overloaded", waits=True),
    Transport.UNAUTHORISED: Status(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided"),
    Transport.FORBIDDEN: Status(403, "invalid_request_error", "model_not_allowed", "The key may not use this model"),
    Transport.NOT_FOUND: Status(404, "invalid_request_error", "model_not_found", "The model does not exist"),
    Transport.BAD_REQUEST: Status(400, "invalid_request_error", None, "The request was not understood"),
    Transport.CONTENT_FILTER: Status(
        400, "invalid_request_error", "content_filter", "The response was filtered due to the prompt"
    ),
    Transport.LOADING: Status(503, "unavailable_error", None, "Loading model"),
    Transport.TOO_LONG: Status(
        400, "invalid_request_error", "context_length_exceeded", "The prompt is longer than the model's context"
    ),
}
"""Those that are a status and a JSON body that names the error; the endpoint knows how to send the others."""

REJECTED = frozenset(
    (
        Transport.QUOTA,
        Transport.UNAUTHORISED,
        Transport.FORBIDDEN,
        Transport.NOT_FOUND,
        Transport.BAD_REQUEST,
    )
)
OWN = {Transport.TOO_LONG: "model-context", Transport.CONTENT_FILTER: "model-refused"}
"""Refused as well, but for what one question says: the next one may be answered."""


def fault_of(transport: Transport) -> tuple[str, bool] | None:
    """The code of the fault that a client ends with, and whether a retry may pass; null where the reply arrives."""
    if transport in {Transport.SOUND, Transport.SLOW}:
        return None
    if transport in OWN:
        return OWN[transport], False
    if transport in REJECTED:
        return "model-rejected", False
    if transport is Transport.RATE_LIMITED:
        return "model-rate-limited", True
    return "model-unreachable", True
