"""What a run of the evaluation keeps: enough of every document to compare two runs cell by cell."""

import dataclasses
from pathlib import Path
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from eval.golden.manifest import Item, Purpose, Split
from eval.scoring import CellScore, DocumentScore, FindingTotals, Rate, Totals
from eval.stored import read_stored

__all__ = [
    "RESULT_NAME",
    "DocumentResult",
    "Fingerprints",
    "Flips",
    "RateResult",
    "RunResult",
    "WrongCell",
    "document_result",
    "read_result",
    "totals_result",
]

RESULT_NAME = "result.json"

_AROUND = 40
"""Code points of the source shown before and after a cell."""


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WrongCell(_Stored):
    """A cell that is not as the document prints it."""

    path: str
    kind: str
    """non_zero, zero or blank: what the document prints."""
    expected: str
    got: str
    as_printed: str | None
    accepted: bool
    tier: str | None
    code: str
    known: bool
    """False for a cell that nobody could tell."""
    excerpt: str
    """The source around the place that the answer cites, the cited token between ⟦ and ⟧; empty without a place."""


class Flips(_Stored):
    """Cells that changed between repeats."""

    changed: int = 0
    cells: int = 0


class DocumentResult(_Stored):
    """The score of one document."""

    id: str
    split: Split
    purpose: Purpose
    family: str
    readable: bool
    status: str
    error: str | None
    exact: bool
    cells: int
    known_cells: int
    """Those that anybody could tell."""
    non_zero: int
    blank: int
    accepted: int
    wrong: tuple[WrongCell, ...]
    extra_accepted: tuple[str, ...]
    ungrounded: tuple[str, ...]
    misprinted: tuple[str, ...]
    missed: tuple[str, ...]
    """Findings that were owed and not made."""
    false_errors: tuple[str, ...]
    metadata_wrong: tuple[str, ...]
    editions_right: bool
    refused_rightly: bool | None
    schema_valid: bool
    flips: Flips = Flips()
    seconds: float = 0.0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    """Null when no price of the model is known."""
    replayed: int = 0
    """Replies out of the cache, which cost nothing now."""

    @property
    def wrong_accepted(self) -> tuple[str, ...]:
        """Paths of the wrong cells that no person would look at."""
        return (*(cell.path for cell in self.wrong if cell.accepted), *self.extra_accepted)

    @property
    def review(self) -> int:
        """Cells that wait for a person."""
        return self.cells - self.accepted

    @property
    def known_wrong(self) -> frozenset[str]:
        """Paths of the wrong cells, of those that anybody could tell."""
        return frozenset(cell.path for cell in self.wrong if cell.known)

    @property
    def non_zero_right(self) -> float | None:
        """Share of the non-zero cells that are right; null where the document prints none."""
        if not self.non_zero:
            return None
        bad = sum(cell.kind == "non_zero" and cell.known for cell in self.wrong)
        return (self.non_zero - bad) / self.non_zero


class RateResult(_Stored):
    """A rate with its counts, and the exact 95 % interval of the documents in which nothing was wrong."""

    part: int
    whole: int
    share: float | None
    documents: int
    of_documents: int
    low: float | None
    high: float | None


class Fingerprints(_Stored):
    """What a result depends on; equal ones can be compared or replayed."""

    golden: str
    """SHA-256 of the list of the golden set."""
    prompts: str
    """SHA-256 of everything that the model is asked with; `none` without a model."""
    code: str
    """SHA-256 of the versions that records depend on."""
    model: str
    """Name of the model; `off` for the table reader alone."""


