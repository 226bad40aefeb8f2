"""`gouji eval gate` and `gouji eval bless`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from eval.cli.langfuse import Told, langfuse_options, tell_langfuse
from eval.cli.measure import Measurement, What, measure_alone, measure_in_turn, read_measured, write_measured
from eval.cli.shared import positive, words
from eval.gate import (
    APPROVABLE,
    Baseline,
    Blessing,
    Judgement,
    absolute_checks,
    bless,
    judge,
    judge_beside,
    read_baseline,
    write_baseline,
)
from eval.publish import Score
from eval.runs import Fingerprints, read_result
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.errors import NothingToDoError, UsageError
from extractor.prompting import builtin_prompts
from extractor.settings import Settings

__all__ = ["BlessOptions", "GateOptions", "bless_result", "judge_result"]

REGRESSION = 1


@dataclass(frozen=True, slots=True)
class GateOptions:
    """The options as typed."""

    baseline: str
    result: str | None
    golden: str
    llm: str
    replay: bool
    approve: tuple[str, ...]
    jobs: int | None
    repeats: int | None = None
    prompt: str | None = None
    base_prompts: str | None = None
    output: str | None = None
    langfuse: bool = False


@dataclass(frozen=True, slots=True)
class BlessOptions:
    """The options as typed."""

    result: str
    by: str
    reason: str
    baseline: str


def judge_result(options: GateOptions, lang: str | None, *, as_json: bool) -> int:
    """Print the verdict; exit code 1 for a regression.

    Raises:
        UsageError: `usage`, `baseline-invalid`, `result-invalid`.
        NothingToDoError: `no-baseline`, `no-result`, `not-comparable`, `no-cases`.
    """
    texts, settings = words(lang)
    if unknown := sorted(set(options.approve) - APPROVABLE):
        known = ", ".join(sorted(APPROVABLE))
        raise UsageError("usage", texts("eval.no_approval", value=", ".join(unknown), known=known))
    langfuse = langfuse_options(settings, wanted=options.langfuse)
    baseline = read_baseline(Path(options.baseline))
    measured = _measure(options, baseline, settings, texts)
    if options.output is not None:
        write_measured(measured, Path(options.output))
    verdict = _verdict(measured, baseline, frozenset(options.approve))
    sys.stdout.write((_json(verdict) if as_json else _shown(verdict, texts)) + "\n")
    tell_langfuse(list(_told(measured, verdict)), options.golden, langfuse, texts)
    return 0 if verdict.passed else REGRESSION


def bless_result(options: BlessOptions, lang: str | None, *, as_json: bool) -> int:
    """Make a result the one to compare with, unless an absolute rule forbids it.

    Raises:
        UsageError: `result-invalid`, `baseline-invalid`.
        NothingToDoError: `no-result`, `no-cases`, `not-blessed`.
        StoreError: the baseline cannot be written.
    """
    texts, _ = words(lang)
    blessed = read_result(Path(options.result))
    if not blessed.documents:
        raise NothingToDoError("no-cases", "there is no document to bless", place=options.result)
    failed = [check for check in absolute_checks(blessed) if not check.passed]
    if failed:
        detail = "; ".join(f"{check.name}: {check.detail}" for check in failed)
        raise NothingToDoError("not-blessed", detail, place=options.result, hint="what breaks a rule is no measure")
    path = Path(options.baseline)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    blessing = Blessing(by=options.by, at=now, reason=options.reason, fingerprints=blessed.fingerprints)
    write_baseline(bless(blessed, blessing, read_baseline(path) if path.exists() else None), path)
    line = texts("eval.blessed", documents=len(blessed.documents), by=options.by, path=options.baseline)
    sys.stdout.write((blessing.model_dump_json() if as_json else printable(line)) + "\n")
    return 0


def _measure(options: GateOptions, baseline: Baseline, settings: Settings, texts: Texts) -> Measurement:
    """What to judge: given, or measured now.

    Raises:
        UsageError: options that exclude each other.
        NothingToDoError: `not-comparable` before anything is asked; also when the prompts were changed and nothing was
            measured with them.
    """
    positive("-j", options.jobs, texts)
    positive("--repeats", options.repeats, texts)
    asks = (options.repeats, options.prompt, options.base_prompts, options.output)
    if (options.result is not None or options.replay) and any(value is not None for value in asks):
        raise UsageError("usage", texts("eval.nothing_measured"))
    if options.repeats is None and options.base_prompts is not None:
        raise UsageError("usage", texts("eval.needs_repeats"))
    if options.result is not None:
        measured = read_measured(Path(options.result))
        _refuse_other_prompts(measured.candidate.fingerprints, options.result)
        return measured
    if options.replay:
        _refuse_other_prompts(baseline.blessing.fingerprints, options.baseline)
    what = What(options.golden, options.llm, options.prompt, options.base_prompts, options.jobs, replay=options.replay)
    if options.repeats is not None:
        return measure_in_turn(what, options.repeats, baseline, settings, texts)
    return measure_alone(what, baseline, settings, texts)


def _verdict(measured: Measurement, baseline: Baseline, approved: frozenset[str]) -> Judgement:
    if measured.base is None:
        return judge(measured.candidate, baseline, approved)
    return judge_beside(measured.candidate, measured.base, baseline, approved)


def _refuse_other_prompts(prints: Fingerprints, place: str) -> None:
    if prints.model != "off" and prints.prompts != builtin_prompts().digest:
        raise NothingToDoError(
            "not-comparable",
            "the prompts were changed, and this was measured with others",
            place=place,
            hint="`gouji eval run --split gate --llm MODEL -o DIR`, then `gouji eval gate --result DIR`",
        )


def _told(measured: Measurement, verdict: Judgement) -> Iterator[Told]:
    """The results with what the gate says of them."""
    if measured.base is not None:
        yield Told(measured.base, blessed=True)
    comment = ", ".join(check.name for check in verdict.blocking)
    counts = {"broken": verdict.paired.broken, "fixed": verdict.paired.fixed, "documents": verdict.documents}
    score = Score("gate", float(verdict.passed), boolean=True, comment=comment, counts=counts)
    yield Told(measured.candidate, scores=(score,))


def _shown(verdict: Judgement, texts: Texts) -> str:
    width = max(len(check.name) for check in verdict.checks)
    lines = [
        f"{texts('eval.pass') if check.passed else texts('eval.fail')}  {check.name:<{width}}  {check.detail}"
        for check in verdict.checks
    ]
    if verdict.detectable is None:
        lines.append(texts("eval.undetectable", documents=verdict.documents))
    else:
        lines.append(texts("eval.detectable", documents=verdict.documents, share=f"{verdict.detectable:.1%}"))
    lines += _drift(verdict, texts)
    lines.append(texts("eval.gate_passed" if verdict.passed else "eval.gate_blocked"))
    return "\n".join(map(printable, lines))


def _drift(verdict: Judgement, texts: Texts) -> Iterator[str]:
    """What repeats and the blessed prompts beside them tell of the endpoint."""
    changed, cells = verdict.flips
    if cells:
        yield texts("eval.flipped", changed=changed, cells=cells)
    beside = verdict.beside
    if beside is not None:
        changed, cells = beside.flips
        yield texts(
            "eval.beside",
            exact=beside.exact,
            documents=verdict.documents,
            blessed=beside.exact_blessed,
            changed=changed,
            cells=cells,
        )


def _json(verdict: Judgement) -> str:
    value = {
        "passed": verdict.passed,
        "documents": verdict.documents,
        "detectable": verdict.detectable,
        "broken": verdict.paired.broken,
        "fixed": verdict.paired.fixed,
        "p": verdict.paired.p,
        "flips": verdict.flips,
        "beside": asdict(verdict.beside) if verdict.beside else None,
        "checks": [asdict(check) for check in verdict.checks],
    }
    return json.dumps(value, ensure_ascii=False)
