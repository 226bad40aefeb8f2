"""`extractor.text.labels`: labels as reports print them, and what is left of them for comparison."""

import pytest

from extractor.text import LabelKey, compact, label_key, strip_bookmarks


class TestOrdinals:
    """What is split off before labels are compared."""

    @pytest.mark.parametrize(
        ("printed", "ordinal"),
        [
            pytest.param("一、予以公开", "一", id="section"),
            pytest.param("一，予以公开", "一", id="comma-for-enumeration-mark"),
            pytest.param("一,予以公开", "一", id="ascii-comma"),
            pytest.param("一.予以公开", "一", id="point-after-chinese-figure"),
            pytest.param("十二、予以公开", "十二", id="two-chinese-figures"),
            pytest.param("（一）予以公开", "一", id="full-width-brackets"),
            pytest.param("(一)予以公开", "一", id="ascii-brackets"),
            pytest.param("(一) 予以公开", "一", id="space-behind-the-bracket"),
            pytest.param("（一）、予以公开", "一", id="bracket-and-mark"),
            pytest.param("1.予以公开", "1", id="point"),
            pytest.param("1．予以公开", "1", id="full-width-point"),
            pytest.param("１．予以公开", "1", id="full-width-figure"),
            pytest.param("1、予以公开", "1", id="enumeration-mark"),
            pytest.param("1. 予以公开", "1", id="space-behind-the-point"),
            pytest.param("12.予以公开", "12", id="two-figures"),
            pytest.param("(1)予以公开", "1", id="figure-in-brackets"),
            pytest.param("（1）、予以公开", "1", id="figure-in-brackets-and-mark"),
            pytest.param("⒈予以公开", "1", id="one-character-ordinal"),
            pytest.param("㈠予以公开", "一", id="one-character-bracketed-ordinal"),
        ],
    )
    def test_every_shape_of_ordinal_is_split_off(self, printed: str, ordinal: str) -> None:
        """The label behind the ordinal is the same in all shapes, and the ordinal keeps its figure only."""
        assert label_key(printed) == LabelKey(ordinal=ordinal, plain="予以公开", folded="予以公开")

    @pytest.mark.parametrize(
        "printed",
        [
            pytest.param("一般公共预算", id="figure-that-begins-a-word"),
            pytest.param("十大工程", id="another-one"),
            pytest.param("1.5倍以上", id="decimal"),
            pytest.param("2023年收入", id="year"),
            pytest.param("123.收入", id="three-figures"),
            pytest.param("第一项", id="figure-inside"),
        ],
    )
    def test_a_figure_that_belongs_to_the_label_stays(self, printed: str) -> None:
        """Without the punctuation of an ordinal, or with more figures than one has, it is part of the wording."""
        assert label_key(printed).ordinal == ""
        assert label_key(printed).plain == compact(printed)

    @pytest.mark.parametrize("printed", ["（一）", "一、", "1.", "(3)", "12、"])
    def test_a_label_that_is_only_an_ordinal_keeps_it_as_its_text(self, printed: str) -> None:
        """It must never compare equal to an empty label."""
        key = label_key(printed)
        assert key.ordinal == ""
        assert key.plain == key.folded == compact(printed) != ""

    def test_ordinals_of_several_levels_are_split_off_together(self) -> None:
        """Markdown from a recogniser writes the group's ordinal in front of the row's (domain.md §5)."""
        assert label_key("三、（一）其他") == LabelKey(ordinal="三一", plain="其他", folded="其他")


