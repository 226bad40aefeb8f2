"""`extractor.text.numbers`: every kind of token by which reports state a number or an amount."""

from decimal import Decimal, localcontext

import pytest

from extractor.text.numbers import Parsed, format_decimal, parse_value, to_yuan


class TestNumbers:
    """Tokens that state a number."""

    @pytest.mark.parametrize(
        ("printed", "number"),
        [
            pytest.param("0", 0, id="zero"),
            pytest.param("94", 94, id="integer"),
            pytest.param("１２", 12, id="full-width"),
            pytest.param("1２", 12, id="mixed-width"),
            pytest.param("1,234", 1234, id="thousands"),
            pytest.param("1，234，567", 1234567, id="full-width-comma"),
            pytest.param("１，２３４", 1234, id="all-full-width"),
            pytest.param("1\u2009234", 1234, id="thin-space-of-the-national-standard"),
            pytest.param("1\u202f234\u202f567", 1234567, id="narrow-no-break-space"),
            pytest.param("99999999999999", 99_999_999_999_999, id="largest"),
        ],
    )
    def test_an_integer_is_read_exactly(self, printed: str, number: int) -> None:
        """Digits of either width, grouped in threes or not, give an `int`."""
        assert parse_value(printed) == Parsed("number", number)
        assert type(parse_value(printed).number) is int

    @pytest.mark.parametrize(
        ("printed", "number"),
        [
            pytest.param("7730.28", "7730.28", id="two-places"),
            pytest.param("７７３０．２８", "7730.28", id="full-width-point"),
            pytest.param("1,234.50", "1234.50", id="grouped"),
            pytest.param("0.00", "0.00", id="zero-keeps-its-places"),
            pytest.param("0.5", "0.5", id="below-one"),
        ],
    )
    def test_a_printed_point_gives_a_decimal_with_its_places(self, printed: str, number: str) -> None:
        """A point makes the number a `Decimal`, and trailing zeros stay: they state the precision."""
        parsed = parse_value(printed)
        assert isinstance(parsed.number, Decimal)
        assert str(parsed.number) == number

    @pytest.mark.parametrize(
        ("printed", "number"),
        [
            pytest.param("〇", 0, id="circle-zero"),
            pytest.param("零", 0, id="zero"),
            pytest.param("两", 2, id="two-of-things"),
            pytest.param("十", 10, id="ten"),
            pytest.param("二十三", 23, id="tens-and-ones"),
            pytest.param("廿三", 23, id="contracted-twenty"),
            pytest.param("一十二", 12, id="long-twelve"),
            pytest.param("一百零五", 105, id="gap-zero"),
            pytest.param("一百〇五", 105, id="gap-circle"),
            pytest.param("两千零三", 2003, id="two-before-a-scale"),
            pytest.param("三万五千", 35000, id="ten-thousands"),
            pytest.param("一亿二千万", 120_000_000, id="hundred-millions"),
        ],
    )
    def test_a_numeral_in_words_is_read(self, printed: str, number: int) -> None:
        """Well-formed Chinese numerals state their number."""
        assert parse_value(printed) == Parsed("number", number)

    @pytest.mark.parametrize(
        ("printed", "number"),
        [
            pytest.param("+3", 3, id="plus"),
            pytest.param("＋3", 3, id="full-width-plus"),
            pytest.param("-3", -3, id="hyphen"),
            pytest.param("－3", -3, id="full-width-hyphen"),
            pytest.param("−3", -3, id="minus-sign"),
            pytest.param("–3", -3, id="en-dash"),
            pytest.param("增3", 3, id="rise"),
            pytest.param("增加3", 3, id="rise-in-full"),
            pytest.param("减少3", -3, id="fall"),
            pytest.param("减 3", -3, id="fall-with-space"),
            pytest.param("减三", -3, id="fall-in-words"),
            pytest.param("↑3", 3, id="arrow-up"),
            pytest.param("↓3", -3, id="arrow-down"),
            pytest.param("减0", 0, id="fall-of-nothing"),
            pytest.param("+0", 0, id="plus-nothing"),
            pytest.param("-1,234.5", Decimal("-1234.5"), id="with-groups-and-places"),
        ],
    )
    def test_a_sign_or_word_of_change_is_part_of_the_number(self, printed: str, number: int | Decimal) -> None:
        """The column 本年增/减 of 2019 prints changes with signs, words or arrows."""
        assert parse_value(printed) == Parsed("number", number)

    @pytest.mark.parametrize(
        ("printed", "number", "unit"),
        [
            pytest.param("12件", 12, "件", id="pieces"),
            pytest.param("4 条", 4, "条", id="space-before"),
            pytest.param("12\n件", 12, "件", id="wrapped-before-its-unit"),
            pytest.param("3宗", 3, "宗", id="cases"),
            pytest.param("5人次", 5, "人次", id="two-characters"),
            pytest.param("两件", 2, "件", id="in-words"),
            pytest.param("一件", 1, "件", id="one-with-a-unit-is-no-dash"),
            pytest.param("251000元", 251000, "元", id="yuan"),
            pytest.param("7730.28万元", Decimal("7730.28"), "万元", id="ten-thousand-yuan-stays-a-unit"),
            pytest.param("3亿元", 3, "亿元", id="hundred-million-yuan-stays-a-unit"),
            pytest.param("5百万元", 5, "百万元", id="million-yuan-stays-a-unit"),
            pytest.param("三万元", 30000, "元", id="a-numeral-in-words-owns-its-scale"),
            pytest.param("3.2万件", 32000, "件", id="scale-of-a-count"),
            pytest.param("3.2万", 32000, None, id="bare-scale"),
            pytest.param("2亿", 200_000_000, None, id="bare-large-scale"),
            pytest.param("3.00005万", Decimal("30000.5"), None, id="scale-that-leaves-a-fraction"),
            pytest.param("3（件）", 3, "件", id="unit-in-brackets"),
            pytest.param("12.5（万元）", Decimal("12.5"), "万元", id="money-in-brackets"),
        ],
    )
    def test_a_glued_unit_is_split_off(self, printed: str, number: int | Decimal, unit: str | None) -> None:
        """万 and 亿 stay with a unit of money and multiply a count; the unit itself is kept as printed."""
        parsed = parse_value(printed)
        assert parsed == Parsed("number", number, unit)
        assert type(parsed.number) is type(number)

    @pytest.mark.parametrize(
        ("printed", "number", "unit", "note"),
        [
            pytest.param("5（注1）", 5, None, "（注1）", id="bracketed-note"),
            pytest.param("5注1", 5, None, "注1", id="bare-note"),
            pytest.param("12①", 12, None, "①", id="circled-digit"),
            pytest.param("12²", 12, None, "²", id="superscript-is-not-a-third-digit"),
            pytest.param("26*", 26, None, "*", id="asterisk"),
            pytest.param("3[2]", 3, None, "[2]", id="square-brackets"),
            pytest.param("16（其中修订 3 件）", 16, None, "（其中修订 3 件）", id="remark"),
            pytest.param("12件\n（含自然失效 2 件）", 12, "件", "（含自然失效 2 件）", id="remark-on-its-own-line"),
        ],
    )
    def test_a_note_beside_the_number_is_kept_apart(
        self, printed: str, number: int, unit: str | None, note: str
    ) -> None:
        """Footnote marks and remarks never leak into the number."""
        assert parse_value(printed) == Parsed("number", number, unit, note)

    def test_space_and_line_ends_around_a_token_mean_nothing(self) -> None:
        """Ideographic, no-break and zero-width spaces around a number are layout."""
        assert parse_value(" \u3000\n5\u2002\u00a0\u200b\t\r\n") == Parsed("number", 5)

    def test_what_a_converter_leaves_of_a_bookmark_is_ignored(self) -> None:
        """A Word bookmark may sit in a cell, beside a number or alone."""
        assert parse_value("[bookmark: _GoBack]7") == Parsed("number", 7)
        assert parse_value("[bookmark: _GoBack]").kind == "blank"


