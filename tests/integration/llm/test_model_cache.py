"""The model client on the wire: what is paid once, what is kept, and where asking stops."""

import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from wire_questions import GOOD, MISSHAPEN, asked, model, question, table
from wire_server import Step, fail, reply, serving

from extractor.llm import ModelOptions, Secret
from extractor.llm.cached import CachedModel
from extractor.llm.client import EndpointModel
from extractor.prompting import table_reply


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
