"""Traces on the wire, received by a server of our own that decodes them."""

import base64
import json
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from otlp_receiver import OtlpReceiver

from extractor.cli import main
from extractor.model import Answer, Message, ModelFault, Question, Usage
from extractor.prompting import ClaimsReply
from extractor.testing import Asked, Behaviour, Shape, read_truths
from extractor.testing.endpoint import Endpoint
from extractor.tracing import TraceOptions
from extractor.tracing.langfuse import Langfuse
from extractor.tracing.recorder import Recorder
from extractor.tracing.sink import Sink
from extractor.tracing.trace import Trace

SECRET = "sk-lf-very-secret"  # noqa: S105 - of no server
TRACE = Trace(name="a.txt", start=1, end=2, document="0" * 64, status="ok", error=None, form=None)
REPORT = "golden/reports/qinghe_2023.txt"
PRINTED = "青禾县人民政府办公室"
"""Words of the report."""


@pytest.fixture(name="receiver")
def receiver_of_traces() -> Iterator[OtlpReceiver]:
    """A server that takes everything."""
    with OtlpReceiver() as receiver:
        yield receiver


def options(receiver: OtlpReceiver, *, text: bool = False) -> TraceOptions:
    """Of a project on the receiver."""
    return TraceOptions("pk-lf-public", SECRET, receiver.url, environment="tests", text=text)


