"""What replies cost, in tokens, beside two other ways to ask. Counted offline by the tokeniser of current models."""

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.replies import (
    Layout,
    flat_report,
    indented,
    minified,
    one_cell_a_line,
    prose_replies,
    skeleton,
    spaced,
    table_reply_of,
    three_digits,
)
from benchmarks.report import figure, judge
from extractor.forms import Form, TableEdition, builtin_forms
from extractor.prompting import builtin_prompts, table_question

__all__ = ["INDENTED_BAR", "MINIFIED_BAR", "REPORT_BAR", "counter", "measure_tokens", "report_replies", "table_tokens"]

MINIFIED_BAR, INDENTED_BAR, REPORT_BAR = 800, 1_250, 3_000
"""Tokens of a reply for the table of requests, and of all replies about a report (design.md §7)."""
REPORT = Path(__file__).resolve().parent.parent / "golden" / "reports" / "qinghe_2023.txt"
"""Prose of the usual length."""
EDITION = "2021"

Count = Callable[[str], int]


def counter() -> Count:
    """Counts the tokens of a text as o200k cuts it; the vocabulary is in the package.

    Raises:
        ImportError: the extra `bench` is not installed.
    """
    import bpe_openai  # pyright: ignore[reportMissingTypeStubs] - it ships none

    encoding = bpe_openai.get_encoding("o200k_base")
    return lambda text: len(encoding.encode_ordinary(text))


def measure_tokens() -> bool:
    """Print the tokens of replies in our shape, and how many times as many others take."""
    count = counter()
    form, editions = _form()
    requests = form.table("requests").edition(EDITION)
    cells = len(requests.cells)
    met = True
    for name, layout, bar in (
        ("minified", minified, MINIFIED_BAR),
        ("spaced", spaced, None),
        ("indented, cells on a line", indented, INDENTED_BAR),
        ("indented, a cell a line", one_cell_a_line, None),
    ):
        tokens = table_tokens(requests, layout, count)
        label = f"{cells}-cell table, {name}"
        if bar is None:
            figure(label, f"{tokens} tokens")
        else:
            met = judge(label, f"{tokens} tokens", str(bar), met=tokens <= bar) and met
    return _whole_report(form, editions, count) and met


def table_tokens(edition: TableEdition, layout: Layout, count: Count) -> int:
    """The tokens of a full, faithful reply with three digits in every cell."""
    return count(layout(table_reply_of(edition, three_digits(edition))))


def report_replies(form: Form, editions: Mapping[str, str]) -> list[dict[str, object]]:
    """Every reply about a report: its tables, its prose, its metadata."""
    tables = [table_reply_of(edition, three_digits(edition)) for edition in form.table_editions(dict(editions))]
    return [*tables, *prose_replies(REPORT, form)]


def _whole_report(form: Form, editions: Mapping[str, str], count: Count) -> bool:
    replies = report_replies(form, editions)
    tables = list(form.table_editions(dict(editions)))
    figures = {path: value for table in tables for path, value in three_digits(table).items()}
    prose = replies[len(tables) :]
    flat = count(minified(flat_report(form, editions, figures, prose)))
    shown = count(minified(skeleton(form, editions)))
    filled = count(minified(skeleton(form, editions, figures))) + sum(count(minified(part)) for part in prose)
    met = True
    for name, layout in (("minified", minified), ("indented", indented)):
        ours = sum(count(layout(reply)) for reply in replies)
        met = judge(f"all replies, {name}", f"{ours} tokens", str(REPORT_BAR), met=ours <= REPORT_BAR) and met
    ours = sum(count(minified(reply)) for reply in replies)
    asked = sum(count(_listing(table)) for table in tables)
    figure("one flat schema, named fields", f"{flat} tokens out, {flat / ours:.2f} times ours")
    figure("a skeleton of zeros, filled in", f"{filled} tokens out, {filled / ours:.2f} times ours")
    figure("  and in the prompt", f"{shown} tokens for zeros, ours {asked} for labels ({shown / asked:.2f} times)")
    return met


def _listing(table: TableEdition) -> str:
    """What our prompt says about a table before the document begins."""
    text = table_question(builtin_prompts(), table, "", document="0" * 64).messages[-1].text
    return text.partition("<<<document")[0]


def _form() -> tuple[Form, Mapping[str, str]]:
    form = next(form for form in builtin_forms() if form.id == "gov-disclosure")
    return form, {table.key: EDITION for table in form.tables}
