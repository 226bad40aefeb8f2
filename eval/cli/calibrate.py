"""`gouji eval calibrate`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.calibrate import Calibration, calibrate_scores
from eval.cli.models import chosen_model
from eval.cli.run import RunOptions, forecast, plan_of
from eval.cli.shared import announce, positive, words
from eval.cli.standing import keep_standing, measured_standing, standing_line
from eval.runs import evaluate
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.llm.standing import Standing
from extractor.store.atomic import replacing
from extractor.wiring import serving

__all__ = ["CalibrateOptions", "calibrate_tiers"]


@dataclass(frozen=True, slots=True)
class CalibrateOptions:
    """The options as typed."""

    golden: str
    limit: int | None
    llm: str
    standings: str | None
    target: str | None
    jobs: int | None


def calibrate_tiers(options: CalibrateOptions, lang: str | None, *, as_json: bool) -> int:
    """Read the calibration split, print the bounds, write what is asked for."""
    texts, settings = words(lang)
    run = RunOptions("calibration", options.limit, options.golden, options.llm, 1, options.jobs, None)
    positive("-j", options.jobs, texts)
    positive("--limit", options.limit, texts)
    with serving(chosen_model(options.llm, settings)) as model:
        plan = plan_of(run, model, settings, texts)
        if model is not None:
            for line in forecast([(plan, model)], texts):
                sys.stderr.write(f"{line}\n")
        evaluated = evaluate(plan, lambda one: announce(one.item.id))
    announce("")
    pairs = [(one.item, one.score) for one in evaluated.scored]
    found = calibrate_scores(pairs, "calibration", evaluated.result.fingerprints)
    if options.target is not None:
        _write(Path(options.target), found.model_dump_json(by_alias=True, indent=1))
    standing = measured_standing(evaluated, plan)
    if standing is not None and options.standings is not None:
        keep_standing(standing, Path(options.standings))
    shown = (
        found.model_dump_json(by_alias=True) if as_json else "\n".join(map(printable, _lines(found, standing, texts)))
    )
    sys.stdout.write(f"{shown}\n")
    return 0


def _lines(found: Calibration, standing: Standing | None, texts: Texts) -> Iterator[str]:
    for origin, bounds in (("generated", found.generated), ("written", found.written)):
        for tier, bound in bounds.items():
            yield texts(
                "eval.tier_bound",
                tier=f"{tier} {texts(f'eval.{origin}')}",
                wrong=bound.wrong,
                accepted=bound.accepted,
                bad=bound.documents_wrong,
                documents=bound.documents,
                lower=f"{bound.lower:.1%}",
            )
    if standing is not None:
        yield standing_line(standing, texts)


def _write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(f"{text}\n".encode())
