"""Questions built from prompt, form and text."""

import pytest
from inline_snapshot import snapshot
from pydantic import ValidationError

from extractor.forms import Form, builtin_forms
from extractor.prompting import (
    ClaimsReply,
    MetadataReply,
    SecondLookReply,
    builtin_prompts,
    claims_question,
    fences_in,
    metadata_question,
    row_question,
    second_look_question,
    table_question,
)

SHA256 = "0123456789abcdef" * 4
EDITIONS = {"proactive": "2021", "requests": "2021", "disputes": "2021"}


def test_a_table_is_asked_for_by_rows_columns_and_text(form: Form) -> None:
    """The last turn, whole; the document comes last, so that what stands before it is the same for every document."""
    edition = form.table("disputes").edition("2021")
    question = table_question(builtin_prompts(), edition, "1\t2", document=SHA256, images=(b"png",), repeat=2)
    assert (question.part, question.document, question.repeat) == ("disputes", SHA256, 2)
    assert question.prompt == builtin_prompts().of("table").name
    assert question.digest == builtin_prompts().of("table").digest
    assert question.messages[-1].images == (b"png",)
    assert question.messages[-1].text == snapshot("""\
Table: 政府信息公开行政复议、行政诉讼情况

These rows may stand side by side on one line of figures; each still is a row of its own here.
Cells in each row: 5, for these columns in order:
1. 结果维持
2. 结果纠正
3. 其他结果
4. 尚未审结
5. 总计
Rows:
r01 行政复议
- 行政诉讼
  r02 未经复议直接起诉
  r03 复议后起诉

<<<document 0123456789ab disputes 2021>>>
1	2
<<<end of document 0123456789ab>>>\
""")


@pytest.mark.parametrize(
    ("cells", "fits"), [(["1"], True), ([None], True), (["1", "2", "3"], True), ([], False), (["1"] * 4, False)]
)
def test_a_reply_has_as_many_cells_as_rows_of_the_table_may_have(
    form: Form, cells: list[str | None], fits: bool
) -> None:
    """The shape goes with the question."""
    question = table_question(builtin_prompts(), form.table("proactive").edition("2021"), "x", document=SHA256)
    reply = {"header": [], "rows": [{"id": "r01", "label": "规章", "cells": cells}], "unreadable": []}
    if fits:
        question.reply.model_validate(reply)
    else:
        with pytest.raises(ValidationError):
            question.reply.model_validate(reply)


def test_claims_are_asked_for_by_what_may_be_counted(form: Form) -> None:
    """Every key with its words, and the editions of the tables in the marker."""
    question = claims_question(builtin_prompts(), form, {**EDITIONS, "proactive": "2019"}, "正文", document=SHA256)
    text = question.messages[-1].text
    assert "\nnew_received: 一、本年新收政府信息公开申请数量 / 总计 (新收、新增、新受理、新接收)\n" in text
    (shown,) = fences_in(text)
    assert (shown.part, shown.edition, shown.text) == ("claims", "2019+2021", "正文")
    assert (question.part, question.reply) == ("claims", ClaimsReply)


def test_a_form_without_statements_has_no_question_about_prose() -> None:
    """There is nothing that a reply could name."""
    budget = next(form for form in builtin_forms() if form.id == "public-budget")
    with pytest.raises(ValueError, match="public-budget"):
        claims_question(builtin_prompts(), budget, {"income_expenditure": "2021"}, "正文", document=SHA256)


def test_metadata_are_asked_for_by_the_form_s_labels(form: Form) -> None:
    """The marker has the part alone."""
    question = metadata_question(builtin_prompts(), form, "封面", document=SHA256)
    text = question.messages[-1].text
    assert "Kind of report: 政府信息公开工作年度报告\n" in text
    assert "\npostcode is printed after one of: 邮政编码、邮编\n" in text
    (shown,) = fences_in(text)
    assert (shown.part, shown.edition, shown.text) == ("meta", "-", "封面")
    assert (question.part, question.reply) == ("meta", MetadataReply)


def test_a_second_look_names_one_row(form: Form) -> None:
    """With its groups, and none of the other rows."""
    edition = form.table("requests").edition("2021")
    question = second_look_question(builtin_prompts(), edition, "declined_repeat", "2.重复申请\t0", document=SHA256)
    text = question.messages[-1].text
    assert "\nRow: requests r17\n三、本年度办理结果\n  （五）不予处理\n    2.重复申请\n" in text
    assert "信访举报投诉" not in text
    (shown,) = fences_in(text)
    assert (shown.part, shown.edition) == ("second-look", "2021")
    assert (question.part, question.reply) == ("second-look", SecondLookReply)


def test_a_row_by_row_reading_asks_for_exactly_its_cells(form: Form) -> None:
    """In few words, for small models: the row as in a second look, its label, and each field with its key."""
    edition = form.table("requests").edition("2021")
    text = "2.重复申请\t0\t1\t0\t\t0\t0\t1"
    question = row_question(builtin_prompts(), edition, "declined_repeat", text, document=SHA256)
    assert [message.role for message in question.messages][-2:] == ["assistant", "user"]
    assert question.messages[-1].text == (
        "Row: requests r17\n<<<document 0123456789ab second-look 2021>>>\n"
        '重复申请\n["A=0","B=1","C=0","D=","E=0","F=0","G=1"]\n<<<end of document 0123456789ab>>>'
    )
    assert question.part == "requests"
    cells = ["A=0", "B=1", "C=0", "D=", "E=0", "F=0", "G=1"]
    question.reply.model_validate({"label": "重复申请", "cells": cells})
    with pytest.raises(ValidationError):
        question.reply.model_validate({"label": "重复申请", "cells": cells[:-1]})


def test_the_first_prompt_for_rows_shows_their_lines_still(form: Form) -> None:
    """A released version asks as it asked, so that both can be measured side by side."""
    prompts = builtin_prompts().using(["row@1"])
    edition = form.table("disputes").edition("2021")
    question = row_question(prompts, edition, "litigation_direct", "0 1 0 0 1", document=SHA256)
    assert question.messages[-1].text == (
        "Table: 政府信息公开行政复议、行政诉讼情况\nRow: disputes r02\n未经复议直接起诉, 5 cells\n"
        "<<<document 0123456789ab second-look 2021>>>\n0 1 0 0 1\n<<<end of document 0123456789ab>>>"
    )


def test_a_second_look_at_no_row_is_a_mistake_of_ours(form: Form) -> None:
    """It shows at once."""
    with pytest.raises(KeyError):
        second_look_question(builtin_prompts(), form.table("requests").edition("2021"), "r17", "x", document=SHA256)


def test_a_larger_table_may_have_a_longer_reply(form: Form) -> None:
    """The limit follows the form: too low a limit cuts a good reply off, too high a one lets a model ramble."""
    limits = [
        table_question(builtin_prompts(), form.table(key).edition("2021"), "x", document=SHA256).max_tokens
        for key in ("disputes", "requests")
    ]
    assert limits[0] < limits[1] < 6000