class TestVariants:
    """Printed variants that are the same label (domain.md §5)."""

    @pytest.mark.parametrize(
        ("printed", "official"),
        [
            pytest.param("第二十条(一)项", "第二十条（一）项", id="bracket-width"),
            pytest.param("第二十条 第（一）项", "第二十条第（一）项", id="space"),
            pytest.param("第二十条第(六)项-", "第二十条第（六）项", id="stray-hyphen"),
            pytest.param("本年新\n制作数量", "本年新制作数量", id="line-break"),
            pytest.param("本年新\r\n制作数量", "本年新制作数量", id="line-break-of-two-characters"),
            pytest.param("商业\n企业", "商业企业", id="wrapped-head"),
            pytest.param("商 业 企\n业", "商业企业", id="spaced-out-and-wrapped"),
            pytest.param("社会 公益 组织", "社会公益组织", id="words-apart"),
            pytest.param("总\u3000计", "总计", id="wide-space"),
            pytest.param("\u2002总计\u2002", "总计", id="en-space"),
            pytest.param("总\u00a0计", "总计", id="no-break-space"),
            pytest.param("总\u200b计", "总计", id="zero-width-space"),
            pytest.param("\ufeff总计", "总计", id="zero-width-no-break-space"),
            pytest.param("总\u2060计", "总计", id="word-joiner"),
            pytest.param("本\n\n年\n\n度", "本年度", id="one-character-a-line"),
            pytest.param("3.危及“三安全一稳定”", '3.危及"三安全一稳定"', id="quotes-ascii"),
            pytest.param("3.危及“三安全一稳定”", "3.危及＂三安全一稳定＂", id="quotes-full-width"),
            pytest.param("3.危及“三安全一稳定”", "3.危及「三安全一稳定」", id="quotes-corner"),
            pytest.param(
                "(二) 部分公开 (区分处理的, 只计这一情形, 不计其他情形)",
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                id="ascii-punctuation",
            ),
            pytest.param("本年增/减", "本年增减", id="slash"),
            pytest.param("[bookmark: _GoBack]六、其他需要报告的事项", "六、其他需要报告的事项", id="bookmark"),
            pytest.param("ＰＤＦ文件", "PDF文件", id="full-width-letters"),
            pytest.param("１０万元以上", "10万元以上", id="full-width-digits"),
        ],
    )
    def test_a_printed_variant_has_the_key_of_the_official_label(self, printed: str, official: str) -> None:
        """Spaces, width, quotes, punctuation and converters' marks make no difference, not even a `plain` one."""
        assert label_key(printed) == label_key(official)

    def test_a_lost_ordinal_costs_only_the_ordinal(self) -> None:
        """Labels are compared without ordinals, so a lost one leaves the label as it was."""
        official, printed = label_key("一、本年新收申请数量"), label_key(" 本年新收申 请数量")
        assert (printed.plain, printed.folded) == (official.plain, official.folded)
        assert (official.ordinal, printed.ordinal) == ("一", "")

    @pytest.mark.parametrize(
        ("printed", "ordinal"),
        [
            pytest.param("一\u200b、本年新收", "一", id="inside-a-section-ordinal"),
            pytest.param("（\u200b一）本年新收", "一", id="inside-a-bracketed-one"),
            pytest.param("1\ufeff.本年新收", "1", id="inside-a-numbered-one"),
            pytest.param("\u200b1.本年新收", "1", id="before-the-ordinal"),
            pytest.param("1.\u2060本年新收", "1", id="behind-the-ordinal"),
        ],
    )
    def test_a_zero_width_character_does_not_hide_an_ordinal(self, printed: str, ordinal: str) -> None:
        """What has no width on the page makes no difference anywhere in the label."""
        assert label_key(printed) == LabelKey(ordinal=ordinal, plain="本年新收", folded="本年新收")


class TestConfusions:
    """Characters that recognisers and typists confuse."""

    def test_a_confused_character_is_folded_and_the_printed_one_is_kept(self) -> None:
        """`folded` compares equal, `plain` tells that the copy is damaged."""
        damaged, official = label_key("法入或其他组织"), label_key("法人或其他组织")
        assert damaged.folded == official.folded
        assert damaged.plain == "法入或其他组织" != official.plain

    def test_a_character_that_is_no_known_confusion_stays_different(self) -> None:
        """Folding is a list of observed confusions, not a guess."""
        assert label_key("法大或其他组织").folded != label_key("法人或其他组织").folded


class TestCompact:
    """Letters, digits and ideographs only."""

    @pytest.mark.parametrize(
        ("printed", "left"),
        [
            pytest.param(" 本年（2023）制发-件数：", "本年2023制发件数", id="punctuation"),
            pytest.param("“、。；…·—”", "", id="nothing-but-punctuation"),
            pytest.param("Ｅ－ｍａｉｌ", "Email", id="full-width-word"),
            pytest.param("", "", id="empty"),
        ],
    )
    def test_what_is_no_letter_digit_or_ideograph_goes(self, printed: str, left: str) -> None:
        """Case and order stay as printed."""
        assert compact(printed) == left


class TestBookmarks:
    """What a converter leaves of a Word bookmark."""

    @pytest.mark.parametrize(
        ("printed", "left"),
        [
            pytest.param("[bookmark: _GoBack]六、其他", "六、其他", id="in-front"),
            pytest.param("六、[bookmark: a1]其他[bookmark: b]", "六、其他", id="several"),
            pytest.param("[bookmark:]六、其他", "六、其他", id="without-a-name"),
            pytest.param("[书签]六、其他", "[书签]六、其他", id="other-brackets-stay"),
            pytest.param("[bookmark: 六、其他", "[bookmark: 六、其他", id="unclosed-stays"),
        ],
    )
    def test_a_mark_is_taken_out_and_the_text_around_it_stays(self, printed: str, left: str) -> None:
        """A mark that does not end is no mark: taking it out could take the label with it."""
        assert strip_bookmarks(printed) == left
