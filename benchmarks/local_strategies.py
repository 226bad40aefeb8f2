"""How the packaged local model copies rows best: every way of asking on the same rows, and what it says of wrong ones.

Usage: python -m benchmarks.local_strategies [--split dev] [--rows 60] [--strategy keys …] [--planted 40]

Rows are drawn by seed from a split of the golden set, from seed reports and from dense generated ones. A row is exact
when every cell is as printed. Intervals are exact ones (Clopper and Pearson) over rows; rows of one document share its
layout, so they are a little too narrow. Replies are kept in `--cache`: a measurement that was interrupted goes on.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from benchmarks.local_rows import Case, Drawn, dense_rows, golden_rows, is_exact, seed_rows, some_of
from benchmarks.report import figure
from eval.scoring import clopper_pearson
from extractor.llm import ModelOptions
from extractor.model import Answer, Message, Question, Usage
from extractor.ports import ModelClient
from extractor.prompting import builtin_prompts, row_question
from extractor.prompting.readings import read_row
from extractor.prompting.replies import merge_table
from extractor.prompting.row_fields import shown_row, without_keys
from extractor.wiring.local_model import serving
from extractor.wiring.model_reader import local_model

SEED = 20_261
SEEDS = Path("../shared/seeds")
KEY = re.compile(r'(?<=")[A-Z]{1,2}=')
Ask = Callable[[Case, str], Question]
"""Makes the question about a row whose lines are given, which planted faults change."""


def _ask(prompt: str, change: Callable[[Sequence[Message]], Sequence[Message]] = tuple) -> Ask:
    prompts = builtin_prompts().using([prompt])

    def ask(case: Case, text: str) -> Question:
        question = row_question(prompts, case.edition, case.row.key, text, document=case.document.sha256)
        return replace(question, messages=tuple(change(question.messages)))

    return ask


def _without_keys(messages: Sequence[Message]) -> Sequence[Message]:
    return [replace(message, text=KEY.sub("", message.text)) for message in messages]


STRATEGIES: Mapping[str, Ask] = {
    "lines": _ask("row@1"),
    "fields": _ask("row@2", _without_keys),
    "keys-3": _ask("row@2", lambda messages: messages[-7:]),
    "keys": _ask("row@2"),
}
"""lines: the row's lines as printed, answered in a list. fields: a list of its fields. keys: each field with its key.
keys-3: the same with the last three examples alone."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back about a row."""

    case: Case
    cells: list[str | None] | None
    """Null where nothing of the right shape came."""
    answer: Answer
    seconds: float

    @property
    def grounded(self) -> bool:
        """Whether every cell that prints something has a place in the document."""
        case = self.case
        for attempt in self.answer.attempts:
            readings = read_row(case.document, case.passage, case.edition, case.row.key, attempt)
            if readings and all(reading.source is not None or reading.kind == "blank" for reading in readings.values()):
                return True
        return False


def hear(client: ModelClient, ask: Ask, case: Case, text: str | None = None) -> Heard:
    """Ask about a row; `text` stands in the place of its own lines."""
    begin = time.monotonic()
    (answer,) = client.ask([ask(case, case.text if text is None else text)])
    return Heard(case, _cells(answer, case.width), answer, time.monotonic() - begin)


def _cells(answer: Answer, width: int) -> list[str | None] | None:
    for attempt in answer.attempts:
        row = {**cast("dict[str, object]", attempt), "id": "r01"} if isinstance(attempt, dict) else {}
        merged = merge_table([{"rows": [row]}], {"r01": width}).rows.get("r01")
        if merged is not None:
            cells = without_keys(merged.cells)
            return [cells.get(place, "?") or None for place in range(width)]
    return None


def measure(client: ModelClient, name: str, title: str, cases: Sequence[Case]) -> None:
    """Ask about every row in one way and print what came of it."""
    heard = [hear(client, STRATEGIES[name], case) for case in cases]
    exact = [is_exact(item.case, item.cells) for item in heard]
    varied = [right for item, right in zip(heard, exact, strict=True) if item.case.varied]
    usage = sum((item.answer.usage for item in heard), Usage())
    print(f"-- {name}: {title}")
    figure("exact rows", share(sum(exact), len(exact)))
    figure("of rows whose cells differ", share(sum(varied), len(varied)))
    placed = sum(right and item.grounded for item, right in zip(heard, exact, strict=True))
    figure("exact, and every token placed", share(placed, len(heard)))
    if usage.requests:
        asked = usage.requests
        figure("seconds a row", f"{sum(item.seconds for item in heard) / asked:.2f} ({asked} asked now)")
        figure("tokens a row", f"{usage.input / asked:.0f} in, {usage.output / asked:.0f} out")
    wrong = [item for item, right in zip(heard, exact, strict=True) if not right]
    for item in wrong[:5]:
        shown = shown_row(item.case.text, item.case.row, item.case.width)
        print(f"   {item.case.family}: {shown[:160]!r} -> {item.cells}", file=sys.stderr)


