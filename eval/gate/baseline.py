"""The blessed result: what the gate compares with, who blessed it, when, and what it depended on."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.runs import Fingerprints, RunResult
from eval.runs.result import DocumentResult
from extractor.errors import NothingToDoError, UsageError
from extractor.store.atomic import replacing

__all__ = ["Baseline", "BaselineDocument", "Blessing", "bless", "read_baseline", "write_baseline"]


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Blessing(_Stored):
    """Who declared a result to be the one to compare with."""

    by: str
    at: str
    """UTC, ISO 8601."""
    reason: str
    fingerprints: Fingerprints


class BaselineDocument(_Stored):
    """What the gate needs to know of a document."""

    id: str
    exact: bool
    cells: int
    non_zero: int
    accepted: int
    wrong: tuple[str, ...]
    """Paths of the wrong cells that anybody could tell."""
    non_zero_right: float | None

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
    cost_usd: float
    documents: tuple[BaselineDocument, ...]

    @property
    def blessing(self) -> Blessing:
        """The present one."""
        return self.blessings[-1]


def bless(result: RunResult, blessing: Blessing, previous: Baseline | None) -> Baseline:
    """Make a result the one to compare with; earlier blessings stay on record."""
    return Baseline(
        blessings=(*(previous.blessings if previous else ()), blessing),
        split=result.split,
        repeats=result.repeats,
        tokens=sum(document.input_tokens + document.output_tokens for document in result.documents),
        cost_usd=sum(document.cost_usd for document in result.documents),
        documents=tuple(map(_slim, result.documents)),
    )


def read_baseline(path: Path) -> Baseline:
    """Read the blessed result.

    Raises:
        NothingToDoError: `no-baseline` when there is none: nothing to compare with is no pass.
        UsageError: `baseline-invalid`.
    """
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NothingToDoError(
            "no-baseline", "there is no blessed result", place=str(path), hint="`gouji eval bless` makes one"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError("baseline-invalid", f"{place}: {first['msg']}", place=str(path)) from error


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


def _slim(document: DocumentResult) -> BaselineDocument:
    return BaselineDocument(
        id=document.id,
        exact=document.exact,
        cells=document.cells,
        non_zero=document.non_zero,
        accepted=document.accepted,
        wrong=tuple(sorted(document.known_wrong)),
        non_zero_right=document.non_zero_right,
    )
