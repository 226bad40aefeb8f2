"""Counting in the bytes of a record line."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Cell, Failure, Finding, Record
from extractor.store import read_head, read_tally

MakeRecord = Callable[..., Record]

TRAPS = ('"severity":"error"', '"status":"accepted"', ',"form":', '"cells":[', '"unmapped":[', '\\"', '"findings":[')
texts = st.one_of(st.text(max_size=20), st.sampled_from(TRAPS))


def cells() -> st.SearchStrategy[Cell]:
    """Cells whose texts look like parts of a record."""
    return st.builds(
        Cell,
        path=texts,
        as_printed=texts,
        value=st.one_of(st.integers(), texts),
        kind=st.just("number"),
        tier=st.just("S0"),
        status=st.sampled_from(("accepted", "review")),
        reasons=st.tuples(texts),
        source=st.none(),
    )


def findings() -> st.SearchStrategy[Finding]:
    """Findings whose texts look like parts of a record."""
    return st.builds(
        Finding,
        code=texts,
        family=texts,
        severity=st.sampled_from(("error", "warning", "info")),
        status=st.sampled_from(("FAIL", "NOT_ASSESSABLE")),
        attribution=st.just("source"),
        message=texts,
        message_zh=texts,
        clause=texts,
        cells=st.tuples(texts),
        quote=texts,
        fingerprint=texts,
    )


class TestTally:
    """`read_tally`."""

    @given(
        own=st.lists(cells(), max_size=4), meta=st.lists(cells(), max_size=2), found=st.lists(findings(), max_size=4)
    )
    def test_counting_in_bytes_is_counting_in_the_record(
        self, make_record: MakeRecord, own: list[Cell], meta: list[Cell], found: list[Finding]
    ) -> None:
        """Whatever the texts of a record hold, its bytes give the same counts as the record itself."""
        record = make_record(
            cells=tuple(own), findings=tuple(found), meta={str(index): cell for index, cell in enumerate(meta)}
        )
        tally = read_tally(record.model_dump_json(by_alias=True).encode())
        assert tally.accepted == sum(cell.status == "accepted" for cell in own)
        assert tally.review == sum(cell.status == "review" for cell in own)
        assert tally.errors == sum(finding.severity == "error" for finding in found)
        assert tally.warnings == sum(finding.severity == "warning" for finding in found)
        assert tally.infos == sum(finding.severity == "info" for finding in found)
        assert tally.failed == tuple(
            (finding.severity, finding.fingerprint) for finding in found if finding.status == "FAIL"
        )


class TestHead:
    """`read_head`."""

    @given(path=texts, message=texts)
    def test_head_is_what_the_record_says(self, make_record: MakeRecord, path: str, message: str) -> None:
        """Path and failure come back as they were, quotation marks and all."""
        error = Failure(code="x", message=message, hint=None)
        record = make_record(path, status="failed", error=error, sha256=None, characters=None)
        head = read_head(record.model_dump_json(by_alias=True).encode())
        assert (head.path, head.error, head.sha256, head.status) == (path, error, None, "failed")

    @pytest.mark.parametrize("line", [b"", b"{}", b'{"a":1,"form":null}', b'{"status":"ok,"form":', b"\xff\xfe"])
    def test_what_is_no_record_is_refused(self, line: bytes) -> None:
        """Other lines are a ValueError, never a head with holes."""
        with pytest.raises(ValueError, match=r".+"):
            read_head(line)
