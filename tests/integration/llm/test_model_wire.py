"""The model client on the wire: what is sent, how often, and what becomes of everything that can come back."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from wire_questions import GOOD, KEY, MISSHAPEN, MODES, asked, model, question
from wire_server import Step, WireServer, cut_off, fail, hang, reply, reset, serving, with_status

from extractor.llm import Mode
from extractor.model import Answer, Message, Question
from extractor.prompting import table_reply

Ask = Callable[..., Answer]


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
