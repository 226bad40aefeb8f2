"""`extractor.tables.reader`: every table in the edition that fits it, and in the region where it stands."""

from collections.abc import Callable

import pytest

from extractor.forms import Form, parse_form
from extractor.model import Document
from extractor.tables import TableReading, read_tables

MakeDocument = Callable[[str], Document]

HARVEST = """\
schema: gouji/form/1
id: harvest
title: {zh: 收成表, en: Harvest}
editions:
  - {id: old, to_year: 2009, clause: 旧通知}
  - {id: new, from_year: 2010, clause: 新通知}
metadata: {title_phrases: [收成表]}
sections: [{key: grain, title: 一、粮食}, {key: fruit, title: 二、水果}]
tables:
  - key: grain
    title: {zh: 粮食, en: Grain}
    section: grain
    blocks:
      - columns:
          - {key: spring, label: 春季产量, type: count}
          - {key: autumn, label: 秋季产量, type: count}
        rows:
          - {key: wheat, label: 小麦}
          - {key: maize, label: 玉米, editions: [old]}
          - {key: rice, label: 稻谷, editions: [new]}
          - {key: beans, label: 大豆, editions: [new]}
          - {key: millet, label: 高粱}
  - key: fruit
    title: {zh: 水果, en: Fruit}
    section: fruit
    blocks:
      - columns:
          - {key: weight, label: 总重量, type: count}
          - {key: value, label: 总价值, type: count}
        rows: [{key: pears, label: 雪花梨}, {key: plums, label: 红李子}]
"""

FAIRS = """\
schema: gouji/form/1
id: fairs
title: {zh: 集市表, en: Fairs}
editions: [{id: old, clause: 旧通知}, {id: new, clause: 新通知}]
metadata: {title_phrases: [集市表]}
sections: [{key: fairs, title: 一、集市}]
tables:
  - key: fairs
    title: {zh: 集市, en: Fairs}
    section: fairs
    blocks:
      - arrangement: rows_across
        columns:
          - {key: stalls, label: 摊位数, type: count}
          - {key: visitors, label: 顾客人次, type: count, editions: [new]}
        rows: [{key: spring, label: 春季集市}, {key: autumn, label: 秋季集市}]
"""

OLD_GRAIN = "春季产量\t秋季产量\n小麦\t1\t2\n玉米\t3\t4\n高粱\t5\t6\n"
NEW_GRAIN = "春季产量\t秋季产量\n小麦\t1\t2\n稻谷\t3\t4\n大豆\t5\t6\n高粱\t7\t8\n"
FRUIT = "总重量\t总价值\n雪花梨\t11\t12\n红李子\t13\t14\n"


@pytest.fixture(scope="module")
def form() -> Form:
    """The harvest form: grain differs between the editions, fruit does not."""
    return parse_form(HARVEST, "harvest.yaml")


@pytest.fixture
def editions(form: Form, document: MakeDocument) -> Callable[..., tuple[str, str]]:
    """The editions in which grain and fruit are read."""

    def make(grain: str, year: int | None = None) -> tuple[str, str]:
        text = grain + FRUIT
        regions = {"grain": [(0, len(grain))], "fruit": [(len(grain), len(text))]}
        one, other = read_tables(document(text), form, regions, year=year)
        return one.edition, other.edition

    return make


