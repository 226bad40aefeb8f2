"""The model client on the wire: what is sent, how often, and what becomes of everything that can come back."""

import inspect
import json
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import httpx2
import openai
import pytest
from pydantic import BaseModel
from wire_server import Step, WireServer, cut_off, fail, hang, reply, reset, serving, with_status

from extractor.llm import Mode, ModelOptions, Secret
from extractor.llm import sender as sender_module
from extractor.llm.cached import CachedModel
from extractor.llm.client import EndpointModel
from extractor.llm.faults import TRANSLATIONS, translate
from extractor.model import Answer, Message, Question
from extractor.prompting import table_reply

KEY = "sk-very-secret-0123456789"
MODES: tuple[Mode, ...] = ("responses", "strict", "schema", "tools", "object", "plain")


def table(*cells: str | None) -> dict[str, object]:
    """A reply that has one row."""
    return {"header": ["件数"], "rows": [{"id": "r01", "label": "新收", "cells": list(cells)}], "unreadable": []}


GOOD = table("12", "3")
MISSHAPEN = table("777")
"""One cell where two are wanted; the figure must not come back in the re-ask."""


def question(words: str = "新收 12 3", *, shape: type[BaseModel] | None = None, repeat: int = 0) -> Question:
    """A question about a table with two columns; braces show that nothing is taken for a template."""
    messages = (Message("system", "Read the table."), Message("user", f"{words} {{{{ 1 + 1 }}}}"))
    return Question(
        "table.requests@1", "d" * 64, messages, shape or table_reply(2, 2), 500, "a" * 64, "requests", repeat
    )


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without their pauses: how long they are is not what is counted here."""
    monkeypatch.setattr(sender_module, "FIRST_PAUSE", 0.01)


Ask = Callable[..., Answer]


def model(wire: WireServer, folder: Path, mode: Mode = "strict", **others: object) -> EndpointModel:
    """A client of the server with a cache of its own."""
    budget = cast("Decimal | None", others.pop("budget", None))
    options = ModelOptions(model="test-1", base_url=wire.url, key=Secret(KEY), cache=str(folder))
    options = replace(options, **cast("dict[str, Any]", others))
    return EndpointModel(options, mode, run="run", budget=budget)


def asked(folder: Path, *steps: Step, mode: Mode = "strict", **others: object) -> tuple[Answer, WireServer]:
    """The answer to one question whose requests meet the steps."""
    with serving(*steps) as wire:
        (answer,) = model(wire, folder, mode, **others).ask([question()])
    return answer, wire


class TestWhatIsSent:
    """The request as the endpoint gets it."""

    @pytest.mark.parametrize("mode", MODES)
    def test_a_good_reply_takes_one_request(self, mode: Mode, tmp_path: Path) -> None:
        """Whatever the mode, the attempt is the decoded reply and its tokens are counted."""
        answer, wire = asked(tmp_path, reply(GOOD), mode=mode)
        assert (answer.attempts, answer.fault, len(wire.seen)) == ((GOOD,), None, 1)
        usage = answer.usage
        assert (usage.input, usage.cached_input, usage.output, usage.requests) == (100, 40, 20, 1)

    @pytest.mark.parametrize("mode", ["strict", "tools", "responses"])
    def test_strict_is_really_sent(self, mode: Mode, tmp_path: Path) -> None:
        """Without the word an endpoint takes the schema for a suggestion."""
        _, wire = asked(tmp_path, reply(GOOD), mode=mode)
        body = json.loads(json.dumps(wire.seen[0].body))
        place = {
            "strict": lambda: body["response_format"]["json_schema"],
            "tools": lambda: body["tools"][0]["function"],
            "responses": lambda: body["tools"][0],
        }[mode]()
        schema = place["schema"] if mode == "strict" else place["parameters"]
        assert place["strict"] is True
        assert schema["additionalProperties"] is False
        assert schema["$defs"]["TableRow"]["properties"]["cells"]["minItems"] == 2
        assert "prefixItems" not in json.dumps(schema)

    @pytest.mark.parametrize("mode", MODES)
    def test_the_text_goes_out_as_it_is(self, mode: Mode, tmp_path: Path) -> None:
        """What looks like a template in a document is data."""
        _, wire = asked(tmp_path, reply(GOOD), mode=mode)
        assert "新收 12 3 {{ 1 + 1 }}" in json.dumps(wire.seen[0].body, ensure_ascii=False)

    def test_modes_without_a_schema_show_it_and_say_json(self, tmp_path: Path) -> None:
        """Some endpoints refuse `json_object` when the prompt does not say JSON."""
        _, wire = asked(tmp_path, reply(GOOD), mode="object")
        assert wire.seen[0].body["response_format"] == {"type": "json_object"}
        assert "json" in json.dumps(wire.seen[0].body["messages"]).lower()

    def test_parameters_and_key_reach_the_endpoint(self, tmp_path: Path) -> None:
        """Temperature 0 by default, a seed when there is one, the key as bearer."""
        _, wire = asked(tmp_path, reply(GOOD), seed=7)
        body = wire.seen[0].body
        assert (body["temperature"], body["seed"], body["max_tokens"], body["model"]) == (0.0, 7, 500, "test-1")
        assert wire.seen[0].headers["authorization"] == f"Bearer {KEY}"

    @pytest.mark.parametrize(("mode", "kind"), [("strict", "image_url"), ("responses", "input_image")])
    def test_pictures_go_along(self, mode: Mode, kind: str, tmp_path: Path) -> None:
        """Each API has its own words for a picture."""
        picture = Question("p@1", "d", (Message("user", "look", (b"png",)),), table_reply(2, 2), 9, "a" * 64, "x")
        with serving(reply(GOOD)) as wire:
            (answer,) = model(wire, tmp_path, mode).ask([picture])
        assert answer.fault is None
        assert f'"type": "{kind}"' in json.dumps(wire.seen[0].body)
        assert "data:image/png;base64,cG5n" in json.dumps(wire.seen[0].body)


class TestHowOftenIsAsked:
    """Requests counted on the wire."""

    @pytest.mark.parametrize("mode", MODES)
    def test_a_wrong_shape_is_asked_once_more(self, mode: Mode, tmp_path: Path) -> None:
        """Both attempts are kept, and paid for."""
        answer, wire = asked(tmp_path, reply(MISSHAPEN), reply(GOOD), mode=mode)
        assert (answer.attempts, answer.fault, len(wire.seen)) == ((MISSHAPEN, GOOD), None, 2)
        assert (answer.usage.input, answer.usage.output, answer.usage.requests) == (200, 40, 2)

    @pytest.mark.parametrize("mode", MODES)
    def test_the_re_ask_names_path_and_shape_and_no_value(self, mode: Mode, tmp_path: Path) -> None:
        """A re-ask that quotes a figure invites a repaired one; the model's own turn is all that holds it."""
        _, wire = asked(tmp_path, reply(MISSHAPEN), reply(GOOD), mode=mode)
        turns = cast("list[dict[str, object]]", wire.seen[1].body.get("messages") or wire.seen[1].body["input"])
        said = str(turns[-1]["content"]).replace(json.dumps(MISSHAPEN), "")
        assert "rows.0.cells" in said
        assert "at least 2 items" in said
        assert "777" not in said

    def test_twice_the_wrong_shape_is_a_fault_that_keeps_both_attempts(self, tmp_path: Path) -> None:
        """The merge may use the valid cells of either."""
        answer, wire = asked(tmp_path, reply(MISSHAPEN), reply("no JSON at all"), reply(GOOD))
        assert answer.fault is not None
        assert (answer.fault.code, answer.attempts, len(wire.seen)) == ("model-shape", (MISSHAPEN,), 2)
        assert answer.usage.requests == 2

    def test_a_rate_limit_is_waited_out_as_long_as_it_says(self, tmp_path: Path) -> None:
        """`Retry-After` is honoured, by the next request of anybody."""
        answer, wire = asked(tmp_path, fail(429, retry_after="1"), reply(GOOD))
        assert (answer.fault, len(wire.seen), answer.usage.requests) == (None, 2, 2)
        assert wire.seen[1].at - wire.seen[0].at >= 1.0

    def test_a_rate_limit_spends_no_attempt_at_the_shape(self, tmp_path: Path) -> None:
        """429, wrong shape, 429, right shape: four requests and a reply."""
        steps = (fail(429), reply(MISSHAPEN), fail(429), reply(GOOD))
        answer, wire = asked(tmp_path, *steps)
        assert (answer.attempts, answer.fault, len(wire.seen)) == ((MISSHAPEN, GOOD), None, 4)

    @pytest.mark.parametrize("step", [fail(500), fail(503), fail(408), fail(409), reset, cut_off, with_status(200, {})])
    def test_passing_faults_are_tried_again(self, step: Step, tmp_path: Path) -> None:
        """The same request once more, and no other."""
        answer, wire = asked(tmp_path, step, reply(GOOD))
        assert (answer.fault, answer.attempts, len(wire.seen)) == (None, (GOOD,), 2)
        assert wire.seen[0].body == wire.seen[1].body

    @pytest.mark.parametrize(
        ("step", "code", "said"),
        [
            (fail(429), "model-rate-limited", "HTTP 429"),
            (fail(500), "model-unreachable", "HTTP 500"),
            (reset, "model-unreachable", "connection"),
            (cut_off, "model-unreachable", "connection"),
            (with_status(200, {"error": "busy"}), "model-unreachable", "none of the API"),
        ],
    )
    def test_faults_that_do_not_pass_end_after_six_requests(
        self, step: Step, code: str, said: str, tmp_path: Path
    ) -> None:
        """Attempts of the library and ours never multiply."""
        answer, wire = asked(tmp_path, step)
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen), answer.usage.requests) == (code, 6, 6)
        assert said in answer.fault.message

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
    def test_a_rejection_is_not_tried_again(self, status: int, tmp_path: Path) -> None:
        """The same request would be rejected again."""
        answer, wire = asked(tmp_path, fail(status, {"error": {"code": "invalid_thing", "message": KEY}}))
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen)) == ("model-rejected", 1)
        assert f"HTTP {status}, invalid_thing" in answer.fault.message
        assert KEY not in answer.fault.message

    def test_an_empty_purse_is_no_rate_limit(self, tmp_path: Path) -> None:
        """It comes with the status of one, and waiting does not fill it."""
        answer, wire = asked(tmp_path, fail(429, {"error": {"code": "insufficient_quota"}}))
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen)) == ("model-rejected", 1)

    @pytest.mark.parametrize("mode", ["strict", "plain", "responses"])
    def test_a_truncated_reply_fails_at_once(self, mode: Mode, tmp_path: Path) -> None:
        """Another attempt would be cut off too; its tokens are paid."""
        answer, wire = asked(tmp_path, reply('{"header": ["a"], "ro', cut=True), mode=mode)
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen), answer.usage.output) == ("model-truncated", 1, 20)

    def test_a_refusal_is_one(self, tmp_path: Path) -> None:
        """It is not a reply of a wrong shape, and asking again is rude."""
        answer, wire = asked(tmp_path, reply("", refusal="I would rather not."))
        assert answer.fault is not None
        assert (answer.fault.code, len(wire.seen), answer.usage.output) == ("model-refused", 1, 20)

    def test_a_hang_names_its_phase(self, tmp_path: Path) -> None:
        """Whether nobody answered the call or nobody answered the question are different troubles."""
        answer, _ = asked(tmp_path, hang(1.0), timeout=0.1)
        assert answer.fault is not None
        assert answer.fault.code == "model-unreachable"
        assert "while waiting for the reply" in answer.fault.message

    def test_an_endpoint_that_is_not_there_is_unreachable(self, tmp_path: Path) -> None:
        """Nobody listens at the port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            wire = WireServer(url=f"http://127.0.0.1:{free.getsockname()[1]}/v1")
            (answer,) = model(wire, tmp_path).ask([question()])
        assert answer.fault is not None
        assert (answer.fault.code, answer.usage.input) == ("model-unreachable", 0)


class TestCache:
    """What was paid once."""

    def test_the_same_question_is_paid_once_in_all_processes(self, tmp_path: Path) -> None:
        """A second client finds the reply, with both attempts, and counts no request."""
        with serving(reply(MISSHAPEN), reply(GOOD)) as wire:
            model(wire, tmp_path).ask([question()])
            (again,) = model(wire, tmp_path).ask([question()])
        assert (again.cached, again.attempts, len(wire.seen)) == (True, (MISSHAPEN, GOOD), 2)
        assert (again.usage.requests, again.usage.replayed, again.usage.input) == (0, 1, 0)

    def test_another_key_finds_the_reply_too(self, tmp_path: Path) -> None:
        """Who pays is no part of what was said."""
        with serving(reply(GOOD)) as wire:
            model(wire, tmp_path).ask([question()])
            options = ModelOptions(model="test-1", base_url=wire.url, key=Secret("other"), cache=str(tmp_path))
            (answer,) = EndpointModel(options, "strict").ask([question()])
        assert answer.cached

    def test_another_question_model_shape_or_repeat_is_another_reply(self, tmp_path: Path) -> None:
        """Each of them changes what a model says."""
        others = [question("x"), question(shape=table_reply(2, 3)), question(repeat=1)]
        with serving(reply(GOOD)) as wire:
            client = model(wire, tmp_path)
            answers = [client.ask([item])[0] for item in (question(), *others)]
            answers.append(model(wire, tmp_path, "schema").ask([question()])[0])
            answers.append(model(wire, tmp_path, seed=1).ask([question()])[0])
        assert not any(answer.cached for answer in answers)

    def test_a_repeat_of_a_run_is_asked_and_has_replies_of_its_own(self, tmp_path: Path) -> None:
        """Each repeat is found again under its own number; the reply of one never answers for another."""
        replies = [table("12", "3"), table("12", "4")]
        with serving(*map(reply, replies)) as wire:
            first = [model(wire, tmp_path, repeat=number).ask([question()])[0] for number in (0, 1)]
            again = [model(wire, tmp_path, repeat=number).ask([question()])[0] for number in (0, 1)]
        assert [answer.attempts for answer in first] == [(each,) for each in replies]
        assert [answer.cached for answer in first] == [False, False]
        assert [(answer.cached, answer.attempts) for answer in again] == [(True, (each,)) for each in replies]
        assert len(wire.seen) == 2

    def test_a_fresh_reply_takes_the_place_of_the_old_one(self, tmp_path: Path) -> None:
        """What was known is asked all the same, and what comes is kept."""
        with serving(reply(GOOD), reply(table("12", "4"))) as wire:
            model(wire, tmp_path).ask([question()])
            (fresh,) = model(wire, tmp_path, fresh=True).ask([question()])
            (kept,) = model(wire, tmp_path).ask([question()])
        assert (fresh.cached, fresh.attempts, len(wire.seen)) == (False, (table("12", "4"),), 2)
        assert (kept.cached, kept.attempts) == (True, fresh.attempts)

    @pytest.mark.parametrize(
        "steps", [(reply("x"), reply("x")), (fail(400),), (reply("{}", cut=True),), (reply("", refusal="no"),)]
    )
    def test_failures_are_never_kept(self, steps: tuple[Step, ...], tmp_path: Path) -> None:
        """The next time may go better."""
        with serving(*steps, reply(GOOD)) as wire:
            client = model(wire, tmp_path)
            (first,) = client.ask([question()])
            (second,) = client.ask([question()])
        assert first.fault is not None
        assert (second.fault, second.cached) == (None, False)

    def test_it_stays_within_its_bound_and_keeps_what_was_used_last(self, tmp_path: Path) -> None:
        """Old replies make room for new ones."""
        with serving(reply(GOOD)) as wire:
            client = model(wire, tmp_path, cache_bytes=3000)
            for number in range(60):
                client.ask([question(str(number))])
            sent = len(wire.seen)
            (last,), (first,) = client.ask([question("59")]), client.ask([question("0")])
        assert (sent, last.cached, first.cached) == (60, True, False)

    def test_a_model_without_network_answers_from_the_cache_alone(self, tmp_path: Path) -> None:
        """What `gouji verify` reads with; what it does not find is said so."""
        with serving(reply(GOOD)) as wire:
            model(wire, tmp_path).ask([question()])
        alone = CachedModel(ModelOptions(model="test-1", cache=str(tmp_path)), "strict")
        found, absent = alone.ask([question(), question("other")])
        assert (found.attempts, found.cached, found.fault) == ((GOOD,), True, None)
        assert absent.fault is not None
        assert absent.fault.code == "replies-absent"

    def test_half_a_character_never_reaches_the_cache_or_a_record(self, tmp_path: Path) -> None:
        """Half of a surrogate pair cannot be written as UTF-8."""
        answer, _ = asked(tmp_path, reply('{"header": ["\\ud83d"], "rows": [], "unreadable": []}'))
        json.dumps(answer.attempts, ensure_ascii=False).encode()
        assert len(answer.attempts) >= 1


class TestLimits:
    """Money, places, and endpoints that are down."""

    def test_a_budget_stops_before_it_is_overspent(self, tmp_path: Path) -> None:
        """The worst case is set aside before a request goes out; the real cost replaces it."""
        prices = {"price_input": "1", "price_output": "100"}
        # A request costs at most about 0.05 dollars for 500 tokens out; really 0.0021.
        with serving(reply(GOOD)) as wire:
            client = model(wire, tmp_path, "strict", budget=Decimal("0.06"), **prices)
            answers = [client.ask([question(str(number))])[0] for number in range(12)]
        spent = sum((answer.usage.cost or Decimal() for answer in answers), Decimal())
        codes = [answer.fault.code if answer.fault else "" for answer in answers]
        assert codes[0] == ""
        assert codes[-1] == "model-budget"
        assert spent == Decimal("0.0021") * len(wire.seen)
        assert Decimal() < spent <= Decimal("0.06")

    def test_after_five_questions_without_an_answer_no_more_are_sent(self, tmp_path: Path) -> None:
        """All processes of the run stop; the fault keeps its code."""
        with serving(fail(401)) as wire:
            codes = [model(wire, tmp_path).ask([question(str(n))])[0].fault for n in range(8)]
        assert [fault.code for fault in codes if fault] == ["model-rejected"] * 8
        assert len(wire.seen) == 5

    def test_an_answer_starts_the_count_anew(self, tmp_path: Path) -> None:
        """Four faults, an answer, four faults: nothing is given up."""
        four = [fail(401)] * 4
        with serving(*four, reply(GOOD), *four, reply(GOOD)) as wire:
            client = model(wire, tmp_path)
            answers = [client.ask([question(str(n))])[0] for n in range(10)]
        assert [answer.fault is None for answer in answers] == [False] * 4 + [True] + [False] * 4 + [True]

    def test_no_more_requests_are_under_way_than_allowed(self, tmp_path: Path) -> None:
        """Two clients share the places of their endpoint, and the questions of a document go side by side."""
        with serving(reply(GOOD, after=0.15)) as wire:
            client = model(wire, tmp_path, concurrency=4)
            started = time.monotonic()
            answers = client.ask([question(str(n)) for n in range(8)])
            took = time.monotonic() - started
        assert all(answer.fault is None for answer in answers)
        assert took >= 0.3
        starts = sorted(seen.at for seen in wire.seen)
        assert all(later - earlier >= 0.14 for earlier, later in zip(starts, starts[4:], strict=False))


class TestTranslation:
    """The one place that knows the libraries' exceptions."""

    def test_every_exception_of_the_vendor_has_its_translation(self) -> None:
        """A new class in the library fails this test before it surprises a user."""
        known = {
            name
            for name, kind in inspect.getmembers(openai, inspect.isclass)
            if issubclass(kind, openai.OpenAIError) and not name.startswith("_")
        }
        stated = {item.kind.__name__ for item in TRANSLATIONS if item.kind.__module__.startswith("openai")}
        sockets = {"WebSocketConnectionClosedError", "WebSocketQueueFullError"}
        assert known - sockets == stated

    def test_the_most_specific_stand_first(self) -> None:
        """A class behind one that it derives from would never be reached."""
        for index, item in enumerate(TRANSLATIONS):
            assert not any(issubclass(item.kind, earlier.kind) for earlier in TRANSLATIONS[:index]), item.kind

    def test_every_transport_error_is_an_unreachable_model(self) -> None:
        """Those of the HTTP library, should one get past the client library."""
        fault, passing = translate(httpx2.ReadError("x"))
        assert (fault.code, passing) == ("model-unreachable", True)

    def test_our_own_mistakes_are_not_translated(self) -> None:
        """They are no fault of a model."""
        with pytest.raises(ZeroDivisionError):
            translate(ZeroDivisionError())
