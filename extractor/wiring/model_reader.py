"""The second reader: which model is meant, what it may do, and how it is put together."""

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.errors import ModelError, UsageError
from extractor.ingest import page_picture
from extractor.llm.library import missing_libraries, require
from extractor.llm.local.packaged import installed, packaged_weights
from extractor.llm.options import Mode, ModelOptions, Secret
from extractor.llm.standing import StandingKind, read_standings, standing_of
from extractor.pipeline.model_reading import ModelReader, RowLimits
from extractor.ports import ModelClient, Tracer
from extractor.prompting import Prompts, builtin_prompts, load_prompts
from extractor.settings import Settings
from extractor.wiring.elements import element_parser
from extractor.wiring.tracing import traced_model
from extractor.wiring.versions import digest_of, package_version

if TYPE_CHECKING:
    from extractor.llm.spending import Spending

__all__ = [
    "LOCAL",
    "ModelRecipe",
    "choose_model",
    "finish_run",
    "forecasting",
    "local_model",
    "model_reader",
    "model_versions",
    "prompts_of",
    "ready_model",
]

AUTO, OFF, LOCAL = "auto", "off", "local"
DOUBTFUL_ROWS = 12
"""Rows of a document that `auto` asks the local model about at most: with more in doubt, a table is lost as a whole."""
PATIENCE = 300.0
"""Seconds for a reply of the local model: a busy machine computes slowly, and nobody else is to be blamed for it."""
CODE = ("llm", "prompting")
Use = Literal["ask", "replay", "count"]
"""ask: at the endpoint. replay: out of the cache or not at all. count: not at all, only what asking would take."""
DEFAULT_MODE: Mode = "strict"
"""Stands in a forecast for a mode that nobody has found out yet."""


@dataclass(frozen=True, slots=True)
class ModelRecipe:
    """Everything that a model reader is made from; small, so that it can be sent to worker processes."""

    options: ModelOptions
    standing: StandingKind = "advisory"
    run: str = ""
    """Names the run whose processes share a budget."""
    budget: str | None = None
    """US dollars."""
    use: Use = "ask"
    prompts: str | None = None
    """A folder of prompts in the place of those that ship, for trying one out."""
    rows: RowLimits | None = None
    """Which rows to ask about, of a model that reads row by row; null: it reads whole tables."""
    weights: str | None = None
    """SHA-256 of the weights that the run serves itself; null: an endpoint has the model."""

    @property
    def mode(self) -> Mode:
        """How the shape of replies is asked for."""
        return self.options.mode or DEFAULT_MODE


def choose_model(llm: str, settings: Settings) -> ModelRecipe | None:
    """The model that `--llm` means; null when the table reader is alone. Nothing is asked.

    `auto` is the endpoint's model where one is configured, else the local model where it is installed, else none.

    Raises:
        UsageError: `model-unconfigured`, `missing-extra`, `standings-unreadable`, `standings-invalid`.
    """
    options = settings.model
    configured = bool(options.key or options.base_url)
    if llm == LOCAL:
        return local_model(options)
    if llm == AUTO and not (configured and options.model):
        return local_model(options, doubtful_only=True) if installed() and not missing_libraries() else None
    if llm == OFF:
        return None
    if not configured:
        raise UsageError(
            "model-unconfigured", "no endpoint is known", place=llm, hint="set OPENAI_API_KEY or OPENAI_BASE_URL"
        )
    require()
    if llm != AUTO:
        options = replace(options, model=llm)
    standings = read_standings(settings.standings)
    if options.strategy == "row":
        # Whatever was measured of it: a row alone has lost the table's context (design.md §4.3).
        return ModelRecipe(options, rows=RowLimits(options.rows))
    return ModelRecipe(options, standing_of(standings, options.model, builtin_prompts().digest))


def local_model(options: ModelOptions, *, doubtful_only: bool = False) -> ModelRecipe:
    """The recipe of the model that the run serves itself; `serving` gives it an address.

    Args:
        options: as configured; what belongs to an endpoint is left out.
        doubtful_only: ask about rows in doubt alone, as `auto` does, so that a run over many documents which prove
            themselves takes no longer.

    Raises:
        UsageError: `missing-extra`.
    """
    weights = packaged_weights()
    require()
    mine = ModelOptions(
        model=weights.model,
        # The engine binds every reply to the schema by a grammar; there is nothing to find out.
        mode="strict",
        # It refuses what is too long, and cuts nothing.
        context=0,
        strategy="row",
        rows=options.rows,
        threads=options.threads,
        concurrency=1,
        timeout=max(options.timeout, PATIENCE),
        cache=options.cache,
        cache_bytes=options.cache_bytes,
        price_input="0",
        price_output="0",
        key=Secret(),
    )
    limits = (
        RowLimits(min(options.rows, DOUBTFUL_ROWS), doubtful_only=True) if doubtful_only else RowLimits(options.rows)
    )
    return ModelRecipe(mine, rows=limits, weights=weights.sha256)


