"""A real HTTP server with as much of the OpenAI API as the client's own tests need: each request meets the next step.

What the client sends is kept, so that tests count requests on the wire instead of calls in the program.
"""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

__all__ = ["Seen", "Step", "WireServer", "cut_off", "fail", "hang", "reply", "reset", "serving", "with_status"]

Json = dict[str, object]


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: Json
    at: float
    """Seconds since 1970."""


Step = Callable[["Handler", Seen], None]


@dataclass
class WireServer:
    """A running server."""

    url: str = ""
    steps: list[Step] = field(default_factory=list[Step])
    """What the next requests meet, in order; the last one stays."""
    seen: list[Seen] = field(default_factory=list[Seen])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_step(self, seen: Seen) -> Step:
        """Note the request and take its step."""
        with self.lock:
            self.seen.append(seen)
            return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    wire: WireServer

    def do_POST(self) -> None:
        """Read the request and do what its step says."""
        body = cast("Json", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        headers = {name.lower(): text for name, text in self.headers.items()}
        seen = Seen(self.path, headers, body, time.time())
        try:
            self.wire.next_step(seen)(self, seen)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, status: int, value: object, headers: Sequence[tuple[str, str]] = (), *, missing: int = 0) -> None:
        """Send JSON; `missing` bytes are promised and not sent."""
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, text in (("Content-Type", "application/json"), ("Content-Length", str(len(data))), *headers):
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data[: len(data) - missing])

    def break_off(self) -> None:
        """End the connection as a crashed server does, by a reset instead of a farewell."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


def chat(text: str, *, finish: str = "stop", refusal: str | None = None, tool: bool = False) -> Json:
    """A reply of the chat API."""
    message: Json = {"role": "assistant", "content": text, "refusal": refusal}
    if tool:
        call = {"id": "c1", "type": "function", "function": {"name": "Reply", "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {
        "id": "r1",
        "object": "chat.completion",
        "created": 0,
        "model": "test",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {
            "prompt_tokens": 100,
            "completion_tokens": 20,
            "total_tokens": 120,
            "prompt_tokens_details": {"cached_tokens": 40},
        },
    }


def responses(text: str, *, cut: bool = False) -> Json:
    """A reply of the responses API."""
    call = {"type": "function_call", "id": "f1", "call_id": "c1", "name": "Reply", "arguments": text}
    return {
        "id": "r1",
        "object": "response",
        "created_at": 0,
        "model": "test",
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": [call],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 100,
            "output_tokens": 20,
            "total_tokens": 120,
            "input_tokens_details": {"cached_tokens": 40},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }


def reply(value: object, *, cut: bool = False, refusal: str | None = None, after: float = 0.0) -> Step:
    """Reply with a value in whatever way was asked for; a string is sent as it is."""
    text = value if isinstance(value, str) else json.dumps(value)

    def step(handler: Handler, seen: Seen) -> None:
        time.sleep(after)
        if seen.path.endswith("/responses"):
            handler.send(200, responses(text, cut=cut))
        else:
            finish = "length" if cut else "stop"
            handler.send(200, chat(text, finish=finish, refusal=refusal, tool="tools" in seen.body))

    return step


def fail(status: int, body: object = None, **headers: str) -> Step:
    """Answer with an error; `retry_after` becomes the header `Retry-After`."""
    named = [(name.replace("_", "-"), text) for name, text in headers.items()]
    return lambda handler, _seen: handler.send(status, body or {"error": {"message": "no", "code": "none"}}, named)


def with_status(status: int, value: object) -> Step:
    """Send any JSON with any status."""
    return lambda handler, _seen: handler.send(status, value)


def reset(handler: Handler, _seen: Seen) -> None:
    """End the connection without a word."""
    handler.break_off()


def cut_off(handler: Handler, _seen: Seen) -> None:
    """End the connection in the middle of the body."""
    handler.send(200, chat("{}"), missing=40)
    handler.break_off()


def hang(seconds: float) -> Step:
    """Say nothing for so long, then end the connection."""

    def step(handler: Handler, _seen: Seen) -> None:
        time.sleep(seconds)
        handler.break_off()

    return step


class _Quick(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def serving(*steps: Step) -> Generator[WireServer, None, None]:
    """Run a server whose requests meet the given steps."""
    wire = WireServer(steps=list(steps))
    server = _Quick(("127.0.0.1", 0), type("Handler", (Handler,), {"wire": wire}))
    # The handler's small writes would else wait for each other's acknowledgement.
    wire.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
