"""Pages and boxes of what a record cites."""

from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Document, Spot
from extractor.pipeline import Pipeline
from extractor.pipeline.places import located, relocated

REPORT = (
    "某县人民政府2023年政府信息公开工作年度报告\n一、总体情况\n2023年新收政府信息公开申请2件。\n"
    "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t\t3\n行政规范性文件\t1\t0\t2\n"
)


def placed() -> Document:
    """A text whose every character has a box, ten points wide, on one of two pages."""
    document = FileIngester().ingest(REPORT.encode(), name="a.txt", path="a.txt")
    half = len(REPORT) // 2
    spots = [Spot(at, at + 1, 1 + (at > half), (10.0 * at, 0.0, 10.0 * at + 10, 12.0)) for at in range(len(REPORT))]
    return Document("0" * 64, "a.txt", "a.txt", "text/plain", document.text, spots=tuple(spots))


def test_an_interval_has_the_spots_of_its_words_and_a_blank_its_own() -> None:
    """Words that only touch the interval are none of it."""
    spots = (Spot(0, 2, 1, (0, 0, 1, 1)), Spot(3, 3, 1, (2, 0, 3, 1)), Spot(4, 6, 2, (4, 0, 5, 1)))
    document = Document("", "", "", "", "ab\t\tcd", spots=spots)
    assert document.spots_of(0, 2) == spots[:1]
    assert document.spots_of(3, 3) == spots[1:2]
    assert document.spots_of(1, 5) == (spots[0], spots[1], spots[2])
    assert document.spots_of(2, 2) == ()


def test_every_citation_gets_page_and_box_and_keeps_them_in_a_check() -> None:
    """Cells, readings, metadata, claims and findings; a record made anew takes them from the stored one."""
    pipeline = Pipeline(FileIngester(), builtin_forms())
    record = pipeline.process(REPORT.encode(), name="a.txt", path="a.txt").record
    done = located(record, placed())
    cells = [cell for cell in done.cells if cell.source and cell.as_printed]
    assert cells
    for cell in cells:
        assert cell.source is not None
        assert cell.source.bbox is not None
        assert (cell.source.bbox[0], cell.source.bbox[2]) == (10.0 * cell.source.start, 10.0 * cell.source.end)
        assert cell.source.page == 1 + (cell.source.start > len(REPORT) // 2)
        assert all(reading.source == cell.source for reading in cell.readings)
    assert done.meta["title"].source is not None
    assert done.meta["title"].source.bbox is not None
    assert all(claim.source.bbox for claim in done.claims)
    assert relocated(record, done).claims == done.claims
    assert located(record, Document("", "", "", "", REPORT)) is record
