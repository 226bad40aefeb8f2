"""`extractor.tables.header`: every column by its own label, in the order in which the report prints them."""

from collections.abc import Callable

import pytest

from extractor.forms import Block, Form
from extractor.tables.fields import make_field
from extractor.tables.header import HeaderBinding, bind_header, is_header_label
from extractor.tables.rows import Assembly

Bind = Callable[[str], HeaderBinding]
Assembled = Callable[[str], Assembly]


@pytest.fixture
def block(form: Form) -> Block:
    """成年读者 | 未成年人 { 在校学生, 学龄前儿童 } | 总计."""
    return form.table("loans").edition("1").blocks[0]


@pytest.fixture
def bind(block: Block, assembled: Assembled) -> Bind:
    """Binds the header that a text prints to the columns of loans: 0 成年读者, 1 在校学生, 2 学龄前儿童, 3 总计."""
    return lambda text: bind_header(block, assembled(text).labels)


@pytest.fixture
def bind_across(form: Form, assembled: Assembled) -> Bind:
    """Binds the header of events: 已经举办, 正在筹备, 总计 below each of 讲座, 室内展览 and 户外展览."""
    (across,) = form.table("events").edition("1").blocks
    return lambda text: bind_header(across, assembled(text).labels)


class TestOrder:
    """Columns in the order printed."""

    @pytest.mark.parametrize(
        ("text", "order"),
        [
            pytest.param(
                "借阅项目\t\t成年读者\t未成年人\t\t总计\n\t\t\t在校学生\t学龄前儿童\t\n",
                (0, 1, 2, 3),
                id="as-the-form-has-them",
            ),
            pytest.param(
                "成年读者\t未成年人\t\t总计\n\t学龄前儿童\t在校学生\t\n", (0, 2, 1, 3), id="exchanged-inside-the-group"
            ),
            pytest.param("总计\t成年读者\t未成年人\t\n\t\t在校学生\t学龄前儿童\n", (3, 0, 1, 2), id="total-first"),
            pytest.param("未成年人\t\t成年读者\t总计\n在校学生\t学龄前儿童\t\t\n", (1, 2, 0, 3), id="group-first"),
            pytest.param("成年读者\t在校学生\t学龄前儿童\t总计\n", (0, 1, 2, 3), id="without-the-group"),
            pytest.param(
                "在校学生\t总计\t成年读者\t学龄前儿童\n", (1, 3, 0, 2), id="without-the-group-in-another-order"
            ),
            pytest.param("| 借阅项目 | 总计 | 成年读者 | 学龄前儿童 | 在校学生 |\n", (3, 0, 2, 1), id="pipes"),
            pytest.param("借阅项目  学龄前儿童  在校学生  成年读者  总计\n", (2, 1, 0, 3), id="spaces"),
            pytest.param("\t总计\n\t成年读者\n\t在校学生\n\t学龄前儿童\n", (3, 0, 1, 2), id="one-cell-a-line"),
            pytest.param("成年读者\t在校学生\t学龄前儿童\t合计\n", (0, 1, 2, 3), id="alias"),
        ],
    )
    def test_the_columns_are_named_by_their_labels_and_not_by_their_place(
        self, bind: Bind, text: str, order: tuple[int, ...]
    ) -> None:
        """A report that exchanges columns is read by what it prints over them."""
        header = bind(text)
        assert header.order == order
        assert (header.missing, header.damaged) == ((), ())

    def test_a_header_printed_again_says_nothing_new(self, bind: Bind) -> None:
        """It stands there a second time after a page break."""
        line = "总计\t成年读者\t在校学生\t学龄前儿童\n"
        assert bind(line + line).order == bind(line).order == (3, 0, 1, 2)

    def test_labels_of_the_row_column_are_no_value_columns(self, bind: Bind) -> None:
        """Left of the columns stand the heads of the label cells, which every printer words as he likes."""
        assert bind("类别\t项目\t成年读者\t在校学生\t学龄前儿童\t总计\n").order == (0, 1, 2, 3)


