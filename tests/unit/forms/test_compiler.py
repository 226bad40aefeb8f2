"""`extractor.forms.compiler`: a form file spelled out, edition by edition, on an invented orchard census."""

import pytest

from extractor.forms import Form, HeaderNode, TableEdition, parse_form


@pytest.fixture
def form(orchard: str) -> Form:
    """The orchard census, compiled."""
    return parse_form(orchard, "orchard.yaml")


@pytest.fixture
def old_trees(form: Form) -> TableEdition:
    """The table of trees as the edition `old` has it."""
    return form.table("trees").edition("old")


@pytest.fixture
def new_trees(form: Form) -> TableEdition:
    """The table of trees as the edition `new` has it."""
    return form.table("trees").edition("new")


def drawn(nodes: tuple[HeaderNode, ...]) -> list[object]:
    """A header tree as nested lists: a label and its value field, or a label and what stands below it."""
    return [[node.label.text, drawn(node.children) if node.children else node.index] for node in nodes]


class TestEditions:
    """What an edition has, and what it does not."""

    def test_a_column_of_one_edition_is_in_no_other(self, old_trees: TableEdition, new_trees: TableEdition) -> None:
        """The columns behind it move up."""
        assert [column.key for column in old_trees.blocks[0].columns] == ["planted", "felled", "left"]
        assert [column.key for column in new_trees.blocks[0].columns] == ["planted", "felled", "sold", "left"]

    def test_a_row_of_one_edition_is_in_no_other(self, old_trees: TableEdition, new_trees: TableEdition) -> None:
        """Also when it stands two groups deep."""
        assert [row.key for row in old_trees.blocks[0].rows] == ["apple", "peach", "apricot", "all_trees"]
        assert [row.key for row in new_trees.blocks[0].rows] == ["apple", "peach", "plum", "apricot", "all_trees"]

    def test_a_block_of_one_edition_is_in_no_other(self, old_trees: TableEdition, new_trees: TableEdition) -> None:
        """The second block was dropped from the form."""
        assert [block.caption.text if block.caption else None for block in old_trees.blocks] == ["表一", "表二"]
        assert len(new_trees.blocks) == 1

    def test_a_table_exists_only_in_the_editions_that_have_a_block_of_it(self, form: Form) -> None:
        """Sales were counted from the second edition on."""
        assert [edition.edition for edition in form.table("sales").editions] == ["new"]
        with pytest.raises(KeyError, match="old"):
            form.table("sales").edition("old")

    def test_an_unknown_table_is_a_key_error(self, form: Form) -> None:
        """A path of another form must not find a table."""
        with pytest.raises(KeyError, match="cattle"):
            form.table("cattle")

    def test_the_tables_of_a_document_come_in_the_forms_order_and_in_their_own_editions(self, form: Form) -> None:
        """Editions are per table: real reports mix them. A table the document does not have is left out."""
        mixed = form.table_editions({"sales": "new", "trees": "old"})
        assert [(table.table, table.edition) for table in mixed] == [("trees", "old"), ("sales", "new")]
        assert [table.table for table in form.table_editions({"sales": "new"})] == ["sales"]

    @pytest.mark.parametrize(
        ("year", "edition"),
        [(1990, "old"), (2009, "old"), (2010, None), (2011, None), (2012, "new"), (2040, "new")],
    )
    def test_the_edition_of_a_year_is_the_one_that_covers_it(self, form: Form, year: int, edition: str | None) -> None:
        """Both ends count, an open end has no limit, and a year between two editions has none."""
        assert form.edition_of_year(year) == edition


class TestRows:
    """Row labels and the groups they stand in."""

    def test_groups_are_listed_outermost_first(self, new_trees: TableEdition) -> None:
        """A row directly in the table has none; a row in a group of a group has two."""
        groups = {row.key: [group.text for group in row.groups] for row in new_trees.blocks[0].rows}
        assert groups == {
            "apple": [],
            "peach": ["（二）核果类"],
            "plum": ["（二）核果类", "梅类"],
            "apricot": ["（二）核果类", "梅类"],
            "all_trees": [],
        }

    def test_a_label_is_known_by_its_official_wording_first_and_then_its_aliases(self, new_trees: TableEdition) -> None:
        """Keys are in the same order, ordinals split off."""
        peach = new_trees.blocks[0].rows[1].label
        assert peach.text == "1.桃树"
        assert peach.wordings == ("1.桃树", "桃")
        assert [(key.ordinal, key.plain) for key in peach.keys] == [("1", "桃树"), ("", "桃")]


class TestHeaders:
    """Header trees."""

    def test_a_header_over_rows_numbers_its_columns_through_all_groups(self, new_trees: TableEdition) -> None:
        """A group has no value field of its own."""
        assert drawn(new_trees.blocks[0].header) == [
            ["栽种株数", 0],
            ["去向", [["砍伐株数", 1], ["出售株数", 2]]],
            ["留存株数", 3],
        ]

    def test_a_header_has_no_place_for_a_column_of_another_edition(self, old_trees: TableEdition) -> None:
        """The numbers have no gap."""
        assert drawn(old_trees.blocks[0].header) == [["栽种株数", 0], ["去向", [["砍伐株数", 1]]], ["留存株数", 2]]

    def test_rows_side_by_side_become_groups_over_copies_of_the_columns(self, form: Form) -> None:
        """Values are numbered row after row, through groups of rows as well; a row of another edition has no place."""
        (block,) = form.table("sales").edition("new").blocks
        assert drawn(block.header) == [
            ["市场", [["重量", 0], ["收入", 1]]],
            ["网络", [["网店", [["重量", 2], ["收入", 3]]], ["直播", [["重量", 4], ["收入", 5]]]]],
        ]
        assert block.across
        assert block.width == 6

    def test_the_width_of_rows_that_stand_below_each_other_is_the_number_of_columns(
        self, new_trees: TableEdition
    ) -> None:
        """Each of them has a line of its own."""
        assert new_trees.blocks[0].width == 4


