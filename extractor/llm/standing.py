"""Whether a model counts as a witness: only by measurement, with these prompts, and never by its name.

The file is written by `gouji eval calibrate --llm MODEL --standings FILE` and read here.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import UsageError

__all__ = ["LARGEST_ERROR", "LEAST_DOCUMENTS", "Standing", "StandingKind", "Standings", "read_standings", "standing_of"]

LARGEST_ERROR = 0.01
"""Share of the cells that an independent witness may read wrong (design.md §4.3)."""

LEAST_DOCUMENTS = 30
"""Documents below which a measured error says nothing: cells of one document go wrong together, and where none of
thirty has a mistake, a tenth of all may still have one."""

StandingKind = Literal["independent", "advisory"]


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Standing(_Stored):
    """What was measured of one model with one set of prompts."""

    model: str
    """As `--llm` names it."""
    prompts: str
    """SHA-256 over the prompts that were asked."""
    split: str
    """Of the golden documents; only `calibration` makes a witness."""
    documents: int = Field(ge=0)
    cells: int = Field(ge=0)
    errors: int = Field(ge=0)
    """Cells whose kind or value was read wrong."""
    upper: float = Field(ge=0, le=1)
    """Upper 95 % bound of the cell error over documents."""
    measured: str
    """UTC, ISO 8601."""

    @property
    def error(self) -> float:
        """Measured share of cells read wrong; 1 when none was measured."""
        return self.errors / self.cells if self.cells else 1.0


class Standings(_Stored):
    """The file."""

    schema_: Literal["gouji/standings/1"] = Field(
        default="gouji/standings/1", alias="schema", serialization_alias="schema"
    )
    standings: tuple[Standing, ...] = ()


def read_standings(path: str | None) -> Standings:
    """Read the file; none named, no model has a standing.

    Raises:
        UsageError: `standings-unreadable` or `standings-invalid`.
    """
    if path is None:
        return Standings()
    try:
        return Standings.model_validate_json(Path(path).read_bytes())
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError("standings-unreadable", reason, place=path, hint="look at GOUJI_STANDINGS") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(
            "standings-invalid", f"{where}: {first['msg']}", place=path, hint="write it by `gouji eval calibrate` anew"
        ) from error


def standing_of(standings: Standings, model: str, prompts: str) -> StandingKind:
    """`independent` only when the last measurement of this model with these prompts is wide and good enough."""
    measured = [
        item
        for item in standings.standings
        if (item.model, item.prompts, item.split) == (model, prompts, "calibration")
    ]
    if not measured:
        return "advisory"
    last = max(measured, key=lambda item: item.measured)
    proven = last.documents >= LEAST_DOCUMENTS and last.error <= LARGEST_ERROR
    return "independent" if proven else "advisory"