class TestBrokenWords:
    """Headers whose words are wrapped or run together."""

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(
                "\t成年\n读者\n\t未成年人\n\t总计\n\n\t在校\n学生\n\t学龄前\n儿童\n", id="wrapped-inside-their-cells"
            ),
            pytest.param(
                "借阅项目   成年   在校   学龄前   总计\n         读者   学生   儿童\n", id="over-two-lines-of-words"
            ),
            pytest.param("成年读者\n在校\n学生\n学龄前儿童\n总计\n", id="each-on-lines-of-its-own"),
            pytest.param("成年读者在校学生学龄前儿童总计\n", id="run-together"),
            pytest.param("借阅项目成年读者未成年人总计\n在校学生学龄前儿童\n", id="run-together-on-two-levels"),
            pytest.param("成 年 读 者\t在 校 学 生\t学龄前\u3000儿童\t总\u2002计\n", id="spaced-out"),
        ],
    )
    def test_words_are_put_together_again(self, bind: Bind, text: str) -> None:
        """The columns stand in the form's order, and each is named in full."""
        assert bind(text).order == (0, 1, 2, 3)

    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            pytest.param(
                "借阅项目   在校   成年   学龄前   总计\n         学生   读者   儿童\n",
                (1, 0, 2, 3),
                id="two-broken-ones-exchanged",
            ),
            pytest.param(
                "借阅项目   总计   成年   在校   学龄前\n                读者   学生   儿童\n",
                (3, 0, 1, 2),
                id="whole-one-moved",
            ),
            pytest.param(
                "借阅项目   成年读者   学龄前   在校学生   总计\n                  儿童\n",
                (0, 2, 1, 3),
                id="broken-one-moved",
            ),
        ],
    )
    def test_broken_words_in_another_order_are_never_put_into_the_forms_order(
        self, bind: Bind, text: str, printed: tuple[int, ...]
    ) -> None:
        """Where the pieces do not tell the order, none is claimed: else every value would be in a wrong column."""
        assert bind(text).order in {None, printed}


class TestMissing:
    """Headers that do not name every column."""

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            pytest.param("成年读者\t在校学生\t总计\n", ("学龄前儿童",), id="one-column-not-printed"),
            pytest.param("成年读者\t在校学生\t在校学生\t总计\n", ("学龄前儿童",), id="one-label-printed-over-another"),
            pytest.param("成年读者\t在校学生\t学龄前儿童\t总订\n", ("总计",), id="short-label-damaged"),
            pytest.param("甲\t乙\t丙\t丁\n", ("成年读者", "在校学生", "学龄前儿童", "总计"), id="other-labels"),
            pytest.param("", ("成年读者", "在校学生", "学龄前儿童", "总计"), id="no-header"),
        ],
    )
    def test_without_a_label_for_every_column_there_is_no_order(
        self, bind: Bind, text: str, missing: tuple[str, ...]
    ) -> None:
        """The columns that are left could be any: none of them is bound by being the last one."""
        header = bind(text)
        assert header.order is None
        assert header.missing == missing

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("成年读者\t在校学生\t外籍人士\t学龄前儿童\t总计\n", id="between"),
            pytest.param("成年读者\t在校学生\t学龄前儿童\t总计\t上年同期\n", id="behind"),
        ],
    )
    def test_a_column_that_the_form_does_not_have_leaves_no_order(self, bind: Bind, text: str) -> None:
        """The rows then have a value too many, and nobody knows which."""
        assert bind(text).order is None


class TestDamage:
    """Labels that a recogniser misread."""

    def test_a_damaged_label_names_its_column_and_is_reported(self, bind: Bind) -> None:
        """Three of four characters are right, and no other column resembles it."""
        header = bind("成年读者\t在佼学生\t学龄前儿童\t总计\n")
        assert header.order == (0, 1, 2, 3)
        assert [field.text for field in header.damaged] == ["在佼学生"]

    def test_a_confused_character_is_reported_as_well(self, bind: Bind) -> None:
        """The label compares equal after folding, but no typist prints it so."""
        header = bind("成年读者\t未成年入\t\t总计\n\t在校学生\t学龄前儿童\t\n")
        assert header.order == (0, 1, 2, 3)
        assert [field.text for field in header.damaged] == ["未成年入"]

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("总计\t成年读者\t在佼学生\t学龄前儿童\n", id="tabs"),
            pytest.param("| 总计 | 成年读者 | 在佼学生 | 学龄前儿童 |\n", id="pipes"),
            pytest.param("总计  成年读者  在佼学生  学龄前儿童\n", id="spaces"),
            pytest.param("\t总计\n\t成年读者\n\t在佼学生\n\t学龄前儿童\n", id="one-cell-a-line"),
            pytest.param("\t龄前儿童\n\t在校学生\n\t成年读者\n\t总计\n", id="exchanged-with-the-damaged-one"),
        ],
    )
    def test_a_damaged_label_does_not_prove_another_order(self, bind: Bind, text: str) -> None:
        """Columns that are exchanged must be named exactly, and are never put back into the form's order."""
        assert bind(text).order is None

    def test_a_clean_header_reports_no_damage(self, bind: Bind) -> None:
        """Spaces, brackets and aliases are no damage."""
        assert bind("成年 读者\t在校学生（人）\t学龄前儿童\t合计\n").damaged == ()


