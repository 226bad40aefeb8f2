"""The title, and the year and name that it prints."""

import re
from collections.abc import Callable, Mapping

import pytest

from extractor.model import Cell

Read = Callable[[str], Mapping[str, Cell]]
Report = Callable[..., Mapping[str, Cell]]

PHRASE = "政府信息公开工作年度报告"


class TestShapes:
    """Titles as reports print them."""

    @pytest.mark.parametrize(
        ("printed", "agency", "year"),
        [
            pytest.param(f"云岭县水利局2023年{PHRASE}", "云岭县水利局", 2023, id="name-year-phrase"),
            pytest.param(f"2023年云岭县水利局{PHRASE}", "云岭县水利局", 2023, id="year-name-phrase"),
            pytest.param(f"云岭县水利局2023年度{PHRASE}", "云岭县水利局", 2023, id="reporting-year"),
            pytest.param(f"云岭县水利局 2023 年{PHRASE}", "云岭县水利局", 2023, id="spaces"),
            pytest.param(f"云岭县水利局２０２３年{PHRASE}", "云岭县水利局", 2023, id="full-width-year"),
            pytest.param(f"云岭县水利局二〇二三年{PHRASE}", "云岭县水利局", 2023, id="year-in-words"),
            pytest.param(f"云岭县水利局关于2023年{PHRASE}", "云岭县水利局", 2023, id="about"),
            pytest.param("云岭县水利局政府信息公开工作2023年度报告", "云岭县水利局", 2023, id="year-inside-the-phrase"),
            pytest.param(
                "云岭县水利局2023年政府信息公开工作的年度报告", "云岭县水利局", 2023, id="particle-in-the-phrase"
            ),
            pytest.param(f"云岭县水利局{PHRASE}（2023年）", "云岭县水利局", 2023, id="year-behind-in-brackets"),
            pytest.param(f"云岭县水利局{PHRASE}\n（2023年度）", "云岭县水利局", 2023, id="year-on-the-next-line"),
            pytest.param(f"云岭县水利局\n2023年{PHRASE}", "云岭县水利局", 2023, id="two-lines"),
            pytest.param(f"云岭县水利局\r\n\r\n2023年{PHRASE}", "云岭县水利局", 2023, id="blank-line-between"),
            pytest.param(f"云岭县水利局\n2023年\n{PHRASE}", "云岭县水利局", 2023, id="three-lines"),
            pytest.param(f"云岭县水利局{PHRASE}（2023\n年度）", "云岭县水利局", 2023, id="broken-year-behind"),
            pytest.param(
                "云岭县水利局2023年政府信息公开\n                    工作年度报告",
                "云岭县水利局",
                2023,
                id="centred-lines",
            ),
            pytest.param("云岭县水利局2023年政府\n信息公开工作年度报告", "云岭县水利局", 2023, id="broken-phrase"),
            pytest.param(f"云岭县柳溪镇\n人民政府2023年{PHRASE}", "云岭县柳溪镇人民政府", 2023, id="broken-name"),
            pytest.param(
                "柳溪镇人民政府信息公开工作年度报告（2023年）", "柳溪镇人民政府", 2023, id="word-shared-with-phrase"
            ),
            pytest.param(
                f"云岭县水利局（云岭县河长制办公室）2023年{PHRASE}",
                "云岭县水利局（云岭县河长制办公室）",
                2023,
                id="second-name-in-brackets",
            ),
            pytest.param(
                "云 岭 县 水 利 局\n2 0 2 3 年 政 府 信 息 公 开 工 作 年 度 报 告",
                "云岭县水利局",
                2023,
                id="drawn-apart",
            ),
        ],
    )
    def test_title_name_and_year_are_read(self, report: Report, printed: str, agency: str, year: int) -> None:
        """The printed title is cited whole; its value has no layout."""
        found = report(title=printed)
        assert found["title"].as_printed == printed
        assert found["title"].value == "".join(printed.split())
        assert (found["agency"].value, found["year"].value) == (agency, year)
        assert {found[key].status for key in ("title", "agency", "year")} == {"accepted"}

    @pytest.mark.parametrize(
        "printed", [f"2023年云岭县水利局\n[bookmark: _A]{PHRASE}", f"云岭县水利局\n[bookmark: _A]2023年{PHRASE}"]
    )
    def test_a_bookmark_between_two_lines_is_cited_and_not_valued(self, report: Report, printed: str) -> None:
        """A converter puts it at the start of a line; the name does not contain it."""
        found = report(title=printed)
        assert found["title"].as_printed == printed
        assert found["title"].value == printed.replace("\n[bookmark: _A]", "")
        assert found["agency"].as_printed == "云岭县水利局"

    @pytest.mark.parametrize(
        "printed",
        [
            pytest.param(f"云岭县水利局2023年{PHRASE}¹", id="behind"),
            pytest.param(f"云岭县水利局2023年¹\n{PHRASE}", id="behind-the-first-line"),
            pytest.param(f"云岭县水利局¹\n2023年{PHRASE}", id="behind-the-name"),
            pytest.param("云岭县水利局2023年政府信息公开²\n工作年度报告", id="inside-the-phrase"),
            pytest.param(f"云岭县水利局{PHRASE}ⁱ\n（2023年度）", id="before-the-year"),
        ],
    )
    def test_the_mark_of_a_footnote_hides_no_title_and_is_not_valued(self, report: Report, printed: str) -> None:
        """Readers of files print it as a raised figure, wherever the note was put."""
        found = report(title=printed)
        assert found["title"].as_printed == printed.removesuffix("¹")
        assert found["title"].value == re.sub(r"[¹²ⁱ\n]", "", printed)
        assert (found["agency"].value, found["year"].value) == ("云岭县水利局", 2023)
        assert {found[key].status for key in ("title", "agency", "year")} == {"accepted"}

    @pytest.mark.parametrize("mark", ["1", "①", "[1]", "［注1］", "*"])
    def test_the_flat_mark_of_a_footnote_behind_a_title_is_no_part_of_it(self, report: Report, mark: str) -> None:
        """Recognisers and plain text know no raised figures."""
        title = f"云岭县水利局2023年{PHRASE}"
        found = report(title=f"{title}{mark}")
        assert (found["title"].as_printed, found["agency"].value, found["year"].value) == (title, "云岭县水利局", 2023)

    def test_a_title_phrase_with_more_figures_behind_it_is_no_title(self, report: Report) -> None:
        """A number of two figures is a part of a sentence or of a list, and no mark."""
        found = report(title=f"云岭县水利局2023年{PHRASE}17")
        assert found["title"].kind == "missing"

    def test_a_bookmark_in_front_of_the_first_line_is_left_out(self, report: Report) -> None:
        """The name above the phrase is found behind it."""
        found = report(title=f"[bookmark: _A] 云岭县水利局\n2023年{PHRASE}")
        assert found["title"].as_printed == f"云岭县水利局\n2023年{PHRASE}"

    def test_the_name_of_a_web_site_above_the_title_is_not_the_agency(self, report: Report) -> None:
        """The page's banner stands right above."""
        found = report(title=f"云岭县人民政府网站\n2023年{PHRASE}")
        assert (found["title"].as_printed, found["agency"].kind) == (f"2023年{PHRASE}", "missing")

    @pytest.mark.parametrize(
        "printed",
        [
            pytest.param("标题：{}", id="label"),
            pytest.param("{}-云岭县水利局网站", id="site-name-behind"),
            pytest.param("# **{}**", id="markdown"),
            pytest.param("[bookmark: _Toc1]{}", id="bookmark"),
            pytest.param("名称\t{}\t发布机构\t云岭县", id="table-cells"),
            pytest.param("附件：{}", id="attachment"),
            pytest.param("正文\n{}", id="caption-above"),
            pytest.param("- 1 -\n{}", id="page-number-above"),
            pytest.param("首页 > 政府信息公开年报\n{}", id="navigation-above"),
        ],
    )
    def test_what_stands_around_a_title_is_no_part_of_it(self, report: Report, printed: str) -> None:
        """Labels, marks, cells and navigation stay outside."""
        title = f"云岭县水利局2023年{PHRASE}"
        assert report(title=printed.format(title))["title"].as_printed == title


