"""Faults in one reply of the second reader, before it is grounded; the table reader reads the same document."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from eval.generator import Generated, Layout, generate
from eval.inject.removal import without_identity
from eval.inject.tally import Fate, Report
from eval.scoring import Expectation, is_right, model_reading, score_document
from extractor.forms import Form
from extractor.ingest import FileIngester
from extractor.model import Cell
from extractor.pipeline import Pipeline
from extractor.pipeline.model_reading import ModelReader
from extractor.prompting import builtin_prompts
from extractor.testing import DocumentTruth, Misreading, Mistakes, ScriptedModel, always

__all__ = ["inject_replies"]

RATE = 0.2
"""Share of the cells, rows or column pairs that a reply has wrong: a fifth, as the bar asks."""
_LAYOUTS = (
    Layout.CELL_LINES,
    Layout.TAB_ROWS,
    Layout.ALIGNED,
    Layout.FLOATING,
    Layout.BARE_LINES,
    Layout.PLAIN_MARKDOWN,
    Layout.CRAWLER,
)
_FIRST_SEED = 500_000
_NAMES: Mapping[str, Misreading] = {
    "differ-digit": Misreading.DIGIT,
    "differ-shift": Misreading.SHIFT_COL,
    "differ-slip": Misreading.ROW_SLIP,
    "differ-zero-fill": Misreading.ZERO_FILL,
    "differ-null-zero": Misreading.NULL_ZERO,
    "differ-unit": Misreading.UNIT,
    "differ-sign": Misreading.SIGN,
    "differ-repair": Misreading.ARITH_REPAIR,
    "differ-fabricated": Misreading.FABRICATED,
}
"""What fusion calls the differences that each way to misread makes."""


def inject_replies(  # noqa: PLR0913 - what is injected, and how much of it is judged more than once
    report: Report, wanted: int, seed: int, form: Form, *, identities: Sequence[str] = (), remove_every: int = 1
) -> None:
    """Count the fates of so many wrong cells in replies, the ways to misread in turn.

    One of `remove_every` documents is read again without each of the `identities`. The rules of the catalogue are not
    taken away here: what becomes of a reply is settled before they speak.
    """
    done = 0
    forms = {code: without_identity(form, code) for code in identities}
    for number, (mode, layout) in _subjects(seed):
        made = generate(number, layout, form=form)
        fate = _fate(made, mode, number, form)
        report.add(report.replies, f"reply {mode}", fate)
        if (number - _FIRST_SEED - seed) % remove_every == 0:
            for code, less in forms.items():
                report.effect(code).add(fate, _fate(made, mode, number, form, less))
        done += fate.faults
        if done >= wanted:
            return


def _subjects(seed: int) -> Iterator[tuple[int, tuple[Misreading, Layout]]]:
    pairs = [(mode, layout) for layout in _LAYOUTS for mode in Misreading]
    yield from enumerate(cycle(pairs), start=_FIRST_SEED + seed)


def _fate(made: Generated, mode: Misreading, number: int, form: Form, judged_by: Form | None = None) -> Fate:
    """The fate of what a model misread by `form`; `judged_by` is the form that the pipeline knows, if another one."""
    truth = DocumentTruth(cells=made.truth.cells, meta=made.truth.meta)
    digest = hashlib.sha256(made.data).hexdigest()[:12]
    client = ScriptedModel({digest: truth}, always(Mistakes((mode,), rate=RATE, seed=number)), forms=(form,))
    reader = ModelReader(client, builtin_prompts(), independent=True)
    pipeline = Pipeline(FileIngester(None), (judged_by or form,), model=reader)
    processed = pipeline.process(made.data, name=made.file_name, path=made.file_name)
    expectation = Expectation(
        cells=made.truth.cells,
        editions=made.truth.editions,
        unknowable=made.unknowable,
        errors_known=False,
        tokens={path: tuple(place.text for place in places) for path, places in made.places.items()},
    )
    score = score_document(expectation, processed, form)
    wrong = {path for _, path in client.wrong}
    cells = {cell.path: cell for cell in processed.record.cells}
    differing = wrong & processed.differences.keys()
    # A wrong token that the document does not print at the place it cites never becomes a reading.
    unread = {path for path in wrong - differing if not _was_read(path, cells)}
    # Echoed heads may undo an exchange of columns: the reading then is right, and no fault is left.
    undone = {path for path in wrong - differing - unread if _reads_right(path, cells, expectation)}
    in_doubt = {
        path for path in wrong - differing - unread - undone if path in cells and cells[path].status == "review"
    }
    return Fate(
        faults=len(wrong - undone),
        detected=len(differing | unread | in_doubt),
        located=len(differing | in_doubt),
        attributed=sum(_NAMES.get(processed.differences[path]) is mode for path in differing),
        escaped=len({*score.wrong_accepted, *score.misprinted, *score.ungrounded}),
    )


def _reads_right(path: str, cells: Mapping[str, Cell], truth: Expectation) -> bool:
    reading = model_reading(cells[path]) if path in cells else None
    return reading is not None and path in truth.cells and is_right(truth.cells[path], reading)


def _was_read(path: str, cells: Mapping[str, Cell]) -> bool:
    return path in cells and model_reading(cells[path]) is not None
