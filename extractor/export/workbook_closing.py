"""The rows of the sheets that can only be written once all records have gone by: summary, rules, about."""

from collections.abc import Iterator, Sequence

from extractor.export.run_view import RunView
from extractor.export.sheet import LONGEST_TEXT, MOST_LINKS, MOST_ROWS, Field
from extractor.export.tally import RuleTally, RunTally
from extractor.export.workbook_words import say, words_of

__all__ = ["about_rows", "rule_rows", "summary_rows"]

Row = tuple[Field, ...]


def summary_rows(tally: RunTally, view: RunView) -> Iterator[Row]:
    """What was read, what is proven, what was found: a line each, with its share of the line it is part of."""

    def word(name: str) -> str:
        return say(view.language, "summary", name)

    documents = tally.statuses.total()
    yield word("documents"), documents
    for name, status in (("read", "ok"), ("partial", "partial"), ("failed", "failed")):
        yield _part(word(name), tally.statuses[status], documents)
    yield word("skipped"), view.facts.counts.get("skipped", len(view.facts.skipped))
    cells = tally.accepted + tally.review
    yield word("cells"), cells
    yield _part(word("accepted"), tally.accepted, cells)
    yield _part(word("review"), tally.review, cells)
    yield _part(word("decided"), tally.decided, cells)
    findings = tally.findings.total()
    yield word("findings"), findings
    for severity in ("error", "warning", "info"):
        yield _part(view.say("severity", severity), tally.findings[severity], findings)
    yield _part(word("waived"), tally.waived, findings)
    yield word("not_assessable"), tally.not_assessable
    yield word("tiers"), cells
    for tier in words_of("tier"):
        if tally.tiers[tier]:
            yield (*_part(tier, tally.tiers[tier], cells), say(view.language, "tier", tier))


def rule_rows(tally: RunTally, view: RunView) -> Iterator[Row]:
    """Every rule, also one that never had anything to check; equations are counted for identities only."""
    for key, outcome in tally.outcomes.items():
        rule = tally.rules.get(key)
        if rule is None:
            yield key[1], None, None, None, *_counts(outcome, identity=False), None
            continue
        yield (
            rule.code,
            rule.title.zh if view.language == "zh" else rule.title.en,
            view.say("family", rule.family),
            view.say("severity", rule.severity),
            *_counts(outcome, identity=rule.form is not None),
            rule.clause,
        )


def about_rows(view: RunView, sheets: Sequence[str], *, all_cells: bool) -> Iterator[Row]:
    """What the workbook was made from, and how to read it; `sheets` are the names of all of them."""

    def word(name: str, /, **values: object) -> str:
        return say(view.language, "about", name, **values)

    facts = view.facts
    yield word("package"), facts.package
    yield word("records"), facts.records_sha256
    yield word("fingerprint"), facts.fingerprint
    yield word("started"), facts.started
    yield word("inputs"), "\n".join(facts.inputs)
    for name, digest in sorted(facts.forms.items()):
        yield word("form", name=name), digest
    for name, value in facts.settings.items():
        yield word("setting", name=name), "" if value is None else str(value)
    for name, version in facts.versions.items():
        yield word("version", name=name), version
    for tier in words_of("tier"):
        yield tier, say(view.language, "tier", tier)
    for name in ("accepted_value", "as_printed"):
        yield say(view.language, "head", name), word(name)
    yield f"{say(view.language, 'head', 'start')} - {say(view.language, 'head', 'end')}", word("place")
    yield say(view.language, "sheet", "rules"), word("rules")
    yield "", word("controls", limit=LONGEST_TEXT)
    cells = say(view.language, "sheet", "cells")
    yield cells, word("all_cells" if all_cells else "some_cells")
    yield "", word("split", limit=f"{MOST_ROWS:,}", name=cells, sheets=", ".join(sheets))
    yield "", word("links", limit=MOST_LINKS)


def _part(name: str, part: int, whole: int) -> Row:
    return f"   {name}", part, round(part / whole, 6) if whole else None


def _counts(outcome: RuleTally, *, identity: bool) -> Iterator[Field]:
    if identity:
        yield from (outcome.passed + outcome.failed, outcome.passed, outcome.vacuous, outcome.failed)
    else:
        yield from (None, None, None, None)
    yield from (outcome.not_assessable, outcome.findings, outcome.waived, outcome.documents)
