"""Draws synthetic reports with known truth in every layout of the real ones; it shares no code with the readers."""

from eval.generator.damages import DAMAGES, Damage
from eval.generator.damages.files import FILE_DAMAGES, FileDamage
from eval.generator.figures import PROFILES, Profile
from eval.generator.formats import Format, Lines, PrintedPlace
from eval.generator.generate import Generated, draw, draw_file, generate
from eval.generator.layouts import Layout
from eval.generator.truth import Figure, Truth

__all__ = [
    "DAMAGES",
    "FILE_DAMAGES",
    "PROFILES",
    "Damage",
    "Figure",
    "FileDamage",
    "Format",
    "Generated",
    "Layout",
    "Lines",
    "PrintedPlace",
    "Profile",
    "Truth",
    "draw",
    "draw_file",
    "generate",
]
