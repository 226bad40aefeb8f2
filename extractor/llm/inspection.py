"""All that an endpoint honours, found out by asking, and what follows for the settings."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import openai
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.llm.client import opened
from extractor.llm.database import Database
from extractor.llm.faults import translate
from extractor.llm.modes import PROBED
from extractor.llm.options import LIMITS, Mode, ModelOptions
from extractor.llm.probe import LASTING, unusable
from extractor.llm.remembered import remember_mode
from extractor.llm.sender import Means
from extractor.llm.trials import FEW, Outcome, Seen, ask, bound_by, cut_at, limited_by, named, saw_picture, words
from extractor.model import ModelFault

__all__ = ["Capability", "EndpointReport", "inspect_endpoint", "known_report"]

LOOSE = {"type": "object", "properties": {"token": {"type": "string", "enum": ["k7q"]}}}
"""A schema that the published rules for strict ones forbid: further keys are allowed, and none is required."""


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Capability(_Stored):
    """One thing that was asked for."""

    name: str
    outcome: Outcome
    detail: str = ""
    """What was seen, where the outcome does not say it all."""


class EndpointReport(_Stored):
    """What one endpoint honours for one model."""

    schema_: Literal["gouji/endpoint/1"] = Field(
        default="gouji/endpoint/1", alias="schema", serialization_alias="schema"
    )
    endpoint: str
    """Without user, path and query."""
    model: str
    mode: Mode
    """How a run asks for the shape of replies."""
    context: int | None
    """Tokens at which the endpoint cuts prompts without a word; null where no cut was found."""
    settings: dict[str, str]
    """Variables that this endpoint wants set otherwise than they are."""
    capabilities: tuple[Capability, ...]


@dataclass
class _Inspector:
    """Asks one thing after the other, with what the earlier answers taught."""

    means: Means
    found: list[Capability] = field(default_factory=list[Capability])
    settings: dict[str, str] = field(default_factory=dict[str, str])
    usage: bool = False

    def note(self, name: str, outcome: Outcome, detail: str = "") -> None:
        """Keep what was seen."""
        self.found.append(Capability(name=name, outcome=outcome, detail=detail))

    def see(self, name: str, seen: Seen) -> Seen:
        """Keep a trial.

        Raises:
            ModelError: `model-unreachable` or `model-rate-limited`: the others would fare no better.
        """
        if seen.fault is not None and seen.fault.code in LASTING:
            raise unusable(self.means.options, seen.fault)
        self.note(name, seen.outcome, seen.detail)
        return seen

    def use(self, options: ModelOptions) -> None:
        """Ask otherwise from here on."""
        self.means = replace(self.means, options=options)


def known_report(options: ModelOptions) -> EndpointReport | None:
    """What was found out before.

    Raises:
        StoreError: `cache-unusable`.
    """
    rows = Database(Path(options.cache)).rows("find-probe", options.host, options.model)
    if not rows or rows[0][1] is None:
        return None
    try:
        report = EndpointReport.model_validate_json(bytes(rows[0][1]))  # pyright: ignore[reportArgumentType] - a blob
    except ValidationError:
        return None
    return _stated(report, options)


def _stated(report: EndpointReport, options: ModelOptions) -> EndpointReport:
    """With the mode that a run uses: the one that the operator states, whatever was found."""
    return report.model_copy(update={"mode": options.mode or report.mode})


def inspect_endpoint(options: ModelOptions) -> EndpointReport:
    """Ask an endpoint for everything that a run may want of it, and remember the answer.

    Raises:
        ModelError: `model-unreachable`, `model-rate-limited` or `model-rejected`: nothing can be found out.
        StoreError: `cache-unusable`.
    """
    means = opened(options)
    try:
        report = _report(_Inspector(means), options)
    finally:
        means.client.close()
    database = Database(Path(options.cache))
    content = report.model_dump_json(by_alias=True).encode()
    with database.writing():
        database.do("put-probe", options.host, options.model, report.context or 0, content)
    remember_mode(options, report.mode)
    return _stated(report, options)


def _report(inspector: _Inspector, options: ModelOptions) -> EndpointReport:
    _models(inspector)
    _limits(inspector)
    _temperature(inspector)
    _seed(inspector)
    mode = _shapes(inspector)
    cut = inspector.see("long_prompt", cut_at(inspector.means)).counted or None
    inspector.see("pictures", saw_picture(inspector.means))
    inspector.note("usage", "honoured" if inspector.usage else "refused", "" if inspector.usage else "no tokens stated")
    return EndpointReport(
        endpoint=options.host,
        model=options.model,
        mode=mode,
        context=cut,
        settings=inspector.settings,
        capabilities=tuple(inspector.found),
    )


def _models(inspector: _Inspector) -> None:
    options = inspector.means.options
    try:
        names = [model.id for model in inspector.means.client.models.list().data]
    except openai.OpenAIError as error:
        inspector.see("models", Seen("refused", translate(error)[0].message))
        return
    listed = options.model in names
    inspector.note("models", "honoured" if listed else "accepted", "" if listed else f"{options.model} is not listed")


def _limits(inspector: _Inspector) -> None:
    """The parameter that bounds replies; what comes after is asked with one that does.

    Raises:
        ModelError: none is accepted.
    """
    seen = {limit: inspector.see(limit, limited_by(_cool(inspector), limit)) for limit in LIMITS}
    asked = inspector.means.options.limit
    if seen[asked].outcome == "honoured":
        return
    other = next((limit for limit in LIMITS if seen[limit].outcome == "honoured"), None)
    if other is not None:
        inspector.settings["GOUJI_LLM_LIMIT"] = other
        inspector.use(replace(inspector.means.options, limit=other))
    elif all(one.fault is not None for one in seen.values()):
        raise unusable(inspector.means.options, seen[asked].fault or ModelFault("model-rejected", "not accepted"))


def _cool(inspector: _Inspector) -> Means:
    """Without the temperature, which may be refused and is looked at next."""
    return replace(inspector.means, options=replace(inspector.means.options, temperature=None))


def _temperature(inspector: _Inspector) -> None:
    # The first is only compared by the way: a server that keeps the prompt computes the later ones a little otherwise.
    first, one, other = (named(inspector.means, temperature=0) for _ in range(3))
    if one.fault is not None:
        inspector.see("temperature", Seen("refused", one.fault.message, one.fault))
        if inspector.means.options.temperature is not None:
            inspector.settings["GOUJI_LLM_TEMPERATURE"] = "none"
            inspector.use(replace(inspector.means.options, temperature=None))
        return
    alike = one.text == other.text
    differs = "replies at 0 differ" if not alike else "the first reply at 0 differs" if first.text != one.text else ""
    inspector.note("temperature", "honoured" if alike else "ignored", differs)


def _seed(inspector: _Inspector) -> None:
    warm = None if inspector.means.options.temperature is None else 1
    one, again, other = (named(inspector.means, temperature=warm, seed=seed) for seed in (1, 1, 2))
    if one.fault is not None:
        inspector.see("seed", Seen("refused", one.fault.message, one.fault))
        if inspector.means.options.seed is not None:
            inspector.settings["GOUJI_LLM_SEED"] = ""
            inspector.use(replace(inspector.means.options, seed=None))
    elif one.text != again.text:
        inspector.note("seed", "ignored", "two replies with one seed differ")
    else:
        alike = one.text == other.text
        inspector.note("seed", "accepted" if alike else "honoured", "all replies are alike" if alike else "")


def _shapes(inspector: _Inspector) -> Mode:
    """Every way to ask for a shape, and the first that binds.

    Raises:
        ModelError: none is accepted.
    """
    seen: dict[Mode, Seen] = {mode: inspector.see(mode, bound_by(inspector.means, mode)) for mode in PROBED}
    inspector.usage = any(one.counted for one in seen.values())
    for name, outcome, detail in _details(inspector.means, seen["strict"], seen["object"]):
        inspector.note(name, outcome, detail)
    bound: Mode | None = next((mode for mode in PROBED if seen[mode].outcome == "honoured"), None)
    last = seen[PROBED[-1]]
    if bound is None and last.fault is not None:
        raise unusable(inspector.means.options, last.fault)
    mode: Mode = bound or PROBED[-1]
    stated = inspector.means.options.mode
    # `responses` is another API, which is not looked at here.
    if stated is not None and stated != "responses" and seen[stated].outcome not in {"honoured", "accepted"}:
        inspector.settings["GOUJI_LLM_MODE"] = mode
    return mode


def _details(means: Means, strict: Seen, json_object: Seen) -> Iterator[tuple[str, Outcome, str]]:
    """What is refused of a way that is there: a schema against the rules, a request that does not say JSON."""
    if strict.outcome != "refused":
        format_ = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": LOOSE}}
        refused = ask(means, words("greeting"), FEW, response_format=format_).fault is not None
        yield "strict_rules", "honoured" if refused else "ignored", "" if refused else "takes schemas against the rules"
    if json_object.outcome != "refused":
        refused = ask(means, words("greeting"), FEW, response_format={"type": "json_object"}).fault is not None
        detail = "refuses requests without the word" if refused else "asks for no word"
        yield "json_word", "honoured" if refused else "ignored", detail
