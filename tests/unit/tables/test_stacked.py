"""`extractor.tables.stacked`: labels broken over lines are put together by the place of their words."""

from collections.abc import Callable, Sequence

import pytest

from extractor.forms import Block, Form
from extractor.tables import TableReading
from extractor.tables.geometry import display_width
from extractor.tables.header import HeaderBinding, bind_header
from extractor.tables.rows import Assembly
from extractor.tables.stacked import bind_stacked_header

Words = Sequence[tuple[int, str]]
"""Words of a line with the display column each begins at."""
Bind = Callable[[str], HeaderBinding | None]
Read = Callable[[str, str], TableReading]

GROUPS: Words = [(6, "讲座"), (40, "展览")]
UPPER: Words = [(0, "已经"), (7, "正在"), (14, "总计"), (26, "室内展览"), (48, "户外展览")]
MIDDLE: Words = [(0, "举办"), (7, "筹备")]
LOWER: Words = [(21, "已经"), (28, "正在"), (35, "总计"), (42, "已经"), (49, "正在"), (56, "总计")]
LAST: Words = [(21, "举办"), (28, "筹备"), (42, "举办"), (49, "筹备")]
VALUES: Words = [(7 * place + 1, str(place + 1)) for place in range(9)]


def drawn(*lines: Words) -> str:
    """Sets words at their display columns."""
    text = ""
    for line in lines:
        row = ""
        for column, word in line:
            row += " " * (column - display_width(row)) + word
        text += row + "\n"
    return text


def exchanged(words: Words, one: str, other: str) -> Words:
    """Exchanges two words wherever they stand."""
    return [(column, {one: other, other: one}.get(word, word)) for column, word in words]


def without(words: Words, column: int) -> Words:
    """Leaves out the word at a column."""
    return [item for item in words if item[0] != column]


@pytest.fixture
def events(form: Form) -> Block:
    """已经举办, 正在筹备, 总计 below each of 讲座, 展览 { 室内展览, 户外展览 }."""
    return form.table("events").edition("1").blocks[0]


@pytest.fixture
def bind(events: Block, assembled: Callable[[str], Assembly]) -> Bind:
    """Binds the header of events that stands over the one line of values of a text."""

    def make(text: str) -> HeaderBinding | None:
        assembly = assembled(text)
        return bind_stacked_header(events, assembly.labels, [row.values for row in assembly.rows])

    return make


def order(binding: HeaderBinding | None) -> tuple[int, ...] | None:
    """The order of the columns, or null without a header."""
    return binding.order if binding else None


class TestRead:
    """Headers that leave nothing open."""

    def test_words_under_each_other_make_one_label(self, bind: Bind) -> None:
        """Every one of nine columns has a label of two lines, told apart by the groups above."""
        assert order(bind(drawn(GROUPS, UPPER, MIDDLE, LOWER, LAST, VALUES))) == tuple(range(9))

    def test_the_cells_of_such_a_table_are_proven(self, read: Read) -> None:
        """The reader takes the header from the place of its words where the lines alone do not tell."""
        reading = read("events", drawn(GROUPS, UPPER, MIDDLE, LOWER, LAST, VALUES))
        assert {cell.spec.path: cell.value for cell in reading.cells if cell.proven} == {
            f"events.{row}.{column}": 3 * place + offset + 1
            for place, row in enumerate(("talks", "indoors", "outdoors"))
            for offset, column in enumerate(("held", "planned", "total"))
        }

    def test_exchanged_columns_are_read_by_their_labels(self, bind: Bind) -> None:
        """Where planned events stand before those held, in every group, the order says so."""
        lines = [exchanged(exchanged(words, "已经", "正在"), "举办", "筹备") for words in (UPPER, MIDDLE, LOWER, LAST)]
        assert order(bind(drawn(GROUPS, *lines, VALUES))) == (1, 0, 2, 4, 3, 5, 7, 6, 8)

    def test_exchanged_groups_are_read_by_their_labels(self, bind: Bind) -> None:
        """Where outdoor exhibitions stand left of indoor ones, their columns change places."""
        upper = exchanged(UPPER, "室内展览", "户外展览")
        assert order(bind(drawn(GROUPS, upper, MIDDLE, LOWER, LAST, VALUES))) == (0, 1, 2, 6, 7, 8, 3, 4, 5)

    def test_lines_above_the_header_do_not_matter(self, bind: Bind) -> None:
        """A sentence over the table names no column and hides none."""
        text = drawn([(0, "下表为本年活动情况")], GROUPS, UPPER, MIDDLE, LOWER, LAST, VALUES)
        assert order(bind(text)) == tuple(range(9))

    def test_the_stub_and_the_unit_are_read_as_such(self, form: Form, assembled: Callable[[str], Assembly]) -> None:
        """A broken label keeps its unit, and the head of the row labels is no column."""
        block = form.table("money").edition("1").blocks[0]
        text = drawn(
            [(0, "经费来源"), (20, "金额（单"), (34, "比上年增减"), (48, "占全部经费")],
            [(20, "位：万元）"), (34, "笔数"), (48, "比重")],
            [(0, "财政拨款"), (22, "5"), (36, "1"), (50, "0.5")],
        )
        assembly = assembled(text)
        binding = bind_stacked_header(block, assembly.labels[:-1], [row.values for row in assembly.rows])
        assert binding is not None
        assert (binding.order, binding.units) == ((0, 1, 2), {0: "万元"})

    def test_a_confused_character_is_reported(self, bind: Bind) -> None:
        """A label that is equal only after folding counts as damaged, and still names its column."""
        upper = exchanged(UPPER, "已经", "巳经")
        binding = bind(drawn(GROUPS, upper, MIDDLE, LOWER, LAST, VALUES))
        assert binding is not None
        assert [field.text for field in binding.damaged] == ["巳经"]
        assert binding.order == tuple(range(9))


