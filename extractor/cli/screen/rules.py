"""Rules: the list, and one with all that it rests on and says."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.audit.catalogue import Wording
from extractor.audit.rulebook import Rule
from extractor.cli.safe import printable
from extractor.cli.screen.findings import SEVERITY_STYLES
from extractor.cli.texts import Texts

__all__ = ["render_rule", "render_rules"]


def render_rules(rules: Sequence[Rule], texts: Texts) -> Iterator[RenderableType]:
    """One line a rule."""
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for key in ("code", "family", "level", "title", "clause", "identity"):
        grid.add_column(texts(f"rules.{key}"), overflow="fold")
    for rule in rules:
        level = Text(texts(f"rules.level_{rule.severity}"), style=SEVERITY_STYLES[rule.severity])
        family = texts(f"family.{rule.family}")
        grid.add_row(rule.code, family, level, _words(rule.title, texts), rule.clause, rule.form or "")
    yield grid


def render_rule(rule: Rule, texts: Texts) -> Iterator[RenderableType]:
    """Title and level, then a line for each thing there is to know."""
    yield Text.assemble(
        (f"{rule.code}  ", "bold"),
        (_words(rule.title, texts), "bold"),
        "  ",
        (texts(f"rules.level_{rule.severity}"), SEVERITY_STYLES[rule.severity]),
    )
    lines = list(_lines(rule, texts))
    width = max(cell_len(name) for name, _ in lines)
    for name, words in lines:
        entry = Table.grid(padding=(0, 2, 0, 0))
        entry.add_column(width=width, style="dim")
        entry.add_column(overflow="fold")
        entry.add_row(set_cell_size(name, width), Text(printable(words)))
        yield Padding(entry, (0, 0, 0, 3), expand=False)


def _lines(rule: Rule, texts: Texts) -> Iterator[tuple[str, str]]:
    yield texts("rules.source"), _source(rule, texts)
    yield texts("rules.family"), texts(f"family.{rule.family}")
    yield texts("rules.clause"), rule.clause
    if rule.equation:
        yield texts("rules.equation"), rule.equation
    yield texts("rules.decided"), rule.decided
    for number, sentence in enumerate(rule.sentences):
        level = f" ({texts(f'rules.level_{sentence.severity}')})" if len(rule.sentences) > 1 else ""
        yield texts("rules.says") if not number else "", f"{sentence.message.zh}{level}"
        yield "", f"{sentence.message.en}{level}"
    yield texts("rules.not_assessable"), rule.not_assessable.zh
    yield "", rule.not_assessable.en
    for number, change in enumerate(rule.changes):
        yield texts("rules.example") if not number else "", texts("rules.replaced", old=change.old, new=change.new)
    if rule.case:
        yield texts("rules.example"), _words(rule.case, texts)
    if rule.says:
        yield "", texts("rules.then", says=rule.says)
    if rule.why_no_example and not rule.changes:
        yield texts("rules.example"), texts("rules.no_example", why=rule.why_no_example)


def _source(rule: Rule, texts: Texts) -> str:
    if rule.form is not None:
        return texts("rules.identity_of", form=rule.form)
    if rule.forms:
        return texts("rules.only_forms", forms=", ".join(rule.forms))
    return texts("rules.catalogue")


def _words(wording: Wording, texts: Texts) -> str:
    return wording.zh if texts.language == "zh" else wording.en
