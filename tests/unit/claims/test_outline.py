"""`extractor.claims.outline`: which section of the form stands where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.claims import Heading, OutlineSection

Outline = Callable[[str], tuple[OutlineSection, ...]]
Headings = Callable[[str], tuple[Heading, ...]]

ALL = ["overview", "proactive", "requests", "disputes", "problems", "other"]
OFFICIAL = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
PLAIN = "".join(f"{heading}\n本节写了一些话。\n" for heading in OFFICIAL.values())


def keys(found: tuple[OutlineSection, ...]) -> list[str | None]:
    """The keys of an outline, in its order."""
    return [section.key for section in found]


class TestOfficialHeadings:
    """The headings as the form prints them."""

    def test_all_six_sections_are_found_in_order(self, sections: Outline) -> None:
        """A plain report has each section once."""
        assert keys(sections(PLAIN)) == ALL

    def test_a_body_runs_from_its_heading_to_the_next(self, sections: Outline) -> None:
        """The bodies lie between the headings, and the last one ends with the text."""
        found = sections(PLAIN)
        assert [PLAIN[section.start : section.end] for section in found] == ["\n本节写了一些话。\n"] * 6
        assert found[-1].end == len(PLAIN)

    def test_a_heading_stands_verbatim_at_its_place(self, sections: Outline) -> None:
        """The interval covers ordinal and title, nothing else."""
        assert [PLAIN[s.heading.start : s.heading.end] for s in sections(PLAIN)] == list(OFFICIAL.values())

    def test_an_empty_text_has_no_outline(self, sections: Outline) -> None:
        """Nothing is found in nothing."""
        assert sections("") == ()


class TestDamagedHeadings:
    """Headings as reports print them."""

    @pytest.mark.parametrize(
        ("line", "key"),
        [
            pytest.param("   三、收到和处理政府信息公开申请情况  ", "requests", id="spaces-around"),
            pytest.param("一、总体情况（文字描述）", "overview", id="instruction-left-over"),
            pytest.param(
                "六、其他需要报告的事项（文字描述，收取信息处理费情况在此处报告。）", "other", id="long-instruction"
            ),
            pytest.param("三 、收 到和处理政府信息 公开申请情况", "requests", id="spaces-inside"),
            pytest.param("三．收到和处理政府信息公开申请情况", "requests", id="full-width-point"),
            pytest.param("三,收到和处理政府信息公开申请情况", "requests", id="ascii-comma"),
            pytest.param("三、收到和处里政府信息公开申请情况", "requests", id="one-wrong-character"),
            pytest.param("三、收到处理政府信息公开申请情况", "requests", id="one-lost-character"),
            pytest.param("[bookmark: _GoBack]六、其他需要报告的事项", "other", id="bookmark-glued"),
            pytest.param("一、总休情况", "overview", id="short-title-one-wrong-character"),
            pytest.param("收到和处理政府信息公开申请情况", "requests", id="no-ordinal"),
            pytest.param("3.收到和处理政府信息公开申请情况", "requests", id="arabic-ordinal"),
            pytest.param("二、收到和处理政府信息公开申请情况", "requests", id="another-ordinal"),
            pytest.param("第三部分 收到和处理政府信息公开申请情况", "requests", id="part"),
            pytest.param("## 表三：收到和处理政府信息公开申请情况", "requests", id="markdown-table-caption"),
            pytest.param("**三、收到和处理政府信息公开申请情况**", "requests", id="markdown-bold"),
            pytest.param("四、政府信息公开行政复议、行政诉讼\n情况", "disputes", id="over-two-lines"),
            pytest.param("四、政府信息公开行政复议、\r\n行政诉讼情况", "disputes", id="over-two-windows-lines"),
            pytest.param(
                "一、总体情况。本局全年开展了工作，各项任务都已经按时完成，没有遗漏。", "overview", id="run-in"
            ),
            pytest.param("六、其他需要报告的事项：", "other", id="colon-behind"),
        ],
    )
    def test_a_section_is_known_in_spite_of_damage(self, sections: Outline, line: str, key: str) -> None:
        """Spaces, punctuation, ordinals and one wrong character do not hide a heading."""
        assert keys(sections(f"前面的话。\n{line}\n后面的话。\n")) == [key]

    def test_the_heading_excludes_bookmark_and_markdown(self, sections: Outline) -> None:
        """What converters add is no part of the heading."""
        text = "[bookmark: _GoBack]六、其他需要报告的事项\n无。"
        heading = sections(text)[0].heading
        assert text[heading.start : heading.end] == "六、其他需要报告的事项"
        assert (heading.ordinal, heading.title, heading.level) == ("六", "其他需要报告的事项", 1)

    def test_a_run_in_heading_ends_with_its_sentence(self, sections: Outline) -> None:
        """The prose on the heading's line belongs to the body."""
        text = "一、总体情况。本局全年开展了工作。\n"
        section = sections(text)[0]
        assert text[section.start : section.end] == "。本局全年开展了工作。\n"


