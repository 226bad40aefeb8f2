"""`extractor.audit.rules.prose` and `.rates`: sentences held against the tables, and against each other."""

from collections.abc import Callable, Mapping

import pytest

from extractor.audit import DamagedLabel, Facts, View, rule_catalogue, run_rules
from extractor.audit.rules import FUNCTIONS, NotAssessable, Passed
from extractor.claims.outline import outline
from extractor.model import Claim, Document, Finding, Place
from extractor.pipeline.viewing import prose_of, sections_of

Make = Callable[..., View]
Say = Callable[..., View]

TITLE = "云岭县水利局2023年政府信息公开工作年度报告"
NEW, CARRIED = "requests.new_received.total", "requests.carried_in.total"
OUT = "requests.carried_out.total"


@pytest.fixture
def say(view: Make) -> Say:
    """Makes a view of a report whose section one says something, and whose cells are 0 but for those named."""

    def make(
        text: str, cells: Mapping[str, int | None] | None = None, agency: str = "云岭县水利局", **more: object
    ) -> View:
        whole = f"{TITLE}\n一、总体情况\n（二）依申请公开\n{text}\n二、主动公开政府信息情况\n见下表。\n"
        empty = view(0, cells, text=whole)
        document = Document("0" * 64, "a.txt", "a.txt", "text/plain", whole)
        found = outline(document, empty.form)
        facts = Facts(agency=agency, year=2023)
        prose = prose_of(document, empty.form, found, tuple(empty.cells.values()), {}, facts)
        made: dict[str, object] = {"text": whole, "claims": prose.claims, "prose": prose, "facts": facts}
        return view(0, cells, **made, sections=sections_of(found), **more)

    return make


def found(view: View, code: str) -> list[Finding]:
    """The failures of one rule."""
    return [item for item in run_rules(view).findings if item.code == code and item.status == "FAIL"]


def only(view: View, code: str) -> Finding:
    """The one failure of a rule; its quotation stands at its place."""
    (finding,) = found(view, code)
    assert finding.source is not None
    assert view.text[finding.source.start : finding.source.end] == finding.quote
    return finding


def passes(view: View, code: str) -> list[bool]:
    """For each thing that the rule found right, whether it is vacuous."""
    outcomes = FUNCTIONS[code](view, rule_catalogue()[code])
    return [item.vacuous for item in outcomes if isinstance(item, Passed)]


def open_cells(view: View, code: str) -> list[tuple[str, ...]]:
    """The cells of each thing that the rule could not assess."""
    outcomes = FUNCTIONS[code](view, rule_catalogue()[code])
    return [item.cells for item in outcomes if isinstance(item, NotAssessable)]


