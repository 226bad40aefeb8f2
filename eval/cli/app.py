"""The sub-commands of `gouji eval` and their options; each body waits for its own imports."""

from typing import Annotated

import typer

__all__ = ["app"]

# Help texts are keys of the command line's catalogue, as in `extractor.cli.app`.
app = typer.Typer(add_completion=False, rich_markup_mode=None, help="help.eval", no_args_is_help=True)

Golden = Annotated[str, typer.Option("--golden", metavar="DIR", help="help.eval_option.golden")]
Split = Annotated[str, typer.Option("--split", metavar="dev|calibration|gate|all", help="help.eval_option.split")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help="help.eval_option.limit")]
Model = Annotated[str, typer.Option("--llm", metavar="auto|off|local|MODEL", help="help.eval_option.llm")]
Replay = Annotated[bool, typer.Option("--replay", help="help.eval_option.replay")]
Jobs = Annotated[int | None, typer.Option("-j", "--jobs", metavar="N", help="help.option.jobs")]
Output = Annotated[str | None, typer.Option("-o", "--output", metavar="DIR", help="help.eval_option.output")]
Baseline = Annotated[str, typer.Option("--baseline", metavar="FILE", help="help.eval_option.baseline")]
Result = Annotated[str | None, typer.Option("--result", metavar="DIR", help="help.eval_option.result")]
Approve = Annotated[list[str] | None, typer.Option("--approve", metavar="cost|review", help="help.eval_option.approve")]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="ocr|pdf|libreoffice", help="help.eval_option.without")
]
Standings = Annotated[str | None, typer.Option("--standings", metavar="FILE", help="help.eval_option.standings")]
Prompt = Annotated[str | None, typer.Option("--prompt", metavar="FILE", help="help.eval_option.prompt")]
InTurn = Annotated[int | None, typer.Option("--repeats", metavar="N", help="help.eval_option.in_turn")]
BasePrompts = Annotated[str | None, typer.Option("--base-prompts", metavar="DIR", help="help.eval_option.base_prompts")]
Langfuse = Annotated[bool, typer.Option("--langfuse", help="help.eval_option.langfuse")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="help.option.lang")]
Json = Annotated[bool, typer.Option("--json", help="help.option.json")]

GOLDEN, BASELINE = "golden", "golden/baseline.json"


@app.command("run", help="help.eval_run")
def run(  # noqa: PLR0917 - one parameter per flag
    split: Split = "dev",
    limit: Limit = None,
    golden: Golden = GOLDEN,
    llm: Model = "off",
    repeats: Annotated[int, typer.Option("--repeats", metavar="N", help="help.eval_option.repeats")] = 1,
    replay: Replay = False,
    prompt: Prompt = None,
    without: Without = None,
    jobs: Jobs = None,
    output: Output = None,
    langfuse: Langfuse = False,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Score the golden set."""
    from eval.cli.run import RunOptions, run_evaluation

    options = RunOptions(
        split, limit, golden, llm, repeats, jobs, output, replay, prompt, tuple(without or ()), langfuse
    )
    return run_evaluation(options, lang, as_json=as_json)


@app.command("compare", help="help.eval_compare")
def compare(
    base: Annotated[str, typer.Argument(metavar="BASE", help="help.eval_option.base")],
    candidate: Annotated[str, typer.Argument(metavar="CANDIDATE", help="help.eval_option.candidate")],
    target: Annotated[str | None, typer.Option("--to", metavar="FILE", help="help.eval_option.to")] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Hold two results against each other."""
    from eval.cli.compare import compare_results

    return compare_results(base, candidate, target, lang, as_json=as_json)


@app.command("gate", help="help.eval_gate")
def gate(  # noqa: PLR0917 - one parameter per flag
    baseline: Baseline = BASELINE,
    result: Result = None,
    golden: Golden = GOLDEN,
    llm: Model = "off",
    replay: Replay = False,
    approve: Approve = None,
    jobs: Jobs = None,
    repeats: InTurn = None,
    prompt: Prompt = None,
    base_prompts: BasePrompts = None,
    output: Output = None,
    langfuse: Langfuse = False,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Judge a result by the blessed one."""
    from eval.cli.gate import GateOptions, judge_result

    approved = tuple(approve or ())
    options = GateOptions(
        baseline, result, golden, llm, replay, approved, jobs, repeats, prompt, base_prompts, output, langfuse
    )
    return judge_result(options, lang, as_json=as_json)


@app.command("bless", help="help.eval_bless")
def bless(  # noqa: PLR0917 - one parameter per flag
    result: Annotated[str, typer.Argument(metavar="RESULT", help="help.eval_option.blessed")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="help.eval_option.by")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="help.eval_option.reason")],
    baseline: Baseline = BASELINE,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Make a result the one to compare with."""
    from eval.cli.gate import BlessOptions, bless_result

    return bless_result(BlessOptions(result, by, reason, baseline), lang, as_json=as_json)


@app.command("inject", help="help.eval_inject")
def inject(
    faults: Annotated[int, typer.Option("--faults", metavar="N", help="help.eval_option.faults")] = 2_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="help.eval_option.seed")] = 1,
    target: Annotated[str | None, typer.Option("--to", metavar="FILE", help="help.eval_option.report")] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Inject faults and count what becomes of them."""
    from eval.cli.inject import inject_faults

    return inject_faults(faults, seed, target, lang, as_json=as_json)


@app.command("calibrate", help="help.eval_calibrate")
def calibrate(  # noqa: PLR0917 - one parameter per flag
    golden: Golden = GOLDEN,
    limit: Limit = None,
    llm: Model = "off",
    standings: Standings = None,
    target: Annotated[str | None, typer.Option("--to", metavar="FILE", help="help.eval_option.calibration")] = None,
    jobs: Jobs = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Bound the error of every tier."""
    from eval.cli.calibrate import CalibrateOptions, calibrate_tiers

    options = CalibrateOptions(golden, limit, llm, standings, target, jobs)
    return calibrate_tiers(options, lang, as_json=as_json)
