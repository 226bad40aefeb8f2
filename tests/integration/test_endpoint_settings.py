"""What endpoints want of their own, on the wire: addresses, headers, bodies, certificates and proxies."""

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from wire_server import Handler, WireServer, fail, reply, serving

from extractor.errors import UsageError
from extractor.llm import Mode, ModelOptions, Secret
from extractor.llm.client import EndpointModel
from extractor.llm.keys import reply_key
from extractor.model import Answer, Message, Question
from extractor.prompting import table_reply

GOOD = {"header": ["件数"], "rows": [{"id": "r01", "label": "新收", "cells": ["12", "3"]}], "unreadable": []}
GATEWAY = "gateway-secret-0123456789"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without their pauses."""
    monkeypatch.setattr("extractor.llm.sender.FIRST_PAUSE", 0.001)


def question(words: str = "新收 12 3") -> Question:
    """A question about a table with two columns."""
    messages = (Message("system", "Read the table."), Message("user", words))
    return Question("table.requests@1", "d" * 64, messages, table_reply(2, 2), 500, "a" * 64, "requests")


def ask(url: str, folder: Path, mode: Mode = "strict", **others: object) -> Answer:
    """The answer of an endpoint to one question."""
    options = ModelOptions(model="test-1", base_url=url, key=Secret("k"), cache=str(folder), timeout=5)
    (answer,) = EndpointModel(replace(options, **cast("dict[str, Any]", others)), mode).ask([question()])
    return answer


def origin(wire: WireServer) -> str:
    """The server's address without a path."""
    return wire.url.removesuffix("/v1")


class TestWhatIsSent:
    """The request as the endpoint gets it."""

    def test_azure_has_the_deployment_in_the_path_and_the_key_in_a_header_of_its_own(self, tmp_path: Path) -> None:
        """As Azure's reference describes it; the bearer is what other endpoints read."""
        with serving(reply(GOOD)) as wire:
            answer = ask(origin(wire), tmp_path, api_version="2024-10-21", model="my-deployment")
        (seen,) = wire.seen
        assert answer.fault is None
        assert seen.path == "/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21"
        assert seen.headers["api-key"] == "k"
        assert seen.body["response_format"]

    def test_headers_go_along(self, tmp_path: Path) -> None:
        """Gateways want keys of their own, beside the endpoint's."""
        with serving(reply(GOOD)) as wire:
            ask(wire.url, tmp_path, headers=(("Ocp-Apim-Subscription-Key", Secret(GATEWAY)),))
        assert wire.seen[0].headers["ocp-apim-subscription-key"] == GATEWAY
        assert wire.seen[0].headers["authorization"] == "Bearer k"

    @pytest.mark.parametrize("mode", ["strict", "tools", "plain", "responses"])
    def test_the_body_has_what_the_endpoint_wants(self, mode: Mode, tmp_path: Path) -> None:
        """In every mode, beside the parameters of OpenAI."""
        with serving(reply(GOOD)) as wire:
            answer = ask(wire.url, tmp_path, mode, body='{"enable_thinking": false}')
        assert answer.fault is None
        assert wire.seen[0].body["enable_thinking"] is False
        assert wire.seen[0].body["model"] == "test-1"

    def test_reasoning_models_get_their_own_limit_with_room_to_think(self, tmp_path: Path) -> None:
        """`max_tokens` is not sent at all, and what is thought does not take from what is said."""
        with serving(reply(GOOD)) as wire:
            ask(wire.url, tmp_path, limit="max_completion_tokens", reasoning_tokens=4000, temperature=None)
        body = wire.seen[0].body
        assert (body["max_completion_tokens"], "max_tokens" in body, "temperature" in body) == (4500, False, False)

    def test_the_responses_api_keeps_its_limit(self, tmp_path: Path) -> None:
        """It has one name for it, whatever the chat API calls it."""
        with serving(reply(GOOD)) as wire:
            ask(wire.url, tmp_path, "responses", limit="max_completion_tokens", reasoning_tokens=100)
        assert wire.seen[0].body["max_output_tokens"] == 600
        assert "max_completion_tokens" not in wire.seen[0].body