def baselines(title: str, cases: Sequence[Case]) -> None:
    """What the same rows give without any model."""
    chance = random.Random(SEED)
    print(f"-- without a model: {title}")
    figure("`0` everywhere", share(sum(case.zeros for case in cases), len(cases)))
    drawn = sum(is_exact(case, [chance.choice(_shown(case) or [""]) or None for _ in case.figures]) for case in cases)
    figure("any of the row's own fields in each cell", share(drawn, len(cases)))
    varied = [case for case in cases if case.varied]
    drawn = sum(is_exact(case, [chance.choice(_shown(case) or [""]) or None for _ in case.figures]) for case in varied)
    figure("the same, of rows whose cells differ", share(drawn, len(varied)))
    split = sum(is_exact(case, [field or None for field in _shown(case)[: case.width]]) for case in cases)
    figure("the fields as our separators part them", share(split, len(cases)))


def _shown(case: Case) -> list[str]:
    """The fields that the row's question shows."""
    _, _, listed = shown_row(case.text, case.row, case.width).partition("\n")
    return [KEY.sub("", f'"{field}"')[1:-1] for field in re.findall(r'"([^"]*)"', listed)]


def planted(client: ModelClient, name: str, cases: Sequence[Case], count: int) -> None:
    """Change the lines and print whether the reply follows: what never does is no reading."""
    chance = random.Random(SEED)
    faults: Mapping[str, Callable[[list[str]], list[str] | None]] = {
        "a figure changed": lambda fields: _changed(fields, chance),
        "two neighbours exchanged": lambda fields: _exchanged(fields, chance),
        "a field lost": lambda fields: _lost(fields, chance),
    }
    for title, fault in faults.items():
        followed = same = whole = asked = 0
        for case in cases:
            fields = _shown(case)
            wrong = fault(fields) if len(fields) == case.width and any(fields) else None
            if wrong is None or asked == count:
                continue
            asked += 1
            text = "\t".join([case.row.label.text, *wrong])
            heard = hear(client, STRATEGIES[name], case, text)
            cells = [cell or "" for cell in heard.cells or []]
            followed += cells[: len(wrong)] == wrong and not any(cells[len(wrong) :])
            same += cells == fields
            whole += len(wrong) < len(fields) and len(cells) == len(fields) and all(cells)
        print(f"-- {name}: planted: {title}")
        figure("the reply follows what is shown", share(followed, asked))
        figure("the reply has the row as it was", share(same, asked))
        if title == "a field lost":
            figure("the reply fills every cell all the same", share(whole, asked))


def _changed(fields: list[str], chance: random.Random) -> list[str] | None:
    places = [place for place, field in enumerate(fields) if field[-1:].isdigit()]
    if not places:
        return None
    place = chance.choice(places)
    digit = chance.choice([each for each in "0123456789" if each != fields[place][-1]])
    return [*fields[:place], fields[place][:-1] + digit, *fields[place + 1 :]]


def _exchanged(fields: list[str], chance: random.Random) -> list[str] | None:
    places = [place for place in range(len(fields) - 1) if fields[place] != fields[place + 1]]
    if not places or not all(fields):
        return None
    place = chance.choice(places)
    return [*fields[:place], fields[place + 1], fields[place], *fields[place + 2 :]]


def _lost(fields: list[str], chance: random.Random) -> list[str] | None:
    if not all(fields) or not fields[1:]:
        return None
    place = chance.randrange(len(fields))
    return [*fields[:place], *fields[place + 1 :]]


def share(part: int, whole: int) -> str:
    """A count with its share and interval."""
    if not whole:
        return "none"
    interval = clopper_pearson(part, whole)
    return f"{part} of {whole}, {part / whole:.1%} ({interval.low:.1%} to {interval.high:.1%})"


def sets(options: argparse.Namespace) -> Mapping[str, Drawn]:
    """The documents to draw rows from."""
    found = {options.split: golden_rows(Path("golden"), options.split)} if options.split else {}
    if SEEDS.is_dir() and options.seeds:
        found["seeds"] = seed_rows(SEEDS)
    return found | ({"two dense reports": dense_rows()} if options.dense else {})


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.local_strategies", description=__doc__)
    parser.add_argument("--split", choices=("dev", "calibration"), help="of the golden set")
    parser.add_argument("--seeds", action="store_true", help=f"the reports in {SEEDS}")
    parser.add_argument("--dense", action="store_true", help="two dense generated reports")
    parser.add_argument("--rows", type=int, default=60, help="drawn from each set")
    parser.add_argument("--strategy", action="append", choices=sorted(STRATEGIES), help="default: all")
    parser.add_argument("--planted", type=int, default=0, help="rows for each planted fault")
    parser.add_argument("--cache", help="folder for replies and weights; default: one that is thrown away")
    options = parser.parse_args(arguments)
    names = options.strategy or list(STRATEGIES)
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as folder:
        recipe = local_model(ModelOptions(cache=options.cache or folder))
        with serving(recipe) as served:
            from extractor.llm.client import EndpointModel

            client = EndpointModel((served or recipe).options, recipe.mode)
            for title, drawn in sets(options).items():
                cases = some_of(drawn.cases, options.rows, SEED)
                known = len(drawn.cases)
                print(f"== {title}: {len(cases)} of {known} rows, {drawn.without} more without lines of their own")
                baselines(title, cases)
                for name in names:
                    measure(client, name, title, cases)
                if options.planted:
                    planted(client, names[-1], [case for case in drawn.cases if case.varied], options.planted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
