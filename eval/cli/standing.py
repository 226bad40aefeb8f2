"""What an evaluation measured of a model: said, and kept where runs look for it."""

from datetime import UTC, datetime
from pathlib import Path

from eval.calibrate import standing_from
from eval.runs import Evaluated, Plan
from extractor.cli.texts import Texts
from extractor.llm.standing import Standing, Standings, read_standings, standing_of
from extractor.store.atomic import replacing

__all__ = ["keep_standing", "measured_standing", "standing_line"]


def measured_standing(evaluated: Evaluated, plan: Plan) -> Standing | None:
    """The cell error of the plan's model with its bound; null without a model, and on any other split."""
    if plan.model == "off" or plan.split != "calibration":
        return None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return standing_from([one.score for one in evaluated.scored], plan.model, plan.prompts, now)


def standing_line(standing: Standing, texts: Texts) -> str:
    """The measurement, and what it makes of the model."""
    return texts(
        "eval.standing",
        model=standing.model,
        errors=standing.errors,
        cells=standing.cells,
        documents=standing.documents,
        upper=f"{standing.upper:.2%}",
        standing=standing_of(Standings(standings=(standing,)), standing.model, standing.prompts),
    )


def keep_standing(standing: Standing, path: Path) -> None:
    """Put the measurement behind those that the file holds.

    Raises:
        UsageError: `standings-unreadable` or `standings-invalid`.
        StoreError: the file cannot be written.
    """
    known = read_standings(str(path)).standings if path.exists() else ()
    text = Standings(standings=(*known, standing)).model_dump_json(by_alias=True, indent=1)
    with replacing(path) as file:
        file.write(f"{text}\n".encode())
