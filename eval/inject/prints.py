"""Faults in printed PDF files: in the report before it is printed, and in the characters of the print.

LibreOffice prints everything with one call, because it takes seconds to start. Each damaged report is drawn beside its
sound twin, which serves all faults of its seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from eval.generator import DAMAGES, FILE_DAMAGES, Format, Generated, generate
from eval.generator.chance import stream
from eval.generator.damages.files import GRID_LAYOUT, fits_format
from eval.generator.printing import print_pdfs
from eval.inject.files import expectation_of
from eval.inject.overprint import OVERPRINTS, Shown
from eval.inject.tally import Report
from eval.inject.whole import FaultyDocument, Judge
from eval.scoring import Expectation
from extractor.forms import Form

__all__ = ["PRINTED_DAMAGES", "inject_prints"]

_FIRST_SEED = 700_000
_NAME = "report.pdf"
_SUBJECTS = 10
"""Faults that share a seed."""
_UNPRINTABLE = frozenset({"cut_off", "picture_in_cell"})
"""Damage of the docx file itself, and a picture that the generator leaves empty: neither is in the print."""
_FIRST = ("total_off_by_one", "row_shift", "lost_row", "torn_label", "digit_split", "contradicting_duplicate")
"""Said in domain.md and peers.md; a short run has these."""

PRINTED_DAMAGES = tuple(
    dict.fromkeys(
        name
        for name in (*_FIRST, *DAMAGES, *FILE_DAMAGES)
        if name not in _UNPRINTABLE
        and (
            (name in DAMAGES and fits_format(DAMAGES[name], Format.DOCX))
            or (name in FILE_DAMAGES and Format.DOCX in FILE_DAMAGES[name].formats)
        )
    )
)
"""Damage to a report that its print shows."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A damaged report and its sound twin, not yet printed."""

    damage: str
    report: Generated
    sound: Generated

    @property
    def harmless(self) -> bool:
        """It only looks like a fault."""
        return (FILE_DAMAGES if self.damage in FILE_DAMAGES else DAMAGES)[self.damage].harmless


def inject_prints(report: Report, wanted: int, seed: int, judge: Judge) -> None:
    """Count the fates of so many faults: half of them before the print, half of them in its characters.

    Raises:
        RuntimeError: LibreOffice is not installed.
    """
    if not wanted:
        return
    drawn = list(islice(_drawn(seed, judge.form), max(1, wanted // 2)))
    twins = {made.sound.name: made.sound for made in drawn}
    pdfs = print_pdfs([made.data for made in (*(item.report for item in drawn), *twins.values())])
    printed = dict(zip(twins, pdfs[len(drawn) :], strict=True))
    for made, pdf in zip(drawn, pdfs, strict=False):
        fault = FaultyDocument(
            f"print {made.damage}",
            before=(printed[made.sound.name], _NAME),
            after=(pdf, _NAME),
            truth=expectation_of(made.report),
            variety=made.harmless,
        )
        judge.count(report, report.varieties if fault.variety else report.prints, fault)
    subjects = [(twins[name], pdf) for name, pdf in printed.items()]
    for fault in islice(_overprinted(subjects, seed, judge), wanted - len(drawn)):
        judge.count(report, report.prints, fault)


def _drawn(seed: int, form: Form) -> Iterator[_Drawn]:
    """Damaged reports without end, the classes in turn."""
    for number, name in enumerate(cycle(PRINTED_DAMAGES)):
        at = _FIRST_SEED + seed + number // _SUBJECTS
        sound = generate(at, GRID_LAYOUT, form=form, profile="county", file_format=Format.DOCX)
        editions = dict(sound.truth.editions)
        try:
            made = generate(
                at,
                GRID_LAYOUT,
                form=form,
                damages=[name],
                profile="county",
                editions=editions,
                file_format=Format.DOCX,
            )
        except ValueError:
            continue  # the figures of this seed offer the damage no place
        yield _Drawn(name, made, sound)


def _overprinted(subjects: Sequence[tuple[Generated, bytes]], seed: int, judge: Judge) -> Iterator[FaultyDocument]:
    """Prints with a fault in their characters, without end, the classes in turn."""
    for number, ((name, strike), (made, pdf)) in enumerate(
        zip(cycle(OVERPRINTS.items()), cycle(subjects), strict=False)
    ):
        cells = judge.read_sound((pdf, _NAME)).record.cells
        shown = strike(pdf, cells, stream(seed + number, f"overprint {name}"))
        if shown is not None:
            truth = _showing(expectation_of(made), shown)
            yield FaultyDocument(f"PDF {name}", (pdf, _NAME), (shown.data, _NAME), truth, still=not shown.moved)


def _showing(truth: Expectation, shown: Shown) -> Expectation:
    """The truth of a file that shows some cells otherwise."""
    tokens = {path: (str(figure) if isinstance(figure, int) else "",) for path, figure in shown.cells.items()}
    return replace(
        truth,
        cells={**truth.cells, **shown.cells},
        tokens={**truth.tokens, **tokens},
        unknowable=truth.unknowable | shown.unknowable,
    )
