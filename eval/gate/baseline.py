"""The blessed result: what the gate compares with, who blessed it, when, and what it depended on."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.runs import Fingerprints, RunResult
from eval.runs.result import DocumentResult
from eval.scoring import added_up
from eval.stored import read_stored
from extractor.store.atomic import replacing

__all__ = [
    "Baseline",
    "Blessing",
    "Measured",
    "bless",
    "measured",
    "measured_anew",
    "read_baseline",
    "write_baseline",
]


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Blessing(_Stored):
    """Who declared a result to be the one to compare with."""

    by: str
    at: str
    """UTC, ISO 8601."""
    reason: str
    fingerprints: Fingerprints


class Measured(_Stored):
    """What the gate needs to know of a document, over all its readings."""

    id: str
    exact: bool
    """In more than half of the readings."""
    cells: int
    non_zero: int
    accepted: int
    """The mean, rounded."""
    wrong: tuple[str, ...]
    """Paths of the cells that anybody could tell and that were not right in more than half of the readings."""
    non_zero_right: float | None
    """The mean."""

    @property
    def review(self) -> int:
        """Cells that wait for a person."""
        return self.cells - self.accepted


class Baseline(_Stored):
    """The blessed result with its history."""

    schema_: Literal["gouji/baseline/1"] = Field(
        default="gouji/baseline/1", alias="schema", serialization_alias="schema"
    )
    blessings: tuple[Blessing, ...]
    """All of them, the present one last."""
    split: str
    repeats: int
    tokens: int
    cost_usd: float | None
    documents: tuple[Measured, ...]

    @property
    def blessing(self) -> Blessing:
        """The present one."""
        return self.blessings[-1]


def bless(result: RunResult, blessing: Blessing, previous: Baseline | None) -> Baseline:
    """Make a result the one to compare with; earlier blessings stay on record."""
    return _of(result, (*(previous.blessings if previous else ()), blessing))


def measured_anew(baseline: Baseline, result: RunResult) -> Baseline:
    """The blessed result as it is measured today: nobody blesses it, and it is kept nowhere."""
    return _of(result, baseline.blessings)


def _of(result: RunResult, blessings: tuple[Blessing, ...]) -> Baseline:
    return Baseline(
        blessings=blessings,
        split=result.split,
        repeats=result.repeats,
        tokens=sum(document.input_tokens + document.output_tokens for document in result.documents),
        cost_usd=added_up(document.cost_usd for document in result.documents),
        documents=tuple(map(measured, result.readings.values())),
    )


def read_baseline(path: Path) -> Baseline:
    """Read the blessed result.

    Raises:
        NothingToDoError: `no-baseline` when there is none: nothing to compare with is no pass.
        UsageError: `baseline-invalid`.
    """
    return read_stored(
        Baseline,
        path,
        absent=("no-baseline", "there is no blessed result", "`gouji eval bless` makes one"),
        invalid=("baseline-invalid", "restore it, or bless a result anew"),
    )


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write the blessed result, a document a line.

    Raises:
        StoreError: `disk-full` or `output-unwritable`.
    """
    head = baseline.model_copy(update={"documents": ()}).model_dump_json(by_alias=True)
    lines = ",\n".join(document.model_dump_json() for document in baseline.documents)
    text = head.removesuffix('"documents":[]}') + f'"documents":[\n{lines}\n]}}\n'
    with replacing(path) as file:
        file.write(text.encode())


def measured(readings: Sequence[DocumentResult]) -> Measured:
    """Sum up the readings of one document: most of them decide, and shares are means, never the best of them."""
    first = readings[0]
    wrong = Counter(path for reading in readings for path in reading.known_wrong)
    shares = [reading.non_zero_right for reading in readings if reading.non_zero_right is not None]
    return Measured(
        id=first.id,
        exact=2 * sum(reading.exact for reading in readings) > len(readings),
        cells=first.cells,
        non_zero=first.non_zero,
        accepted=round(fmean(reading.accepted for reading in readings)),
        wrong=tuple(sorted(path for path, times in wrong.items() if 2 * times >= len(readings))),
        non_zero_right=fmean(shares) if shares else None,
    )
