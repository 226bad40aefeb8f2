"""Measures what the tiers and a model are worth, on documents that nobody tunes by."""

from eval.calibrate.tiers import Calibration, TierBound, calibrate_scores, standing_from, tier_bounds

__all__ = ["Calibration", "TierBound", "calibrate_scores", "standing_from", "tier_bounds"]