class TestCounts:
    """N1: counts in sentences."""

    def test_a_count_that_the_table_does_not_have_is_an_error_with_its_equation(self, say: Say) -> None:
        """Figures, expression, both sides, difference, quotation and place are all there."""
        made = say("收到政府信息公开申请26件。", {NEW: 27})
        finding = only(made, "N1")
        assert (finding.severity, finding.attribution, finding.cells) == ("error", "source", (NEW, CARRIED))
        assert (finding.expression, finding.left, finding.right, finding.delta) == (f"{NEW} = 26", "27", "26", "1")
        assert finding.quote == "收到政府信息公开申请26件"
        assert "一、本年新收政府信息公开申请数量（总计）为 27" in finding.message_zh

    @pytest.mark.parametrize(
        ("stated", "new", "carried"), [(749, 713, 36), (3646, 3525, 121), (1295, 1295, 40), (713, 713, 36)]
    )
    @pytest.mark.parametrize("verb", ["收到", "受理"])
    def test_both_meanings_of_received_are_right(
        self, *, stated: int, new: int, carried: int, verb: str, say: Say
    ) -> None:
        """With or without those carried in: real offices write both."""
        made = say(f"2023年共{verb}政府信息公开申请{stated}件。", {NEW: new, CARRIED: carried})
        assert run_rules(made).findings == run_rules(say("工作顺利。", {NEW: new, CARRIED: carried})).findings
        assert passes(made, "N1") == [False]

    def test_neither_meaning_is_named_with_both_sums(self, say: Say) -> None:
        """The nearest sum stands in the equation; the message has both."""
        finding = only(say("受理政府信息公开申请750件。", {NEW: 713, CARRIED: 36}), "N1")
        assert (finding.expression, finding.delta) == (f"{NEW} + {CARRIED} = 750", "-1")
        assert "is 713" in finding.message
        assert "is 749" in finding.message

    @pytest.mark.parametrize("who", ["区政府办", "区政府办公室", "区政府", "本机关", "全区"])
    def test_another_scope_is_a_warning_at_most(self, who: str, say: Say) -> None:
        """17 of the government's office against 95 of the whole district."""
        made = say(f"2023年，{who}收到政府信息公开申请17件。", {NEW: 95}, agency="清浦区人民政府")
        finding = only(made, "N1")
        assert finding.severity == "warning"
        assert "范围" in finding.message_zh

    @pytest.mark.parametrize(
        "text",
        [
            "县公安局收到政府信息公开申请17件。",
            "2022年收到政府信息公开申请17件。",
            "通过网站收到政府信息公开申请17件。",
            "收到政府信息公开申请约17件。",
            "发布政策文件17件。",
            "公示行政处罚决定17件。",
            "办理答复申请17件。",
        ],
    )
    def test_words_that_may_mean_something_else_accuse_nobody(self, text: str, say: Say) -> None:
        """Another office, year, channel, noun or verb, and rounded numbers."""
        assert found(say(text, {NEW: 95}), "N1") == []

    def test_agreement_on_nothing_is_no_evidence(self, say: Say) -> None:
        """未收到 beside a 0 passes vacuously."""
        assert passes(say("未收到政府信息公开申请。"), "N1") == [True]

    def test_a_denial_is_held_against_the_table(self, say: Say) -> None:
        """未收到 beside a 3 contradicts it."""
        finding = only(say("未收到政府信息公开申请。", {NEW: 3}), "N1")
        assert (finding.left, finding.right) == ("3", "0")

    def test_a_blank_cell_leaves_it_open(self, say: Say) -> None:
        """The finding names the cell that states no number."""
        made = say("废止行政规范性文件5件。", {"proactive.normative_documents.repealed": None})
        assert open_cells(made, "N1") == [("proactive.normative_documents.repealed",)]
        assert found(made, "N1") == []

    def test_a_damaged_report_is_not_blamed(self, say: Say) -> None:
        """The difference is shown, as a warning that decides nothing."""
        damaged = (DamagedLabel("法入或其他组织", 0, 7),)
        finding = only(say("收到政府信息公开申请26件。", {NEW: 27}, damaged=damaged), "N1")
        assert (finding.severity, finding.attribution) == ("warning", "undecided")

    def test_what_only_a_model_saw_is_a_warning(self, view: Make) -> None:
        """An error needs a claim that the grammar also read."""
        claim = Claim(
            quote="收到26件",
            source=Place(start=0, end=5),
            targets=((NEW,),),
            matched=None,
            negated=False,
            value=26,
            unit="件",
            agrees=False,
            by="llm",
        )
        assert only(view(1, text="收到26件", claims=(claim,)), "N1").severity == "warning"

    def test_the_same_words_twice_are_one_finding(self, say: Say) -> None:
        """A report that repeats itself is not accused twice."""
        made = say("收到政府信息公开申请26件。\n本局收到政府信息公开申请26件。", {NEW: 27})
        assert len(found(made, "N1")) == 1

    def test_a_sum_of_many_rows_goes_by_the_name_of_their_group(self, say: Say) -> None:
        """不予公开 is eight rows; the message does not list them."""
        finding = only(say("收到政府信息公开申请0件，其中无法提供的9件。"), "N1")
        assert "（四）无法提供（总计）为 0" in finding.message_zh


