"""`extractor.audit.rules.fee` and `.content`: the fee for processing information, templates, other authorities."""

from collections.abc import Callable

import pytest

from extractor.audit import DamagedLabel, View, run_rules
from extractor.model import Finding

Make = Callable[..., View]


def found(view: View, code: str) -> list[Finding]:
    """The findings of one rule that are failures."""
    return [item for item in run_rules(view).findings if item.code == code and item.status == "FAIL"]


class TestFeeStated:
    """F1: section six says something about the fee."""

    @pytest.mark.parametrize(
        "words",
        [
            "本年度未收取信息处理费。",
            "尚未存在“收取信息处理费”的情况。无其他需要报告的事项。",
            "2023年，无收取信息公开费情况。",
            "2023年度，我局政府信息公开未发生收费情况。",
            "全年收取信息处理费 380 元。",
            "无收取、减免费用的情况。",
        ],
    )
    def test_any_word_about_a_charge_will_do(self, report: Make, words: str) -> None:
        """How it is called is another rule's matter."""
        assert found(report(other=words), "F1") == []

    @pytest.mark.parametrize("words", ["无。", "无其他需要报告的事项。", "严控三公经费，没有其他事项。"])
    def test_silence_is_a_warning_with_the_words_that_stand_there(self, report: Make, words: str) -> None:
        """Funds are no fees."""
        (finding,) = found(report(other=words), "F1")
        assert (finding.severity, finding.quote) == ("warning", words)

    def test_the_form_s_own_instruction_is_no_statement(self, report: Make) -> None:
        """Who left it standing has not said what it asks for."""
        made = report(other="（文字描述，收取信息处理费情况在此处报告。）\n无。")
        assert [item.severity for item in found(made, "F1")] == ["warning"]

    def test_a_statement_in_another_section_is_only_out_of_place(self, report: Make) -> None:
        """The officer did report it."""
        overview = "2023年，我镇主动公开信息，办理依申请公开，未收取信息处理费，加强信息管理、平台建设和监督保障。"
        (finding,) = found(report(overview=overview, other="无。"), "F1")
        assert (finding.severity, finding.quote) == ("info", "未收取信息处理费")

    def test_before_the_format_of_2021_nobody_asked(self, report: Make) -> None:
        """Reports for 2019 and 2020 need no statement."""
        assert found(report(other="无。", meta={"year": 2020}), "F1") == []


class TestFeeAmount:
    """F2: amounts that the tariff can give."""

    @pytest.mark.parametrize(
        "words",
        [
            "收取信息处理费380元。",
            "收取信息处理费 3,940 元。",
            "收取信息处理费0.038万元。",
            "收取信息处理费0元。",
            "信息处理费按件计收，11至30件的部分每件100元。",
            "公文印制支出385元，未收取信息处理费。",
            "信息处理费没有收取；行政事业性收费125元。",
        ],
    )
    def test_possible_amounts_and_those_of_other_things_pass(self, report: Make, words: str) -> None:
        """Rates and other sums of money are no totals of the fee."""
        assert found(report(other=words), "F2") == []

    @pytest.mark.parametrize(
        ("words", "amount"),
        [
            ("收取信息处理费385元。", "385元"),
            ("共收取1,085元信息处理费。", "1,085元"),
            ("收取信息处理费0.0385万元。", "0.0385万元"),
            ("收取信息公开处理费共计12.5元。", "12.5元"),
        ],
    )
    def test_an_amount_that_no_rate_gives_is_a_warning(self, report: Make, words: str, amount: str) -> None:
        """Every rate is a multiple of ten yuan, and so is every sum of them."""
        (finding,) = found(report(other=words), "F2")
        assert finding.severity == "warning"
        assert amount in finding.message

    def test_a_fee_without_any_request_is_a_warning(self, report: Make) -> None:
        """Nobody can have paid it."""
        cells = {"requests.new_received.total": 0, "requests.carried_in.total": 0}
        (finding,) = found(report(other="收取信息处理费380元。", cells=cells), "F2")
        assert finding.cells == tuple(cells)

    def test_blank_totals_leave_that_open(self, report: Make) -> None:
        """A blank is no zero."""
        cells = {"requests.new_received.total": 0, "requests.carried_in.total": None}
        made = report(other="收取信息处理费380元。", cells=cells)
        assert [item.status for item in run_rules(made).findings if item.code == "F2"] == ["NOT_ASSESSABLE"]

    def test_reports_of_2019_knew_no_such_fee(self, report: Make) -> None:
        """The tariff is of November 2020."""
        assert found(report(other="收取信息处理费385元。", meta={"year": 2019}), "F2") == []


class TestFeeName:
    """F3: what the fee is called."""

    @pytest.mark.parametrize(
        ("words", "quote"),
        [
            ("2023年，无收取信息公开费情况。", "无收取信息公开费情况"),
            ("按照《信息处理费管理办法》，没有产生信息公开处理费。", "没有产生信息公开处理费"),
        ],
    )
    def test_another_name_is_a_warning_with_its_clause(self, report: Make, words: str, quote: str) -> None:
        """The clause alone, as printed."""
        (finding,) = found(report(other=words), "F3")
        assert (finding.severity, finding.quote) == ("warning", quote)

    @pytest.mark.parametrize("words", ["收取政府信息公开信息处理费 0 元。", "未发生收费情况。", "无。"])
    def test_the_right_name_and_no_name_pass(self, report: Make, words: str) -> None:
        """未发生收费 calls nothing by a wrong name."""
        assert found(report(other=words), "F3") == []


