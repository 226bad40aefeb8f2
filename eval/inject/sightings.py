"""Faults in one reply of the recogniser, before anything is made of it: the page itself is as it was printed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from random import Random

from eval.generator import Format, generate
from eval.generator.chance import stream
from eval.generator.damages.files import GRID_LAYOUT
from eval.inject.files import expectation_of
from eval.inject.misrecognised import BEYOND_ONE, ONE_REPLY, Strike
from eval.inject.recordings import Recording, RecordingIngester, as_bytes, read_recordings
from eval.inject.removal import RememberingIngester, Removal, identity_codes, without_identity
from eval.inject.tally import Report
from eval.inject.whole import FaultyDocument, Judge
from extractor.forms import Form
from extractor.model import PageTable
from extractor.pipeline import Pipeline
from extractor.tables import default_thresholds

__all__ = ["inject_sightings", "sighting_faults"]


@dataclass(frozen=True, slots=True)
class _Subject:
    recording: Recording
    document: FaultyDocument
    """Without a fault: both files are the same."""


def inject_sightings(report: Report, wanted: int, seed: int, form: Form) -> None:
    """Count the fates of so many faults in recorded replies, the classes in turn, and without each rule and proof."""
    ingester = RememberingIngester(RecordingIngester())
    judge = Judge(Pipeline(ingester, (form,)), form, tuple(_removals(ingester, form)))
    told = replace(judge, without=())
    for fault in islice(sighting_faults(seed, form), wanted):
        if fault.name in ONE_REPLY:
            judge.count(report, report.sightings, fault)
        else:
            told.count(report, report.beyond, fault)


def _removals(ingester: RememberingIngester, form: Form) -> Iterator[Removal]:
    """The identities, and what a recognised figure must stand."""
    for code in identity_codes(form):
        yield Removal(code, Pipeline(ingester, (without_identity(form, code),)), identity=True)
    low = default_thresholds().model_copy(update={"floor": 0.0})
    yield Removal("recogniser's score", Pipeline(ingester, (form,), thresholds=low), proof=True)
    once = RememberingIngester(RecordingIngester(twice=False))
    yield Removal("second read", Pipeline(once, (form,)), proof=True)


def sighting_faults(seed: int, form: Form) -> Iterator[FaultyDocument]:
    """Faults without end, the classes and the recordings in turn."""
    subjects = [_subject(recording, form) for recording in read_recordings()]
    classes = {**ONE_REPLY, **BEYOND_ONE}
    turns = cycle((name, strike, subject) for subject in subjects for name, strike in classes.items())
    for number, (name, strike, subject) in enumerate(turns):
        random = stream(seed + number, f"sighting {name}")
        struck = _struck(subject.recording, strike, random)
        if struck is not None:
            after = (as_bytes(struck), subject.document.after[1])
            yield replace(subject.document, name=name, after=after)


def _subject(recording: Recording, form: Form) -> _Subject:
    made = generate(recording.seed, GRID_LAYOUT, form=form, file_format=Format.DOCX)
    file = (as_bytes(recording), f"{recording.seed:06d}.tiff")
    return _Subject(recording, FaultyDocument("none", file, file, expectation_of(made), still=True))


def _struck(recording: Recording, strike: Strike, random: Random) -> Recording | None:
    """The recording with one table struck."""
    tables = [
        (page, block)
        for page, told in enumerate(recording.pages)
        for block, item in enumerate(told.found.blocks)
        if isinstance(item, PageTable)
    ]
    page, block = random.choice(tables)
    told = recording.pages[page]
    table = told.found.blocks[block]
    if not isinstance(table, PageTable):
        return None
    cells = strike(table.cells, random)
    if cells is None:
        return None
    blocks = (*told.found.blocks[:block], replace(table, cells=tuple(cells)), *told.found.blocks[block + 1 :])
    pages = (
        *recording.pages[:page],
        replace(told, found=replace(told.found, blocks=blocks)),
        *recording.pages[page + 1 :],
    )
    return replace(recording, pages=pages)
