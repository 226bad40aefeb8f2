"""Quality bar: what replies cost in tokens (design.md §7), for a report with three digits in every cell."""

import pytest

from benchmarks.replies import Layout, indented, minified
from benchmarks.tokens import INDENTED_BAR, MINIFIED_BAR, REPORT_BAR, Count, counter, report_replies, table_tokens
from extractor.forms import builtin_forms
from extractor.prompting import ClaimsReply, MetadataReply, table_question
from extractor.prompting.catalogue import builtin_prompts
from extractor.prompting.describe import widths
from extractor.prompting.wire import table_reply

FORM = next(form for form in builtin_forms() if form.id == "gov-disclosure")


@pytest.fixture(name="count", scope="module")
def count_fixture() -> Count:
    """The tokeniser of current models; skips where it is not installed."""
    pytest.importorskip("bpe_openai", reason="needs the tokeniser of the extra `bench`")
    return counter()


@pytest.mark.bars
@pytest.mark.parametrize(("layout", "bar"), [(minified, MINIFIED_BAR), (indented, INDENTED_BAR)])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_largest_table_costs_no_more_than_its_bar(count: Count, layout: Layout, bar: int, edition: str) -> None:
    """161 cells of 2019 and 175 of 2021, nothing left out."""
    assert table_tokens(FORM.table("requests").edition(edition), layout, count) <= bar


@pytest.mark.bars
@pytest.mark.parametrize("layout", [minified, indented])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_all_replies_about_a_report_cost_no_more_than_their_bar(count: Count, layout: Layout, edition: str) -> None:
    """Every table full, the prose and the metadata of a report of the usual length."""
    editions = {table.key: edition for table in FORM.tables}
    replies = report_replies(FORM, editions)
    assert len(replies) == len(FORM.tables) + 2
    assert sum(count(layout(reply)) for reply in replies) <= REPORT_BAR


def test_what_is_counted_is_what_is_asked_for() -> None:
    """The replies have the shapes of the wire, and say something."""
    editions = {table.key: "2021" for table in FORM.tables}
    *tables, claims, metadata = report_replies(FORM, editions)
    for edition, reply in zip(FORM.table_editions(editions), tables, strict=True):
        shape = table_reply(*widths(edition))
        assert len(shape.model_validate(reply).rows) == sum(len(block.rows) for block in edition.blocks)
    assert len(ClaimsReply.model_validate(claims).claims) > 5
    assert len(MetadataReply.model_validate(metadata).items) > 8


@pytest.mark.parametrize("layout", [minified, indented])
def test_no_faithful_reply_is_cut_off(count: Count, layout: Layout) -> None:
    """The limit sent with a question leaves every layout twice the room, for tokenisers that cut finer."""
    for table in FORM.tables:
        for edition in table.editions:
            question = table_question(builtin_prompts(), edition, "", document="0" * 64)
            assert 2 * table_tokens(edition, layout, count) <= question.max_tokens
