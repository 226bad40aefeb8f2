"""Findings about figures: identities that fail or cannot be assessed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.audit.arithmetic import EquationResult
from extractor.model import Finding
from extractor.model.finding import Attribution, Proposal

__all__ = ["arithmetic_findings", "fingerprint"]


def fingerprint(*parts: str) -> str:
    """A stable name for a finding: the same as long as rule, cells and printed values are the same."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def arithmetic_findings(
    results: Sequence[EquationResult],
    attributions: Mapping[str, Attribution],
    printed: Mapping[str, str],
    proposals: Mapping[int, tuple[Proposal, ...]] | None = None,
) -> Iterator[Finding]:
    """One finding for each failed equation; one for each identity with equations that could not be assessed.

    `attributions` is by table; `printed` gives each cell as printed, for the fingerprint; `proposals` is by position
    among `results`.
    """
    for position, result in enumerate(results):
        if result.outcome == "failed" and result.left is not None and result.right is not None:
            found = _failed(result, result.left, result.right, _attribution(result, attributions), printed)
            yield found.model_copy(update={"proposals": (proposals or {}).get(position, ())})
    not_assessable: dict[tuple[str, str], list[EquationResult]] = {}
    for result in results:
        if result.outcome == "not_assessable":
            not_assessable.setdefault((_table(result), result.equation.id), []).append(result)
    for group in not_assessable.values():
        yield _not_assessable(group)


def _table(result: EquationResult) -> str:
    return result.equation.left[0].partition(".")[0]


def _attribution(result: EquationResult, attributions: Mapping[str, Attribution]) -> Attribution:
    """Who is at fault in all tables of the equation; undecided where they differ."""
    first = attributions[_table(result)]
    return first if all(attributions[table] == first for table in result.equation.tables) else "undecided"


def _failed(
    result: EquationResult,
    left: Decimal | int,
    right: Decimal | int,
    attribution: Attribution,
    printed: Mapping[str, str],
) -> Finding:
    equation = result.equation
    shown = f"{_plain(left)} ≠ {_plain(right)}"
    where = f" ({equation.instance})" if equation.instance else ""
    return Finding(
        code=equation.id,
        family="arithmetic",
        severity="error",
        status="FAIL",
        attribution=attribution,
        message=f"{equation.title.en}{where}: {shown}",
        message_zh=f"{equation.title.zh}：{shown}",
        clause=equation.clause,
        cells=equation.cells,
        expression=f"{' + '.join(equation.left)} = {' + '.join(equation.right)}",
        left=_plain(left),
        right=_plain(right),
        delta=_plain(left - right),
        fingerprint=fingerprint(equation.id, *equation.cells, *(printed.get(path, "") for path in equation.cells)),
    )


def _not_assessable(group: Sequence[EquationResult]) -> Finding:
    equation = group[0].equation
    cells = tuple(dict.fromkeys(path for result in group for path in result.unusable))
    return Finding(
        code=equation.id,
        family="arithmetic",
        severity="info",
        status="NOT_ASSESSABLE",
        attribution=None,
        message=f"{equation.title.en}: {len(group)} equations not assessable, {len(cells)} cells not proven numbers",
        message_zh=f"{equation.title.zh}：{len(group)} 个等式无法核验，{len(cells)} 个单元格没有可确认的数字",
        clause=equation.clause,
        cells=cells,
        fingerprint=fingerprint(equation.id, "not-assessable", *cells),
    )


def _plain(number: Decimal | int) -> str:
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
