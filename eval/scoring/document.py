"""The score of one document: its cells, findings, grounding and metadata against the truth."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from eval.scoring.cells import CellScore, score_cell
from eval.scoring.codes import error_codes
from eval.scoring.expectation import Expectation
from eval.scoring.findings import FindingScore, score_findings
from eval.scoring.grounding import misprinted, ungrounded
from eval.scoring.second_reader import model_wrong
from extractor.forms import Form
from extractor.model import Record
from extractor.pipeline import Processed

__all__ = ["DocumentScore", "Spent", "added_up", "score_document"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one document cost."""

    seconds: float = 0.0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    """Null when no price of the model is known."""
    replayed: int = 0
    """Replies out of the cache, which cost nothing now."""


def added_up(costs: Iterable[float | None]) -> float | None:
    """All costs together; an unknown one makes the sum unknown, never smaller."""
    found = list(costs)
    known = [cost for cost in found if cost is not None]
    return sum(known) if len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """Everything that was counted in one document. What is missing is wrong: the truth fixes every denominator."""

    status: str
    """As in the record; `missing` when there is none."""
    error: str | None
    """Code of the failure."""
    cells: tuple[CellScore, ...]
    extra: tuple[str, ...]
    """Cells with a value that the truth does not have."""
    extra_accepted: tuple[str, ...]
    """Of these, the accepted ones: as bad as a wrong accepted cell."""
    codes: Mapping[str, str]
    """Error code by path, for every wrong cell."""
    findings: tuple[FindingScore, ...]
    ungrounded: tuple[str, ...]
    """Accepted cells whose text does not stand at their place."""
    misprinted: tuple[str, ...]
    """Accepted cells that print something else, where the printed tokens are known."""
    meta: tuple[tuple[str, bool], ...]
    """Each item of metadata that the document prints, right or not."""
    editions_right: bool
    refused_rightly: bool | None
    """Null for a document that can be read."""
    schema_valid: bool
    model_wrong: int | None = None
    """Cells that a second reader read wrong or not at all; null when there was none."""
    spent: Spent = field(default=Spent())

    @property
    def exact(self) -> bool:
        """Every cell right that anybody could tell, none beyond the truth; or refused, where that is right."""
        if self.refused_rightly is not None:
            return self.refused_rightly
        return (
            bool(self.cells)
            and not self.extra
            and all(cell.right for cell in self.cells if cell.known or cell.accepted)
        )

    @property
    def wrong_accepted(self) -> tuple[str, ...]:
        """Paths of the wrong cells that no person would look at."""
        return (*(cell.path for cell in self.cells if cell.wrong_accepted), *self.extra_accepted)

    @property
    def accepted(self) -> int:
        """How many cells need no person."""
        return sum(cell.accepted for cell in self.cells)

    @property
    def false_errors(self) -> tuple[str, ...]:
        """Errors that the document does not have."""
        return tuple(finding.about for finding in self.findings if finding.false)

    @property
    def missed(self) -> tuple[str, ...]:
        """Findings that were owed and not made."""
        return tuple(finding.about for finding in self.findings if finding.owed and not finding.made)

    @property
    def code_counts(self) -> Counter[str]:
        """How many cells each failure took."""
        return Counter(self.codes.values())


def score_document(
    expectation: Expectation,
    answer: Processed | None,
    form: Form,
    *,
    schema_valid: bool = True,
    spent: Spent | None = None,
) -> DocumentScore:
    """Score one record against the truth of its document.

    Args:
        expectation: the truth.
        answer: the record, and the text that its places count in; null when the document was lost, and then everything
            of it is wrong.
        form: the form that the document follows.
        schema_valid: whether the record as sent fits its schema.
        spent: what the answer cost.
    """
    record, text = (answer.record, answer.text) if answer else (None, None)
    cells = {cell.path: cell for cell in record.cells} if record else {}
    tables = [
        table.edition(expectation.editions[table.key]) for table in form.tables if table.key in expectation.editions
    ]
    extra = [path for path, cell in cells.items() if path not in expectation.cells and cell.value is not None]
    refused = None
    if expectation.refusals:
        refused = record is not None and record.error is not None and record.error.code in expectation.refusals
    return DocumentScore(
        status=record.status if record else "missing",
        error=record.error.code if record and record.error else None,
        cells=tuple(score_cell(path, expectation, cells.get(path)) for path in expectation.cells),
        extra=tuple(extra),
        extra_accepted=tuple(path for path in extra if cells[path].status == "accepted"),
        codes=error_codes(tables, expectation, cells),
        findings=score_findings(
            expectation.findings, record.findings if record else (), errors_known=expectation.errors_known
        ),
        ungrounded=ungrounded(record, text) if record else (),
        misprinted=misprinted(cells, expectation.tokens),
        meta=tuple((key, _says(record, key, value)) for key, value in expectation.meta.items()),
        editions_right=_editions(record) == dict(expectation.editions),
        refused_rightly=refused,
        schema_valid=schema_valid and record is not None,
        model_wrong=model_wrong(expectation, record),
        spent=spent or Spent(),
    )


def _editions(record: Record | None) -> dict[str, str]:
    return dict(record.form.editions) if record and record.form else {}


def _says(record: Record | None, key: str, value: str | int) -> bool:
    item = record.meta.get(key) if record else None
    return item is not None and "".join(str(item.value).split()) == "".join(str(value).split())
