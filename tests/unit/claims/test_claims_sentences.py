"""Which parts of a document are prose, and where their words stand."""

from collections.abc import Callable

import pytest

from extractor.claims.grammar import read_claims
from extractor.claims.outline import outline
from extractor.forms import Form
from extractor.model import Cell, Claim, Document, Grid, GridCell, Place

Read = Callable[..., tuple[Claim, ...]]


@pytest.fixture
def read(form: Form, filled: Callable[..., tuple[Cell, ...]]) -> Read:
    """Reads the claims of a whole text."""

    def claims(text: str, *, grids: tuple[Grid, ...] = (), cell_at: tuple[int, int] | None = None) -> tuple[Claim, ...]:
        document = Document(
            sha256="0" * 64,
            name="report.txt",
            path="report.txt",
            media_type="text/plain",
            text=text,
            grids=grids,
            pages=1 + text.count("\f"),
        )
        cells = filled()
        if cell_at is not None:
            place = Place(start=cell_at[0], end=cell_at[1])
            cells = (cells[0].model_copy(update={"source": place}), *cells[1:])
        return read_claims(document, form, outline(document, form), cells, year=2023, agency="云岭县水利局")

    return claims


def test_a_wrapped_sentence_is_read_whole_and_quoted_with_its_line_end(read: Read) -> None:
    """The quotation is verbatim: what stands between its offsets, line end included."""
    text = (
        "一、总体情况\n2023年我局认真落实公开要求，规范办理流程，全年共收到政府信\n息公开申请 3 件，均在期限内答复。\n"
    )
    (claim,) = read(text)
    assert claim.quote == "收到政府信\n息公开申请 3 件"
    assert text[claim.source.start : claim.source.end] == claim.quote


def test_short_lines_are_not_joined(read: Read) -> None:
    """A list of lines is no sentence: the last words of one line do not count in the next."""
    assert read("一、总体情况\n收到政府信息公开申请\n3件\n") == ()


def test_the_page_is_counted_in_form_feeds(read: Read) -> None:
    """A sentence behind the first form feed stands on page 2."""
    (claim,) = read("一、总体情况\n概述。\n\f收到政府信息公开申请3件。\n")
    assert claim.source.page == 2


@pytest.mark.parametrize(
    "line",
    [
        "\t一、本年新收政府信息公开申请数量\t3\t0\t3",
        "| 新收政府信息公开申请 | 3件 |",
        "新收政府信息公开申请3件",
    ],
)
def test_rows_of_a_table_are_no_prose(line: str, read: Read) -> None:
    """Under a table's heading, fields, pipes and lines that end like no sentence state nothing."""
    assert read(f"三、收到和处理政府信息公开申请情况\n{line}\n") == ()


def test_a_line_that_a_cell_was_read_from_is_no_prose(read: Read) -> None:
    """The table's own number must never count as a second statement of it."""
    text = "一、总体情况\n收到政府信息公开申请3件。\n"
    place = text.index("3件")
    assert read(text, cell_at=(place, place + 1)) == ()


def test_a_sentence_under_a_table_heading_is_prose(read: Read) -> None:
    """Some reports explain their figures beside the table."""
    (claim,) = read("三、收到和处理政府信息公开申请情况\n2023年，我局新收政府信息公开申请3件。\n")
    assert claim.quote == "新收政府信息公开申请3件"


def test_a_long_cell_of_prose_is_read_and_a_short_one_is_not(read: Read) -> None:
    """Pages that put their article into a layout table still state their numbers."""
    prose = "2023年，我局持续加强政府信息公开工作，做好答复和归档。全年共收到政府信息公开申请3件，均按时答复。"
    short = "收到政府信息公开申请5件。"
    text = f"一、总体情况\n{prose}\n{short}\n"
    cells = tuple(
        GridCell(words, text.index(words), text.index(words) + len(words), row, 1)
        for row, words in enumerate((prose, short), 1)
    )
    assert [claim.value for claim in read(text, grids=(Grid(1, cells),))] == [3]


@pytest.mark.parametrize("opening", ["《收到政府信息公开申请3件》", "http://a.example/收到政府信息公开申请3件"])
def test_titles_of_documents_and_addresses_state_nothing(opening: str, read: Read) -> None:
    """What stands in 《》 or in an address is a name."""
    assert read(f"一、总体情况\n印发{opening}。\n") == ()


def test_quotation_marks_and_half_width_punctuation_make_no_difference(read: Read) -> None:
    """Reports mix both widths, and put terms into quotation marks."""
    (claim,) = read("一、总体情况\n2023年,我局收到“政府信息公开申请”3件,均已答复.\n")
    assert (claim.value, claim.quote) == (3, "收到“政府信息公开申请”3件")
