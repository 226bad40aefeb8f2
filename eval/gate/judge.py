"""The gate: absolute rules, then paired tests against the blessed result. It returns a verdict and prints nothing."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Literal

from eval.gate.baseline import Baseline, Measured, measured, measured_anew
from eval.gate.statistics import Paired, detectable_share, lower_bound, needed_to_block, paired
from eval.golden.manifest import NOT_INSTALLED
from eval.runs import DocumentResult, Fingerprints, RunResult
from extractor.errors import NothingToDoError

__all__ = [
    "APPROVABLE",
    "CRITICAL",
    "Beside",
    "Check",
    "Judgement",
    "absolute_checks",
    "judge",
    "judge_beside",
    "refuse_incomparable",
]

CRITICAL = ("new_received", "carried_in", "carried_out", "total_processed")
"""Rows whose newly wrong cells block by themselves; so does every column of totals."""
MARGIN = 0.002
"""Non-zero accuracy may fall by less than 0.2 percentage points, at its lower 95 % bound."""
MORE_COST, MORE_REVIEW = 1.2, 1.1
"""Tokens and cells for a person may grow to so many times the blessed ones, unless somebody approves of more."""
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
class Beside:
    """The blessed prompts, read in turn with the candidate."""

    exact_blessed: int
    """Documents that were exact when the result was blessed."""
    exact: int
    """Documents that are exact today; far fewer tell of an endpoint that drifts."""
    flips: tuple[int, int]
    """Cells that changed between the repeats of the blessed prompts, of all cells."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says."""

    checks: tuple[Check, ...]
    paired: Paired
    documents: int
    detectable: float | None
    """Share of documents that a change must break to be seen in 4 of 5 cases."""
    flips: tuple[int, int]
    """Cells that changed between repeats, of all cells; of one repeat, none of none."""
    approved: frozenset[str] = frozenset()
    beside: Beside | None = None
    """What the blessed prompts did, where they were read in turn with the candidate."""

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
    pairs = [(before[name], measured(readings)) for name, readings in result.readings.items()]
    test = paired([was.exact for was, _ in pairs], [now.exact for _, now in pairs])
    checks = (*absolute_checks(result), *_paired_checks(pairs, test), *_costs(pairs, result, baseline))
    return Judgement(checks, test, len(pairs), detectable_share(len(pairs)), _flipped(result), approved)


def judge_beside(
    result: RunResult, base: RunResult, baseline: Baseline, approved: frozenset[str] = frozenset()
) -> Judgement:
    """Judge a result by what the blessed prompts read beside it, in turn with it.

    What drifts with time, such as an endpoint that gets worse, met both alike, so it neither blocks nor excuses.

    Raises:
        NothingToDoError: `not-comparable` also when it was not the blessed prompts that were read beside.
    """
    blessed = baseline.blessing.fingerprints
    if base.fingerprints.prompts != blessed.prompts:
        raise NothingToDoError(
            "not-comparable",
            "what was read beside it are not the blessed prompts",
            hint="name them: --base-prompts DIR",
        )
    _comparable(base, baseline.model_copy(update={"repeats": base.repeats}))
    now = measured_anew(baseline, base)
    verdict = judge(result, now, approved)
    blessed_exact, exact = (sum(document.exact for document in side.documents) for side in (baseline, now))
    return replace(verdict, beside=Beside(blessed_exact, exact, _flipped(base)))


def absolute_checks(result: RunResult) -> Iterator[Check]:
    """Rules that hold whatever the baseline did, in every reading of a document."""
    rules: tuple[tuple[str, Callable[[DocumentResult], Sequence[str]]], ...] = (
        ("wrong-accepted", lambda document: document.wrong_accepted),
        ("grounding", lambda document: (*document.ungrounded, *document.misprinted)),
        ("canaries", _canary),
        ("traps", _trap),
        ("false-errors", lambda document: document.false_errors),
        ("refusals", lambda document: () if document.refused_rightly is not False else (document.error or "read",)),
        ("schema", lambda document: () if document.schema_valid else ("invalid",)),
    )
    everything = result.readings.items()
    for rule, broken in rules:
        found = [(name, what) for name, readings in everything for reading in readings for what in broken(reading)]
        yield Check(rule, "absolute", not found, _listed(list(dict.fromkeys(found)), len(result.documents)))


