"""A question and its replies, and a model client that asks a server on the wire."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel
from wire_server import Step, WireServer, serving

from extractor.llm import Mode, ModelOptions, Secret
from extractor.llm.client import EndpointModel
from extractor.model import Answer, Message, Question
from extractor.prompting import table_reply

__all__ = ["GOOD", "KEY", "MISSHAPEN", "MODES", "asked", "model", "question", "table"]

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
