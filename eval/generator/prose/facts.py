"""The figures that prose speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from eval.generator.figures import Figures

__all__ = ["Facts", "gather"]

_REFUSED = (
    "refused_state_secret", "refused_forbidden_by_law", "refused_security_and_stability", "refused_third_party",
    "refused_internal_affairs", "refused_process_information", "refused_enforcement_file",
    "refused_administrative_query",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """Totals by what prose calls them; None where this edition has no such cell."""

    received: int
    carried_in: int
    processed: int
    carried_out: int
    granted: int
    refused: int
    reviews: int
    reviews_upheld: int
    lawsuits: int
    documents_issued: int | None
    documents_in_force: int | None
    licences: int
    penalties: int


def gather(figures: Figures, editions: Mapping[str, str]) -> Facts:
    """Pick the totals out of the figures."""

    def count(path: str) -> int:
        return int(figures.get(path, Decimal(0)))

    current = editions.get("proactive") == "2021"
    return Facts(
        received=count("requests.new_received.total"),
        carried_in=count("requests.carried_in.total"),
        processed=count("requests.total_processed.total"),
        carried_out=count("requests.carried_out.total"),
        granted=count("requests.granted.total"),
        refused=sum(count(f"requests.{row}.total") for row in _REFUSED),
        reviews=count("disputes.reconsideration.total"),
        reviews_upheld=count("disputes.reconsideration.upheld"),
        lawsuits=count("disputes.litigation_direct.total") + count("disputes.litigation_after_reconsideration.total"),
        documents_issued=count("proactive.normative_documents.issued") if current else None,
        documents_in_force=count("proactive.normative_documents.in_force") if current else None,
        licences=count("proactive.licensing.decisions"),
        penalties=count("proactive.penalties.decisions"),
    )
