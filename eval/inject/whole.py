"""One faulty document, read whole beside its sound twin, with every rule and without each of them."""

from dataclasses import dataclass, field

from eval.generator.mutations import Awaited
from eval.inject.removal import Removal
from eval.inject.tally import ClassTally, Fate, Report
from eval.scoring import Expectation, score_document
from extractor.forms import Form
from extractor.model import Finding, Place, Record
from extractor.pipeline import Pipeline, Processed

__all__ = ["FaultyDocument", "Judge", "fate_of"]

_MODEST = 64
"""Readings of sound documents that are remembered."""


@dataclass(frozen=True, slots=True)
class FaultyDocument:
    """A document with one fault, and the same one without it."""

    name: str
    """Of the class."""
    before: tuple[bytes, str]
    """The sound file and its name."""
    after: tuple[bytes, str]
    """The faulty file and its name."""
    truth: Expectation
    """What the faulty file shows."""
    awaited: tuple[Awaited, ...] | None = None
    """The findings that the fault owes; null for damage in transit, of which no agency may be accused."""
    variety: bool = False
    """It only looks like a fault: nothing has to be found."""
    still: bool = False
    """Nothing moved: what is accepted must stand where it stands in the sound file."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads faulty documents with every rule, and again without each."""

    pipeline: Pipeline
    form: Form
    without: tuple[Removal, ...] = ()
    """The rules that are taken away, one after the other."""
    sound: dict[tuple[str, tuple[bytes, str]], Processed] = field(
        default_factory=dict[tuple[str, tuple[bytes, str]], Processed]
    )
    """The last sound documents as they were read, by the rule that was missing: many faults share one of them."""

    def count(self, report: Report, part: dict[str, ClassTally], fault: FaultyDocument) -> None:
        """Count what becomes of a fault in a part of the report, and what would without each rule that may matter."""
        before, after = self.read_sound(fault.before), _read(self.pipeline, fault.after)
        fate = fate_of(fault, before, after, self.form)
        report.add(part, fault.name, fate)
        for removal in self.without:
            weighs = [removal.may_change(read.record, fate.rules) for read in (before, after)]
            again = self._again(removal, fault, None if weighs[0] else before) if any(weighs) else fate
            report.effect(removal.code).add(fate, again)

    def read_sound(self, file: tuple[bytes, str]) -> Processed:
        """Read a sound file with every rule, or remember how it was read."""
        return self._sound("", self.pipeline, file)

    def _again(self, removal: Removal, fault: FaultyDocument, before: Processed | None) -> Fate:
        sound = before or self._sound(removal.code, removal.pipeline, fault.before)
        return fate_of(fault, sound, _read(removal.pipeline, fault.after), self.form, removal.code)

    def _sound(self, without: str, pipeline: Pipeline, file: tuple[bytes, str]) -> Processed:
        if (without, file) not in self.sound:
            if len(self.sound) >= _MODEST:
                self.sound.clear()
            self.sound[without, file] = _read(pipeline, file)
        return self.sound[without, file]


def fate_of(fault: FaultyDocument, before: Processed, after: Processed, form: Form, removed: str | None = None) -> Fate:
    """What became of a fault; a rule that is `removed` owes no finding."""
    score = score_document(fault.truth, after, form)
    new = _new(before.record, after.record)
    doubts = _doubts(after.record) - _doubts(before.record)
    noticed = bool(new or doubts) or after.record.status != before.record.status
    escaped = {*score.wrong_accepted, *score.misprinted, *score.ungrounded}
    if fault.still:
        escaped |= _displaced(before.record, after.record)
    if fault.awaited is None:
        located = bool(doubts) or after.record.status == "failed"
        accused = any(item.severity == "error" and item.attribution == "source" for item in new)
        attributed = noticed and not accused
    else:
        cells = frozenset(path for item in fault.awaited for path in item.cells)
        located = bool(new) and all(not item.cells or cells >= set(item.cells) for item in new)
        owed = {(item.code, item.attribution) for item in fault.awaited if item.code != removed}
        attributed = bool(owed) and {(item.code, item.attribution) for item in new} >= owed
    return Fate(
        detected=int(noticed),
        located=int(noticed and located),
        attributed=int(attributed),
        escaped=len(escaped),
        rules=frozenset(item.code for item in new),
    )


def _read(pipeline: Pipeline, file: tuple[bytes, str]) -> Processed:
    data, name = file
    return pipeline.process(data, name=name, path=name)


def _new(before: Record, after: Record) -> list[Finding]:
    """Findings that the sound document does not have."""
    known = {(item.code, item.status, item.cells) for item in before.findings}
    return [item for item in after.findings if (item.code, item.status, item.cells) not in known]


def _displaced(before: Record, after: Record) -> set[str]:
    """Accepted cells whose place on the page is not the one that the sound document has."""
    places = {cell.path: cell.source for cell in before.cells}
    return {
        cell.path
        for cell in after.cells
        if cell.status == "accepted" and not _touch(places.get(cell.path), cell.source)
    }


def _touch(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.bbox is None or other.bbox is None:
        # What has no place has no wrong one.
        return True
    (left, top, right, bottom), (x0, y0, x1, y1) = one.bbox, other.bbox
    return one.page == other.page and left <= x1 and x0 <= right and top <= y1 and y0 <= bottom


def _doubts(record: Record) -> set[str]:
    """Cells that wait for a person."""
    return {cell.path for cell in record.cells if cell.status == "review"}