class RunResult(_Stored):
    """A run of the evaluation."""

    schema_: Literal["gouji/eval/1"] = Field(default="gouji/eval/1", alias="schema", serialization_alias="schema")
    split: str
    fingerprints: Fingerprints
    repeats: int
    documents: tuple[DocumentResult, ...]
    again: tuple[DocumentResult, ...] = ()
    """With repeats, the further readings of the documents, each document's in order; what they cost is counted in the
    first one."""
    totals: dict[str, object]
    """By name: rates as `RateResult`, counts as numbers."""

    @property
    def readings(self) -> dict[str, tuple[DocumentResult, ...]]:
        """Every reading of each document."""
        found: dict[str, list[DocumentResult]] = {document.id: [document] for document in self.documents}
        for document in self.again:
            found.setdefault(document.id, []).append(document)
        return {name: tuple(readings) for name, readings in found.items()}


def document_result(item: Item, score: DocumentScore, text: str | None, flips: tuple[int, int]) -> DocumentResult:
    """A document's score as it is kept."""
    return DocumentResult(
        id=item.id,
        split=item.split,
        purpose=item.purpose,
        family=item.family,
        readable=item.readable,
        status=score.status,
        error=score.error,
        exact=score.exact,
        cells=len(score.cells),
        known_cells=sum(cell.known for cell in score.cells),
        non_zero=sum(cell.kind == "non_zero" and cell.known for cell in score.cells),
        blank=sum(cell.kind == "blank" and cell.known for cell in score.cells),
        accepted=score.accepted,
        wrong=tuple(_wrong(cell, score.codes[cell.path], text) for cell in score.cells if not cell.right),
        extra_accepted=score.extra_accepted,
        ungrounded=score.ungrounded,
        misprinted=score.misprinted,
        missed=score.missed,
        false_errors=score.false_errors,
        metadata_wrong=tuple(key for key, right in score.meta if not right),
        editions_right=score.editions_right,
        refused_rightly=score.refused_rightly,
        schema_valid=score.schema_valid,
        flips=Flips(changed=flips[0], cells=flips[1]),
        seconds=round(score.spent.seconds, 4),
        input_tokens=score.spent.input_tokens,
        output_tokens=score.spent.output_tokens,
        cost_usd=score.spent.cost_usd,
        replayed=score.spent.replayed,
    )


def totals_result(totals: Totals) -> dict[str, object]:
    """Totals as they are kept."""
    return {name: _plain(getattr(totals, name)) for name in (field.name for field in dataclasses.fields(totals))}


def read_result(path: Path) -> RunResult:
    """Read a result, or the one in a folder.

    Raises:
        NothingToDoError: `no-result` when there is none.
        UsageError: `result-invalid` when it is no result.
    """
    file = path / RESULT_NAME if path.is_dir() else path
    return read_stored(
        RunResult,
        file,
        absent=("no-result", "there is no result", "`gouji eval run … -o DIR` makes one"),
        invalid=("result-invalid", "name what `gouji eval run` wrote"),
    )


def _wrong(cell: CellScore, code: str, text: str | None) -> WrongCell:
    return WrongCell(
        path=cell.path,
        kind=cell.kind,
        expected=cell.expected,
        got=cell.got,
        as_printed=cell.as_printed,
        accepted=cell.accepted,
        tier=cell.tier,
        code=code,
        known=cell.known,
        excerpt=_excerpt(cell, text),
    )


def _excerpt(cell: CellScore, text: str | None) -> str:
    if text is None or cell.start is None or cell.end is None:
        return ""
    before, token, after = (
        text[max(0, cell.start - _AROUND) : cell.start],
        text[cell.start : cell.end],
        text[cell.end : cell.end + _AROUND],
    )
    return f"{before}⟦{token}⟧{after}"


def _plain(value: object) -> object:
    if isinstance(value, Rate):
        interval = value.interval
        return RateResult(
            part=value.part,
            whole=value.whole,
            share=value.share,
            documents=value.documents,
            of_documents=value.of_documents,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
        ).model_dump()
    if isinstance(value, dict):
        return {name: _as_dict(item) for name, item in cast("dict[str, object]", value).items()}
    return value


def _as_dict(value: object) -> object:
    return dataclasses.asdict(value) if isinstance(value, FindingTotals) else value
