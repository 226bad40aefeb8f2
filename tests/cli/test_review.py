"""`gouji review` and `gouji serve`."""

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.reviewing.extra import needing_extra
from extractor.errors import UsageError
from extractor.model import Record
from extractor.store import Manifest

Gouji = Callable[..., Any]


@pytest.fixture(name="out")
def out_fixture(doubtful_report: tuple[Record, str], write_run: Callable[..., Manifest], working_folder: Path) -> str:
    """The output folder of a run with twelve doubtful cells."""
    record, content = doubtful_report
    write_run(working_folder / "out", [record], {str(record.document.sha256): content})
    return "out"


def first_cell(gouji: Gouji, out: str) -> dict[str, Any]:
    """The first doubtful cell of the queue."""
    listed = json.loads(gouji("review", "list", out, "--kind", "cell", "--tier", "T2", "--json").out)
    return dict(listed["items"][0])


class TestQueue:
    """list, show, decide, undo."""

    def test_the_queue_is_listed_in_its_order(self, gouji: Gouji, out: str) -> None:
        """As JSON and as a table; the count is that of all."""
        listed = json.loads(gouji("review", "list", out, "--json", "--limit", "3").out)
        assert len(listed["items"]) == 3
        assert listed["left"] > 12
        scores = [item["score"] for item in listed["items"] if not item["blind"]]
        assert scores == sorted(scores, reverse=True)
        table = gouji("review", "list", out, "--kind", "cell", "--tier", "T2").out
        assert "requests.new_received.total" in table
        assert table.endswith("12 questions open")

    def test_a_question_is_shown_with_its_choices(self, gouji: Gouji, out: str) -> None:
        """The reason first, then the equation, then what can be picked."""
        item = first_cell(gouji, out)
        shown = gouji("review", "show", out, str(item["id"])).out
        reason, equation, choice = (shown.index(each) for each in ("The readers differ", "R1:", "  1  "))
        assert reason < equation < choice

    def test_an_answer_is_kept_and_taken_back(self, gouji: Gouji, out: str) -> None:
        """Under the account that is named, which must be there."""
        item = first_cell(gouji, out)
        words = ("review", "decide", out, str(item["id"]), "pick", "--choice", "2")
        refused = gouji(*words, "--as", "wang")
        assert (refused.code, refused.err.partition(":")[0]) == (2, "unknown-user")
        gouji("review", "users", out, "add", "wang")
        broken = gouji(*words, "--as", "wang")
        assert (broken.code, broken.err.partition(":")[0]) == (2, "rule-broken")
        kept = json.loads(gouji(*words, "--as", "wang", "--reason", "so it is printed", "--json").out)["entries"][0]
        assert (kept["actor"], kept["action"], kept["reason"]) == ("wang", "pick", "so it is printed")
        again = gouji(*words, "--as", "wang", "--reason", "x")
        assert (again.code, again.err.partition(":")[0]) == (2, "item-settled")
        assert gouji("review", "undo", out, "--as", "wang").out == f"open again: {item['id']}"

    def test_an_action_that_there_is_not_is_named(self, gouji: Gouji, out: str) -> None:
        """With those that there are."""
        ran = gouji("review", "decide", out, "1", "guess", "--as", "wang")
        assert ran.code == 2
        assert "accept, pick, type" in ran.err

    def test_without_a_finished_run_there_is_nothing_to_review(self, gouji: Gouji) -> None:
        """One line, exit code 4."""
        ran = gouji("review", "list", "nowhere")
        assert (ran.code, ran.err.partition(":")[0]) == (4, "no-records")