class TestParts:
    """N2: numbers and their parts."""

    @pytest.mark.parametrize(
        "text",
        [
            "主动公开信息94条，其中政策文件60条、通知公告34条。",
            "主动公开信息94条，其中政策文件60条、通知公告30条。",
            "主动公开信息94条，其中政策文件60条、通知公告40条等。",
            "主动公开信息90余条，其中政策文件60条、通知公告40条。",
            "主动公开信息94条，其中政策文件60条、收费300万元。",
            "编制目录1份，其中事项35条。",
            "公开信息94条，其中门户网站90条、微信公众号50条。",
            "公开信息5条，其中部门财务2条（其中预决算2条）、招考3条。",
            "收到来信52件，其中个人41件、单位11件、当面递交10件、网上递交42件。",
            "公开信息94条，其中：政策文件60条，召开会议50条。",
        ],
    )
    def test_lists_that_prove_nothing_are_not_mentioned(self, text: str, say: Say) -> None:
        """Right sums, open lists, rounded numbers, other units, channels, nested parts, and two cuts of one whole."""
        assert found(say(text), "N2") == []

    def test_parts_above_the_whole_are_a_warning_with_the_sum(self, say: Say) -> None:
        """60 + 40 of 94."""
        finding = only(say("今年主动公开信息94条，其中政策文件60条、通知公告40条，均已更新。"), "N2")
        assert (finding.severity, finding.attribution) == ("warning", "source")
        assert finding.quote == "今年主动公开信息94条，其中政策文件60条、通知公告40条"
        assert (finding.expression, finding.left, finding.right, finding.delta) == ("60 + 40 = 94", "100", "94", "6")

    def test_one_channel_above_the_whole_is_a_warning(self, say: Say) -> None:
        """Channels overlap, yet none of them shows more than there is."""
        assert only(say("公开信息94条，其中门户网站120条、微信公众号50条。"), "N2").delta == "76"

    def test_a_long_list_below_the_whole_is_worth_a_remark(self, say: Say) -> None:
        """Three parts and more look complete, but a list may be partial: information only."""
        finding = only(say("公开信息94条，其中政策文件10条、通知公告20条、工作动态30条。"), "N2")
        assert (finding.severity, finding.left, finding.right) == ("info", "60", "94")

    def test_parts_of_a_part_are_added_up_too(self, say: Say) -> None:
        """The outer list is right, the inner one is not."""
        finding = only(say("公开信息5条，其中部门财务2条（其中预算1条、决算2条）、招考3条。"), "N2")
        assert (finding.left, finding.right) == ("3", "2")

    def test_a_list_that_adds_up_is_counted_as_checked(self, say: Say) -> None:
        """It is a pass."""
        assert passes(say("主动公开信息94条，其中政策文件60条、通知公告34条。"), "N2") == [False]


class TestRates:
    """N3: percentages."""

    def test_a_wrong_share_is_computed_again(self, say: Say) -> None:
        """258 of 805 is 32.0 %."""
        text = "共答复申请805件。予以公开及部分公开258件，占33.9%。"
        finding = only(say(text), "N3")
        assert (finding.severity, finding.left, finding.right, finding.delta) == ("warning", "32.0", "33.9", "-1.9")
        assert "258 / 805" in finding.message

    def test_a_wrong_growth_is_computed_again(self, say: Say) -> None:
        """3646 after 3607 is 1.08 %, not 1.05 %."""
        finding = only(say("受理来信3646件，比上年的3607件增长1.05%。"), "N3")
        assert (finding.severity, finding.left, finding.right) == ("warning", "1.08", "1.05")

    def test_a_wrong_growth_by_a_difference_is_computed_again(self, say: Say) -> None:
        """50 more than before makes 150, so 50 %."""
        finding = only(say("公开信息150条，同比增加50条，增长40%。"), "N3")
        assert "150 / (150 - 50) - 1" in finding.message
        assert finding.left == "50.0"

    @pytest.mark.parametrize(
        "text",
        [
            "受理来信3646件，比上年的3607件增长1.08%。",
            "受理来信3607件，比上年的3646件下降1.07%。",
            "公开信息150条，同比增加50条，增长50%。",
            "共答复申请805件。予以公开及部分公开258件，占32.0%。",
            "共答复申请806件，予以公开258件，占32%。",
        ],
    )
    def test_a_rate_that_rounds_to_what_is_printed_passes(self, text: str, say: Say) -> None:
        """Rounded to the printed digits, upward or cut off."""
        assert found(say(text), "N3") == []
        assert passes(say(text), "N3") == [False]

    @pytest.mark.parametrize(
        "text",
        [
            "全年公开信息1200条。\n其中网站公开800条，占66.7%；公众号公开300条，占25%。",
            "公开信息1200条，其中网站800条、公众号300条，分别占66.7%、25%。",
            "公开信息1200条，其中网站800条、公众号300条，合计占91.7%。",
            "公开信息1200条，其中网站800条、公众号300条，占91.7%。",
            "公开信息1200条，其中网站800条，占比提高12%。",
            "公开信息1200条，其中网站800条，占全县总量的12%。",
            "公开信息1200条，其中网站800条，约占60%。",
            "公开信息1200条，其中网站800条，占60%左右。",
            "浏览量5000人次，公开信息800条，占66.7%。",
            "受理来信3646件，同比增长1.05%。",
            "建议办理满意率100%。",
        ],
    )
    def test_rates_of_an_unknown_whole_accuse_nobody(self, text: str, say: Say) -> None:
        """The whole stands elsewhere, the words name several numbers or another whole, or the rate is rounded."""
        assert found(say(text), "N3") == []

    def test_a_whole_in_the_table_explains_a_share(self, say: Say) -> None:
        """92 of the requests are counted in a cell that is no number of the paragraph."""
        text = "收到政府信息公开申请92件。\n召开会议150件，形成意见46件，占50%。"
        assert found(say(text, {NEW: 92}), "N3") == []


