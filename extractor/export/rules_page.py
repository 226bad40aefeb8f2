"""The reference page of the rules, written from the catalogue and the form files so that it cannot disagree."""

from collections.abc import Iterable, Iterator, Sequence

from extractor.audit.rulebook import Rule, rulebook
from extractor.forms import Form

__all__ = ["rules_page"]

HEAD = """\
# Rules

Generated from `extractor/audit/data/rules.yaml` and the form files; do not edit it, run `make schemas`.

A finding names the rule, its clause, what was found, and who is at fault:
the report (`source`), the copy of it (`transcription`), our reading (`extraction`), or nobody can tell (`undecided`).
`{name}` in a sentence stands for what the rule found.
A rule whose input is missing or not proven says so (`NOT_ASSESSABLE`) and accuses nobody.
The level is the one that ships; a deployment may set its own and waive findings ([audit.md](../design/audit.md)).
`gouji rules show CODE` prints a section of this page.
"""


def rules_page(forms: Iterable[Form]) -> str:
    """The page in Markdown: an index, then one section a rule."""
    rules = rulebook(forms)
    parts = [HEAD, _index(rules)]
    parts += ["## Rules of the catalogue\n", *(_section(rule) for rule in rules if rule.form is None)]
    parts += ["## Identities of the forms (勾稽关系)\n", *(_section(rule) for rule in rules if rule.form is not None)]
    return "\n".join(parts)


def _index(rules: Sequence[Rule]) -> str:
    lines = ["| code | family | level | title | form |", "|---|---|---|---|---|"]
    for rule in rules:
        title = _cell(f"{rule.title.en} {rule.title.zh}")
        lines.append(f"| {rule.code} | {rule.family} | {rule.severity} | {title} | {_form(rule)} |")
    return "\n".join(lines) + "\n"


def _form(rule: Rule) -> str:
    return f"identity of {rule.form}" if rule.form else ", ".join(rule.forms) or "every form"


def _section(rule: Rule) -> str:
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.title.en} {rule.title.zh}\n"
    yield f"- Level: {rule.severity}; family: {rule.family}; {_form(rule)}"
    yield f"- Basis: {rule.clause}"
    if rule.equation:
        yield f"- Equation: {rule.equation}"
    yield f"- Decided: {rule.decided}"
    for sentence in rule.sentences:
        name = f" (`{sentence.name}`, {sentence.severity})" if sentence.name else ""
        yield f"- Says{name}: {_code(sentence.message.en)}, {_code(sentence.message.zh)}"
    yield f"- Where it cannot be assessed: {_code(rule.not_assessable.en)}, {_code(rule.not_assessable.zh)}"
    for change in rule.changes:
        yield f"- Example: {_code(change.old)} becomes {_code(change.new) if change.new else 'nothing'}"
    if rule.case:
        yield f"- Example: {rule.case.en}"
    if rule.says:
        yield f"- It then says: {_code(rule.says)}"
    if rule.why_no_example and not rule.changes:
        yield f"- No example: {rule.why_no_example}"


def _code(text: str) -> str:
    """Words as they are, line ends and tabs spelled out: Markdown must not read them."""
    spelled = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")
    marks = "``" if "`" in spelled else "`"
    return f"{marks}{spelled}{marks}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
