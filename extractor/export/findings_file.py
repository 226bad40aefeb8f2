"""`findings.jsonl`: one finding a line, each with the document it is about."""

import json
from typing import BinaryIO, Self

from extractor.audit import Waivers
from extractor.export.tidy import RecordRows
from extractor.model import Finding

__all__ = ["FindingLines", "waiver_of"]


def waiver_of(finding: Finding, path: str, waivers: Waivers) -> dict[str, str] | None:
    """Who waived a finding of the document at `path`, until when and why; null for one that counts."""
    waiver = waivers.of(finding.fingerprint, path) if finding.status == "FAIL" else None
    if waiver is None or not waivers.holds(waiver):
        return None
    return {"by": waiver.by, "expires": waiver.expires.isoformat(), "reason": waiver.reason}


class FindingLines:
    """Writes each finding as its record has it, after `document`, `path`, `agency` and `year`; `waived` comes last."""

    def __init__(self, target: BinaryIO, waivers: Waivers) -> None:
        """Write to `target`, an open binary file, which stays open."""
        self._target = target
        self._waivers = waivers

    def add(self, rows: RecordRows) -> None:
        """Write the findings of a record."""
        document = rows.record.document
        about = {
            "document": document.sha256,
            "path": document.path,
            "agency": rows.subject.agency,
            "year": rows.subject.year,
        }
        for finding in rows.record.findings:
            waived = waiver_of(finding, document.path, self._waivers)
            line = {**about, **finding.model_dump(mode="json", by_alias=True), "waived": waived}
            self._target.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._target.flush()
