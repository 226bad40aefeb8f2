"""One connection of the endpoint: what arrives, and what is sent or broken off."""

import json
import socket
import struct
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from extractor.testing.answers import answer_to, events_of, failure
from extractor.testing.asked import Asked
from extractor.testing.calls import Api, Call, CallError
from extractor.testing.dialects import Dialect, Options
from extractor.testing.received import Received, RequestLog
from extractor.testing.shapes import Spoken
from extractor.testing.transport import STATUSES, Transport

__all__ = ["Handler", "Host"]

JSON = "application/json"
PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
SLOW_PIECES = 20
"""Into which a slow reply is cut, so that no pause between two bytes is as long as the whole."""
LARGEST = 64 << 20
"""Bytes of a request that is read."""

RESET = struct.pack("ii", 1, 0)
"""Linger for no time at all: closing then sends a reset."""

RESET_PAUSE = 0.02
"""Seconds between the last byte and the reset after it."""

APIS: dict[str, Api] = {"/chat/completions": "chat", "/responses": "responses"}


class Host(Protocol):
    """What a connection needs of its endpoint."""

    options: Options
    log: RequestLog

    def consider(self, api: Api, body: object) -> tuple[Call, Asked, Transport, Spoken]:
        """Understand a request and decide what becomes of it; `CallError` when it is refused."""
        ...

    def hang(self) -> None:
        """Wait as long as patience lasts."""
        ...

    def note(self, received: Received) -> None:
        """Keep a request that is over."""
        ...


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    endpoint: Host
    """Set by the endpoint on a subclass of its own."""

    def do_GET(self) -> None:
        """List the models."""
        received = self._received(None)
        if not self._let_in(received):
            return
        listed = [{"id": name, "object": "model", "owned_by": "truth"} for name in self.endpoint.options.models]
        path = self.path.partition("?")[0].rstrip("/")
        if self.endpoint.options.dialect.models and path.endswith("/models"):
            self._send(received, 200, {"object": "list", "data": listed})
            return
        one = next((model for model in listed if path.endswith(f"/models/{model['id']}")), None)
        if self.endpoint.options.dialect.models and one:
            self._send(received, 200, dict(one))
        else:
            self._refuse(received, Transport.NOT_FOUND)

    def do_POST(self) -> None:
        """Answer a question."""
        try:
            length = min(int(self.headers.get("content-length", "0")), LARGEST)
            body = json.loads(self.rfile.read(length) or b"null")
        except ValueError:
            body = None
        received = self._received(body)
        if not self._let_in(received):
            return
        time.sleep(self.endpoint.options.latency)
        if not self._reachable(received):
            return
        path = self.path.partition("?")[0]
        api: Api | None = next((api for end, api in APIS.items() if path.endswith(end)), None)
        if api is None or (api == "responses" and not self.endpoint.options.dialect.responses):
            self._refuse(received, Transport.NOT_FOUND)
            return
        try:
            call, asked, transport, said = self.endpoint.consider(api, body)
        except CallError as error:
            self._fail(received, error)
            return
        self._deliver(replace(received, asked=asked, transport=transport), call, said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the inherited parameter
        """Say nothing: the endpoint has a log of its own."""

    def _received(self, body: object) -> Received:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Received(time.monotonic(), self.command, self.path, headers, body)

    def _let_in(self, received: Received) -> bool:
        """Hold the key and the limit of requests."""
        if not self.endpoint.log.admit(received.at):
            self._refuse(replace(received, transport=Transport.RATE_LIMITED), Transport.RATE_LIMITED)
            return False
        key = self.endpoint.options.key
        name, wanted = ("api-key", key) if self._dialect.deployments else ("authorization", f"Bearer {key}")
        if key is not None and received.headers.get(name) != wanted:
            self._refuse(received, Transport.UNAUTHORISED)
            return False
        return True

    def _reachable(self, received: Received) -> bool:
        """Hold a request to the address that deployments have."""
        if not self._dialect.deployments:
            return True
        address = urlsplit(received.path)
        before, _, rest = address.path.partition("/deployments/")
        name = rest.partition("/")[0]
        known = before.endswith("/openai") and name in self.endpoint.options.models
        if "api-version" not in parse_qs(address.query) or not before.endswith("/openai"):
            self._send(received, 404, failure("Resource not found", kind="invalid_request_error", code="404"))
        elif not known:
            message = "The API deployment for this resource does not exist"
            self._send(received, 404, failure(message, kind="invalid_request_error", code="DeploymentNotFound"))
        return known and "api-version" in parse_qs(address.query)

    def _fail(self, received: Received, error: CallError) -> None:
        code = error.status if self._dialect.numeric_codes else error.code
        self._send(received, error.status, failure(error.message, kind=error.kind, code=code, param=error.param))

    @property
    def _dialect(self) -> Dialect:
        return self.endpoint.options.dialect

    def _deliver(self, received: Received, call: Call, said: Spoken) -> None:
        match received.transport:
            case Transport.HANG:
                self.endpoint.hang()
                self._break_off(received, 0, b"")
            case Transport.RESET:
                self._break_off(received, 0, b"", reset=True)
            case Transport.RESET_MID_BODY | Transport.SHORT_BODY:
                content = self._encoded(call, said)
                head = self._head(200, JSON, len(content))
                reset = received.transport is Transport.RESET_MID_BODY
                self._break_off(received, 200, head + content[: len(content) // 2], reset=reset)
            case Transport.BAD_GATEWAY:
                self._send_bytes(received, 502, PAGE, "text/html")
            case Transport.WRONG_TYPE:
                self._send_bytes(received, 200, PAGE, "text/html")
            case Transport.INVALID_JSON:
                self._send_bytes(received, 200, self._encoded(call, said)[:-2], JSON)
            case Transport.EMPTY_BODY:
                self._send_bytes(received, 200, b"", JSON)
            case Transport.SOUND | Transport.SLOW:
                self._answer(received, call, said)
            case _:
                self._refuse(received, received.transport)

    def _answer(self, received: Received, call: Call, said: Spoken) -> None:
        seconds = self.endpoint.options.slowness if received.transport is Transport.SLOW else 0.0
        if call.stream and call.api == "chat":
            self._stream(received, call, said, seconds)
            return
        content = self._encoded(call, said)
        if not seconds:
            self._send_bytes(received, 200, content, JSON)
            return
        self.wfile.write(self._head(200, JSON, len(content)))
        size = -(-len(content) // SLOW_PIECES)
        for start in range(0, len(content), size):
            time.sleep(seconds / SLOW_PIECES)
            self.wfile.write(content[start : start + size])
        self._note(received, 200)

    def _stream(self, received: Received, call: Call, said: Spoken, seconds: float) -> None:
        self.close_connection = True
        self.wfile.write(self._head(200, "text/event-stream", None))
        events = list(events_of(call, said, len(self.endpoint.log), self._dialect))
        for event in events:
            time.sleep(seconds / len(events))
            self.wfile.write(event.encode())
        self._note(received, 200)

    def _refuse(self, received: Received, transport: Transport) -> None:
        status = STATUSES[transport]
        # Real endpoints quote the key that they do not know: what a client logs of it must not.
        quoted = f": {received.headers.get('authorization')}" if transport is Transport.UNAUTHORISED else ""
        code = status.status if self._dialect.numeric_codes else status.code
        content = failure(status.message + quoted, kind=status.type, code=code)
        self._send(received, status.status, content, waits=status.waits)

    def _encoded(self, call: Call, said: Spoken) -> bytes:
        return json.dumps(answer_to(call, said, len(self.endpoint.log), self._dialect), ensure_ascii=False).encode()

    def _send(self, received: Received, status: int, content: dict[str, object], *, waits: bool = False) -> None:
        self._send_bytes(received, status, json.dumps(content, ensure_ascii=False).encode(), JSON, waits=waits)

    def _send_bytes(self, received: Received, status: int, content: bytes, kind: str, *, waits: bool = False) -> None:
        # Noted first: who has the answer may look into the log at once.
        self._note(received, status)
        # In one piece: a second write would wait for the other side to acknowledge the first.
        self.wfile.write(self._head(status, kind, len(content), waits=waits) + content)

    def _head(self, status: int, kind: str, length: int | None, *, waits: bool = False) -> bytes:
        lines = [f"HTTP/1.1 {status} {self.responses[status][0]}", f"Content-Type: {kind}"]
        lines.append("Connection: close" if length is None else f"Content-Length: {length}")
        if waits:
            seconds = self.endpoint.options.retry_after
            values = {"retry-after": seconds, "retry-after-ms": seconds * 1000}
            lines += [f"{name.title()}: {values[name]:g}" for name in self._dialect.waits]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _break_off(self, received: Received, status: int, sent: bytes, *, reset: bool = False) -> None:
        self._note(received, status)
        self.close_connection = True
        if sent:
            self.wfile.write(sent)
        if reset:
            if sent:
                # What is still under way when a reset follows never arrives.
                time.sleep(RESET_PAUSE)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.rfile.close()
            self.connection.close()

    def _note(self, received: Received, status: int) -> None:
        self.endpoint.note(replace(received, status=status))