def ready_model(recipe: ModelRecipe, *, output: str, budget: str | None) -> ModelRecipe:
    """Make the recipe ready for a run into the folder `output`: the mode is found out and the budget can be kept.

    Raises:
        ModelError: `model-unreachable`, `model-rejected`, `model-rate-limited`; `price-unknown` with a budget.
        StoreError: `cache-unusable`.
    """
    from extractor.llm.prices import prices_of
    from extractor.llm.probe import find_context, find_mode

    options = recipe.options
    # The folder, not the process: a run that was killed goes on with what its budget had left.
    run = hashlib.sha256(str(Path(output).resolve()).encode()).hexdigest()
    prices = prices_of(options.model, options.base_url, into=options.price_input, out=options.price_output)
    if budget is not None and not prices.known:
        raise ModelError(
            "price-unknown",
            "a budget needs a price, and the price list has none",
            place=options.model,
            hint="set GOUJI_PRICE_INPUT and GOUJI_PRICE_OUTPUT, in US dollars for a million tokens",
        )
    mode = find_mode(options)
    context = find_context(options)
    # A new start is a new chance for the endpoint; what was spent stays spent.
    _purse(options, run).succeeded()
    return replace(recipe, options=replace(options, mode=mode, context=context), run=run, budget=budget)


def forecasting(recipe: ModelRecipe | None) -> ModelRecipe | None:
    """The recipe for a forecast: with the mode that is known already, and asking nothing.

    Raises:
        StoreError: `cache-unusable`.
    """
    if recipe is None:
        return None
    from extractor.llm.remembered import remembered_mode

    options = replace(recipe.options, mode=remembered_mode(recipe.options) or DEFAULT_MODE)
    return replace(recipe, options=options, use="count")


def finish_run(recipe: ModelRecipe) -> None:
    """The run has ended: the next one into the same folder has a budget of its own."""
    _purse(recipe.options, recipe.run).finish()


def _purse(options: ModelOptions, run: str) -> "Spending":
    from extractor.llm.database import Database
    from extractor.llm.spending import Spending

    return Spending(Database(Path(options.cache)), run, budget=None)


def model_reader(recipe: ModelRecipe, tracer: Tracer | None = None) -> ModelReader:
    """Put the reader together; the `tracer` is told of every question.

    Raises:
        UsageError: `missing-extra`.
        StoreError: `cache-unusable`.
    """
    prompts = prompts_of(recipe)
    # A forecast has no second witness, whatever the model is worth.
    independent = recipe.standing == "independent" and recipe.use != "count"
    client = _client(recipe) if tracer is None else traced_model(_client(recipe), tracer)
    if recipe.rows is not None:
        return ModelReader(client, prompts, rows=recipe.rows)
    return ModelReader(client, prompts, element_parser(), independent=independent, drawer=_drawn)


def _drawn(data: bytes, media_type: str, page: int) -> bytes | None:
    return page_picture(data, media_type, page, None)


def prompts_of(recipe: ModelRecipe) -> Prompts:
    """The prompts that the model is asked with.

    Raises:
        PromptError: as `load_prompts`.
    """
    return builtin_prompts() if recipe.prompts is None else load_prompts(Path(recipe.prompts))


def _client(recipe: ModelRecipe) -> ModelClient:
    if recipe.use == "replay":
        from extractor.llm.cached import CachedModel

        return CachedModel(recipe.options, recipe.mode)
    if recipe.use == "count":
        from extractor.llm.forecast import ForecastModel

        return ForecastModel(recipe.options, recipe.mode)
    from extractor.llm.client import EndpointModel

    budget = None if recipe.budget is None else Decimal(recipe.budget)
    return EndpointModel(recipe.options, recipe.mode, run=recipe.run, budget=budget)


def model_versions(recipe: ModelRecipe) -> dict[str, str]:
    """What of the model's side a record depends on: what changes replies, and not who was asked for them."""
    options = recipe.options
    return {
        "model": options.model,
        "model:mode": recipe.mode,
        "model:temperature": str(options.temperature),
        "model:seed": str(options.seed),
        "model:sees": str(options.sees),
        **({"model:body": options.body} if options.body else {}),
        **({"model:reasoning_tokens": str(options.reasoning_tokens)} if options.reasoning_tokens else {}),
        "model:standing": recipe.standing,
        "model:code": digest_of(CODE),
        "prompts": prompts_of(recipe).digest,
        "instructor": package_version("instructor"),
        **_row_versions(recipe),
    }


def _row_versions(recipe: ModelRecipe) -> dict[str, str]:
    if recipe.rows is None:
        return {"unstructured": package_version("unstructured")}
    which = "doubtful" if recipe.rows.doubtful_only else "all"
    served = (
        {}
        if recipe.weights is None
        else {"model:weights": recipe.weights, "model:engine": package_version("xllamacpp")}
    )
    return {"model:rows": f"{recipe.rows.most} {which}", **served}
