"""How an injection is told: to programs, and as a page of reference."""

from collections.abc import Iterator
from dataclasses import asdict

from eval.inject.tally import ClassTally, Report

__all__ = ["as_markdown", "as_value"]


def as_value(report: Report) -> dict[str, object]:
    """The report for programs."""
    return {
        "faults": report.total,
        "escaped": report.escaped,
        "checked_whole": report.checked,
        "differing": report.differing,
        **{name: {key: asdict(tally) for key, tally in part.items()} for name, part in report.parts.items()},
        "skipped": report.skipped,
        "rules": dict(report.rules.most_common()),
        "alone": dict(report.alone.most_common()),
        "removed": {code: asdict(effect) for code, effect in sorted(report.removed.items())},
        "idle": report.idle(),
        "redundant": report.redundant(),
        "traceless": report.traceless(),
    }


_TITLES = {
    "replies": "In one reply of the second reader, before it is grounded",
    "figures": "In printed figures, judged by the identities",
    "files": "Before the readers: whole files",
    "varieties": "Before the readers: what only looks like a fault",
    "prints": "Before the readers: printed PDF files",
    "sightings": "In one reply of the recogniser, on recorded scans",
    "beyond": "Beyond one fault, told but in no bar",
}


def as_markdown(report: Report) -> str:
    """The report as a page of reference."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.total} faults, {report.escaped} escaped."
    yield "An escape is an accepted cell that does not hold the token at its true place."
    for name, title in _TITLES.items():
        part = report.parts[name]
        if part:
            yield from ("", f"### {title}", "", *_table(part))
        elif name in report.skipped:
            yield from ("", f"### {title}", "", f"Left out: {report.skipped[name]} is not installed.")
    yield ""
    yield f"{report.checked} faults in figures were read whole as well; {len(report.differing)} gave other findings."
    yield from ("", "### Classes that may leave no trace", "")
    yield from (
        f"- {name}: {share:.1%}" for name, share in sorted(report.traceless().items(), key=lambda item: -item[1])
    )
    yield from ("", "### Rules", "", "| rule | faults noticed | by it alone |", "|---|---|---|")
    yield from (f"| {code} | {count} | {report.alone[code]} |" for code, count in report.rules.most_common())
    yield from _removals(report)


def _table(part: dict[str, ClassTally]) -> Iterator[str]:
    yield "| class | documents | faults | detected | located | attributed | escaped |"
    yield "|---|---|---|---|---|---|---|"
    for name, tally in sorted(part.items()):
        shares = (_share(item, tally.faults) for item in (tally.detected, tally.located, tally.attributed))
        yield f"| {name} | {tally.documents} | {tally.faults} | {' | '.join(shares)} | {tally.escaped} |"


def _removals(report: Report) -> Iterator[str]:
    yield from ("", "### Rules taken away", "")
    yield "Each rule was removed and the faults judged again without it; what is counted is lost without the rule."
    yield ""
    yield "| rule | judged again | changed | not detected | not located | not attributed | escapes |"
    yield "|---|---|---|---|---|---|---|"
    for code, effect in sorted(report.removed.items(), key=lambda item: (-item[1].detected, item[0])):
        lost = f"{effect.detected} | {effect.located} | {effect.attributed} | {effect.escaped}"
        yield f"| {code} | {effect.judged} | {effect.changed} | {lost} |"
    yield ""
    yield f"Rules whose removal changes nothing here: {', '.join(report.idle()) or 'none'}."
    yield ""
    yield (
        "Rules without which some faults are placed or attributed otherwise, but none goes unnoticed and none escapes: "
        f"{', '.join(report.redundant()) or 'none'}."
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