class TestEditions:
    """Editions are per table."""

    @pytest.mark.parametrize("year", [None, 2005, 2020])
    @pytest.mark.parametrize(("grain", "edition"), [(OLD_GRAIN, "old"), (NEW_GRAIN, "new")], ids=["old", "new"])
    def test_a_table_is_read_in_the_edition_whose_rows_it_prints(
        self, editions: Callable[..., tuple[str, str]], grain: str, edition: str, year: int | None
    ) -> None:
        """Whatever the year says: real reports keep the old form, or copy the new one early."""
        assert editions(grain, year)[0] == edition

    @pytest.mark.parametrize(("year", "edition"), [(2009, "old"), (2010, "new")])
    @pytest.mark.parametrize("grain", [OLD_GRAIN, NEW_GRAIN], ids=["old-grain", "new-grain"])
    def test_the_year_decides_where_both_editions_have_one_shape(
        self, editions: Callable[..., tuple[str, str]], grain: str, year: int, edition: str
    ) -> None:
        """The table itself says nothing about it."""
        assert editions(grain, year)[1] == edition

    @pytest.mark.parametrize(("grain", "edition"), [(OLD_GRAIN, "old"), (NEW_GRAIN, "new")], ids=["old", "new"])
    def test_without_a_year_the_table_before_decides(
        self, editions: Callable[..., tuple[str, str]], grain: str, edition: str
    ) -> None:
        """One report is made by one form, unless it shows otherwise."""
        assert editions(grain)[1] == edition

    @pytest.mark.parametrize(
        ("edition", "text", "values"),
        [
            pytest.param("old", "春季集市\t秋季集市\n摊位数\t摊位数\n1\t2\n", [1, 2], id="old"),
            pytest.param(
                "new",
                "春季集市\t\t秋季集市\t\n摊位数\t顾客人次\t摊位数\t顾客人次\n1\t2\t3\t4\n",
                [1, 2, 3, 4],
                id="new",
            ),
        ],
    )
    def test_rows_side_by_side_are_read_in_the_edition_of_their_width(
        self, document: MakeDocument, edition: str, text: str, values: list[int]
    ) -> None:
        """Their one line of values has no label that could tell."""
        (reading,) = read_tables(document(text), parse_form(FAIRS, "fairs.yaml"), {})
        assert reading.edition == edition
        assert [cell.value for cell in reading.cells] == values
        assert all(cell.proven for cell in reading.cells)

    def test_cells_are_those_of_the_edition_that_was_read(self, form: Form, document: MakeDocument) -> None:
        """Rows of the other edition have no cells, not even missing ones."""
        grain, _ = read_tables(document(OLD_GRAIN), form, {})
        assert [cell.spec.path for cell in grain.cells] == list(form.table("grain").edition("old").shape)
        assert [cell.value for cell in grain.cells] == [1, 2, 3, 4, 5, 6]
        assert all(cell.proven for cell in grain.cells)


class TestRegions:
    """Where a table is looked for."""

    def values(self, readings: tuple[TableReading, ...]) -> list[list[object]]:
        """The values of grain and of fruit."""
        return [[cell.value for cell in reading.cells] for reading in readings]

    def test_a_table_without_a_region_is_looked_for_in_the_whole_text(self, form: Form, document: MakeDocument) -> None:
        """Its heading may be damaged."""
        grain, fruit = self.values(read_tables(document(NEW_GRAIN + FRUIT), form, {}))
        assert grain == [1, 2, 3, 4, 5, 6, 7, 8]
        assert fruit == [11, 12, 13, 14]

    def test_a_table_is_not_read_outside_its_region(self, form: Form, document: MakeDocument) -> None:
        """The same rows stand in an annex, with other numbers."""
        annex = FRUIT.replace("1", "9")
        text = FRUIT + annex
        regions = {"fruit": [(len(FRUIT), len(text))], "grain": [(0, 0)]}
        assert self.values(read_tables(document(text), form, regions))[1] == [99, 92, 93, 94]

    def test_a_table_in_two_pieces_is_read_as_one(self, form: Form, document: MakeDocument) -> None:
        """Prose between the pieces does not belong to it."""
        upper, lower = "春季产量\t秋季产量\n小麦\t1\t2\n稻谷\t3\t4\n", "大豆\t5\t6\n高粱\t7\t8\n"
        text = f"{upper}小麦\t90\t90\n{lower}"
        regions = {"grain": [(0, len(upper)), (len(text) - len(lower), len(text))], "fruit": [(0, 0)]}
        reading, _ = read_tables(document(text), form, regions)
        assert [cell.value for cell in reading.cells] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert all(cell.proven for cell in reading.cells)

    def test_every_table_of_the_form_has_a_reading_even_in_an_empty_text(
        self, form: Form, document: MakeDocument
    ) -> None:
        """In the form's order, with every cell unread."""
        readings = read_tables(document(""), form, {})
        assert [reading.table for reading in readings] == ["grain", "fruit"]
        assert not any(reading.found for reading in readings)
        assert {cell.kind for reading in readings for cell in reading.cells} == {"unread"}