class TestNoHeadings:
    """Lines that look like headings and are none."""

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("一、本年新收政府信息公开申请数量 5 0 0 0 0 0 5", id="row-with-values"),
            pytest.param("一、本年新收政府信息公开申请数量", id="row-label"),
            pytest.param("二、上年结转政府信息公开申", id="row-label-cut-off"),
            pytest.param("三、本年度办理结果", id="group-label"),
            pytest.param("四、结转下年度继续办里", id="row-label-damaged"),
            pytest.param("\t三、收到和处理政府信息公开申请情况", id="cell-with-tab"),
            pytest.param("| 三、收到和处理政府信息公开申请情况 |", id="cell-with-pipe"),
            pytest.param("四、结转下年度继续办理\t0\t0", id="tab-row"),
            pytest.param("一、二两项工作都已完成，另外还开展了许多其他方面的工作，取得了成效。", id="sentence"),
            pytest.param(
                "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况。", id="list-of-sections"
            ),
            pytest.param("一、", id="ordinal-alone"),
        ],
    )
    def test_rows_and_sentences_are_no_headings(self, sections: Outline, line: str) -> None:
        """A row label resembles a row of the form at least as well as a section."""
        assert sections(f"前面的话。\n{line}\n后面的话。\n") == ()

    def test_a_line_that_a_list_runs_into_is_no_heading(self, sections: Outline) -> None:
        """A wrapped sentence may put a section's name on a line of its own."""
        assert sections("报告包括总体情况、\n主动公开政府信息情况\n和其他内容。") == ()

    def test_row_labels_do_not_split_a_section(self, sections: Outline) -> None:
        """The table stays in its section."""
        rows = "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1\n三、本年度办理结果\n四、结转下年度继续办理 0 0\n"
        assert (
            keys(
                sections(
                    PLAIN.replace("三、收到和处理政府信息公开申请情况\n", f"三、收到和处理政府信息公开申请情况\n{rows}")
                )
            )
            == ALL
        )


class TestUnknownHeadings:
    """Headings that the form does not have."""

    def test_an_unknown_heading_has_no_key(self, sections: Outline) -> None:
        """It ends the section before it all the same."""
        found = sections("一、总体情况\n好。\n二、机构设置与职能\n有。\n")
        assert [(section.key, section.heading.title) for section in found] == [
            ("overview", "总体情况"),
            (None, "机构设置与职能"),
        ]

    def test_the_better_of_two_similar_headings_gets_the_section(self, sections: Outline) -> None:
        """A heading that only resembles a section loses it to the official one."""
        found = sections("一、总体情况\n好。\n三、主动公开工作情况\n有。\n一、主动公开政府信息情况\n表。\n")
        assert [(section.key, section.heading.title) for section in found] == [
            ("overview", "总体情况"),
            (None, "主动公开工作情况"),
            ("proactive", "主动公开政府信息情况"),
        ]

    def test_a_short_title_like_a_short_row_label_is_a_heading(self, sections: Outline) -> None:
        """六、其他 is no row of the form, though a row is called 其他."""
        assert [section.heading.title for section in sections("六、其他\n无。\n")] == ["其他"]

    def test_a_second_report_does_not_take_the_sections_over(self, sections: Outline) -> None:
        """In a file with two reports the first one has the sections, the second one's headings are unknown."""
        assert keys(sections(PLAIN + PLAIN)) == [*ALL, *[None] * 6]


