"""Properties of `extractor.text.numbers` over generated tokens: what silent loss would break."""

import importlib.util
from decimal import Decimal, localcontext
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from extractor.text import numbers
from extractor.text.numbers import Parsed, format_decimal, looks_like_value, parse_value, to_yuan

LARGEST = 99_999_999_999_999
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
CHINESE_DIGITS = "零一二三四五六七八九"

counts = st.integers(min_value=0, max_value=LARGEST)
amounts = st.decimals(min_value=0, max_value=LARGEST, places=2)
near_misses = st.text(
    alphabet="0123456789０１５,，.．。-—/ \u3000\n()（）[]%万亿元件条一二十百零〇两约余注增减无空OolI?□①*", max_size=12
)
"""The characters that real tokens are made of, in any order."""
tokens = st.text(max_size=40) | near_misses


def chinese(number: int) -> str:
    """Write a number from 0 to 9999 in words, by the rules of the language."""
    written = ""
    for power, scale in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            written += CHINESE_DIGITS[digit] + scale
        elif written and number % 10**power and not written.endswith("零"):
            written += "零"
    return written or "零"


def second_copy() -> ModuleType:
    """The module loaded once more, with caches of its own."""
    assert numbers.__spec__ is not None
    spec = importlib.util.find_spec(numbers.__spec__.name)
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


SECOND_COPY = second_copy()


class TestRoundTrips:
    """A number that is printed comes back."""

    @given(counts)
    def test_digits_of_either_width_come_back(self, number: int) -> None:
        """ASCII and full-width digits state the same integer."""
        assert parse_value(str(number)) == parse_value(str(number).translate(FULL_WIDTH)) == Parsed("number", number)

    @given(counts, st.sampled_from([",", "，", "\u2009", "\u202f", "\u2005"]))
    def test_groups_of_three_come_back(self, number: int, separator: str) -> None:
        """Every accepted separator groups the same digits."""
        assert parse_value(f"{number:,}".replace(",", separator)) == Parsed("number", number)

    @given(amounts)
    def test_decimals_come_back_with_their_places(self, number: Decimal) -> None:
        """Points, groups and full width change neither value nor precision."""
        for printed in (f"{number:f}", f"{number:,f}", f"{number:,f}".translate(FULL_WIDTH)):
            parsed = parse_value(printed)
            assert isinstance(parsed.number, Decimal)
            assert parsed.number.as_tuple() == number.as_tuple()

    @given(st.integers(min_value=2, max_value=9999))
    def test_numerals_in_words_come_back(self, number: int) -> None:
        """Words written by the rules of the language are read by them, 一 alone excepted."""
        assert parse_value(chinese(number)) == Parsed("number", number)

    @given(counts, st.sampled_from(["件", "条", "项", "元", "万元"]), st.sampled_from(["", " ", "\n", "\u3000"]))
    def test_a_unit_never_changes_the_number(self, number: int, unit: str, space: str) -> None:
        """A unit is split off with or without white space."""
        assert parse_value(f"{number}{space}{unit}") == Parsed("number", number, unit)

    @given(amounts)
    def test_amounts_keep_every_fen(self, number: Decimal) -> None:
        """万元 and 元 of one amount are equal, and the written form reads back."""
        assert to_yuan(number, "万元") == number * 10000
        assert Decimal(format_decimal(number)) == number


class TestCaution:
    """What could be two things is neither."""

    @given(tokens)
    def test_any_text_is_parsed_without_an_exception(self, printed: str) -> None:
        """Whatever stands in a cell has a kind, and a number exactly when the kind is `number`."""
        parsed = parse_value(printed)
        assert (parsed.number is not None) == (parsed.kind == "number")
        assert parsed.kind == "number" or (parsed.unit is None and parsed.note is None)
        assert looks_like_value(printed) == (parsed.kind != "text")

    @given(st.lists(tokens, max_size=8))
    def test_a_value_follows_from_its_token_alone(self, printed: list[str]) -> None:
        """Neither the tokens before nor the ambient decimal precision take part in a reading."""
        here = [parse_value(token) for token in printed]
        with localcontext() as context:
            context.prec = 2
            there = [SECOND_COPY.parse_value(token) for token in reversed(printed)][::-1]
        assert [repr(parsed) for parsed in here] == [repr(parsed) for parsed in there]

    @given(tokens, st.text(alphabet=" \t\n\u3000\u2002\u00a0\u200b\ufeff", max_size=4))
    def test_space_around_a_token_never_changes_it(self, printed: str, space: str) -> None:
        """Layout is no part of a value."""
        assert parse_value(space + printed + space) == parse_value(printed)

    @given(near_misses)
    def test_no_digit_is_invented_or_lost(self, printed: str) -> None:
        """A number printed in figures is made of the printed digits in their order, and of a power of ten."""
        parsed = parse_value(printed)
        figures = "".join(str(int(character)) for character in printed if character.isdecimal())
        if parsed.number is not None and figures and parsed.note is None:
            assert format_decimal(parsed.number).replace(".", "").strip("-0") == figures.strip("0")

    @given(
        st.text(alphabet="0123456789,. ", max_size=5),
        st.sampled_from("OolI"),
        st.text("0123456789OolI,.件", max_size=5),
    )
    def test_letters_among_digits_never_become_a_number(self, before: str, letter: str, after: str) -> None:
        """O for 0 and l for 1 are left for a person."""
        assert parse_value(before + letter + after).kind != "number"

    @given(counts, st.sampled_from([" ", "\u3000", "\u2002", "\u00a0", "\n", "\t", "\u200b"]), counts)
    def test_two_figures_with_a_space_between_are_no_number(self, first: int, space: str, second: int) -> None:
        """They may be two cells as well as one."""
        assert parse_value(f"{first}{space}{second}").kind == "illegible"

    @given(st.text(alphabet="0123456789", min_size=2), st.sampled_from([",", "，"]))
    def test_digits_regroup_only_in_threes(self, digits: str, separator: str) -> None:
        """One separator counts only before exactly three last digits."""
        for cut in range(1, len(digits)):
            parsed = parse_value(digits[:cut] + separator + digits[cut:])
            if parsed.kind == "number":
                assert len(digits) - cut == 3
