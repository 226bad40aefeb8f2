"""What prompts say about a form, derived from it."""

import pytest

from extractor.forms import Form
from extractor.prompting import countables, row_ids
from extractor.prompting.describe import blocks_of, widths

EDITIONS = {"proactive": "2021", "requests": "2021", "disputes": "2021"}


class TestRows:
    """`row_ids`, `widths`, `blocks_of`."""

    def test_rows_are_numbered_from_one_in_the_form_s_order(self, form: Form) -> None:
        """Over all blocks of the table, and the same everywhere."""
        ids = row_ids(form.table("requests").edition("2021"))
        assert len(ids) == 25
        assert (ids["r01"], ids["r02"], ids["r24"], ids["r25"]) == (
            "new_received",
            "carried_in",
            "total_processed",
            "carried_out",
        )
        assert list(row_ids(form.table("proactive").edition("2021")).values()) == [
            "regulations",
            "normative_documents",
            "licensing",
            "penalties",
            "coercion",
            "fees",
        ]

    def test_rows_side_by_side_are_listed_one_by_one(self, form: Form) -> None:
        """With the columns under each of them."""
        edition = form.table("disputes").edition("2021")
        (block,) = blocks_of(edition)
        assert row_ids(edition) == {
            "r01": "reconsideration",
            "r02": "litigation_direct",
            "r03": "litigation_after_reconsideration",
        }
        assert block["across"] is True
        assert block["columns"] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        assert block["rows"] == [
            {"id": "r01", "label": "行政复议", "depth": 0},
            {"id": None, "label": "行政诉讼", "depth": 0},
            {"id": "r02", "label": "未经复议直接起诉", "depth": 1},
            {"id": "r03", "label": "复议后起诉", "depth": 1},
        ]

    def test_columns_are_named_with_their_groups(self, form: Form) -> None:
        """其他 alone could be anything."""
        (block,) = blocks_of(form.table("requests").edition("2021"))
        columns = block["columns"]
        assert isinstance(columns, list)
        assert columns[0] == "申请人情况 / 自然人"
        assert columns[5:] == ["申请人情况 / 法人或其他组织 / 其他", "总计"]

    def test_one_row_comes_with_its_groups_and_its_block_alone(self, form: Form) -> None:
        """For a second look."""
        (block,) = blocks_of(form.table("requests").edition("2021"), "declined_repeat")
        assert block["rows"] == [
            {"id": None, "label": "三、本年度办理结果", "depth": 0},
            {"id": None, "label": "（五）不予处理", "depth": 1},
            {"id": "r17", "label": "2.重复申请", "depth": 2},
        ]
        (fees,) = blocks_of(form.table("proactive").edition("2021"), "fees")
        assert (fees["caption"], fees["columns"]) == ("第二十条第（八）项", ["本年收费金额（单位：万元）"])

    @pytest.mark.parametrize(
        ("table", "edition", "expected"),
        [("requests", "2021", (7, 7)), ("proactive", "2021", (1, 3)), ("proactive", "2019", (2, 3))],
    )
    def test_rows_have_as_many_cells_as_their_block_has_columns(
        self, form: Form, table: str, edition: str, expected: tuple[int, int]
    ) -> None:
        """The fewest and the most of a table."""
        assert widths(form.table(table).edition(edition)) == expected


class TestCountables:
    """`countables`."""

    def test_a_key_stands_for_sums_of_cells(self, form: Form) -> None:
        """In the editions of the document, patterns of paths spelled out."""
        by_key = {item.key: item for item in countables(form, EDITIONS)}
        assert by_key["new_received"].targets == (("requests.new_received.total",),)
        assert by_key["received"].targets[1] == ("requests.new_received.total", "requests.carried_in.total")
        assert by_key["unavailable"].targets == (
            (
                "requests.unavailable_not_held.total",
                "requests.unavailable_needs_creation.total",
                "requests.unavailable_still_unclear.total",
            ),
        )

    def test_a_key_is_explained_in_the_form_s_own_words(self, form: Form) -> None:
        """A sum over a whole group is called by the group; the words of sentences stand beside it."""
        by_key = {item.key: item for item in countables(form, EDITIONS)}
        assert by_key["unavailable"].label == "三、本年度办理结果 / （四）无法提供 / 总计"
        assert by_key["lawsuits"].label == "行政诉讼 / 总计"
        assert by_key["granted_or_partly"].label == (
            "三、本年度办理结果 / （一）予以公开 + （二）部分公开（区分处理的，只计这一情形，不计其他情形） / 总计"
        )
        assert by_key["new_received"].words == ("新收", "新增", "新受理", "新接收")

    def test_wordings_of_one_thing_are_one_key(self, form: Form) -> None:
        """作出行政许可决定 and 办理行政许可 count one cell; the weaker wording decides what may be held against it."""
        (licences,) = (item for item in countables(form, EDITIONS) if "许可" in item.words)
        assert [statement.key for statement in licences.statements] == ["licences", "licences_mentioned"]
        assert not licences.contradicts

    def test_a_number_may_contradict_where_every_wording_is_plain(self, form: Form) -> None:
        """结转 says one thing only; 办结 says it only where nothing was carried in."""
        by_key = {item.key: item for item in countables(form, EDITIONS)}
        assert by_key["carried_out"].contradicts
        assert not by_key["processed"].contradicts

    def test_what_an_edition_lacks_may_not_be_counted(self, form: Form) -> None:
        """The edition of 2019 counts no documents repealed."""
        keys = {item.key for item in countables(form, {**EDITIONS, "proactive": "2019"})}
        assert "documents_repealed" not in keys
        assert "documents_issued" in keys
        assert not any(item.startswith("lawsuits") for item in {i.key for i in countables(form, {"requests": "2021"})})