class TestMoney:
    """Amounts in yuan, and the one way to write a decimal."""

    @pytest.mark.parametrize(
        ("number", "unit", "yuan"),
        [
            pytest.param(251000, "元", "251000", id="yuan"),
            pytest.param(Decimal("7730.28"), "万元", "77302800", id="ten-thousands"),
            pytest.param(Decimal("0.000001"), "万元", "0.01", id="one-fen"),
            pytest.param(3, "亿元", "300000000", id="hundred-millions"),
            pytest.param(2, "千元", "2000", id="thousands"),
            pytest.param(5, "百万元", "5000000", id="millions"),
            pytest.param(0, "万元", "0", id="nothing"),
        ],
    )
    def test_money_converts_to_yuan(self, number: int | Decimal, unit: str, yuan: str) -> None:
        """Units of money are powers of ten of a yuan."""
        converted = to_yuan(number, unit)
        assert converted is not None
        assert format_decimal(converted) == yuan

    @pytest.mark.parametrize("unit", [None, "件", "万", ""], ids=repr)
    def test_what_is_no_money_has_no_yuan(self, unit: str | None) -> None:
        """A count, or a number without a unit, is never taken for money."""
        assert to_yuan(3, unit) is None

    def test_money_is_exact_whatever_the_ambient_precision(self) -> None:
        """The caller's decimal context rounds neither reading nor conversion."""
        with localcontext() as context:
            context.prec = 3
            parsed = parse_value("-12345678901234.0123456789万元")
            assert parsed.number is not None
            yuan = to_yuan(parsed.number, parsed.unit)
        assert yuan == Decimal("-123456789012340123.456789")

    @pytest.mark.parametrize(
        ("number", "written"),
        [
            pytest.param(Decimal("12.50"), "12.5", id="trailing-zero"),
            pytest.param(Decimal("0.00"), "0", id="zero"),
            pytest.param(Decimal("-0.0"), "0", id="signed-zero"),
            pytest.param(Decimal("3E+4"), "30000", id="exponent"),
            pytest.param(Decimal("1E-7"), "0.0000001", id="small"),
            pytest.param(100, "100", id="integer-keeps-its-zeros"),
            pytest.param(-5, "-5", id="negative"),
        ],
    )
    def test_equal_decimals_are_written_alike(self, number: int | Decimal, written: str) -> None:
        """No exponent and no trailing zeros, so that records compare as strings."""
        assert format_decimal(number) == written
