"""`extractor.ingest.xlsx_number`: numbers as a spreadsheet prints them, or nothing where that is not known."""

import pytest

from extractor.ingest.xlsx_format import format_code
from extractor.ingest.xlsx_number import print_number, print_text


def printed(raw: str, code: str) -> str | None:
    """What a cell shows, without the spaces at its ends."""
    text = print_number(raw, code).text
    return None if text is None else text.strip()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("0", "0"),
        ("94", "94"),
        ("-3", "-3"),
        ("12.5", "12.5"),
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("7730.2800000000007", "7730.28"),
        ("13800001234", "13800001234"),
        ("123456789012", "1.23457E+11"),
        ("0.00001", "1E-05"),
        ("1E3", "1000"),
        ("0.12345678999", "0.12345679"),
    ],
)
def test_general_shows_eleven_digits_and_no_noise(raw: str, text: str) -> None:
    """What the binary form adds behind the fifteenth digit is never printed."""
    assert printed(raw, "General") == text


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("5", "0", "5"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("5", "0.00", "5.00"),
        ("1234", "#,##0", "1,234"),
        ("999", "#,##0", "999"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0", "#,##0", "0"),
        ("1234567", "#,##0,", "1,235"),
        ("7", "000", "007"),
        ("0.125", "0.0%", "12.5%"),
        ("12.5", '0.00"万元"', "12.50万元"),
        ("3", '"第"0"号"', "第3号"),
        ("5", "0\\件", "5件"),
        ("5", "0_ ", "5"),
        ("5", "[Red]0", "5"),
        ("5", "[$¥-804]0.00", "¥5.00"),
        ("13812345678", "000-0000-0000", "138-1234-5678"),
        ("-12", "#,##0;[Red](#,##0)", "(12)"),
        ("1234", '[>=1000]"多";0', "多"),
        ("5", "@", "5"),
        ("5", "G/通用格式", "5"),
        ("5", 'General"件"', "5件"),
    ],
)
def test_formats_print_as_a_spreadsheet_does(raw: str, code: str, text: str) -> None:
    """Digits, thousands, percent, units and signs."""
    assert printed(raw, code) == text


@pytest.mark.parametrize("number", [41, 43])
def test_accounting_prints_a_dash_for_zero(number: int) -> None:
    """The printed token is the dash; no zero is printed anywhere."""
    assert printed("0", format_code(number)) == "-"
    assert printed("-5", format_code(41)) == "-5"


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("45291", format_code(14), "2023/12/31"),
        ("45291", format_code(31), "2023年12月31日"),
        ("45291", format_code(57), "2023年12月"),
        ("45291", 'yyyy"年"m"月"d"日";@', "2023年12月31日"),
        ("45291.75", "yyyy-mm-dd hh:mm", "2023-12-31 18:00"),
        ("45291.75", format_code(55), "下午6时00分"),
        ("0.5", "h:mm:ss", "12:00:00"),
        ("45291", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年12月31日"),
        ("45291", "aaaa", "星期日"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("59", "yyyy/m/d", "1900/2/28"),
    ],
)
def test_dates_print_in_chinese_forms(raw: str, code: str, text: str) -> None:
    """2023-12-31 was a Sunday; the serial numbers of 1900 count a day that never was."""
    assert printed(raw, code) == text


def test_old_macs_count_from_1904() -> None:
    """The same day has a number that is smaller by 1462."""
    assert print_number("43829", "yyyy/m/d", from_1904=True).text == "2023/12/31"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("5", "[DBNum1]0"),
        ("0.5", "# ?/?"),
        ("5", "0.00E+00"),
        ("5", "[h]:mm"),
        ("45291", "mmm-yy"),
        ("60", "yyyy/m/d"),
        ("-1", "yyyy/m/d"),
        ("99999999", "yyyy/m/d"),
        ("1e300", "0"),
        ("nan", "0"),
        ("甲", "0"),
        ("5", "*-0"),
        ("5", "[" * 300),
    ],
)
def test_what_is_not_understood_is_not_printed(raw: str, code: str) -> None:
    """A number that its reader sees otherwise would be a wrong one."""
    assert printed(raw, code) is None


@pytest.mark.parametrize(("raw", "code"), [("5", ";;;"), ("0", "0;-0;;@"), ("-1", "0;"), ("0", "#")])
def test_formats_hide_numbers(raw: str, code: str) -> None:
    """An empty section prints nothing."""
    assert printed(raw, code) == ""


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "无"), ("0", "无"), (";;;", ""), ('@"件"', "无件"), (format_code(41), "无"), ("0;-0;;@", "无")],
)
def test_words_are_printed_by_the_fourth_section(code: str, text: str) -> None:
    """Formats without one leave words alone."""
    shown = print_text("无", code).text
    assert shown is not None
    assert shown.strip() == text


def test_a_format_prints_in_white() -> None:
    """The colour of a section goes with what it prints."""
    assert print_number("5", "[White]0").white
    assert not print_number("5", "[Red]0").white