class TestExport:
    """Decisions leave the database."""

    def test_decisions_reach_records_and_tables(
        self, gouji: Gouji, out: str, doubtful_report: tuple[Record, str]
    ) -> None:
        """`review export` writes them into records, `export` into `accepted_value`; the run's own records stay."""
        before = Path(out, "records.jsonl").read_bytes()
        item = first_cell(gouji, out)
        gouji("review", "users", out, "add", "wang")
        gouji("review", "decide", out, str(item["id"]), "type", "--value", "77", "--reason", "x", "--as", "wang")
        assert gouji("review", "export", out, "--to", "settled.jsonl").out == "settled.jsonl: 1 lines"
        settled = Record.model_validate_json(Path("settled.jsonl").read_bytes())
        decided = {cell.path: cell.decision for cell in settled.cells if cell.decision}
        assert list(decided) == [item["subject"]]
        gouji("export", out, "--to", "cells.csv")
        with Path("cells.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {f"{row['table']}.{row['row']}.{row['column']}": row for row in csv.DictReader(file)}
        assert rows[item["subject"]]["accepted_value"] == "77"
        assert rows[item["subject"]]["value"] != "77"
        assert Path(out, "records.jsonl").read_bytes() == before
        assert len(settled.cells) == len(doubtful_report[0].cells)

    def test_the_chain_is_written_with_its_hashes(self, gouji: Gouji, out: str) -> None:
        """Each line names the hash of the one before."""
        gouji("review", "users", out, "add", "wang")
        for _ in range(3):
            gouji("review", "decide", out, str(first_cell(gouji, out)["id"]), "accept", "--as", "wang")
        gouji("review", "export", out, "--decisions", "--to", "chain.jsonl")
        chain = [json.loads(line) for line in Path("chain.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [entry["prev_hash"] for entry in chain[1:]] == [entry["hash"] for entry in chain[:-1]]
        assert len(chain) == 3

    def test_a_document_becomes_a_golden_candidate_once_all_is_settled(
        self, gouji: Gouji, out: str, doubtful_report: tuple[Record, str]
    ) -> None:
        """Not before; and that it was handed out is in the chain."""
        sha256 = str(doubtful_report[0].document.sha256)
        gouji("review", "users", out, "add", "wang")
        promote = ("review", "promote", out, sha256[:12], "--to", "truth.json", "--as", "wang")
        early = gouji(*promote)
        assert (early.code, early.err.partition(":")[0]) == (2, "not-settled")
        while json.loads(gouji("review", "list", out, "--kind", "cell", "--tier", "T2", "--json").out)["left"]:
            gouji("review", "decide", out, str(first_cell(gouji, out)["id"]), "accept", "--as", "wang")
        assert gouji(*promote).code == 0
        truth = json.loads(Path("truth.json").read_text(encoding="utf-8"))
        numbers = {cell.path: cell.value for cell in doubtful_report[0].cells if cell.kind == "number"}
        assert {path: value for path, value in truth["cells"].items() if not isinstance(value, dict)} == numbers
        gouji("review", "export", out, "--decisions", "--to", "chain.jsonl")
        assert json.loads(Path("chain.jsonl").read_text(encoding="utf-8").splitlines()[-1])["action"] == "promote"


class TestVerify:
    """`gouji verify` walks the chain."""

    def test_tampering_with_a_decision_is_found(self, gouji: Gouji, out: str) -> None:
        """Under its code and with the entry's number; before the tampering there was no such line."""
        gouji("review", "users", out, "add", "wang")
        for _ in range(2):
            gouji("review", "decide", out, str(first_cell(gouji, out)["id"]), "accept", "--as", "wang")
        assert "decision-changed" not in gouji("verify", out).out
        with sqlite3.connect(Path(out, "gouji.sqlite")) as connection:
            connection.execute("DROP TRIGGER decisions_stay")
            connection.execute("UPDATE decisions SET actor = 'li' WHERE seq = 1")
        connection.close()
        ran = gouji("verify", out, "--json")
        found = [each for each in json.loads(ran.out)["mismatches"] if each["code"] == "decision-changed"]
        assert ran.code == 1
        assert [each["place"].rpartition("#")[2] for each in found] == ["1"]


class TestDatabase:
    """`--database`."""

    def test_a_named_database_holds_what_run_read_and_people_settled(self, gouji: Gouji, report: str) -> None:
        """`run` imports into it; `review`, `export` and `verify` use it; the folder gets none of its own."""
        Path("in").mkdir()
        Path("in/report.txt").write_text(report, encoding="utf-8")
        named = ("--database", "sqlite:///kept.sqlite")
        assert gouji("run", "in", "-o", "out", *named).code == 0
        gouji("review", "users", "out", "add", "wang", *named)
        listed = json.loads(gouji("review", "list", "out", "--kind", "finding", "--json", *named).out)["items"]
        item = str(listed[0]["id"])
        assert gouji("review", "decide", "out", item, "source-wrong", "--as", "wang", *named).code == 0
        assert gouji("verify", "out", *named).code == 0
        assert gouji("export", "out", "--to", "cells.csv", *named).code == 0
        assert not Path("out/gouji.sqlite").exists()
        assert Path("kept.sqlite").exists()


class TestUsers:
    """Accounts and keys."""

    def test_accounts_are_made_changed_and_listed(self, gouji: Gouji, out: str) -> None:
        """The link is shown once and not kept; a key likewise."""
        link = json.loads(gouji("review", "users", out, "add", "wang", "--json").out)["link"]
        assert re.fullmatch(r"/link/[\w-]{43}", link)
        gouji("review", "users", out, "role", "wang", "--role", "supervisor")
        token = json.loads(gouji("review", "users", out, "token", "wang", "--for", "nightly", "--json").out)
        gouji("review", "users", out, "disable", "wang")
        listed = json.loads(gouji("review", "users", out, "--json").out)
        assert [(user["name"], user["role"], user["disabled"]) for user in listed["users"]] == [
            ("wang", "supervisor", True)
        ]
        assert [each["name"] for each in listed["tokens"]] == ["nightly"]
        kept = Path(out, "gouji.sqlite").read_bytes()
        for secret in (link.rpartition("/")[2], token["secret"]):
            assert secret.encode() not in kept
        assert gouji("review", "users", out, "revoke", str(token["token"])).code == 0
        assert json.loads(gouji("review", "users", out, "--json").out)["tokens"] == []

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("add",), "usage"),
            (("guess", "wang"), "usage"),
            (("add", "wang", "--role", "emperor"), "bad-user"),
            (("add", " "), "bad-user"),
            (("link", "nobody"), "unknown-user"),
            (("revoke", "x"), "unknown-token"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, gouji: Gouji, out: str, words: tuple[str, ...], code: str) -> None:
        """One line, exit code 2."""
        ran = gouji("review", "users", out, *words)
        assert (ran.code, ran.err.partition(":")[0]) == (2, code)


class TestServe:
    """`gouji serve`."""

    def test_the_first_start_prints_a_link_that_lets_in(self, out: str) -> None:
        """A newcomer is in with it; the second start prints none."""
        first, second = _serve_once(out, look=True), _serve_once(out, look=False)
        assert "/link/" in first
        assert "/link/" not in second

    def test_a_busy_address_is_named(self, gouji: Gouji, out: str) -> None:
        """One line, exit code 4."""
        import socket

        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            ran = gouji("serve", out, "--port", str(taken.getsockname()[1]))
        assert (ran.code, ran.err.partition(":")[0]) == (4, "address-busy")

    @pytest.mark.parametrize("url", ["mysql://root@localhost/x", "nonsense", "oracle://x"])
    def test_a_database_of_another_kind_is_refused(self, gouji: Gouji, out: str, url: str) -> None:
        """Without repeating the address, which may hold a password."""
        ran = gouji("review", "list", out, "--database", url)
        assert (ran.code, ran.err.partition(":")[0]) == (2, "bad-database")
        assert url not in ran.err


def test_a_missing_package_is_one_line() -> None:
    """It names the extra to install; a fault of our own is not taken for one."""
    with (
        pytest.raises(UsageError, match=r"extra-missing: needs the package sqlalchemy; pip install 'gouji\[review\]'"),
        needing_extra(),
    ):
        raise ModuleNotFoundError("No module named 'sqlalchemy.orm'", name="sqlalchemy.orm")
    with pytest.raises(ModuleNotFoundError), needing_extra():
        raise ModuleNotFoundError("No module named 'extractor.gone'", name="extractor.gone")


def _serve_once(out: str, *, look: bool) -> str:
    """What a start prints; with `look` its link is opened while it runs."""
    with subprocess.Popen(
        [sys.executable, "-m", "extractor", "serve", out, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GOUJI_LANG": "en", "PYTHONUNBUFFERED": "1"},
    ) as child:
        assert child.stdout is not None
        try:
            printed = child.stdout.readline()
            address = re.search(r"http://\S+", printed)
            assert address is not None
            # It answers, so it also hears: a signal before that is lost where the shell has it ignored.
            with urllib.request.urlopen(address.group()) as answer:  # noqa: S310 - loopback, started by this test
                assert answer.status == 200
            if look:
                printed += child.stdout.readline()
                link = re.search(r"http://\S+/link/\S+", printed)
                assert link is not None
                with urllib.request.urlopen(link.group()) as answer:  # noqa: S310 - loopback, started by this test
                    assert "Welcome, admin" in answer.read().decode()
        finally:
            child.send_signal(signal.SIGINT)
        printed += child.stdout.read()
    assert child.returncode in {0, 130, -signal.SIGINT}
    return printed
