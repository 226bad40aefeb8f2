"""Faults before the readers: documents that were damaged or contradict themselves, read whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle, islice

from eval.generator import DAMAGES, FILE_DAMAGES, Format, Generated, generate
from eval.generator.chance import stream
from eval.generator.damages.files import GRID_LAYOUT, fits_format
from eval.generator.mutations import MUTATIONS, mutate
from eval.inject.tally import Fate, Report
from eval.scoring import Expectation, score_document
from extractor.forms import Form
from extractor.model import Finding, Record
from extractor.pipeline import Pipeline, Processed

__all__ = ["inject_files"]

_FIRST_SEED = 300_000
_UNNOTICEABLE = frozenset(
    {
        "result_rows_swapped",
        "applicant_columns_swapped",
        "leaf_wrong_and_totals_recomputed",
        "fee_without_its_decimal_point",
    }
)
"""Mutations that are faults, yet break nothing that a rule could see; the other silent ones are no faults."""


def inject_files(report: Report, wanted: int, seed: int, pipeline: Pipeline, form: Form) -> None:
    """Count the fates of so many documents, the classes in turn."""
    streams = [
        *(_damaged(name, seed, pipeline, form) for name in (*DAMAGES, *FILE_DAMAGES)),
        *(_mutated(name, seed, pipeline, form) for name in MUTATIONS),
    ]
    for fates in islice(cycle(streams), wanted):
        found = next(fates)
        report.add(report.varieties if found.variety else report.files, found.name, found.fate)


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    fate: Fate
    variety: bool


def _damaged(name: str, first: int, pipeline: Pipeline, form: Form) -> Iterator[_Found]:
    """Documents with one damage, in a layout or format that allows it."""
    for number in count(_FIRST_SEED + first):
        made = _draw(name, number, form)
        if made is None:
            continue
        whole = _read(pipeline, made.data, made.file_name)
        sound = generate(
            number,
            made.layout,
            form=form,
            profile="county",
            editions=dict(made.truth.editions),
            file_format=made.format,
        )
        before = _read(pipeline, sound.data, sound.file_name)
        truth = Expectation(
            cells=made.truth.cells,
            editions=made.truth.editions,
            unknowable=made.unknowable,
            errors_known=False,
            tokens={path: tuple(place.text for place in places) for path, places in made.places.items()},
        )
        score = score_document(truth, whole, form)
        new = _new(before.record, whole.record)
        doubts = _doubts(whole.record) - _doubts(before.record)
        noticed = bool(new or doubts) or whole.record.status != before.record.status
        escaped = {*score.wrong_accepted, *score.misprinted, *score.ungrounded}
        accused = any(item.severity == "error" and item.attribution == "source" for item in new)
        harmless = FILE_DAMAGES[name].harmless if name in FILE_DAMAGES else DAMAGES[name].harmless
        yield _Found(
            f"damage {name}",
            Fate(
                detected=int(noticed),
                located=int(noticed and bool(doubts or whole.record.status == "failed")),
                attributed=int(noticed and not accused),
                escaped=len(escaped),
                rules=frozenset(item.code for item in new),
            ),
            variety=harmless,
        )


def _draw(name: str, number: int, form: Form) -> Generated | None:
    random = stream(number, f"fault {name}")
    if name in FILE_DAMAGES:
        layout, formats = GRID_LAYOUT, sorted(FILE_DAMAGES[name].formats - {Format.TXT}, key=lambda item: item.value)
        file_format = random.choice(formats)
    else:
        formats = [each for each in Format if each is not Format.TXT and fits_format(DAMAGES[name], each)]
        if formats and random.randrange(2):
            layout, file_format = GRID_LAYOUT, random.choice(formats)
        else:
            layout = random.choice(sorted(DAMAGES[name].layouts, key=lambda item: item.value))
            file_format = Format.TXT
    try:
        return generate(number, layout, form=form, damages=[name], profile="county", file_format=file_format)
    except ValueError:
        # The figures of this seed offer the damage no place.
        return None


def _mutated(name: str, first: int, pipeline: Pipeline, form: Form) -> Iterator[_Found]:
    """Documents that contradict themselves in one way."""
    mutation = MUTATIONS[name]
    for number in count(first):
        made = mutate(mutation, number)
        if made is None:
            continue
        before, whole = (_read(pipeline, text.encode(), f"{number}.txt") for text in (made.before, made.after))
        truth = Expectation(cells=made.cells, editions=made.editions, unknowable=made.unknowable, errors_known=False)
        score = score_document(truth, whole, form)
        new = _new(before.record, whole.record)
        awaited = {item.code for item in made.awaited}
        doubts = _doubts(whole.record) - _doubts(before.record)
        cells = frozenset(path for item in made.awaited for path in item.cells)
        yield _Found(
            f"mutation {name}",
            Fate(
                detected=int(bool(new or doubts)),
                located=int(bool(new) and all(not item.cells or cells >= set(item.cells) for item in new)),
                attributed=int(
                    {(item.code, item.attribution) for item in new}
                    >= {(item.code, item.attribution) for item in made.awaited}
                    and bool(awaited)
                ),
                escaped=len({*score.wrong_accepted, *score.ungrounded}),
                rules=frozenset(item.code for item in new),
            ),
            variety=mutation.silent and name not in _UNNOTICEABLE,
        )


def _read(pipeline: Pipeline, data: bytes, name: str) -> Processed:
    return pipeline.process(data, name=name, path=name)


def _new(before: Record, after: Record) -> list[Finding]:
    """Findings that the sound document does not have."""
    known = {(item.code, item.status, item.cells) for item in before.findings}
    return [item for item in after.findings if (item.code, item.status, item.cells) not in known]


def _doubts(record: Record) -> set[str]:
    """Cells that wait for a person."""
    return {cell.path for cell in record.cells if cell.status == "review"}
