"""Draws synthetic reports with known truth in every layout of the real ones; it shares no code with the readers."""

from eval.generator.damages import DAMAGES, Damage
from eval.generator.figures import PROFILES, Profile
from eval.generator.generate import Generated, draw, generate
from eval.generator.layouts import Layout
from eval.generator.truth import Figure, Truth

__all__ = ["DAMAGES", "PROFILES", "Damage", "Figure", "Generated", "Layout", "Profile", "Truth", "draw", "generate"]
