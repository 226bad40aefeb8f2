"""File names and text of notices, whatever an agency is called."""

import io
import unicodedata
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from extractor.export.notice.clean import cut, one_line
from extractor.export.notice.file_names import FileNames
from extractor.export.notice.package import template_bytes

NAMES = st.text(st.characters(codec=None), max_size=120) | st.sampled_from(
    ["CON", "nul.docx", "..", "../../etc/passwd", "C:\\a", "-rf", "~$a", "aux ", "a/b", "", "\u202e", "局" * 300]
)
HARD = frozenset('<>:"/\\|?*')
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@given(st.lists(NAMES, max_size=12))
def test_whatever_an_agency_is_called_its_file_can_be_made_everywhere(names: list[str]) -> None:
    """Short enough, inside the folder, no device of Windows, no option or home of a shell, no two that clash."""
    files = FileNames("未确认")
    given_names = [files.name(name) for name in names]
    for file in given_names:
        stem = file.removesuffix(".docx")
        assert file.endswith(".docx")
        assert len(file.encode("utf-8")) + len("..tmp") <= 255
        assert Path(file).name == file
        assert not HARD & set(file)
        assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in file)
        assert stem == stem.strip(" .")
        assert stem[:1] not in {"", "-", "~", "."}
        assert file.split(".")[0].strip().casefold() not in DEVICES
    folded = {unicodedata.normalize("NFKC", file).casefold() for file in given_names}
    assert len(folded) == len(given_names)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("青禾县人民政府办公室", "青禾县人民政府办公室.docx"),
        ("甲局/乙局", "甲局_乙局.docx"),
        ("甲\n局", "甲局.docx"),
        ("con.1", "_con.1.docx"),
        ("...", "未确认.docx"),
        ("局" * 100, "局" * 66 + ".docx"),
    ],
)
def test_a_name_stays_as_it_is_as_far_as_it_can(name: str, file: str) -> None:
    """The office that sends the letters finds them by the agencies' names."""
    assert FileNames("未确认").name(name) == file


def test_the_second_of_equal_names_gets_a_number() -> None:
    """Also where only case or the width of letters differs, which some file systems take for one name."""
    files = FileNames("未确认")
    assert [files.name(name) for name in ("A局", "A局", "a局", "Ａ局", "A局-2")] == [
        "A局.docx",
        "A局-2.docx",
        "a局-3.docx",
        "Ａ局-4.docx",
        "A局-2-2.docx",
    ]


@given(NAMES)
def test_any_text_can_be_written_into_a_letter_on_one_line(text: str) -> None:
    """And doing it twice changes nothing more."""
    line = one_line(text)
    document = Document(io.BytesIO(template_bytes()))
    document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    assert Document(content).paragraphs[0].text == line
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("政府\n信息", "政府信息"),
        ("2023年\r\n报告", "2023年报告"),
        ("annual\nreport", "annual report"),
        ("表\t二\u00a0 三", "表 二 三"),
        ("1\u20280", "1 0"),
        ("-\u202e21", "-21"),
    ],
)
def test_layout_goes_and_what_is_printed_stays(text: str, line: str) -> None:
    """A line end between ideographs separates nothing; between words or digits it does."""
    assert one_line(text) == line


def test_a_long_passage_says_that_it_is_cut() -> None:
    """A passage that fits is whole."""
    assert cut("一二三", 3, "……") == "一二三"
    assert cut("一二三四", 3, "……") == "一二三……"
