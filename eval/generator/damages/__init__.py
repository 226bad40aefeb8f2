"""Named ways in which documents go wrong, each with the layouts it can happen in."""

from collections.abc import Mapping

from eval.generator.damages.cells import CELL_DAMAGES
from eval.generator.damages.draft import Damage, Draft, Scene
from eval.generator.damages.rows import ROW_DAMAGES
from eval.generator.damages.structure import EDITION_DAMAGES, HEADER_DAMAGES, SHEET_DAMAGES
from eval.generator.damages.surroundings import ANNEX_DAMAGES, FURNITURE_DAMAGES

__all__ = ["DAMAGES", "Damage", "Draft", "Scene"]

DAMAGES: Mapping[str, Damage] = {
    damage.name: damage
    for damage in (
        *EDITION_DAMAGES,
        *HEADER_DAMAGES,
        *CELL_DAMAGES,
        *ROW_DAMAGES,
        *FURNITURE_DAMAGES,
        *SHEET_DAMAGES,
        *ANNEX_DAMAGES,
    )
}
"""Every damage by name, in the order in which several of them are applied."""