class TestCells:
    """Cell paths with type and unit."""

    def test_the_cells_come_row_by_row_through_all_blocks(self, old_trees: TableEdition) -> None:
        """This is the order of a record."""
        rows = ["apple", "peach", "apricot", "all_trees"]
        expected = [f"trees.{row}.{column}" for row in rows for column in ("planted", "felled", "left")]
        assert list(old_trees.shape) == [*expected, "trees.land.area"]

    def test_a_cell_has_the_type_and_unit_of_its_column(self, form: Form) -> None:
        """Each part of the path is there by itself as well."""
        (cell,) = (cell for cell in form.table("sales").edition("new").cells if cell.path == "sales.stream.income")
        assert (cell.table, cell.row, cell.column) == ("sales", "stream", "income")
        assert (cell.type, cell.unit) == ("money", "万元")


class TestIdentities:
    """Equations of each edition."""

    def test_an_identity_of_rows_has_one_equation_for_each_row_that_has_its_terms(
        self, new_trees: TableEdition
    ) -> None:
        """Terms are columns."""
        found = [(item.instance, item.left, item.right) for item in new_trees.equations if item.id == "T1"]
        assert found == [
            (
                row,
                (f"trees.{row}.felled", f"trees.{row}.sold", f"trees.{row}.left"),
                (f"trees.{row}.planted",),
            )
            for row in ("apple", "peach", "plum", "apricot", "all_trees")
        ]

    def test_a_term_of_another_edition_drops_out_of_the_sum(self, old_trees: TableEdition) -> None:
        """Nothing was sold by the old form: what was planted is felled or left. The second block has no such terms."""
        found = {item.instance: item.left for item in old_trees.equations if item.id == "T1"}
        assert set(found) == {"apple", "peach", "apricot", "all_trees"}
        assert found["apple"] == ("trees.apple.felled", "trees.apple.left")

    def test_an_identity_of_columns_is_limited_to_those_it_names(self, new_trees: TableEdition) -> None:
        """Terms are rows; `only` names the columns that add up."""
        found = {item.instance: (item.left, item.right) for item in new_trees.equations if item.id == "T2"}
        assert found == {
            column: (
                tuple(f"trees.{row}.{column}" for row in ("apple", "peach", "plum", "apricot")),
                (f"trees.all_trees.{column}",),
            )
            for column in ("planted", "left")
        }

    def test_an_identity_of_single_cells_stands_once(self, new_trees: TableEdition) -> None:
        """Its terms are whole paths, and it has no instance."""
        (found,) = (item for item in new_trees.equations if item.id == "T3")
        assert (found.instance, found.left, found.right) == (
            "",
            ("trees.apple.planted",),
            ("trees.all_trees.planted",),
        )
        assert found.cells == ("trees.apple.planted", "trees.all_trees.planted")

    def test_an_identity_of_single_cells_does_not_speak_of_another_editions_cells(self, orchard: str) -> None:
        """An equation over a cell that the edition does not have could never be assessed, and would be counted so."""
        text = orchard.replace("left: [trees.apple.planted]", "left: [trees.plum.planted, trees.apple.planted]")
        assert text != orchard
        for edition in parse_form(text, "f.yaml").table("trees").editions:
            assert {path for item in edition.equations for path in item.cells} <= set(edition.shape)

    def test_an_equation_carries_its_title_and_clause(self, new_trees: TableEdition) -> None:
        """A finding cites both, in both languages."""
        (found,) = (item for item in new_trees.equations if item.id == "T3")
        assert (found.title.zh, found.title.en, found.clause) == ("两处一致", "Both agree", "第四条")


class TestForm:
    """What a form says about its documents."""

    def test_sections_know_their_other_wordings(self, form: Form) -> None:
        """The outline is found by them."""
        assert [(section.key, section.label.wordings) for section in form.sections] == [
            ("trees", ("一、果树情况", "果树")),
            ("sales", ("二、销售情况",)),
        ]

    def test_a_table_is_announced_by_its_title_and_its_further_headings(self, form: Form) -> None:
        """In this order."""
        assert [label.text for label in form.table("trees").headings] == ["果树情况", "果树数量表"]

    def test_captions_and_stubs_are_kept_where_the_form_has_them(self, new_trees: TableEdition, form: Form) -> None:
        """A block without them has none, which is not the same as empty ones."""
        (block,) = new_trees.blocks
        assert block.caption is not None
        assert block.stub is not None
        assert (block.caption.text, block.stub.text) == ("表一", "树种")
        (across,) = form.table("sales").edition("new").blocks
        assert (across.caption, across.stub) == (None, None)

    def test_compiling_twice_gives_the_same_paths_and_equations(self, orchard: str) -> None:
        """A form is a pure function of its file."""
        one, other = parse_form(orchard, "a.yaml"), parse_form(orchard, "b.yaml")
        for table in one.tables:
            for edition in table.editions:
                twin = other.table(table.key).edition(edition.edition)
                assert (edition.shape, edition.equations) == (twin.shape, twin.equations)