class TestWhatComesBack:
    """Errors that say less, or more, than their status."""

    @pytest.mark.parametrize(
        ("status", "error", "code", "requests"),
        [
            (400, {"code": "content_filter", "message": "filtered"}, "model-refused", 1),
            (400, {"code": "context_length_exceeded", "message": "too long"}, "model-context", 1),
            (400, {"code": 400, "type": "exceed_context_size_error", "message": "no"}, "model-context", 1),
            (400, {"code": "x", "message": "This model's maximum context length is 9 tokens"}, "model-context", 1),
            (400, {"code": "x", "message": "Range of input length should be [1, 9]"}, "model-context", 1),
            (500, {"code": 500, "message": "image input is not supported - hint"}, "model-rejected", 1),
            (503, {"code": 503, "type": "unavailable_error", "message": "Loading model"}, "model-unreachable", 6),
            (404, {"code": "DeploymentNotFound", "message": "no"}, "model-rejected", 1),
        ],
    )
    def test_a_fault_is_told_by_what_the_vendor_says(
        self, status: int, error: object, code: str, requests: int, tmp_path: Path
    ) -> None:
        """One question's own fault is no fault of the endpoint; what waiting mends is tried again, and nothing else."""
        with serving(fail(status, {"error": error})) as wire:
            answer = ask(wire.url, tmp_path)
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen)) == (code, requests)

    def test_the_parameter_that_is_refused_is_named(self, tmp_path: Path) -> None:
        """It tells which setting to change; the vendor's words stay where they are."""
        error = {"code": "unsupported_parameter", "param": "max_tokens", "message": "secret words"}
        with serving(fail(400, {"error": error})) as wire:
            answer = ask(wire.url, tmp_path)
        assert answer.fault is not None
        assert answer.fault.message == "the request is not accepted (HTTP 400, unsupported_parameter, max_tokens)"

    def test_a_reply_that_the_endpoint_gave_up_is_asked_for_again(self, tmp_path: Path) -> None:
        """DeepSeek says `insufficient_system_resource` in the place of an error; half a reply is none."""

        def interrupted(handler: Handler, _seen: object) -> None:
            choice = {"index": 0, "finish_reason": "insufficient_system_resource", "message": {"content": '{"hea'}}
            handler.send(200, {"id": "r", "object": "chat.completion", "model": "t", "choices": [choice]})

        with serving(interrupted, reply(GOOD)) as wire:
            answer = ask(wire.url, tmp_path)
        assert (answer.fault, answer.attempts, len(wire.seen)) == (None, (GOOD,), 2)

    def test_a_prompt_that_was_cut_gives_no_reading(self, tmp_path: Path) -> None:
        """The reply fits its shape and would be believed; the count of tokens tells that half was never read."""
        with serving(reply(GOOD)) as wire:
            options = ModelOptions(model="test-1", base_url=wire.url, cache=str(tmp_path))
            words = "新收政府信息公开申请数量" * 40
            (answer,) = EndpointModel(options, "strict").ask([question(words)])
            (again,) = EndpointModel(options, "strict").ask([question(words)])
        assert answer.fault is not None
        assert (answer.fault.code, answer.attempts, answer.usage.input) == ("model-context", (), 100)
        assert not again.cached

    def test_a_prompt_longer_than_the_known_bound_is_not_sent(self, tmp_path: Path) -> None:
        """Nothing is paid for what would be cut."""
        with serving(reply(GOOD)) as wire:
            options = ModelOptions(model="test-1", base_url=wire.url, cache=str(tmp_path), context=50)
            (answer,) = EndpointModel(options, "strict").ask([question("新收政府信息公开申请数量" * 40)])
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen), answer.usage.requests) == ("model-context", 0, 0)


class TestTheReplyCache:
    """What a reply depends on."""

    def test_body_and_room_to_think_change_a_reply(self) -> None:
        """The key and the name of the limit do not; without either the key is what it always was."""
        plain = ModelOptions("m")
        keys = [
            reply_key(question(), options, "strict")
            for options in (
                plain,
                replace(plain, limit="max_completion_tokens", headers=(("a", Secret("b")),)),
                replace(plain, body='{"a": 1}'),
                replace(plain, reasoning_tokens=9),
            )
        ]
        assert keys[0] == keys[1]
        assert len(set(keys)) == 3


class Forgiving(ThreadingHTTPServer):
    """A client that does not trust the certificate leaves in the middle of the handshake, which is its right."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of it."""


@contextmanager
def over_tls(folder: Path) -> Generator[tuple[str, Path]]:
    """A server with a certificate of its own making; its address and the certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(key), "-out", str(certificate), "-days", "2"]
    subprocess.run([*made, *files, *subject], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    wire = WireServer(steps=[reply(GOOD)])
    server = Forgiving(("127.0.0.1", 0), type("Bound", (Handler,), {"wire": wire}))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}/v1", certificate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestCertificatesAndProxies:
    """The variables that every program reads."""

    def test_a_certificate_of_ones_own_authority_is_trusted_by_ssl_cert_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Named, it is trusted; not named, the one request says what to set, and is not tried again."""
        with over_tls(tmp_path) as (url, certificate):
            refused = ask(url, tmp_path / "one")
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            trusted = ask(url, tmp_path / "two")
        assert refused.fault is not None
        assert (refused.fault.code, refused.usage.requests) == ("model-unreachable", 1)
        assert "SSL_CERT_FILE" in refused.fault.message
        assert (trusted.fault, trusted.attempts) == (None, (GOOD,))

    def test_certificates_that_are_none_are_one_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A wrong path is a setting to correct, and no traceback."""
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent.pem"))
        with pytest.raises(UsageError) as raised:
            EndpointModel(ModelOptions("m", base_url="https://127.0.0.1:1/v1", cache=str(tmp_path)), "strict")
        assert raised.value.code == "bad-setting"
        assert "SSL_CERT_FILE" in (raised.value.hint or "")

    def test_requests_go_through_the_proxy_that_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The address is none that exists: only the proxy can have answered. `NO_PROXY` goes past it."""
        targets: list[str] = []
        with proxy(targets.append) as address, serving(reply(GOOD)) as wire:
            monkeypatch.setenv("HTTP_PROXY", address)
            through = ask("http://endpoint.invalid/v1", tmp_path / "one")
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            past = ask(wire.url, tmp_path / "two")
        assert (through.fault, past.fault) == (None, None)
        assert targets == ["http://endpoint.invalid/v1/chat/completions"]
        assert len(wire.seen) == 1


@contextmanager
def proxy(note: Callable[[str], None]) -> Generator[str]:
    """A proxy that answers for whatever endpoint it is asked for."""

    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            note(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            message = {"role": "assistant", "content": json.dumps(GOOD)}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            answer = {"id": "r", "object": "chat.completion", "created": 0, "model": "t", "choices": [choice]}
            data = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
