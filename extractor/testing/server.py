"""A model's endpoint on loopback that answers from truths, and fails in every way that real ones do.

The standard library's server, because it lets go of the socket: resets in the middle of an answer, answers that never
come and lengths that are not kept are what it is for, and a well-kept server library prevents exactly these.
"""

import socketserver
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from extractor.forms import Form, builtin_forms
from extractor.testing.answers import cut_to
from extractor.testing.asked import Asked, asked_in
from extractor.testing.calls import Api, Call, CallError, read_call
from extractor.testing.dialects import DEFAULT, Options
from extractor.testing.handler import Handler
from extractor.testing.mistakes import Misreading, Mistakes, happens
from extractor.testing.received import Received, RequestLog
from extractor.testing.replies import Made, make_reply
from extractor.testing.scripts import Script, always
from extractor.testing.shapes import Shape, Spoken, spoken
from extractor.testing.talk import said_to
from extractor.testing.tokens import count_tokens
from extractor.testing.transport import Transport
from extractor.testing.truths import DocumentTruth, Truths

__all__ = ["Endpoint"]

LOOPBACK = "127.0.0.1"
NOTHING = DocumentTruth(cells={})
CONFUSED = Mistakes((Misreading.DIGIT,), rate=1.0)
UNFENCED = Asked(document="", part="meta", edition="", target="", text="")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is none of our business; anything else is a fault of ours and shows."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType] - as it was given


@dataclass
class Endpoint:
    """A server on a port of its own, in threads of this process; `with` starts and stops it."""

    truths: Truths
    """Answers by document. A document that is not among them has nothing but unreadable rows."""
    script: Script = field(default_factory=always)
    options: Options = DEFAULT
    forms: Sequence[Form] = field(default_factory=builtin_forms)
    port: int = 0
    """0: any that is free."""
    listener: Callable[[Received], None] | None = None
    """Told of every request once it is answered."""

    def __post_init__(self) -> None:
        """Make the log, which lasts longer than the server."""
        self.log = RequestLog(self.options.limit)
        self._wrong: dict[tuple[str, str], str | None] = {}
        self._stopping = threading.Event()
        self._server: _Server | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Start."""
        # The vocabulary takes a second to load, and the first request shall not wait for it.
        count_tokens("")
        handler = type("BoundHandler", (Handler,), {"endpoint": self})
        self._server = _Server((LOOPBACK, self.port), handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="endpoint").start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and let go of connections that hang."""
        self._stopping.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        """For `OPENAI_BASE_URL`."""
        return f"{self.origin}/v1"

    @property
    def origin(self) -> str:
        """The address without a path, as `AZURE_OPENAI_ENDPOINT` wants it."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def wrong(self) -> dict[tuple[str, str], str | None]:
        """What replies had wrong: by document (its first twelve digits) and cell path, the token given."""
        with self._lock:
            return dict(self._wrong)

    def consider(self, api: Api, body: object) -> tuple[Call, Asked, Transport, Spoken]:
        """Understand a request and decide what becomes of it.

        Raises:
            CallError: it is refused.
        """
        call = read_call(api, body, self.options.dialect)
        asked = asked_in(call.texts)
        if asked is None:
            return call, UNFENCED, Transport.SOUND, cut_to(self._talk(call), call.max_tokens)
        before = self.log.before(asked)
        behaviour = self.script(asked, before)
        # A model that never saw the beginning is as sure of itself as one that did.
        made = self._made(asked, CONFUSED if call.cut else behaviour.mistakes)
        shape = self._shape(call, behaviour.shape, f"{asked.document}/{asked.part}/{asked.target}/{before}")
        said = spoken(made.content, shape)
        if behaviour.transport in {Transport.SOUND, Transport.SLOW} and said.finish == "stop":
            with self._lock:
                self._wrong.update({(asked.document, path): token for path, token in made.wrong.items()})
        return call, asked, behaviour.transport, cut_to(said, call.max_tokens)

    def hang(self) -> None:
        """Wait as long as patience lasts."""
        self._stopping.wait(self.options.patience)

    def note(self, received: Received) -> None:
        """Keep a request in the log."""
        self.log.add(received)
        if self.listener:
            self.listener(received)

    def _made(self, asked: Asked, mistakes: Mistakes) -> Made:
        try:
            return make_reply(asked, self.truths.get(asked.document, NOTHING), self.forms, mistakes)
        except KeyError as error:
            raise CallError(f"no form has what the prompt asks about: {error.args[0]}") from error

    def _talk(self, call: Call) -> Spoken:
        """What is said where no document is asked about."""
        said = said_to(call, self.options.dialect, len(self.log))
        if isinstance(said, str):
            return Spoken(said)
        shape = self._shape(call, Shape.FITTING, str(len(self.log)))
        return spoken(said, shape)

    def _shape(self, call: Call, scripted: Shape, asking: str) -> Shape:
        """The scripted shape, else what the way of asking brings about."""
        if scripted is not Shape.FITTING:
            return scripted
        dialect = self.options.dialect
        if call.ignored:
            return dialect.unbound
        if call.binding == "object" and happens(dialect.blank_objects, asking, "blank"):
            return Shape.BLANK
        # A call's arguments are written by the endpoint, a reply's text by the model.
        bound = {"strict": dialect.bound, "schema": dialect.loose, "object": dialect.loose}
        return Shape.PROSE if call.binding == "none" else Shape.FITTING if call.tool else bound[call.binding]
