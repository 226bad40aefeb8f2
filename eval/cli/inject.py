"""`gouji eval inject`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from eval.cli.shared import announce, positive, words
from eval.inject import Report, as_markdown, as_value, inject
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.store.atomic import replacing

__all__ = ["inject_faults"]

ESCAPED = 1


def inject_faults(faults: int, seed: int, target: str | None, lang: str | None, *, as_json: bool) -> int:
    """Inject, print or write the report; exit code 1 when a fault escaped.

    Raises:
        UsageError: `usage` for a count below one or another suffix.
        StoreError: the report cannot be written.
    """
    texts, _ = words(lang)
    positive("--faults", faults, texts)
    writers = {".md": as_markdown, ".json": _json}
    if target is not None and Path(target).suffix not in writers:
        raise UsageError("usage", texts("eval.no_suffix", value=target, known=" ".join(writers)))
    report = inject(faults, seed, lambda so_far: announce(f"{so_far.total} / {faults}"))
    announce("")
    if target is not None:
        with replacing(Path(target), durable=False) as file:
            file.write(writers[Path(target).suffix](report).encode())
    sys.stdout.write(_json(report) if as_json else "\n".join(_lines(report, texts)) + "\n")
    return ESCAPED if report.escaped else 0


def _json(report: Report) -> str:
    return json.dumps(as_value(report), ensure_ascii=False) + "\n"


def _lines(report: Report, texts: Texts) -> Iterator[str]:
    for part in report.parts.values():
        for name, tally in sorted(part.items()) if part is not report.varieties else ():
            yield texts("eval.fault_class", name=name, **asdict(tally))
    for code, effect in sorted(report.removed.items()):
        if effect.changed:
            yield texts("eval.rule_removed", rule=code, **asdict(effect))
    for name, lacking in report.skipped.items():
        yield texts("eval.part_skipped", part=name, lacking=lacking)
    yield texts("eval.redundant", rules=", ".join(report.redundant()) or "–")
    yield texts("eval.idle", rules=", ".join(report.idle()) or "–")
    yield texts(
        "eval.injected",
        total=report.total,
        escaped=report.escaped,
        checked=report.checked,
        differing=len(report.differing),
    )
