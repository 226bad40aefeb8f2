"""`gouji check`."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.audit import Facts, Waivers
from extractor.batch import Checked, check, finished_run, known_of
from extractor.cli.deployment import report_expired, report_unknown_rows, stored_deployment, waivers_now
from extractor.cli.safe import printable
from extractor.cli.screen.labels import Labels
from extractor.cli.screen.waived import render_judged
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.cli.totals import severities
from extractor.settings import Settings

__all__ = ["CheckOptions", "check_folder"]

FINDINGS_EXIST = 1


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options as typed."""

    path: str
    rules: str | None = None
    manifest: str | None = None


def check_folder(options: CheckOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print the findings by document and return the exit code: 1 when an error that is not waived is among them."""
    console = make_console(settings)
    counts: Counter[str] = Counter()
    listed: list[dict[str, object]] = []
    _, manifest = finished_run(options.path)
    deployment = stored_deployment(options.rules, settings, manifest, texts)
    waivers = waivers_now(deployment)
    facts = _facts(options, settings, texts)
    for checked in check(options.path, levels=deployment.levels if deployment else None, facts=facts):
        record = checked.record
        counts["failed" if record.status == "failed" else "checked"] += 1
        for finding in checked.findings:
            waived = finding.status == "FAIL" and waivers.waives(finding.fingerprint, record.document.path)
            counts["waived" if waived else finding.severity] += 1
        if as_json:
            listed.append(_json(checked, waivers))
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
            place = record.document.path
            for part in render_judged(finding, cells, labels, texts, waivers=waivers, document=place, named=True):
                console.print(part)
    if as_json:
        totals = {key: counts[key] for key in ("checked", "failed", "error", "warning", "info", "waived")}
        print(json.dumps({"documents": listed, "counts": totals}, ensure_ascii=False))
    else:
        found = severities(counts["error"], counts["warning"], counts["info"], texts, waived=counts["waived"])
        console.print(texts("check.summary", documents=counts["checked"], failed=counts["failed"], findings=found))
    report_expired(waivers, texts)
    return FINDINGS_EXIST if counts["error"] else 0


def _facts(options: CheckOptions, settings: Settings, texts: Texts) -> Mapping[str, Facts] | None:
    """What `--manifest` says; null without it."""
    if options.manifest is None:
        return None
    known = known_of(options.path, options.manifest, max_bytes=settings.max_bytes)
    report_unknown_rows({str(row.line): row.path for row in known.unknown}, options.manifest, texts)
    return known.facts


def _json(checked: Checked, waivers: Waivers) -> dict[str, object]:
    record = checked.record
    place = record.document.path
    failed = [finding.fingerprint for finding in checked.findings if finding.status == "FAIL"]
    return {
        "path": record.document.path,
        "sha256": record.document.sha256,
        "status": record.status,
        "error": None if record.error is None else record.error.model_dump(mode="json"),
        "changed": checked.changed,
        "waived": [fingerprint for fingerprint in failed if waivers.waives(fingerprint, place)],
        "findings": [finding.model_dump(mode="json", by_alias=True) for finding in checked.findings],
    }
