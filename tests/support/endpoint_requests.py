"""A document, its truth, and requests about it that need no client library."""

import hashlib
import http.client
import json
from collections.abc import Mapping
from typing import cast

from extractor.prompting import table_reply
from extractor.testing import DocumentTruth
from extractor.testing.endpoint import Endpoint

__all__ = [
    "DOCUMENT",
    "FENCED",
    "FIGURES",
    "FUNCTION",
    "MESSAGES",
    "SCHEMA",
    "STRICT",
    "TEXT",
    "TRUTHS",
    "Body",
    "asking",
    "post",
    "text_of",
]

Body = dict[str, object]

TEXT = "行政复议\t未经复议直接起诉\t复议后起诉\n1\t0\t0\t0\t1\t0\t0\t0\t2\t2\t0\t0\t0\t0\t0\n"
DOCUMENT = hashlib.sha256(TEXT.encode()).hexdigest()[:12]
FIGURES = dict(
    zip(
        (
            f"disputes.{row}.{column}"
            for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
            for column in ("upheld", "corrected", "other_result", "pending", "total")
        ),
        (1, 0, 0, 0, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0),
        strict=True,
    )
)
TRUTHS = {DOCUMENT: DocumentTruth(cells=FIGURES)}
FENCED = f"<<<document {DOCUMENT} disputes 2021>>>\n{TEXT}\n<<<end of document {DOCUMENT}>>>"
SCHEMA = table_reply(5, 5).model_json_schema()
MESSAGES: list[Body] = [{"role": "system", "content": "Answer in JSON."}, {"role": "user", "content": FENCED}]
STRICT: Body = {"type": "json_schema", "json_schema": {"name": "table", "strict": True, "schema": SCHEMA}}
FUNCTION: Body = {"name": "table", "strict": True, "parameters": SCHEMA}


def post(endpoint: Endpoint, body: object, *, path: str = "/v1/chat/completions", timeout: float = 10) -> Body:
    """Send a request without any client library; the decoded answer with its status."""
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=timeout)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        return {"status": response.status, "headers": dict(response.headers), **json.loads(response.read())}
    finally:
        connection.close()


def asking(**more: object) -> Body:
    """A request of the chat API."""
    return {"model": "truth", "messages": MESSAGES, **more}


def text_of(answer: Mapping[str, object]) -> str:
    """What the model said."""
    choice = cast("list[dict[str, dict[str, object]]]", answer["choices"])[0]
    return str(choice["message"]["content"])