class TestRepeatedHeadings:
    """Headings that come more than once."""

    def test_a_table_caption_does_not_open_a_second_section(self, sections: Outline) -> None:
        """A line that repeats the section it stands in is a caption."""
        text = "一、主动公开政府信息情况\n文字\n## 表二：主动公开政府信息情况\n表\n"
        found = sections(text)
        assert keys(found) == ["proactive"]
        assert found[0].end == len(text)

    @pytest.mark.parametrize("leader", ["", "……3", " 3", "......12"])
    def test_a_table_of_contents_is_no_outline(self, sections: Outline, leader: str) -> None:
        """Headings in a row that all come again are skipped."""
        contents = "".join(f"{heading}{leader}\n" for heading in OFFICIAL.values())
        found = sections(f"目录\n{contents}{PLAIN}")
        assert keys(found) == ALL
        assert found[0].heading.start >= len(contents)

    def test_headings_in_a_row_that_do_not_come_again_stay(self, sections: Outline) -> None:
        """A report whose sections are empty keeps its outline."""
        assert keys(sections("\n".join(OFFICIAL.values()))) == ALL

    def test_a_subheading_does_not_take_the_section_over(self, sections: Outline) -> None:
        """（一）主动公开政府信息情况 is a part of section one."""
        text = PLAIN.replace("一、总体情况\n", "一、总体情况\n（一）主动公开政府信息情况\n好。\n", 1)
        found = sections(text)
        assert keys(found) == ALL
        assert found[1].heading.ordinal == "二"


class TestSecondLevel:
    """Headings such as （一）主动公开."""

    @pytest.mark.parametrize(
        ("line", "title"),
        [
            pytest.param("（一）主动公开", "主动公开", id="own-line"),
            pytest.param("(二) 依申请公开。全年收到3件，都已办结。", "依申请公开", id="run-in"),
            pytest.param("（三）管理方面：一是建立制度。", "管理方面", id="colon"),
        ],
    )
    def test_a_subheading_has_level_two(self, headings: Headings, line: str, title: str) -> None:
        """It has no section of its own."""
        assert [(h.level, h.title, h.section) for h in headings(f"一、总体情况\n{line}\n")][1:] == [(2, title, None)]

    @pytest.mark.parametrize(
        "line", ["（一）予以公开 3 0 0", "（七）总计 3 0 0", "（三）不予公开", "（五）不予", "（三）不"]
    )
    def test_group_and_row_labels_are_no_subheadings(self, headings: Headings, line: str) -> None:
        """Also when a line end cut the label off."""
        assert headings(f"{line}\n") == ()


SEEDS_WITHOUT_SIX = {"001_976a34383c60b842"}


class TestSharedReports:
    """The real reports beside the checkout."""

    def test_every_seed_has_its_sections(self, shared_folder: Path, sections: Outline) -> None:
        """All six in order; one seed really lacks the last."""
        for file in sorted((shared_folder / "seeds").glob("*.txt")):
            expected = ALL[:5] if file.stem in SEEDS_WITHOUT_SIX else ALL
            assert keys(sections(file.read_text(encoding="utf-8"))) == expected, file.stem

    def test_the_report_with_restarted_numbers_has_its_sections(self, shared_folder: Path, sections: Outline) -> None:
        """Five headings of its prose are unknown; section five has lost its heading in the file."""
        text = (shared_folder / "real" / "shanghai_kewei_2024.txt").read_text(encoding="utf-8")
        assert keys(sections(text)) == ["overview", *[None] * 5, "proactive", "requests", "disputes", "other"]

    def test_the_report_of_2019_has_its_sections(self, shared_folder: Path, sections: Outline) -> None:
        """The older heading of section five is known."""
        text = (shared_folder / "real" / "shanghai_office_2019.txt").read_text(encoding="utf-8")
        assert keys(sections(text)) == ALL