class TestUnits:
    """Units that the header prints."""

    @pytest.mark.parametrize(
        ("text", "units"),
        [
            pytest.param("成年读者\t在校学生\t学龄前儿童\t总计（单位：人次）\n", {3: "人次"}, id="one-column"),
            pytest.param("成年读者(单位:千册)\t在校学生\t学龄前儿童\t总计\n", {0: "千册"}, id="ascii-punctuation"),
            pytest.param(
                "总计（单位：册）\t成年读者\t在校学生（单位：本）\t学龄前儿童\n",
                {3: "册", 1: "本"},
                id="by-form-column",
            ),
            pytest.param("成年读者\t在校学生\t学龄前儿童\t总计\n", {}, id="none"),
        ],
    )
    def test_a_unit_in_a_header_label_belongs_to_its_column(self, bind: Bind, text: str, units: dict[int, str]) -> None:
        """Wherever the column is printed."""
        header = bind(text)
        assert header.order is not None
        assert header.units == units


class TestAcross:
    """Rows side by side: the same column labels below each row's label."""

    RESULTS = "已经举办\t正在筹备\t总计"

    @pytest.mark.parametrize(
        ("lines", "order"),
        [
            pytest.param(
                ["讲座\t\t\t展览\t\t\t\t\t", "\t\t\t室内展览\t\t\t户外展览\t\t", "\t".join([RESULTS] * 3)],
                tuple(range(9)),
                id="three-levels",
            ),
            pytest.param(
                ["讲座\t\t\t展览\t\t\t\t\t", f"{RESULTS}\t室内展览\t\t\t户外展览\t\t", f"\t\t\t{RESULTS}\t{RESULTS}"],
                tuple(range(9)),
                id="columns-on-the-line-of-the-second-level",
            ),
            pytest.param(
                ["讲座\t\t\t展览\t\t\t\t\t", "\t\t\t户外展览\t\t\t室内展览\t\t", "\t".join([RESULTS] * 3)],
                (0, 1, 2, 6, 7, 8, 3, 4, 5),
                id="two-rows-exchanged",
            ),
            pytest.param(
                ["展览\t\t\t\t\t\t讲座\t\t", "室内展览\t\t\t户外展览\t\t\t\t\t", "\t".join([RESULTS] * 3)],
                (3, 4, 5, 6, 7, 8, 0, 1, 2),
                id="groups-exchanged",
            ),
            pytest.param(
                [
                    "讲座\t\t\t展览\t\t\t\t\t",
                    "\t\t\t室内展览\t\t\t户外展览\t\t",
                    f"总计\t已经举办\t正在筹备\t{RESULTS}\t{RESULTS}",
                ],
                (2, 0, 1, 3, 4, 5, 6, 7, 8),
                id="total-first-in-the-first-row-only",
            ),
        ],
    )
    def test_each_label_belongs_to_the_row_it_stands_below(
        self, bind_across: Bind, lines: list[str], order: tuple[int, ...]
    ) -> None:
        """One wording stands there three times, and its place in the tree tells which one it is."""
        assert bind_across("\n".join(lines) + "\n").order == order

    def test_a_row_without_all_its_columns_leaves_no_order(self, bind_across: Bind) -> None:
        """Eight labels for nine values name none of them for certain."""
        header = bind_across(
            f"讲座\t\t\t室内展览\t\t\t户外展览\t\n{self.RESULTS}\t{self.RESULTS}\t已经举办\t正在筹备\n"
        )
        assert header.order is None
        assert header.missing == ("总计",)


class TestRecognition:
    """Whether a label belongs to the header at all."""

    @pytest.mark.parametrize(
        ("label", "belongs"),
        [
            ("成年读者", True),
            ("未成年人", True),
            ("借阅项目", True),
            ("在佼学生", True),
            ("单位：册", True),
            ("本年借出图书册数", False),
            ("第一季度", False),
        ],
    )
    def test_columns_groups_stub_and_unit_belong_to_it(self, block: Block, label: str, belongs: bool) -> None:
        """Row labels and labels of other tables do not."""
        assert is_header_label(block, make_field(label, 0, len(label))) is belongs
