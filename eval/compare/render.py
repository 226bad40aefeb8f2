"""A comparison as Markdown for a pull request, as JSON, as csv, and as one page that opens offline."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from eval.compare.changes import CellChange, Comparison, DocumentChange
from eval.runs import RunResult, csv_text
from eval.scoring import added_up

__all__ = ["as_csv", "as_json", "as_markdown", "as_page", "summary"]

_SHOWN = 20
"""Cells that a pull request lists; the csv has all."""
_COLUMNS = tuple(field.name for field in dataclasses.fields(CellChange))


def as_markdown(comparison: Comparison) -> str:
    """A comment for a pull request."""
    lines = [
        "## Evaluation",
        "",
        f"{len(comparison.documents)} documents, {len(comparison.broken)} broken, {len(comparison.fixed)} fixed.",
        "",
        "| figure | base | candidate |",
        "|---|---|---|",
        *(f"| {name} | {before} | {after} |" for name, before, after in summary(comparison)),
        *(f"| {name} | `{before[:12]}` | `{after[:12]}` |" for name, before, after in comparison.differing),
    ]
    if comparison.changed:
        lines += ["", "| document | exact | review | findings lost | new unjust errors |", "|---|---|---|---|---|"]
        lines += [
            f"| {_cell(change.document)} | {_word(change)} | {change.review_before} → {change.review_after} "
            f"| {_cell('; '.join(change.findings_lost))} | {_cell('; '.join(change.false_errors))} |"
            for change in comparison.changed[:_SHOWN]
        ]
        if len(comparison.changed) > _SHOWN:
            lines += ["", f"… and {len(comparison.changed) - _SHOWN} documents more."]
    if comparison.cells:
        lines += [
            "",
            "| document | cell | expected | base | candidate | code | accepted |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {_cell(change.document)} | `{change.path}` | {_cell(change.expected)} | {_cell(change.before)} "
            f"| {_cell(change.after)} | {change.code} | {'yes' if change.accepted else 'no'} |"
            for change in _worst(comparison)[:_SHOWN]
        ]
        if len(comparison.cells) > _SHOWN:
            lines += ["", f"… and {len(comparison.cells) - _SHOWN} cells more."]
    for title, names in (
        ("only in the base", comparison.only_base),
        ("only in the candidate", comparison.only_candidate),
    ):
        if names:
            lines += ["", f"{title}: {', '.join(names)}"]
    return "\n".join(lines) + "\n"


def as_json(comparison: Comparison) -> str:
    """Everything that changed, for programs."""
    value = {
        "documents": len(comparison.documents),
        "broken": list(comparison.broken),
        "fixed": list(comparison.fixed),
        "only_base": list(comparison.only_base),
        "only_candidate": list(comparison.only_candidate),
        "differing": [list(line) for line in comparison.differing],
        "summary": [list(line) for line in summary(comparison)],
        "cells": [dataclasses.asdict(change) for change in comparison.cells],
        "changed": [dataclasses.asdict(change) for change in comparison.changed],
    }
    return json.dumps(value, ensure_ascii=False)


def as_csv(comparison: Comparison) -> str:
    """A line for every cell that is answered otherwise."""
    return csv_text(_COLUMNS, ([getattr(change, name) for name in _COLUMNS] for change in comparison.cells))


def as_page(comparison: Comparison) -> str:
    """One page without anything from elsewhere; what documents say is text on it, never markup."""
    environment = Environment(
        loader=PackageLoader("eval.compare", ""),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        comparison=comparison, summary=list(summary(comparison)), cells=_worst(comparison)
    )


def summary(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """The figures of both runs on the documents that both have."""
    both = set(comparison.documents)
    base, candidate = comparison.base, comparison.candidate
    for name in ("cells", "non_zero", "exact", "accepted"):
        yield name, _share(base, both, name), _share(candidate, both, name)
    for name in ("wrong accepted", "review", "missed findings", "false errors", "flipped cells", "tokens"):
        yield name, str(_count(base, both, name)), str(_count(candidate, both, name))
    yield "cost", _cost(base, both), _cost(candidate, both)
    codes = [_codes(run, both) for run in (base, candidate)]
    for code in sorted(codes[0].keys() | codes[1].keys()):
        yield code, str(codes[0][code]), str(codes[1][code])


def _share(run: RunResult, both: set[str], name: str) -> str:
    part = whole = 0
    for document in (document for document in run.documents if document.id in both):
        bad = [cell for cell in document.wrong if cell.known]
        match name:
            case "non_zero":
                part += document.non_zero - sum(cell.kind == "non_zero" for cell in bad)
                whole += document.non_zero
            case "exact":
                part += document.exact
                whole += 1
            case "accepted":
                part += document.accepted
                whole += document.cells
            case _:
                part += document.known_cells - len(bad)
                whole += document.known_cells
    return f"{part / whole:.3%} ({part}/{whole})" if whole else "–"


def _count(run: RunResult, both: set[str], name: str) -> int:
    documents = [document for document in run.documents if document.id in both]
    match name:
        case "wrong accepted":
            return sum(len(document.wrong_accepted) for document in documents)
        case "review":
            return sum(document.review for document in documents)
        case "missed findings":
            return sum(len(document.missed) for document in documents)
        case "false errors":
            return sum(len(document.false_errors) for document in documents)
        case "flipped cells":
            return sum(document.flips.changed for document in documents)
        case _:
            return sum(document.input_tokens + document.output_tokens for document in documents)


def _cost(run: RunResult, both: set[str]) -> str:
    cost = added_up(document.cost_usd for document in run.documents if document.id in both)
    return "unknown" if cost is None else f"{cost:.4f} USD"


def _codes(run: RunResult, both: set[str]) -> Counter[str]:
    """Wrong cells by failure."""
    return Counter(cell.code for document in run.documents if document.id in both for cell in document.wrong)


def _worst(comparison: Comparison) -> list[CellChange]:
    """Accepted wrong cells first, then what broke, what is still wrong, what was fixed."""
    order = {"broken": 0, "other": 1, "fixed": 2}
    return sorted(comparison.cells, key=lambda change: (order[change.how], not change.accepted))


def _word(change: DocumentChange) -> str:
    if change.broken:
        return "broken"
    return "fixed" if change.fixed else "as before"


def _cell(text: str) -> str:
    """Text that cannot end its cell or begin markup."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
