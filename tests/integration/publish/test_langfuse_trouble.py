"""`gouji eval --langfuse` on the wire: servers that refuse, are gone, or know less."""

import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from langfuse_runs import LIMIT, options, run, set_keys
from langfuse_server import ITEMS, SCORES, SPANS, LangfuseServer, Request

from eval.golden import read_manifest
from eval.publish import Score, content_of, publish
from eval.runs import RunResult, read_result
from extractor.cli import main
from extractor.tracing.project import Project

Refusal = Callable[[Request, int], tuple[int, Mapping[str, str]] | None]


def refusing(path: str, status: int, *, times: int = 1000) -> Refusal:
    """Refuse the first requests to a path."""
    headers = {"Retry-After": "0"}
    return lambda request, before: (status, headers) if request.path == path and before < times else None


@pytest.mark.parametrize(
    ("refuse", "said"),
    [
        (refusing("/api/public/v2/datasets", 401), "0 of 5 documents were delivered (HTTP 401)"),
        (refusing(ITEMS, 500), "0 of 5 documents were delivered (HTTP 500)"),
        (refusing("/api/public/projects", 429), "0 of 5 documents were delivered (HTTP 429)"),
        (refusing(SPANS, 413), "0 of 5 documents were delivered (HTTP 413)"),
        (refusing(SCORES, 503), "0 of 5 documents were delivered (HTTP 503)"),
    ],
)
def test_a_server_that_refuses_costs_one_line(
    refuse: Refusal, said: str, server: LangfuseServer, golden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The result and the exit code are those of a run that sends nothing."""
    server.refuse = refuse
    assert run(golden, "--langfuse", "-o", "out") == 0
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"langfuse-lost: 127.0.0.1: {said}; ")
    assert len(read_result(Path("out")).documents) == LIMIT


def test_a_server_that_is_gone_costs_one_line(
    golden: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nobody listens at the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        set_keys(monkeypatch, f"http://127.0.0.1:{free.getsockname()[1]}")
    assert run(golden, "--langfuse") == 0
    assert (
        "langfuse-lost: 127.0.0.1: 0 of 5 documents were delivered (ConnectionRefusedError)" in capfd.readouterr().err
    )


def test_a_busy_server_is_asked_again_and_refused_scores_are_told(
    server: LangfuseServer, golden: Path, broken: RunResult
) -> None:
    """Twice 429 and then everything; but a batch of which a part was refused is a loss, and is not sent again."""
    content = content_of(broken, read_manifest(golden).of_split("dev"), more=[Score("gate", 1.0, boolean=True)])
    server.refuse = refusing(SPANS, 429, times=2)
    rests: list[float] = []
    assert publish(content, Project(options(server), timeout=5), rest=rests.append).cause == ""
    assert rests == [0.0, 0.0]
    server.rejects, sent = 2, len(server.sent("POST", SCORES))
    delivered = publish(content, Project(options(server), timeout=5))
    assert delivered.cause == f"2 of {len(server.sent('POST', SCORES)[-1].body)} scores were refused"
    assert len(server.sent("POST", SCORES)) == sent + 1


def test_a_server_that_lists_no_experiments_is_good_enough(
    server: LangfuseServer, golden: Path, broken: RunResult
) -> None:
    """Then the second delivery has times of its own, and still the same ids."""
    server.knows_experiments = False
    content = content_of(broken, read_manifest(golden).of_split("dev"))
    for _ in range(2):
        assert publish(content, Project(options(server), timeout=5)).cause == ""
    assert len({key[:2] for key in server.spans}) == 2 * LIMIT


@pytest.mark.parametrize("command", ["run", "gate"])
def test_without_keys_it_is_refused_before_anything_is_read(
    command: str, golden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A wish that cannot come true is told at once."""
    assert main(["eval", command, "--golden", str(golden), "--langfuse"]) == 2
    assert capfd.readouterr().err.startswith("langfuse-unconfigured: --langfuse: ")
