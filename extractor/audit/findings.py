"""Findings about figures: identities that fail or cannot be assessed, and tables printed as nothing but zeros."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.audit.arithmetic import EquationResult
from extractor.forms import Table
from extractor.model import Finding
from extractor.model.finding import Attribution

__all__ = ["arithmetic_findings", "fingerprint", "zero_findings"]

ALL_ZERO = "Z1"


def fingerprint(*parts: str) -> str:
    """A stable name for a finding: the same as long as rule, cells and printed values are the same."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def arithmetic_findings(
    results: Sequence[EquationResult], attributions: Mapping[str, Attribution], printed: Mapping[str, str]
) -> Iterator[Finding]:
    """One finding for each failed equation; one for each identity with equations that could not be assessed.

    `attributions` is by table; `printed` gives each cell as printed, for the fingerprint.
    """
    for result in results:
        if result.outcome == "failed" and result.left is not None and result.right is not None:
            yield _failed(result, result.left, result.right, attributions[_table(result)], printed)
    not_assessable: dict[tuple[str, str], list[EquationResult]] = {}
    for result in results:
        if result.outcome == "not_assessable":
            not_assessable.setdefault((_table(result), result.equation.id), []).append(result)
    for group in not_assessable.values():
        yield _not_assessable(group)


def _table(result: EquationResult) -> str:
    return result.equation.left[0].partition(".")[0]


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


def zero_findings(tables: Sequence[Table], values: Mapping[str, Sequence[int | str | None]]) -> Iterator[Finding]:
    """Say which tables print nothing but zeros: every identity holds there, and none of it is evidence."""
    for table in tables:
        cells = values.get(table.key, ())
        if cells and all(value is not None and Decimal(value) == 0 for value in cells):
            yield Finding(
                code=ALL_ZERO,
                family="integrity",
                severity="info",
                status="FAIL",
                attribution="source",
                message=f"{table.title.en}: every cell is printed as 0, so the identities prove nothing",
                message_zh=f"{table.title.zh}：全表均为 0，勾稽关系虽成立但不构成证据",
                clause="数据完整性",
                cells=(),
                fingerprint=fingerprint(ALL_ZERO, table.key),
            )


def _plain(number: Decimal | int) -> str:
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
