"""How an endpoint is told the shape of the reply: the modes, and that a strict one is sent as strict."""

from collections.abc import Mapping
from typing import Literal, cast

import instructor

from extractor.llm.options import Limit, Mode

__all__ = ["INSTRUCTOR_MODES", "PROBED", "parameters_of"]

INSTRUCTOR_MODES: dict[Mode, instructor.Mode] = {
    "responses": instructor.Mode.RESPONSES_TOOLS,
    "strict": instructor.Mode.JSON_SCHEMA,
    "schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "object": instructor.Mode.JSON,
    "plain": instructor.Mode.MD_JSON,
}
PROBED: tuple[Mode, ...] = ("strict", "schema", "tools", "object", "plain")
"""From the one that binds the model most; `responses` is for those who ask for it, as few endpoints have that API."""

Api = Literal["chat", "responses"]


def parameters_of(
    mode: Mode, prepared: Mapping[str, object], *, limit: Limit = "max_tokens", body: Mapping[str, object] | None = None
) -> dict[str, object]:
    """What goes on the wire: as `instructor` prepared it, but strict where the mode is.

    Args:
        mode: how the shape of the reply is asked for.
        prepared: by `instructor`, for the mode.
        limit: what the chat API calls the most tokens of the reply.
        body: what the endpoint wants beside the parameters of OpenAI.

    `instructor` sends `strict` in the text format of the responses API only; without the word the endpoint takes a
    schema for a suggestion.
    """
    sent = dict(prepared)
    if mode == "responses":
        sent["input"] = sent.pop("messages")
        # The forced function is the one way to answer; a text format beside it is a second one.
        sent.pop("text", None)
        sent["tools"] = [{**tool, "strict": True} for tool in cast("list[dict[str, object]]", sent["tools"])]
    elif mode == "tools":
        tools = cast("list[dict[str, dict[str, object]]]", sent["tools"])
        sent["tools"] = [{**tool, "function": {**tool["function"], "strict": True}} for tool in tools]
    elif mode == "strict":
        format_ = cast("dict[str, dict[str, object]]", sent["response_format"])
        sent["response_format"] = {**format_, "json_schema": {**format_["json_schema"], "strict": True}}
    if mode != "responses" and "max_tokens" in sent:
        sent[limit] = sent.pop("max_tokens")
    return {**sent, **(body or {})}
