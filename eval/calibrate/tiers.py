"""The error of every tier, bounded over documents: cells of one document share its errors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.gate.statistics import lower_bound
from eval.golden import Item
from eval.runs import Fingerprints
from eval.scoring import DocumentScore, upper_bound
from extractor.llm.standing import Standing

__all__ = ["Calibration", "TierBound", "calibrate_scores", "standing_from", "tier_bounds"]


class TierBound(BaseModel):
    """What was measured of one tier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accepted: int
    """Accepted cells of the tier."""
    wrong: int
    """Of these, those that are not as printed."""
    documents: int
    """With an accepted cell of the tier."""
    documents_wrong: int
    lower: float
    """Lower 95 % bound of the share of documents in which every accepted cell of the tier is right."""


class Calibration(BaseModel):
    """The bounds of all tiers, with what they hold for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["gouji/calibration/1"] = Field(
        default="gouji/calibration/1", alias="schema", serialization_alias="schema"
    )
    split: str
    documents: int
    families: tuple[str, ...]
    """Holds for documents like these; a new family has no bound."""
    generated: Mapping[str, TierBound]
    """On documents of the generator: a statement about the generator."""
    written: Mapping[str, TierBound]
    """On documents written by hand; never added to the other."""
    fingerprints: Fingerprints


def tier_bounds(scores: Sequence[DocumentScore]) -> dict[str, TierBound]:
    """The bound of every tier that has an accepted cell."""
    tiers = sorted({cell.tier for score in scores for cell in score.cells if cell.accepted and cell.tier})
    bounds: dict[str, TierBound] = {}
    for tier in tiers:
        counted = [[cell for cell in score.cells if cell.accepted and cell.tier == tier] for score in scores]
        counted = [cells for cells in counted if cells]
        wrong = [sum(not cell.right for cell in cells) for cells in counted]
        bad = sum(bool(number) for number in wrong)
        bounds[tier] = TierBound(
            accepted=sum(map(len, counted)),
            wrong=sum(wrong),
            documents=len(counted),
            documents_wrong=bad,
            lower=1 - upper_bound(bad, len(counted)),
        )
    return bounds


def calibrate_scores(scored: Iterable[tuple[Item, DocumentScore]], split: str, prints: Fingerprints) -> Calibration:
    """The bounds of all tiers on one split."""
    pairs = list(scored)
    return Calibration(
        split=split,
        documents=len(pairs),
        families=tuple(sorted({item.family for item, _ in pairs})),
        generated=tier_bounds([score for item, score in pairs if not item.by_hand]),
        written=tier_bounds([score for item, score in pairs if item.by_hand]),
        fingerprints=prints,
    )


def standing_from(scores: Sequence[DocumentScore], model: str, prompts: str, measured: str) -> Standing:
    """What was measured of a model on the calibration split, whatever became of its readings.

    Args:
        scores: of documents that the model was asked about.
        model: as `--llm` names it.
        prompts: SHA-256 over the prompts that were asked.
        measured: UTC, ISO 8601.
    """
    asked = [(score.model_wrong, known) for score in scores if (known := sum(cell.known for cell in score.cells))]
    # A document that the model was not heard of in is one that it did not read.
    counted = [(known if wrong is None else wrong, known) for wrong, known in asked]
    return Standing(
        model=model,
        prompts=prompts,
        split="calibration",
        documents=len(counted),
        cells=sum(known for _, known in counted),
        errors=sum(wrong for wrong, _ in counted),
        upper=_upper(counted),
        measured=measured,
    )


def _upper(counted: Sequence[tuple[int, int]]) -> float:
    """The upper 95 % bound of the cell error: by bootstrap over documents, never below what no error would leave.

    A share of cells cannot be larger than the share of documents with a wrong cell, which has an exact bound.
    """
    if not counted:
        return 1.0
    exact = upper_bound(sum(wrong > 0 for wrong, _ in counted), len(counted))
    if not any(wrong for wrong, _ in counted):
        return exact
    return min(exact, -lower_bound([-wrong / known for wrong, known in counted]))
