"""`gouji run --dry-run`."""

import json
from collections.abc import Iterator

from extractor.batch import Forecast, Request, forecast
from extractor.cli.progress import clock
from extractor.cli.second_reader import ROW_SECONDS
from extractor.cli.texts import Texts
from extractor.settings import Settings

__all__ = ["forecast_lines", "show_forecast"]


def show_forecast(request: Request, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print what the run would take; returns the exit code."""
    found = forecast(request, settings)
    if as_json:
        print(json.dumps(_values(found)))
    else:
        print("\n".join(forecast_lines(found, texts)))
        model = request.recipe.model
        if model is not None and model.weights is not None:
            print(texts("forecast.local", time=clock(found.usage.requests * ROW_SECONDS)))
    return 0


def forecast_lines(found: Forecast, texts: Texts) -> Iterator[str]:
    """The forecast, a line each."""
    usage = found.usage
    yield texts("forecast.documents", documents=found.documents, reused=found.reused, failed=found.failed)
    yield texts("forecast.calls", calls=usage.requests, replayed=usage.replayed)
    yield texts("forecast.tokens", input=usage.input, output=usage.output)
    cost = texts("run.no_price") if usage.cost is None else f"{usage.cost:.4f} USD"
    yield texts("forecast.cost", cost=cost)
    yield texts("forecast.review", review=found.review, cells=found.review + found.accepted)


def _values(found: Forecast) -> dict[str, object]:
    usage = found.usage
    return {
        "documents": found.documents,
        "reused": found.reused,
        "failed": found.failed,
        "calls": usage.requests,
        "replayed": usage.replayed,
        "input_tokens": usage.input,
        "output_tokens": usage.output,
        "cost_usd": None if usage.cost is None else f"{usage.cost:f}",
        "accepted": found.accepted,
        "review": found.review,
    }