def set_keys(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Name the server of traces in the environment."""
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", "pk-lf-public")
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", SECRET)
    monkeypatch.setenv("LANGFUSE_BASE_URL", url)


def asked_and_answered(text: str = "") -> tuple[Question, Answer]:
    """A question about a document, and its answer."""
    question = Question(
        prompt="claims@3",
        digest="d" * 64,
        messages=(Message("system", "Read."), Message("user", text)),
        reply=ClaimsReply,
        max_tokens=100,
        document="0" * 64,
        part="claims",
        repeat=1,
    )
    usage = Usage(input=120, cached_input=20, output=30, requests=2, cost=Decimal("0.0015"))
    return question, Answer(({"claims": [{"quote": text}]},), None, usage)


def run_reports(project_root: Path, output: str, *more: str) -> int:
    """Read the golden report by the command, in this process."""
    return main(["run", str(project_root / REPORT), "-o", output, "--fresh", *more])


def in_process(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", command, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


RUN = "import sys; from extractor.cli import main; sys.exit(main(sys.argv[1:]))"


def test_a_run_with_a_model_is_one_trace_a_document(
    receiver: OtlpReceiver, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps stand in the document's trace, questions in the step of the model, and scores name the same trace.

    The bodies hold no word of the report and no key; the project's own keys stand in the header alone.
    """
    set_keys(monkeypatch, receiver.url)
    with Endpoint(read_truths(project_root / "golden")) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-secret")
        ran = in_process(RUN, "run", str(project_root / REPORT), "-o", "out", "--llm", "truth")
    assert ran.returncode == 0, ran.stderr
    (root,) = receiver.roots
    assert {span.trace_id for span in receiver.spans} == {root.trace_id}
    assert root.attributes["langfuse.trace.name"] == "qinghe_2023.txt"
    steps = [span for span in receiver.spans if span.parent == root.span_id]
    assert sorted(span.name for span in steps) == ["audit", "fuse", "ingest", "model", "second-look", "table-reader"]
    (model,) = receiver.named("model")
    questions = [span for span in receiver.spans if span.parent == model.span_id]
    parts = {json.loads(span.attributes["langfuse.observation.metadata.part"]) for span in questions}
    assert parts == {"proactive", "requests", "disputes", "claims", "meta"}
    for span in questions:
        assert span.attributes["langfuse.observation.type"] == "generation"
        assert span.attributes["langfuse.observation.model.name"] == "truth"
        assert span.attributes["langfuse.observation.prompt.version"] >= 1
        assert json.loads(span.attributes["langfuse.observation.usage_details"])["output"] > 0
        assert model.start <= span.start <= span.end <= model.end
    assert root.start <= min(span.start for span in steps)
    scores = {score["name"]: score["value"] for score in receiver.scores}
    assert {score["traceId"] for score in receiver.scores} == {root.trace_id}
    assert 0 < scores["accepted_share"] <= 1
    assert scores["failed_identities"] == 1
    assert scores.keys() == {"accepted_share", "failed_identities", "review_load"}
    sent = b"".join(receiver.bodies)
    for word in (PRINTED, "0708-6231105", "自然人", SECRET, "sk-openai-secret"):
        assert word.encode() not in sent
    expected = "Basic " + base64.b64encode(f"pk-lf-public:{SECRET}".encode()).decode()
    assert {headers["authorization"] for headers in receiver.headers} == {expected}
    kept = "".join(path.read_text(encoding="utf-8") for path in Path("out").rglob("*.json*")) + ran.stdout + ran.stderr
    assert SECRET not in kept
    assert "sk-openai-secret" not in kept


def test_text_goes_along_when_it_is_asked_for(receiver: OtlpReceiver) -> None:
    """What the model was shown and what it said stand in the question's span; without the switch both are masked."""
    question, answer = asked_and_answered(PRINTED)
    for text in (False, True):
        sink = Sink(Langfuse(options(receiver, text=text)).deliver)
        recorder = Recorder(sink.put, text=text)
        with recorder.document("in/a.txt"), recorder.step("model"):
            recorder.asked("m", [question], [answer], time.time_ns())
            recorder._keep(_trace_of(recorder))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - without a record
        sink.close()
    masked, shown = receiver.named("claims@3 claims")
    assert masked.attributes["langfuse.observation.input"] == "masked"
    assert masked.attributes["langfuse.observation.output"] == "masked"
    assert PRINTED in shown.attributes["langfuse.observation.input"]
    assert PRINTED in shown.attributes["langfuse.observation.output"]
    assert json.loads(shown.attributes["langfuse.observation.cost_details"]) == {"total": 0.0015}
    tokens = {"input": 100, "input_cached_tokens": 20, "output": 30}
    assert json.loads(shown.attributes["langfuse.observation.usage_details"]) == tokens
    assert shown.attributes["langfuse.observation.prompt.name"] == "claims"
    assert shown.attributes["langfuse.observation.prompt.version"] == 3
    assert shown.attributes["langfuse.environment"] == "tests"


def _trace_of(recorder: Recorder) -> Trace:
    notes = recorder._notes  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - what was noted so far
    return Trace("a.txt", 1, 2, "0" * 64, "ok", None, None, generations=tuple(notes.generations))


def test_a_fault_is_told_by_its_code_alone(receiver: OtlpReceiver) -> None:
    """A message may quote what the endpoint wrote; the code cannot."""
    question, _ = asked_and_answered()
    fault = Answer((), ModelFault("model-refused", f"it said {PRINTED}"))
    traces: list[Trace] = []
    recorder = Recorder(traces.append)
    with recorder.document("a.txt"):
        recorder.asked("m", [question], [fault], 1)
        traces.append(_trace_of(recorder))
    Langfuse(options(receiver)).deliver(traces)
    (span,) = receiver.named("claims@3 claims")
    assert span.attributes["langfuse.observation.status_message"] == "model-refused"
    assert PRINTED.encode() not in b"".join(receiver.bodies)


def test_workers_deliver_what_they_read(
    receiver: OtlpReceiver, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every document of a run with worker processes has its trace when the run has ended."""
    set_keys(monkeypatch, receiver.url)
    text = (project_root / REPORT).read_text(encoding="utf-8")
    Path("in").mkdir()
    for number in range(6):
        Path(f"in/{number}.txt").write_text(f"{text}\n{number}\n", encoding="utf-8")
    ran = in_process(RUN, "run", "in", "-o", "out", "-j", "2")
    assert ran.returncode == 0
    assert sorted(span.attributes["langfuse.trace.name"] for span in receiver.roots) == [f"{n}.txt" for n in range(6)]


def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize("manner", ["fails", "hangs", "gone"])
def test_a_bad_server_changes_no_record_and_costs_little_time(
    manner: str, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records are those of a run without traces, the exit code too, and one line says what was lost."""
    text = str(project_root / REPORT)
    plain = in_process(RUN, "run", text, "-o", "plain")
    with OtlpReceiver("hangs" if manner == "hangs" else "fails") as receiver:
        set_keys(monkeypatch, closed_port() if manner == "gone" else receiver.url)
        started = time.monotonic()
        ran = in_process(RUN, "run", text, "-o", "out")
        assert time.monotonic() - started < 30
    assert ran.returncode == plain.returncode == 0
    assert Path("out/records.jsonl").read_bytes() == Path("plain/records.jsonl").read_bytes()
    (line,) = [line for line in ran.stderr.splitlines() if "trace" in line]
    assert line.startswith("traces-lost: 1 traces were not delivered")
    assert "Traceback" not in ran.stderr


def test_a_server_that_hangs_never_holds_a_document_up(caplog: pytest.LogCaptureFixture) -> None:
    """A thousand traces are taken in no time, those without room are counted, and the end comes when it should."""
    with OtlpReceiver("hangs") as receiver, caplog.at_level(logging.WARNING, "gouji.tracing"):
        sink = Sink(Langfuse(options(receiver)).deliver)
        started = time.monotonic()
        for _ in range(1000):
            sink.put(TRACE)
        put = time.monotonic() - started
        sink.close(0.5)
        ended = time.monotonic() - started
    assert put < 1
    assert ended < 3
    assert sink.dropped >= 1000 - 256 - 16
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["traces-lost"]


def test_a_server_that_fails_is_left_alone_for_a_while() -> None:
    """After a failure nothing is sent for some seconds: a server that is down is not asked for every document."""
    with OtlpReceiver("fails") as receiver:
        sink = Sink(Langfuse(options(receiver)).deliver)
        for _ in range(64):
            sink.put(TRACE)
        sink.close(5)
    assert len(receiver.bodies) == 1
    assert sink.dropped == 64
    assert sink.cause == "HTTP 500"


def test_without_keys_nothing_is_imported(project_root: Path) -> None:
    """A run without keys knows neither the adapter's parts nor any library of it."""
    code = (
        "import sys; from extractor.cli import main; main(sys.argv[1:]);"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in {'langfuse', 'opentelemetry'}"
        " or n in {'extractor.tracing.langfuse', 'extractor.tracing.sink', 'extractor.tracing.recorder'}))"
    )
    ran = in_process(code, "run", str(project_root / REPORT), "-o", "out")
    assert ran.stdout.splitlines()[-1] == "[]"


def test_one_key_alone_traces_nothing(
    receiver: OtlpReceiver, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both keys are needed; with one the run is as silent as without."""
    set_keys(monkeypatch, receiver.url)
    monkeypatch.delenv("LANGFUSE_SECRET_KEY")
    assert run_reports(project_root, "out") == 0
    assert receiver.bodies == []


def test_a_question_that_never_came_through_is_traced_with_its_fault(
    receiver: OtlpReceiver, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that refuses leaves generations with a code, and the document's trace tells what is lacking."""
    set_keys(monkeypatch, receiver.url)

    def script(asked: Asked, _before: int) -> Behaviour:
        return Behaviour(shape=Shape.REFUSAL if asked.part == "requests" else Shape.FITTING)

    with Endpoint(read_truths(project_root / "golden"), script) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ran = in_process(RUN, "run", str(project_root / REPORT), "-o", "out", "--llm", "truth")
    assert ran.returncode == 0, ran.stderr
    faults = {
        json.loads(span.attributes["langfuse.observation.metadata.part"]): span.attributes.get(
            "langfuse.observation.status_message"
        )
        for span in receiver.spans
        if span.attributes["langfuse.observation.type"] == "generation"
    }
    assert faults["requests"] == "model-refused"
    assert faults["disputes"] is None


def test_the_names_on_the_wire_are_those_of_the_package() -> None:
    """Attributes are named as the package `langfuse` names them, and a score is one that its schema takes."""
    from langfuse import LangfuseOtelSpanAttributes
    from langfuse.api import CreateScoreRequest

    known = {value for name, value in vars(LangfuseOtelSpanAttributes).items() if name.isupper()}
    question, answer = asked_and_answered()
    scored = Trace("a", 1, 2, None, "ok", "partial", "f", {"t": "2021"}, scores=(("accepted_share", 0.5),))
    traces = [scored]
    recorder = Recorder(traces.append, text=True)
    with recorder.document("a.txt"):
        recorder.asked("m", [question], [answer], 1)
        traces.append(_trace_of(recorder))
    with OtlpReceiver() as receiver:
        Langfuse(options(receiver)).deliver(traces)
    names = {name for span in receiver.spans for name in span.attributes}
    prefixes = ("langfuse.observation.metadata.", "langfuse.trace.metadata.")
    assert {name for name in names if not name.startswith(prefixes)} <= known
    (score,) = receiver.scores
    assert CreateScoreRequest.model_validate(score).value == 0.5
