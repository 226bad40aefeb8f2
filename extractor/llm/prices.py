"""What tokens cost, from the price list that is installed with `genai-prices`; nothing is fetched."""

from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Usage

__all__ = ["Prices", "prices_of"]

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of one model at one endpoint."""

    model: str
    base_url: str | None
    fixed: tuple[Decimal, Decimal] | None = None
    """US dollars for a million tokens in and out, as the operator states them."""

    @property
    def known(self) -> bool:
        """Whether a call has a price."""
        return self.cost(Usage(input=1, output=1)) is not None

    def cost(self, usage: Usage) -> Decimal | None:
        """What one request costs; null when the list knows no such model at this endpoint."""
        if self.fixed is not None:
            into, out = self.fixed
            return (usage.input * into + usage.output * out) / MILLION
        return _listed(self.model, self.base_url, usage)


def prices_of(model: str, base_url: str | None, *, into: str | None = None, out: str | None = None) -> Prices:
    """The prices that hold: the operator's if given, else those of the list."""
    fixed = None if into is None or out is None else (Decimal(into), Decimal(out))
    return Prices(model, base_url, fixed)


def _listed(model: str, base_url: str | None, usage: Usage) -> Decimal | None:
    import genai_prices

    counted = genai_prices.Usage(
        input_tokens=usage.input, cache_read_tokens=usage.cached_input, output_tokens=usage.output
    )
    # Without the endpoint a local model that is called like a paid one would be given the paid one's price.
    endpoint = base_url or "https://api.openai.com/v1"
    try:
        return genai_prices.calc_price(counted, model, provider_api_url=endpoint).total_price
    except LookupError:
        return None