def _canary(document: DocumentResult) -> Sequence[str]:
    return document.wrong_accepted if document.purpose == "canary" else ()


def _trap(document: DocumentResult) -> Sequence[str]:
    """As printed, and flagged as owed."""
    if document.purpose != "trap":
        return ()
    return (*sorted(document.known_wrong), *document.missed)


def _paired_checks(pairs: Sequence[tuple[Measured, Measured]], test: Paired) -> Iterator[Check]:
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
        (now.id, path) for was, now in pairs for path in sorted({*now.wrong} - {*was.wrong}) if _is_critical(path)
    ]
    yield Check("critical", "paired", not critical, _listed(critical, len(pairs)))


def _costs(pairs: Sequence[tuple[Measured, Measured]], result: RunResult, baseline: Baseline) -> Iterator[Check]:
    tokens = sum(document.input_tokens + document.output_tokens for document in result.documents)
    replayed = sum(document.replayed for document in result.documents)
    # What comes out of the cache costs nothing now; of other prompts than the blessed ones that hides a price.
    hidden = replayed > 0 and result.fingerprints.prompts != baseline.blessing.fingerprints.prompts
    detail = f"{baseline.tokens} → {tokens} tokens" + (f", {replayed} replies out of the cache" if replayed else "")
    yield Check("cost", "paired", tokens <= baseline.tokens * MORE_COST and not hidden, detail)
    before, after = (sum(pair[side].review for pair in pairs) for side in range(2))
    yield Check(
        "review", "paired", after <= max(before * MORE_REVIEW, before + 1), f"{before} → {after} cells for a person"
    )


def _is_critical(path: str) -> bool:
    _, row, column = path.split(".")
    return row in CRITICAL or column == "total"


def refuse_incomparable(prints: Fingerprints, documents: Collection[str], baseline: Baseline) -> None:
    """Refuse what the blessed result says nothing about; worth asking before a model is.

    Raises:
        NothingToDoError: `no-cases`, `not-comparable`.
    """
    if not documents or not baseline.documents:
        raise NothingToDoError("no-cases", "there is no document to judge by", hint="evaluate the split `gate`")
    blessed = baseline.blessing.fingerprints
    _refuse(
        {
            "the golden set is another": prints.golden != blessed.golden,
            f"the model is {prints.model}, was {blessed.model}": prints.model != blessed.model,
            "the documents are others": {*documents} != {document.id for document in baseline.documents},
        }
    )


def _comparable(result: RunResult, baseline: Baseline) -> None:
    """Refuse what cannot be judged.

    Raises:
        NothingToDoError: `no-cases`, `not-comparable`.
    """
    readings = result.readings
    refuse_incomparable(result.fingerprints, readings, baseline)
    silent = sum(any(map(_unanswered, each)) for each in readings.values())
    absent = sum(any(one.error in NOT_INSTALLED for one in each) for each in readings.values())
    _refuse(
        {
            f"{result.repeats} repeats, were {baseline.repeats}": result.repeats != baseline.repeats,
            "some documents lack readings": any(len(each) != result.repeats for each in readings.values()),
            f"what reads {absent} documents is not installed (LibreOffice, the extras pdf and ocr)": absent > 0,
            f"the model did not answer for {silent} documents": silent > 0,
        }
    )


def _refuse(reasons: Mapping[str, bool]) -> None:
    found = [reason for reason, holds in reasons.items() if holds]
    if found:
        raise NothingToDoError(
            "not-comparable", "; ".join(found), hint="evaluate the same documents, or bless anew and say why"
        )


def _unanswered(reading: DocumentResult) -> bool:
    return (reading.error or "").startswith(("model-", "replies-"))


def _flipped(result: RunResult) -> tuple[int, int]:
    flips = [document.flips for document in result.documents]
    return sum(each.changed for each in flips), sum(each.cells for each in flips)


def _listed(found: Sequence[tuple[str, str]], documents: int) -> str:
    if not found:
        return f"0 in {documents} documents"
    shown = ", ".join(f"{name} {what}" for name, what in found[:_EXAMPLES])
    return f"{len(found)} in {len({name for name, _ in found})} of {documents} documents: {shown}"
