"""`gouji check`."""

import json
from collections import Counter

from extractor.batch import Checked, check
from extractor.cli.safe import printable
from extractor.cli.screen import render_finding
from extractor.cli.screen.labels import Labels
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.cli.totals import severities
from extractor.settings import Settings

__all__ = ["check_folder"]

FINDINGS_EXIST = 1


def check_folder(path: str, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print the findings by document and return the exit code: 1 when an error is among them."""
    console = make_console(settings)
    counts: Counter[str] = Counter()
    listed: list[dict[str, object]] = []
    for checked in check(path):
        record = checked.record
        counts["failed" if record.status == "failed" else "checked"] += 1
        counts.update(finding.severity for finding in checked.findings)
        if as_json:
            listed.append(_json(checked))
            continue
        notes = [texts("check.changed")] if checked.changed else []
        if record.status == "failed":
            notes.append(texts("check.not_checked", code=record.error.code if record.error else record.status))
        if not checked.findings and not notes:
            continue
        console.print(printable(record.document.path), style="bold")
        for note in notes:
            console.print(f"   {note}", style="yellow")
        cells = {cell.path: cell for cell in record.cells}
        labels = Labels.of(checked.form, record.form.editions) if checked.form and record.form else None
        for finding in checked.findings:
            for part in render_finding(finding, cells, labels, texts):
                console.print(part)
    if as_json:
        totals = {key: counts[key] for key in ("checked", "failed", "error", "warning", "info")}
        print(json.dumps({"documents": listed, "counts": totals}, ensure_ascii=False))
    else:
        found = severities(counts["error"], counts["warning"], counts["info"], texts)
        console.print(texts("check.summary", documents=counts["checked"], failed=counts["failed"], findings=found))
    return FINDINGS_EXIST if counts["error"] else 0


def _json(checked: Checked) -> dict[str, object]:
    record = checked.record
    return {
        "path": record.document.path,
        "sha256": record.document.sha256,
        "status": record.status,
        "error": None if record.error is None else record.error.model_dump(mode="json"),
        "changed": checked.changed,
        "findings": [finding.model_dump(mode="json", by_alias=True) for finding in checked.findings],
    }
