"""Faults in printed figures, judged by the identities alone: the reading of a table does not look at its figures.

That last sentence is checked, not believed: of so many faults one is printed into the file and read whole, and the
findings of the identities must be the same, to the cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.generator import Layout
from eval.generator.chance import stream
from eval.generator.damages.draft import reprint
from eval.generator.layouts import lay_out
from eval.generator.marks import Mark
from eval.generator.mutations.model import Story
from eval.generator.mutations.story import draw_story
from eval.generator.truth import expected_number, numeric
from eval.inject.cell_faults import CELL_FAULTS, Figures, Number
from eval.inject.tally import Fate, Report
from eval.scoring import is_right
from extractor.audit import Amount, EquationResult, evaluate, lines_of, locate
from extractor.forms import Equation, TableEdition
from extractor.pipeline import Pipeline

__all__ = ["inject_figures"]

_LAYOUTS = (Layout.CELL_LINES, Layout.TAB_ROWS, Layout.BARE_LINES, Layout.PLAIN_MARKDOWN)
_PROFILES = ("office", "department", "county", "city", "province")
_FAULTS_A_STORY = 60
_SHOWN = 9
"""Proposals that are shown (design.md §4.5)."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """A document whose every cell is a number and whose identities hold."""

    story: Story
    figures: Figures
    seed: int

    @property
    def equations(self) -> tuple[Equation, ...]:
        return tuple(equation for table in self.story.tables for equation in table.equations)


@dataclass(frozen=True, slots=True)
class _Fault:
    name: str
    table: TableEdition
    changed: Mapping[str, Number]


def inject_figures(  # noqa: PLR0913 - what is injected, and how much of it is judged more than once
    report: Report,
    count: int,
    seed: int,
    pipeline: Pipeline,
    *,
    check_every: int,
    identities: Sequence[str] = (),
    remove_every: int = 1,
) -> None:
    """Count the fates of so many faults.

    Args:
        report: takes what is counted.
        count: faults.
        seed: of the documents and the faults.
        pipeline: reads whole what is checked.
        check_every: one of so many faults is read whole as well.
        identities: are taken away, one after the other.
        remove_every: one of so many faults is judged again without each of them.
    """
    done = 0
    for subject in _subjects(seed):
        for fault in _faults(subject):
            after = {**subject.figures, **fault.changed}
            results = evaluate(subject.equations, {path: Amount.of(_value(number)) for path, number in after.items()})
            fate = _fate(subject, fault, results, after)
            report.add(report.figures, fault.name, fate)
            if done % remove_every == 0:
                for code in identities:
                    report.effect(code).add(fate, _without(code, subject, fault, results, after, fate))
            if done % check_every == 0:
                _read_whole(report, subject, fault, results, pipeline)
            done += 1
            if done == count:
                return


def _subjects(seed: int) -> Iterator[_Subject]:
    number = seed
    while True:
        random = stream(number, "subject of faults")
        story = draw_story(number, random.choice(_LAYOUTS), random.choice(_PROFILES))
        if story is not None:
            figures = {path: _number(numeric(figure)) for path, figure in story.draft.cells.items()}
            yield _Subject(story, figures, number)
        number += 1


def _faults(subject: _Subject) -> Iterator[_Fault]:
    """So many faults of one document, the classes in turn."""
    random = stream(subject.seed, "faults")
    tables = [table for table in subject.story.tables if table.equations]
    names = list(CELL_FAULTS)
    for place in range(_FAULTS_A_STORY):
        name = names[(place + subject.seed) % len(names)]
        table = random.choice([table for table in tables if len(_rows(table)) > 1])
        mine = {path: subject.figures[path] for path in table.shape}
        changed = CELL_FAULTS[name](mine, _rows(table), random)
        if changed:
            yield _Fault(name, table, changed)


def _rows(table: TableEdition) -> Sequence[Sequence[str]]:
    rows: dict[str, list[str]] = {}
    for spec in table.cells:
        rows.setdefault(spec.row, []).append(spec.path)
    return list(rows.values())


def _fate(subject: _Subject, fault: _Fault, results: Sequence[EquationResult], after: Figures) -> Fate:
    failed = frozenset(result.equation.id for result in results if result.outcome == "failed")
    if not failed:
        return Fate()
    amounts = {path: Amount.of(_value(number)) for path, number in after.items()}
    wanted = {path: subject.figures[path] for path in fault.changed}
    shown = [
        dict(repair.changes)
        for located in locate(results, amounts, lines_of(subject.story.tables))
        for repair in located.repairs[:_SHOWN]
    ]
    found = any(repair == wanted or wanted.items() >= repair.items() for repair in shown if repair)
    # What the file prints is what the agency is held to: the figures are born digital, and nothing else is damaged.
    return Fate(detected=1, located=int(found), attributed=1, rules=failed)


def _without(  # noqa: PLR0913, PLR0917 - a fault, and all that was found out about it
    code: str, subject: _Subject, fault: _Fault, results: Sequence[EquationResult], after: Figures, fate: Fate
) -> Fate:
    """The fate without an identity; its equations stand apart from the others, so the others' results stay."""
    touched = any(result.equation.id == code and fault.table.table in result.equation.tables for result in results)
    left = [result for result in results if result.equation.id != code]
    return _fate(subject, fault, left, after) if touched else fate


def _read_whole(
    report: Report, subject: _Subject, fault: _Fault, results: Sequence[EquationResult], pipeline: Pipeline
) -> None:
    """Print the fault into the file and read it with everything."""
    marks = {path: Mark(str(number), expected_number(Decimal(number))) for path, number in fault.changed.items()}
    draft = reprint(subject.story.draft, marks)
    sheet = lay_out(draft.document, subject.story.layout, stream(subject.seed, "layout"))
    name = f"{subject.seed}.txt"
    record = pipeline.process(sheet.text.encode(), name=name, path=name).record
    report.checked += 1
    identities = {equation.id for equation in subject.equations}
    said = {(item.code, item.cells) for item in record.findings if item.code in identities and item.status == "FAIL"}
    awaited = {(result.equation.id, result.equation.cells) for result in results if result.outcome == "failed"}
    wrong = [
        cell.path for cell in record.cells if cell.status == "accepted" and not is_right(draft.cells[cell.path], cell)
    ]
    report.figures[fault.name].escaped += len(wrong)
    unjust = [item.code for item in record.findings if item.status == "FAIL" and item.attribution == "extraction"]
    if said != awaited or unjust:
        report.differing.append(f"seed {subject.seed}, {fault.name}: {sorted(fault.changed)}")


def _number(value: Decimal | None) -> Number:
    if value is None:
        raise ValueError("a story has a number in every cell")
    return int(value) if value == value.to_integral_value() else value


def _value(number: Number) -> int | str:
    return number if isinstance(number, int) else str(number)
