"""`extractor.audit.rules.citation`: title, number and year of the cited notice."""

from collections.abc import Callable

import pytest

from extractor.audit import View, run_rules
from extractor.model import Finding

Make = Callable[..., View]


def found(view: View, code: str) -> list[Finding]:
    """The findings of one rule that are failures."""
    return [item for item in run_rules(view).findings if item.code == code and item.status == "FAIL"]


FORMAT = "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
MATTERS = "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"


class TestNotice:
    """C1: the triple."""

    @pytest.mark.parametrize(
        ("year", "words"),
        [
            (2023, f"依照{FORMAT}（国办公开办函〔2021〕30号）编制。"),
            (2023, f"依照{FORMAT}(国办公开办函[2021]30号)编制。"),
            (2020, f"依照{MATTERS}（国办公开办函〔2019〕60号）编制。"),
            (2023, "依照国办公开办函〔2021〕30号编制。"),
            (2023, "国办公开办函〔2019〕60号废止后，依照国办公开办函〔2021〕30号编制。"),
            (2023, "按照《关于做好2023年政府信息公开工作年度报告编制工作的通知》编制。"),
            (2023, "《云渡县2022年政府信息公开工作年度报告》已经公布。"),
            (2023, "依照《条例》编制。"),
            (None, "依照国办公开办函〔2019〕60号编制。"),
        ],
    )
    def test_right_citations_and_none_pass(self, report: Make, year: int | None, words: str) -> None:
        """Whatever the brackets; the history of a notice is no citation of it."""
        assert found(report(f"报告\n{words}\n", meta={"year": year}), "C1") == []

    @pytest.mark.parametrize(
        ("year", "words", "said"),
        [
            (2022, f"依照{MATTERS}（国办公开办函〔2019〕60号）编制。", "fixed by 国办公开办函〔2021〕30号"),
            (2020, "依照国办公开办函〔2021〕30号编制。", "fixed by 国办公开办函〔2019〕60号"),
            (2023, f"依照{MATTERS}（国办公开办函〔2021〕30号）编制。", "title is that of 〔2019〕60号"),
            (2024, f"依照{MATTERS}（国办公开办函〔2019〕51号）编制。", "title is that of 〔2019〕60号"),
            (2021, "按照《关于做好2020年政府信息公开工作年度报告编制工作的通知》编制。", "about the reports for 2020"),
        ],
    )
    def test_each_wrong_triple_seen_in_reports_is_a_warning(
        self, report: Make, year: int, words: str, said: str
    ) -> None:
        """One finding says what does not fit."""
        (finding,) = found(report(f"报告\n{words}\n", meta={"year": year}), "C1")
        assert finding.severity == "warning"
        assert said in finding.message
