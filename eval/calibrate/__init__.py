"""Measures what the tiers, a model and a recogniser's score are worth, on documents that nobody tunes by."""

from eval.calibrate.tiers import Calibration, TierBound, calibrate_scores, standing_from, tier_bounds

__all__ = ["Calibration", "TierBound", "calibrate_scores", "standing_from", "tier_bounds"]
