"""`gouji eval gate` and `gouji eval bless`."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from eval.cli.models import chosen_model
from eval.cli.run import RunOptions, plan_of
from eval.cli.shared import positive, words
from eval.gate import (
    APPROVABLE,
    Baseline,
    Blessing,
    Judgement,
    absolute_checks,
    bless,
    judge,
    read_baseline,
    write_baseline,
)
from eval.runs import Fingerprints, RunResult, evaluate, read_result
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.errors import NothingToDoError, UsageError
from extractor.prompting import builtin_prompts
from extractor.settings import Settings
from extractor.wiring import serving

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


@dataclass(frozen=True, slots=True)
class BlessOptions:
    """The options as typed."""

    result: str
    by: str
    reason: str
    baseline: str


def judge_result(options: GateOptions, lang: str | None, *, as_json: bool) -> int:
    """Print the verdict; exit code 1 for a regression."""
    texts, settings = words(lang)
    if unknown := sorted(set(options.approve) - APPROVABLE):
        known = ", ".join(sorted(APPROVABLE))
        raise UsageError("usage", texts("eval.no_approval", value=", ".join(unknown), known=known))
    baseline = read_baseline(Path(options.baseline))
    result = _result(options, baseline, settings, texts)
    verdict = judge(result, baseline, frozenset(options.approve))
    sys.stdout.write((_json(verdict) if as_json else _shown(verdict, texts)) + "\n")
    return 0 if verdict.passed else REGRESSION


def bless_result(options: BlessOptions, lang: str | None, *, as_json: bool) -> int:
    """Make a result the one to compare with, unless an absolute rule forbids it."""
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


def _result(options: GateOptions, baseline: Baseline, settings: Settings, texts: Texts) -> RunResult:
    """The result to judge.

    Raises:
        NothingToDoError: `not-comparable` when the prompts were changed and nothing was measured with them.
    """
    positive("-j", options.jobs, texts)
    if options.result is not None:
        result = read_result(Path(options.result))
        _refuse_other_prompts(result.fingerprints, options.result)
        return result
    if options.replay:
        _refuse_other_prompts(baseline.blessing.fingerprints, options.baseline)
    run = RunOptions(
        baseline.split, None, options.golden, options.llm, baseline.repeats, options.jobs, None, options.replay
    )
    with serving(chosen_model(options.llm, settings, replay=options.replay)) as model:
        return evaluate(plan_of(run, model, settings, texts)).result


def _refuse_other_prompts(prints: Fingerprints, place: str) -> None:
    if prints.model != "off" and prints.prompts != builtin_prompts().digest:
        raise NothingToDoError(
            "not-comparable",
            "the prompts were changed, and this was measured with others",
            place=place,
            hint="`gouji eval run --split gate --llm MODEL -o DIR`, then `gouji eval gate --result DIR`",
        )


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
    lines.append(texts("eval.gate_passed" if verdict.passed else "eval.gate_blocked"))
    return "\n".join(map(printable, lines))


def _json(verdict: Judgement) -> str:
    value = {
        "passed": verdict.passed,
        "documents": verdict.documents,
        "detectable": verdict.detectable,
        "broken": verdict.paired.broken,
        "fixed": verdict.paired.fixed,
        "p": verdict.paired.p,
        "checks": [asdict(check) for check in verdict.checks],
    }
    return json.dumps(value, ensure_ascii=False)