class TestPlaceholders:
    """P1: what is left of a template."""

    @pytest.mark.parametrize(
        ("words", "quote"),
        [
            ("单位名称：青禾镇          主要负责人签字：\n\n", "主要负责人签字："),
            ("审核人：  年  月  日\n", "审核人："),
            ("XX镇人民政府认真落实。", "XX"),
            ("截至××年底。", "××"),
            ("共公开信息___条。", "___"),
            ("（文字描述）", "（文字描述）"),
            ("此处填写单位名称。", "此处填写"),
        ],
    )
    def test_each_kind_is_a_warning(self, report: Make, words: str, quote: str) -> None:
        """The quote is what has to go."""
        assert [(item.severity, item.quote) for item in found(report(problems=words), "P1")] == [("warning", quote)]

    @pytest.mark.parametrize(
        "words",
        [
            "主要负责人签字：张三\n",
            "主要负责人：\n李四\n",
            "审核人：王五　年　月　日\n",
            "网址：http://www.example/xx镇/XX.html，型号XXL。",
            "我镇主要负责人：一是抓学习，二是抓落实。",
            "___\n正文\n",
            "尺寸为3×4米，建立“三审三校”制度。",
        ],
    )
    def test_what_only_resembles_one_passes(self, report: Make, words: str) -> None:
        """A signed line, an address, a rule across the page, a multiplication."""
        assert found(report(problems=words), "P1") == []

    def test_the_same_words_are_told_once(self, report: Make) -> None:
        """Ten crosses are one slip."""
        assert len(found(report(problems="XX镇和XX镇。"), "P1")) == 1


class TestAuthority:
    """A1: one authority speaks."""

    @pytest.mark.parametrize(
        ("agency", "preface"),
        [
            ("云渡县青禾镇人民政府", "请与石岭镇人民政府联系。"),
            ("淮安市洪泽区人民政府", "请与淮安市淮阴区人民政府联系。"),
            ("云渡县教育局", "本报告由石岭县教育局编制。"),
            ("云渡县青禾街道办事处", "单位名称：云渡县石岭街道办事处\n"),
        ],
    )
    def test_the_same_organ_of_another_place_is_an_error(self, report: Make, agency: str, preface: str) -> None:
        """That is a copied report, or one filed for another."""
        findings = found(report(f"年度报告\n{preface}", meta={"agency": agency}), "A1")
        assert [(item.severity, item.attribution) for item in findings] == [("error", "source")]

    @pytest.mark.parametrize(
        ("agency", "preface"),
        [
            ("洪泽区人民政府", "请与淮安市洪泽区人民政府办公室联系。"),
            ("重庆市綦江区三角镇人民政府", "请与三角镇人民政府联系。"),
            ("沭阳县发展和改革局", "请与沐阳县发展和改革局联系。"),
            ("云渡县青禾镇人民政府", "请与云渡县人民政府联系。"),
            ("云渡县教育局", "请与县教育局联系。"),
            ("云渡县市场监督管理局", "请与云渡市场监督管理局联系。"),
            ("青禾镇人民政府", "县人民政府要求，本报告向社会公布。"),
        ],
        ids=["office", "short", "confused", "parent", "bare", "shortened", "no-name"],
    )
    def test_offices_parents_and_short_names_are_no_contradiction(
        self, report: Make, agency: str, preface: str
    ) -> None:
        """Reports call themselves by many names, and 沐 for 沭 is a recogniser's word."""
        assert found(report(f"年度报告\n{preface}", meta={"agency": agency}), "A1") == []

    def test_a_body_in_another_name_is_a_warning(self, report: Make) -> None:
        """Less than an error: a sentence may tell of a neighbour."""
        made = report(overview="2023年，石岭镇人民政府认真落实依申请公开。")
        assert [item.severity for item in found(made, "A1")] == ["warning"]

    @pytest.mark.parametrize(
        ("words", "warned"),
        [("我局主动公开信息。", True), ("我街道主动公开信息。", True), ("我镇、我县、我单位、本机关公开信息。", False)],
    )
    def test_a_town_that_calls_itself_otherwise_is_a_warning(self, report: Make, words: str, *, warned: bool) -> None:
        """我局 in a town's report was a bureau's."""
        assert bool(found(report(overview=words), "A1")) == warned

    def test_a_damaged_copy_is_nobody_s_error(self, report: Make) -> None:
        """Where labels are damaged, names may be too."""
        made = report("报告\n请与石岭镇人民政府联系。", more={"damaged": (DamagedLabel("法入", 0, 2),)})
        assert [(item.severity, item.attribution) for item in found(made, "A1")] == [("warning", "undecided")]

    def test_an_authority_that_is_not_known_is_not_checked(self, report: Make) -> None:
        """Nothing is there to compare with."""
        assert found(report("报告\n请与石岭镇人民政府联系。", meta={"agency": None}), "A1") == []
