"""The gate: absolute rules, then paired tests against the blessed result. It returns a verdict and prints nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from eval.gate.baseline import Baseline, BaselineDocument
from eval.gate.statistics import Paired, detectable_share, lower_bound, needed_to_block, paired
from eval.golden.manifest import NOT_INSTALLED
from eval.runs import DocumentResult, RunResult
from extractor.errors import NothingToDoError

__all__ = ["APPROVABLE", "CRITICAL", "Check", "Judgement", "absolute_checks", "judge"]

CRITICAL = ("new_received", "carried_in", "carried_out", "total_processed")
"""Rows whose newly wrong cells block by themselves; so does every column of totals."""
MARGIN = 0.002
"""Non-zero accuracy may fall by less than 0.2 percentage points, at its lower 95 % bound."""
MORE_COST, MORE_REVIEW = 1.2, 1.1
APPROVABLE = frozenset({"cost", "review"})
"""Checks that a person may wave through by name."""
_EXAMPLES = 5

Level = Literal["absolute", "paired"]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the gate."""

    name: str
    level: Level
    passed: bool
    detail: str
    """Counts, with the first documents and cells that break the rule."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says."""

    checks: tuple[Check, ...]
    paired: Paired
    documents: int
    detectable: float | None
    """Share of documents that a change must break to be seen in 4 of 5 cases."""
    approved: frozenset[str] = frozenset()

    @property
    def blocking(self) -> tuple[Check, ...]:
        """The failed rules that nobody has approved."""
        return tuple(check for check in self.checks if not check.passed and check.name not in self.approved)

    @property
    def passed(self) -> bool:
        """Nothing blocks."""
        return not self.blocking


def judge(result: RunResult, baseline: Baseline, approved: frozenset[str] = frozenset()) -> Judgement:
    """Judge a result.

    Raises:
        NothingToDoError: `not-comparable` or `no-cases`: a gate that cannot judge lets nothing pass.
    """
    _comparable(result, baseline)
    before = {document.id: document for document in baseline.documents}
    pairs = [(before[document.id], document) for document in result.documents]
    test = paired([was.exact for was, _ in pairs], [now.exact for _, now in pairs])
    checks = (*absolute_checks(result), *_paired_checks(pairs, test), *_costs(result, baseline))
    return Judgement(checks, test, len(pairs), detectable_share(len(pairs)), approved)


def absolute_checks(result: RunResult) -> Iterator[Check]:
    """Rules that hold whatever the baseline did."""
    rules: tuple[tuple[str, Callable[[DocumentResult], Sequence[str]]], ...] = (
        ("wrong-accepted", lambda document: document.wrong_accepted),
        ("grounding", lambda document: (*document.ungrounded, *document.misprinted)),
        ("canaries", _canary),
        ("traps", _trap),
        ("false-errors", lambda document: document.false_errors),
        ("refusals", lambda document: () if document.refused_rightly is not False else (document.error or "read",)),
        ("schema", lambda document: () if document.schema_valid else ("invalid",)),
    )
    for name, broken in rules:
        found = [(document.id, what) for document in result.documents for what in broken(document)]
        yield Check(name, "absolute", not found, _listed(found, len(result.documents)))


def _canary(document: DocumentResult) -> Sequence[str]:
    return document.wrong_accepted if document.purpose == "canary" else ()


def _trap(document: DocumentResult) -> Sequence[str]:
    """As printed, and flagged as owed."""
    if document.purpose != "trap":
        return ()
    return (*sorted(document.known_wrong), *document.missed)


def _paired_checks(pairs: Sequence[tuple[BaselineDocument, DocumentResult]], test: Paired) -> Iterator[Check]:
    names = [now.id for was, now in pairs if was.exact and not now.exact]
    detail = f"{test.broken} broken, {test.fixed} fixed, p = {test.p:.3f} (blocks below 0.05: {needed_to_block()} : 0)"
    yield Check("documents", "paired", not test.worse, "; ".join([detail, *names[:_EXAMPLES]]))
    differences = [
        now.non_zero_right - was.non_zero_right
        for was, now in pairs
        if now.non_zero_right is not None and was.non_zero_right is not None
    ]
    bound = lower_bound(differences) if differences else 0.0
    mean = fmean(differences) if differences else 0.0
    yield Check(
        "non-zero",
        "paired",
        bound >= -MARGIN,
        f"mean {mean:+.4%}, lower bound {bound:+.4%} over {len(differences)} documents; blocks below −{MARGIN:.1%}",
    )
    critical = [
        (now.id, path) for was, now in pairs for path in sorted(now.known_wrong - set(was.wrong)) if _is_critical(path)
    ]
    yield Check("critical", "paired", not critical, _listed(critical, len(pairs)))


def _costs(result: RunResult, baseline: Baseline) -> Iterator[Check]:
    tokens = sum(document.input_tokens + document.output_tokens for document in result.documents)
    yield Check("cost", "paired", tokens <= baseline.tokens * MORE_COST, f"{baseline.tokens} → {tokens} tokens")
    before = sum(document.review for document in baseline.documents)
    after = sum(document.review for document in result.documents)
    yield Check(
        "review", "paired", after <= max(before * MORE_REVIEW, before + 1), f"{before} → {after} cells for a person"
    )


def _is_critical(path: str) -> bool:
    _, row, column = path.split(".")
    return row in CRITICAL or column == "total"


def _comparable(result: RunResult, baseline: Baseline) -> None:
    """Refuse what cannot be judged.

    Raises:
        NothingToDoError: `no-cases`, `not-comparable`.
    """
    if not result.documents or not baseline.documents:
        raise NothingToDoError("no-cases", "there is no document to judge by", hint="evaluate the split `gate`")
    blessed = baseline.blessing.fingerprints
    reasons = {
        "the golden set is another": result.fingerprints.golden != blessed.golden,
        f"the model is {result.fingerprints.model}, was {blessed.model}": result.fingerprints.model != blessed.model,
        f"{result.repeats} repeats, were {baseline.repeats}": result.repeats != baseline.repeats,
        "the documents are others": {document.id for document in result.documents}
        != {document.id for document in baseline.documents},
    }
    silent = sum((document.error or "").startswith(("model-", "replies-")) for document in result.documents)
    absent = sum(document.error in NOT_INSTALLED for document in result.documents)
    reasons[f"what reads {absent} documents is not installed (LibreOffice, the extras pdf and ocr)"] = absent > 0
    reasons[f"the model did not answer for {silent} documents"] = silent > 0
    found = [reason for reason, holds in reasons.items() if holds]
    if found:
        raise NothingToDoError(
            "not-comparable", "; ".join(found), hint="evaluate the same documents, or bless anew and say why"
        )


def _listed(found: Sequence[tuple[str, str]], documents: int) -> str:
    if not found:
        return f"0 in {documents} documents"
    shown = ", ".join(f"{name} {what}" for name, what in found[:_EXAMPLES])
    return f"{len(found)} in {len({name for name, _ in found})} of {documents} documents: {shown}"