class TestChoice:
    """Which line is the title."""

    def test_a_line_of_its_own_beats_an_embedded_one(self, report: Report) -> None:
        """The page's heading is preferred to the same words in a label above."""
        title = f"云岭县水利局2023年{PHRASE}"
        found = report(title=f"标题：{title}-云岭\n{title}")["title"]
        assert found.source is not None
        assert found.source.start == len(f"标题：{title}-云岭\n")

    @pytest.mark.parametrize(
        "preface",
        [
            pytest.param("根据《某办关于印发政府信息公开工作年度报告格式的通知》要求编制。", id="a-notice"),
            pytest.param("现将云岭县水利局2023年政府信息公开年度报告公布如下。", id="a-sentence"),
            pytest.param("按照要求，云岭县水利局2023年政府信息公开年度报告", id="a-sentence-without-end"),
            pytest.param("关于印发《云岭县水利局2023年政府信息公开年度报告》的通知", id="a-quotation"),
        ],
    )
    def test_a_sentence_that_mentions_a_report_is_no_title(self, report: Report, preface: str) -> None:
        """Without any title the item is missing, not guessed."""
        assert report(title="", preface=preface)["title"].kind == "missing"

    def test_a_title_below_the_first_section_is_none(self, metadata: Read) -> None:
        """A link to last year's report at the end of the page is not this one's title."""
        assert metadata(f"一、总体情况\n好。\n云岭县水利局2022年{PHRASE}\n")["title"].kind == "missing"

    def test_a_damaged_phrase_gives_a_doubtful_title(self, report: Report) -> None:
        """One wrong character is recognised, and a person is asked."""
        found = report(title="云岭县水利局2023年政府信息公幵工作年度报告")
        assert found["title"].reasons == ("damaged-phrase",)
        assert (found["title"].tier, found["title"].status) == ("T4", "review")
        assert (found["agency"].value, found["year"].value) == ("云岭县水利局", 2023)

    def test_two_years_in_a_title_are_doubtful(self, report: Report) -> None:
        """The first is proposed."""
        year = report(title=f"云岭县水利局2022年至2023年{PHRASE}")["year"]
        assert (year.value, year.reasons) == (2022, ("two-years",))
