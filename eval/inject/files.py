"""Faults before the readers: documents that were damaged or contradict themselves, read whole."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle, islice

from eval.generator import DAMAGES, FILE_DAMAGES, Format, Generated, generate
from eval.generator.chance import stream
from eval.generator.damages.files import GRID_LAYOUT, fits_format
from eval.generator.mutations import MUTATIONS, mutate
from eval.inject.further import FURTHER, further_documents
from eval.inject.tally import Report
from eval.inject.whole import FaultyDocument, Judge
from eval.scoring import Expectation
from extractor.forms import Form

__all__ = ["CLASSES", "expectation_of", "faulty_documents", "inject_files"]

CLASSES = (
    *(f"damage {name}" for name in (*DAMAGES, *FILE_DAMAGES)),
    *(f"mutation {name}" for name in MUTATIONS),
    *(f"table {name}" for name in FURTHER),
)
"""Of faulty files."""

_FIRST_SEED = 300_000
_PROOFS_EVERY = 7
"""The readers' own thresholds are taken away from one of so many documents: each of those is read from scratch."""
_UNNOTICEABLE = frozenset(
    {
        "result_rows_swapped",
        "applicant_columns_swapped",
        "leaf_wrong_and_totals_recomputed",
        "fee_without_its_decimal_point",
    }
)
"""Mutations that are faults, yet break nothing that a rule could see; the other silent ones are no faults."""


def inject_files(report: Report, wanted: int, seed: int, judge: Judge) -> None:
    """Count the fates of so many documents, the classes in turn, and what they would be without each rule."""
    streams = [faulty_documents(name, seed, judge.form) for name in CLASSES]
    rules = replace(judge, without=tuple(removal for removal in judge.without if not removal.proof))
    for number, faults in enumerate(islice(cycle(streams), wanted)):
        fault = next(faults)
        part = report.varieties if fault.variety else report.files
        (rules if number % _PROOFS_EVERY else judge).count(report, part, fault)


def faulty_documents(name: str, first: int, form: Form) -> Iterator[FaultyDocument]:
    """Documents of one class without end; the same ones each time."""
    kind, _, thing = name.partition(" ")
    if kind == "table":
        return further_documents(thing, first, form)
    return _mutated(thing, first) if kind == "mutation" else _damaged(thing, first, form)


def _damaged(name: str, first: int, form: Form) -> Iterator[FaultyDocument]:
    """Documents with one damage, in a layout or format that allows it."""
    for number in count(_FIRST_SEED + first):
        made = _draw(name, number, form)
        if made is None:
            continue
        sound = generate(
            number,
            made.layout,
            form=form,
            profile="county",
            editions=dict(made.truth.editions),
            file_format=made.format,
        )
        yield FaultyDocument(
            f"damage {name}",
            before=(sound.data, sound.file_name),
            after=(made.data, made.file_name),
            truth=expectation_of(made),
            variety=FILE_DAMAGES[name].harmless if name in FILE_DAMAGES else DAMAGES[name].harmless,
        )


def expectation_of(made: Generated) -> Expectation:
    """What a generated document is held against when a fault is in it."""
    return Expectation(
        cells=made.truth.cells,
        editions=made.truth.editions,
        unknowable=made.unknowable,
        errors_known=False,
        tokens={path: tuple(place.text for place in places) for path, places in made.places.items()},
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


def _mutated(name: str, first: int) -> Iterator[FaultyDocument]:
    """Documents that contradict themselves in one way."""
    mutation = MUTATIONS[name]
    for number in count(first):
        made = mutate(mutation, number)
        if made is None:
            continue
        yield FaultyDocument(
            f"mutation {name}",
            before=(made.before.encode(), f"{number}.txt"),
            after=(made.after.encode(), f"{number}.txt"),
            truth=Expectation(cells=made.cells, editions=made.editions, unknowable=made.unknowable, errors_known=False),
            awaited=made.awaited,
            variety=mutation.silent and name not in _UNNOTICEABLE,
        )
