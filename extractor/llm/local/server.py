"""The server: `xllamacpp` in threads of this process, so that it ends with it, however that ends."""

from importlib import import_module
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Protocol, Self, cast

from extractor.errors import ModelError
from extractor.llm.options import Secret

__all__ = ["LocalServer"]

LOOPBACK = "127.0.0.1"
CONTEXT = 4096
"""Tokens: a question about a row takes some 700 with its examples, and its reply 100."""
TURNS = "{% for message in messages %}{{ message.content }}\n{% endfor %}"


class _Running(Protocol):
    """**Protocol:** the engine's server, which ends when nobody holds it."""

    listening_address: str


_HELD: list[_Running] = []
"""Until the process ends, which waits for its threads first."""


class LocalServer:
    """Serves weights to this machine alone, as an endpoint with the OpenAI API, from `with` to its end."""

    def __init__(self, weights: Path, *, model: str, threads: int) -> None:
        """Nothing starts yet.

        Args:
            weights: the verified file.
            model: how requests name it.
            threads: computing at once. Threads wait for each other actively, so more of them than there are free
                cores are slower than one: on two busy cores two threads made a tenth of what one made.
        """
        self._weights = weights
        self._model = model
        self._threads = threads
        self._running: _Running | None = None
        # Every user and every web page of the machine reaches a port of loopback; only the run's processes know this.
        self.key = Secret(token_hex(16))

    @property
    def url(self) -> str:
        """The endpoint's address."""
        if self._running is None:
            raise RuntimeError("the server is not running")
        return f"{self._running.listening_address}/v1"

    def __enter__(self) -> Self:
        """Start.

        Raises:
            ModelError: `local-model-unusable`.
        """
        try:
            engine = import_module("xllamacpp")
            self._running = cast("_Running", engine.Server(self._parameters(engine.CommonParams())))
        except Exception as error:
            # The engine raises what its C++ code has at hand; an import fails where the processor is not the wheel's.
            raise ModelError(
                "local-model-unusable",
                f"xllamacpp: {type(error).__name__}: {error}",
                place=str(self._weights),
                hint="use --llm off, or name an endpoint's model",
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop: the engine joins its threads when its server is let go.

        Not while a question may be under way, as after Ctrl-C: the engine would wait for its reply and nobody would
        compute it. The process then holds the server until the threads that ask have ended.
        """
        if kind is not None and self._running is not None:
            _HELD.append(self._running)
        self._running = None

    def _parameters(self, parameters: "_Parameters") -> "_Parameters":
        parameters.model.path = str(self._weights)
        parameters.model_alias = {self._model}
        parameters.hostnames = [LOOPBACK]
        parameters.port = 0
        parameters.api_keys = [self.key.reveal()]
        parameters.ui = False
        parameters.endpoint_props = parameters.endpoint_slots = parameters.endpoint_metrics = False
        parameters.n_ctx = CONTEXT
        # One question at a time: a reply then depends on no other, and the examples stay in the engine's memory.
        parameters.n_parallel = 1
        parameters.cache_ram_mib = 0
        # Without it the engine forgets what lies before its sliding window, and computes all examples for every row.
        parameters.swa_full = True
        # A base model knows no chat; its turns are lines of one text that it goes on with.
        parameters.use_jinja = True
        parameters.chat_template = TURNS
        parameters.warmup = False
        parameters.offline = True
        parameters.verbosity = 0
        for share in (parameters.cpuparams, parameters.cpuparams_batch):
            share.n_threads = self._threads
            share.poll = 0
        return parameters


class _Path(Protocol):
    path: str


class _Share(Protocol):
    n_threads: int
    poll: int
    """Per cent of waiting that is spent busily."""


class _Parameters(Protocol):
    """**Protocol:** what we set of the engine's parameters."""

    model: _Path
    model_alias: set[str]
    hostnames: list[str]
    port: int
    api_keys: list[str]
    ui: bool
    endpoint_props: bool
    endpoint_slots: bool
    endpoint_metrics: bool
    n_ctx: int
    n_parallel: int
    cache_ram_mib: int
    swa_full: bool
    use_jinja: bool
    chat_template: str
    warmup: bool
    offline: bool
    verbosity: int
    cpuparams: _Share
    cpuparams_batch: _Share