class TestRefused:
    """Headers that leave something open."""

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param([GROUPS, UPPER, MIDDLE, LOWER, without(LAST, 28), VALUES], id="half-a-label-lost"),
            pytest.param([GROUPS, without(UPPER, 7), without(MIDDLE, 7), LOWER, LAST, VALUES], id="a-label-lost"),
            pytest.param([GROUPS, [*UPPER, (66, "备注")], MIDDLE, LOWER, LAST, VALUES], id="a-word-left-over"),
            pytest.param([GROUPS, UPPER, [(0, "举办"), (7, "举办")], LOWER, LAST, VALUES], id="a-label-twice"),
            pytest.param([LOWER, LAST, VALUES], id="six-of-nine-columns"),
            pytest.param([GROUPS, UPPER, MIDDLE, LOWER, LAST], id="no-values-to-stand-over"),
        ],
    )
    def test_one_word_too_few_or_too_many_leaves_no_header(self, bind: Bind, lines: Sequence[Words]) -> None:
        """Nothing is filled in from the form: what is not printed names no column."""
        assert bind(drawn(*lines)) is None

    def test_a_group_may_be_known_by_the_others(self, bind: Bind) -> None:
        """With the label of indoor exhibitions lost, the other groups leave their columns only one place."""
        assert order(bind(drawn(GROUPS, without(UPPER, 26), MIDDLE, LOWER, LAST, VALUES))) == tuple(range(9))

    def test_without_groups_columns_of_one_name_are_not_told_apart(self, bind: Bind) -> None:
        """Three columns of each name, and no word above them: any order of the groups is possible."""
        upper = [item for item in UPPER if item[0] < 20]
        assert bind(drawn(upper, MIDDLE, LOWER, LAST, VALUES)) is None

    def test_a_group_that_stands_over_other_columns_is_not_believed(self, bind: Bind) -> None:
        """The label of indoor exhibitions over the talks contradicts every order."""
        upper: Words = [(0, "已经"), (7, "正在"), (14, "总计"), (48, "户外展览")]
        groups: Words = [(2, "室内展览"), (16, "讲座"), (40, "展览")]
        assert bind(drawn(groups, upper, MIDDLE, LOWER, LAST, VALUES)) is None

    def test_values_under_other_labels_leave_no_header(self, bind: Bind) -> None:
        """As many values as columns, but one column further right: which is missing is open."""
        shifted = [(column + 7, word) for column, word in VALUES]
        assert bind(drawn(GROUPS, UPPER, MIDDLE, LOWER, LAST, shifted)) is None

    def test_labels_with_tabs_have_no_place(self, events: Block, assembled: Callable[[str], Assembly]) -> None:
        """Between tabs nothing says what stands under what."""
        assembly = assembled("已经\t正在\t总计\n举办\t筹备\t\n1\t2\t3\n")
        assert bind_stacked_header(events, assembly.labels, [row.values for row in assembly.rows]) is None

    def test_the_lines_alone_do_not_tell(self, events: Block, assembled: Callable[[str], Assembly]) -> None:
        """The reader of lines refuses what is exchanged and broken: only the place of the words proves it."""
        lines = [exchanged(exchanged(words, "已经", "正在"), "举办", "筹备") for words in (UPPER, MIDDLE, LOWER, LAST)]
        assert bind_header(events, assembled(drawn(GROUPS, *lines, VALUES)).labels).order is None


def test_a_value_lost_from_such_a_row_is_never_made_up(read: Read) -> None:
    """Eight values under nine labels prove no cell."""
    text = drawn(GROUPS, UPPER, MIDDLE, LOWER, LAST, without(VALUES, 22))
    assert not [cell for cell in read("events", text).cells if cell.proven]
