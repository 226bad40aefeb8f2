"""`extractor.text.numbers`: tokens that state no number, and the damage that must not become one."""

import pytest

from extractor.model import Kind
from extractor.text.numbers import Parsed, looks_like_value, parse_value


class TestNoNumber:
    """Tokens that state the absence of a number, each as its own kind."""

    @pytest.mark.parametrize(
        ("printed", "kind"),
        [
            pytest.param("", "blank", id="empty"),
            pytest.param(" \t\n", "blank", id="white-space"),
            pytest.param("\u3000\u2002\u00a0\u200b\ufeff", "blank", id="spaces-of-word-and-web"),
            pytest.param("-", "dash", id="hyphen"),
            pytest.param("–", "dash", id="en-dash"),
            pytest.param("—", "dash", id="em-dash"),
            pytest.param("――", "dash", id="horizontal-bars"),
            pytest.param("－－", "dash", id="full-width-hyphens"),
            pytest.param("——", "dash", id="chinese-dash"),
            pytest.param("/", "slash", id="slash"),
            pytest.param("／", "slash", id="full-width-slash"),
            pytest.param("\\", "slash", id="backslash"),
            pytest.param("无", "none_word", id="none"),
            pytest.param("空", "none_word", id="empty-word"),
            pytest.param("没\n有", "none_word", id="none-over-two-lines"),
            pytest.param("不适用", "not_applicable", id="not-applicable"),
            pytest.param("N/A", "not_applicable", id="english"),
            pytest.param("ｎａ", "not_applicable", id="full-width-letters"),
        ],
    )
    def test_absence_has_its_kind_and_never_a_number(self, printed: str, kind: Kind) -> None:
        """A blank, a dash or a word for none is not 0 (design.md §3.3)."""
        assert parse_value(printed) == Parsed(kind)

    @pytest.mark.parametrize(
        "printed",
        [
            pytest.param("1 0", id="two-cells-or-one"),
            pytest.param("1\u30000", id="ideographic-space-inside"),
            pytest.param("1\u200b0", id="zero-width-space-inside"),
            pytest.param("1 0 件", id="split-digits-with-a-unit"),
            pytest.param("0 0 0 0 0 0 0", id="a-whole-row"),
            pytest.param("12\n34", id="two-lines"),
            pytest.param("12\t34", id="two-fields"),
            pytest.param("12,34", id="group-of-two"),
            pytest.param("1,2345", id="group-of-four"),
            pytest.param("1,234，567", id="two-kinds-of-comma"),
            pytest.param("0,123", id="group-after-zero"),
            pytest.param("1'234", id="apostrophe"),
            pytest.param("00", id="double-zero"),
            pytest.param("007", id="leading-zeros"),
            pytest.param("01.5", id="leading-zero-before-a-point"),
            pytest.param("7730。28", id="full-stop-is-no-point"),
            pytest.param(".5", id="lost-leading-digit"),
            pytest.param("1..2", id="two-points"),
            pytest.param("O", id="letter-O"),
            pytest.param("o", id="letter-o"),
            pytest.param("l", id="letter-l"),
            pytest.param("1O", id="letter-O-after-a-digit"),
            pytest.param("l0", id="letter-l-before-a-digit"),
            pytest.param("S5", id="letter-S"),
            pytest.param("|5", id="rule-or-one"),
            pytest.param("Ｏ", id="full-width-O"),
            pytest.param("○", id="circle"),
            pytest.param("1〇", id="chinese-zero-after-a-digit"),
            pytest.param("一", id="one-or-dash"),
            pytest.param("一一", id="ones-or-dash"),
            pytest.param("一0", id="one-or-dash-before-a-digit"),
            pytest.param("二三", id="two-or-three"),
            pytest.param("二两", id="misused-two"),
            pytest.param("一亿十万", id="malformed-numeral"),
            pytest.param("٣", id="digit-of-another-script"),
            pytest.param("?", id="question-mark"),
            pytest.param("？", id="full-width-question-mark"),
            pytest.param("5?", id="doubtful-digit"),
            pytest.param("□", id="empty-box"),
            pytest.param("■5", id="box-and-digit"),
            pytest.param("\ufffc", id="something-that-is-no-text"),
            pytest.param("\ufffd", id="replacement-character"),
            pytest.param("××", id="crosses"),
            pytest.param("XX", id="placeholder"),
            pytest.param("**", id="masked"),
            pytest.param("- -", id="two-dashes"),
            pytest.param("- 3", id="dash-and-number"),
            pytest.param("—3", id="em-dash-and-number"),
            pytest.param("-0", id="dash-glued-to-zero"),
            pytest.param("-0.00", id="dash-glued-to-decimal-zero"),
            pytest.param("△3", id="triangle"),
            pytest.param("3(2)", id="number-and-negative-in-brackets"),
            pytest.param("3（一）", id="number-and-ordinal"),
            pytest.param("约100", id="about"),
            pytest.param("100余件", id="more-than"),
            pytest.param("10+", id="or-more"),
            pytest.param("123456789012345", id="longer-than-any-count"),
            pytest.param("1234567890123万", id="longer-once-scaled"),
            pytest.param("nan", id="converter-lost-the-value"),
        ],
    )
    def test_damage_and_doubt_are_illegible_and_never_mended(self, printed: str) -> None:
        """A token that was meant as a value but could mean two things states none."""
        assert parse_value(printed) == Parsed("illegible")

    @pytest.mark.parametrize(
        "printed",
        [
            pytest.param("无法提供", id="label-that-begins-with-none"),
            pytest.param("其他", id="label"),
            pytest.param("3.其他", id="label-with-ordinal"),
            pytest.param("3其他", id="label-that-lost-its-point"),
            pytest.param("行政处罚 0", id="label-and-value"),
            pytest.param("1.", id="ordinal"),
            pytest.param("1、", id="ordinal-with-comma"),
            pytest.param("（一）", id="ordinal-in-words"),
            pytest.param("一、", id="ordinal-in-words-with-comma"),
            pytest.param("①", id="circled-ordinal"),
            pytest.param("(3)", id="bracketed-ordinal"),
            pytest.param("（3）", id="full-width-bracketed-ordinal"),
            pytest.param("12%", id="rate"),
            pytest.param("-3.5％", id="full-width-rate"),
            pytest.param("2023年", id="year"),
            pytest.param("2023-01-01", id="date"),
            pytest.param("2024/1/17", id="date-with-slashes"),
            pytest.param("1-2", id="range"),
            pytest.param("-4-", id="page-number"),
            pytest.param("— 4 —", id="page-number-with-spaces"),
            pytest.param("万元", id="unit-of-a-column"),
            pytest.param("件", id="unit-alone"),
            pytest.param("增/减", id="header-of-a-column"),
            pytest.param("A4", id="letter-and-digit"),
            pytest.param("12公里", id="unknown-unit"),
            pytest.param("0 件。", id="end-of-a-sentence"),
            pytest.param("-----", id="ruled-line"),
            pytest.param("|", id="rule-of-a-table"),
            pytest.param("2" * 161, id="longer-than-any-token"),
        ],
    )
    def test_what_is_no_value_is_text(self, printed: str) -> None:
        """Labels, ordinals, dates, rates and page numbers fill no cell."""
        assert parse_value(printed) == Parsed("text")
        assert not looks_like_value(printed)

    @pytest.mark.parametrize("printed", ["0", "", "-", "/", "无", "N/A", "1O"], ids=repr)
    def test_everything_but_text_may_fill_a_cell(self, printed: str) -> None:
        """An illegible token takes its place in the row, or its neighbours would shift."""
        assert looks_like_value(printed)
