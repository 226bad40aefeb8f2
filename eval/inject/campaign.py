"""A whole injection: so many faults, in files, in figures and in replies; and how it is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from eval.inject.figures import inject_figures
from eval.inject.files import inject_files
from eval.inject.replies import inject_replies
from eval.inject.tally import ClassTally, Report
from extractor.audit import rule_catalogue
from extractor.forms import Form, builtin_forms
from extractor.ingest import FileIngester
from extractor.pipeline import Pipeline

__all__ = ["FULL", "as_markdown", "as_value", "inject", "rule_codes"]

FULL = 100_000
_REPLIES, _FILES = 0.3, 0.015
"""Shares of the faults; a whole file counts as one fault and takes a hundred times as long as one in a figure."""
_CHECK_EVERY = 250
"""One of so many faults in figures is read whole as well."""


def inject(count: int, seed: int, tell: Callable[[Report], None] = lambda _: None) -> Report:
    """Inject at least so many faults; the same numbers give the same report.

    Args:
        count: faults in all.
        seed: of the faults.
        tell: hears of the report as it grows.
    """
    form = builtin_forms()[0]
    pipeline = Pipeline(FileIngester(None), (form,))
    report = Report()
    files, replies = int(count * _FILES), int(count * _REPLIES)
    inject_figures(report, count - files - replies, seed, pipeline, check_every=_CHECK_EVERY)
    tell(report)
    inject_files(report, files, seed, pipeline, form)
    tell(report)
    inject_replies(report, replies, seed, form)
    return report


def rule_codes(form: Form | None = None) -> frozenset[str]:
    """Every rule that could notice a fault: those of the catalogue and the identities of the form."""
    form = form or builtin_forms()[0]
    identities = {equation.id for table in form.tables for edition in table.editions for equation in edition.equations}
    return frozenset(rule_catalogue()) | identities


def as_value(report: Report) -> dict[str, object]:
    """The report for programs."""
    parts = {"files": report.files, "varieties": report.varieties, "figures": report.figures, "replies": report.replies}
    return {
        "faults": report.total,
        "escaped": report.escaped,
        "checked_whole": report.checked,
        "differing": report.differing,
        **{name: {key: asdict(tally) for key, tally in part.items()} for name, part in parts.items()},
        "rules": dict(report.rules.most_common()),
        "alone": dict(report.alone.most_common()),
        "idle": report.idle(rule_codes()),
        "traceless": report.traceless(),
    }


def as_markdown(report: Report) -> str:
    """The report as a page of reference."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.total} faults, {report.escaped} escaped."
    yield "An escape is an accepted cell that does not hold the token at its true place."
    titles: Mapping[str, Mapping[str, ClassTally]] = {
        "In one reply of the second reader, before it is grounded": report.replies,
        "In printed figures, judged by the identities": report.figures,
        "Before the readers: whole files": report.files,
        "Before the readers: what only looks like a fault": report.varieties,
    }
    for title, part in titles.items():
        yield ""
        yield f"### {title}"
        yield ""
        yield "| class | documents | faults | detected | located | attributed | escaped |"
        yield "|---|---|---|---|---|---|---|"
        for name, tally in sorted(part.items()):
            shares = (_share(item, tally.faults) for item in (tally.detected, tally.located, tally.attributed))
            yield f"| {name} | {tally.documents} | {tally.faults} | {' | '.join(shares)} | {tally.escaped} |"
    yield ""
    yield f"{report.checked} faults in figures were read whole as well; {len(report.differing)} gave other findings."
    yield ""
    yield "### Classes that may leave no trace"
    yield ""
    yield from (
        f"- {name}: {share:.1%}" for name, share in sorted(report.traceless().items(), key=lambda item: -item[1])
    )
    yield ""
    yield "### Rules"
    yield ""
    yield "| rule | faults noticed | by it alone |"
    yield "|---|---|---|"
    yield from (f"| {code} | {count} | {report.alone[code]} |" for code, count in report.rules.most_common())
    yield ""
    idle = report.idle(rule_codes())
    yield f"Rules whose removal would change nothing here: {', '.join(idle) or 'none'}."


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
