"""Faults in recorded replies of the recogniser."""

import json

import pytest

from eval.generator import Format, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.inject import Report
from eval.inject.misrecognised import BEYOND_ONE, ONE_REPLY
from eval.inject.recordings import Recording, RecordingIngester, as_bytes, read_recordings
from eval.inject.sightings import inject_sightings, sighting_faults
from eval.scoring import is_right
from extractor.forms import builtin_forms
from extractor.model import PageTable
from extractor.pipeline import Pipeline

FORM = builtin_forms()[0]
CLASSES = {**ONE_REPLY, **BEYOND_ONE}
RECORDINGS = list(read_recordings())


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda item: str(item.seed))
def test_a_recorded_scan_is_read_as_the_report_it_was_made_of(recording: Recording) -> None:
    """Every cell of the drawn report is right, and most need no person: what faults are held against is sound."""
    made = generate(recording.seed, GRID_LAYOUT, form=FORM, file_format=Format.DOCX)
    cells = (
        Pipeline(RecordingIngester(), (FORM,)).process(as_bytes(recording), name="a.tiff", path="a.tiff").record.cells
    )
    assert {cell.path for cell in cells} == set(made.truth.cells)
    assert [cell.path for cell in cells if not is_right(made.truth.cells[cell.path], cell)] == []
    assert sum(cell.status == "accepted" for cell in cells) >= 0.9 * len(cells)


def test_every_class_strikes_one_table_and_nothing_else() -> None:
    """The other tables, the lines and the other pages of a recording stay as they were."""
    seen: set[str] = set()
    faults = sighting_faults(5, FORM)
    while seen != set(CLASSES):
        fault = next(faults)
        before, after = (json.loads(file[0]) for file in (fault.before, fault.after))
        changed = [
            one != other
            for page, struck in zip(before["pages"], after["pages"], strict=True)
            for one, other in zip(page["found"]["blocks"], struck["found"]["blocks"], strict=True)
        ]
        assert sum(changed) == 1, fault.name
        seen.add(fault.name)


def test_one_wrong_reply_is_noticed_and_only_the_second_read_tells_it() -> None:
    """The short run of the bar: none escapes, and without the second read some would."""
    report = Report()
    inject_sightings(report, 6, 5, FORM)
    assert sum(tally.faults for tally in report.sightings.values()) == 6
    assert {name for name, tally in report.sightings.items() if tally.escaped or tally.undetected} == set()
    assert report.removed["second read"].changed > 0


def test_a_recording_without_second_reads_agrees_with_itself() -> None:
    """What is left is one read of every figure."""
    (first, *_) = RECORDINGS
    assert any(isinstance(block, PageTable) for page in first.pages for block in page.found.blocks)
    once = RecordingIngester(twice=False).ingest(as_bytes(first), name="a.tiff", path="a.tiff")
    words = [once.text[spot.start : spot.end] for spot in once.spots if spot.again is not None]
    assert words
    assert words == [spot.again for spot in once.spots if spot.again is not None]