class TestEndings:
    """N4: how all cases ended."""

    def test_all_processed_beside_cases_carried_over_is_an_error(self, say: Say) -> None:
        """全部办结, and one goes on next year."""
        finding = only(say("收到政府信息公开申请26件，已全部办结。", {NEW: 26, OUT: 1}), "N4")
        assert (finding.severity, finding.cells, finding.quote) == ("error", (OUT,), "已全部办结")
        assert (finding.expression, finding.left, finding.right) == (f"{OUT} = 0", "1", "0")

    def test_all_upheld_beside_a_pending_case_is_an_error(self, say: Say) -> None:
        """Only the cells above zero are named."""
        pending = "disputes.litigation_direct.pending"
        cells = {"disputes.litigation_direct.total": 3, "disputes.litigation_direct.upheld": 2, pending: 1}
        finding = only(say("因政府信息公开被提起行政诉讼3件，均获维持。", cells), "N4")
        assert (finding.severity, finding.cells) == ("error", (pending,))
        assert "尚未审结" in finding.message_zh

    @pytest.mark.parametrize(
        "text",
        [
            "收到政府信息公开申请26件，均已按时办结。",
            "收到政府信息公开申请26件，已办结25件。",
            "人大代表建议3件，均已办结。",
            "被申请行政复议4件，已审结的3件均获维持。",
            "2022年收到政府信息公开申请26件，均已办结。",
        ],
    )
    def test_other_endings_are_no_contradiction(self, text: str, say: Say) -> None:
        """In time is not all; other cases, decided cases and other years say nothing about this table."""
        cells = {NEW: 26, OUT: 1, "disputes.reconsideration.total": 4, "disputes.reconsideration.pending": 1}
        assert found(say(text, cells), "N4") == []

    def test_nothing_open_passes(self, say: Say) -> None:
        """The words are true."""
        assert passes(say("收到政府信息公开申请26件，已全部办结。", {NEW: 26}), "N4") == [False]

    def test_a_blank_is_no_zero_and_no_contradiction(self, say: Say) -> None:
        """The rule says which cell it needs."""
        made = say("收到政府信息公开申请26件，已全部办结。", {NEW: 26, OUT: None})
        assert open_cells(made, "N4") == [(OUT,)]
        assert found(made, "N4") == []

    def test_a_damaged_report_gets_a_warning_that_blames_nobody(self, say: Say) -> None:
        """The 1 may be what the damage made."""
        damaged = (DamagedLabel("法入或其他组织", 0, 7),)
        made = say("收到政府信息公开申请26件，已全部办结。", {NEW: 26, OUT: 1}, damaged=damaged)
        assert (only(made, "N4").severity, only(made, "N4").attribution) == ("warning", "undecided")
