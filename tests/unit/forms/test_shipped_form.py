"""The form that ships: cell paths are a published interface, so they are written out here once more, by hand."""

import pytest

from extractor.forms import Form, builtin_forms

PROACTIVE_2021 = """
regulations: issued repealed in_force
normative_documents: issued repealed in_force
licensing: decisions
penalties: decisions
coercion: decisions
fees: amount
"""

PROACTIVE_2019 = """
regulations: created disclosed disclosed_in_total
normative_documents: created disclosed disclosed_in_total
licensing: items_last_year items_change decisions
other_services: items_last_year items_change decisions
penalties: items_last_year items_change decisions
coercion: items_last_year items_change decisions
fees: items_last_year items_change
procurement: projects amount
"""

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_organisation",
    "other_organisation",
)

OUTCOMES_OF_BOTH = (
    "granted",
    "partly_granted",
    "refused_state_secret",
    "refused_forbidden_by_law",
    "refused_security_and_stability",
    "refused_third_party",
    "refused_internal_affairs",
    "refused_process_information",
    "refused_enforcement_file",
    "refused_administrative_query",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_still_unclear",
    "declined_petition",
    "declined_repeat",
    "declined_publication",
    "declined_excessive",
    "declined_confirm_or_reissue",
)

OUTCOMES = {
    "2021": (*OUTCOMES_OF_BOTH, "other_no_correction", "other_fee_unpaid", "other_remaining"),
    "2019": (*OUTCOMES_OF_BOTH, "other_handling"),
}

DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other_result", "pending")


def spelled_out(listing: str) -> list[str]:
    """Paths of a listing of `row: column column …`."""
    pairs = (line.split(": ") for line in listing.strip().splitlines())
    return [f"proactive.{row}.{column}" for row, columns in pairs for column in columns.split()]


def expected_paths(table: str, edition: str) -> list[str]:
    """The cell paths of a table in the order of the official notice."""
    if table == "proactive":
        return spelled_out(PROACTIVE_2021 if edition == "2021" else PROACTIVE_2019)
    if table == "requests":
        rows = ("new_received", "carried_in", *OUTCOMES[edition], "total_processed", "carried_out")
        return [f"requests.{row}.{column}" for row in rows for column in (*APPLICANTS, "total")]
    return [f"disputes.{row}.{column}" for row in DISPUTES for column in (*RESULTS, "total")]


def expected_equations(edition: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Every reconciliation as its id and the paths of its two sides."""
    outcomes = OUTCOMES[edition]
    rows = ("new_received", "carried_in", *outcomes, "total_processed", "carried_out")
    columns = (*APPLICANTS, "total")
    cell = "requests.{}.{}".format
    r1 = {("R1", tuple(cell(row, column) for column in APPLICANTS), (cell(row, "total"),)) for row in rows}
    r2 = {
        ("R2", tuple(cell(row, column) for row in outcomes), (cell("total_processed", column),)) for column in columns
    }
    r3 = {
        (
            "R3",
            (cell("new_received", column), cell("carried_in", column)),
            (cell("total_processed", column), cell("carried_out", column)),
        )
        for column in columns
    }
    r4 = {
        ("R4", tuple(f"disputes.{row}.{column}" for column in RESULTS), (f"disputes.{row}.total",)) for row in DISPUTES
    }
    return r1 | r2 | r3 | r4


@pytest.fixture(scope="module")
def form() -> Form:
    """The form `gov-disclosure`."""
    (found,) = (item for item in builtin_forms() if item.id == "gov-disclosure")
    return found


@pytest.fixture(params=["2019", "2021"])
def edition(request: pytest.FixtureRequest) -> str:
    """Each edition in turn."""
    return str(request.param)


class TestCells:
    """Paths, types and units."""

    @pytest.mark.parametrize(
        ("table", "edition", "count"),
        [
            ("proactive", "2019", 22),
            ("proactive", "2021", 10),
            ("requests", "2019", 161),
            ("requests", "2021", 175),
            ("disputes", "2019", 15),
            ("disputes", "2021", 15),
        ],
    )
    def test_a_table_has_exactly_the_published_paths_in_the_order_of_the_notice(
        self, form: Form, table: str, edition: str, count: int
    ) -> None:
        """A path that is missing, renamed, added or moved breaks truth files and panels of our users."""
        paths = [cell.path for cell in form.table(table).edition(edition).cells]
        assert paths == expected_paths(table, edition)
        assert len(paths) == count

    def test_the_tables_come_in_the_order_of_the_report(self, form: Form) -> None:
        """Reports and exports list the tables as the report prints them."""
        assert [table.key for table in form.tables] == ["proactive", "requests", "disputes"]

    def test_only_fees_and_procurement_are_money(self, form: Form, edition: str) -> None:
        """The fee is in 万元 by the form itself; the procurement amount only as printed in the cell."""
        cells = [cell for table in form.tables for cell in table.edition(edition).cells]
        money = {(cell.path, cell.unit) for cell in cells if cell.type in {"money", "decimal"}}
        assert (
            money
            == {
                "2021": {("proactive.fees.amount", "万元")},
                "2019": {("proactive.procurement.amount", None)},
            }[edition]
        )

    def test_only_the_change_of_items_may_be_negative(self, form: Form, edition: str) -> None:
        """All other cells count things: a negative count is for a person to see."""
        cells = [cell for table in form.tables for cell in table.edition(edition).cells]
        changes = {cell.column for cell in cells if cell.type == "change"}
        assert changes == ({"items_change"} if edition == "2019" else set())


class TestIdentities:
    """The reconciliations (domain.md §3.1)."""

    @pytest.mark.parametrize(("edition", "count"), [("2021", 42), ("2019", 40)])
    def test_an_edition_has_exactly_the_published_equations(self, form: Form, edition: str, count: int) -> None:
        """25 or 23 rows, twice seven columns and three groups of results: no equation is lost and none is invented."""
        equations = [item for table in form.tables for item in table.edition(edition).equations]
        found = {(item.id, item.left, item.right) for item in equations}
        assert found == expected_equations(edition)
        assert len(equations) == count

    def test_every_equation_speaks_of_cells_that_its_table_has(self, form: Form, edition: str) -> None:
        """An equation over a cell of another edition could never be assessed."""
        for table in form.tables:
            paths = set(table.edition(edition).shape)
            assert {path for item in table.edition(edition).equations for path in item.cells} <= paths

    def test_every_equation_names_its_instance_its_clause_and_both_titles(self, form: Form, edition: str) -> None:
        """A finding cites them, so none may be empty."""
        for table in form.tables:
            for item in table.edition(edition).equations:
                assert item.instance
                assert item.clause
                assert item.title.zh
                assert item.title.en


class TestLabels:
    """Rows and headers as trees of labels."""

    def test_a_row_and_a_column_of_one_wording_are_told_apart_by_where_they_stand(self, form: Form) -> None:
        """其他 is an applicant column and a row, and nearly the name of the group around that row (domain.md §5)."""
        (block,) = form.table("requests").edition("2021").blocks
        (row,) = (row for row in block.rows if row.key == "other_remaining")
        (column,) = (column for column in block.columns if column.key == "other_organisation")
        assert row.label.keys[0].plain == column.label.keys[0].plain == "其他"
        assert [group.text for group in row.groups] == ["三、本年度办理结果", "（六）其他处理"]

    def test_a_row_knows_the_groups_it_stands_in_outermost_first(self, form: Form, edition: str) -> None:
        """Merged group labels are inherited from here."""
        (block,) = form.table("requests").edition(edition).blocks
        groups = {row.key: [group.text for group in row.groups] for row in block.rows}
        assert groups["new_received"] == []
        assert groups["granted"] == ["三、本年度办理结果"]
        assert groups["refused_third_party"] == ["三、本年度办理结果", "（三）不予公开"]
        assert groups["total_processed"] == ["三、本年度办理结果"]

    def test_the_header_of_table_four_repeats_the_results_under_each_way_of_dispute(self, form: Form) -> None:
        """Fifteen values stand side by side: five for each row, below the groups that name the rows."""
        (block,) = form.table("disputes").edition("2021").blocks
        assert (block.across, block.width) == (True, 15)
        review, lawsuit = block.header
        assert (review.label.text, lawsuit.label.text) == ("行政复议", "行政诉讼")
        direct, after = lawsuit.children
        assert (direct.label.text, after.label.text) == ("未经复议直接起诉", "复议后起诉")
        leaves = [(leaf.label.text, leaf.index) for group in (review, direct, after) for leaf in group.children]
        results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        assert leaves == [(results[index % 5], index) for index in range(15)]

    def test_the_header_of_table_three_has_two_levels_of_groups(self, form: Form) -> None:
        """申请人情况 stands over everything but the total, and 法人或其他组织 over five of the seven columns."""
        (block,) = form.table("requests").edition("2021").blocks
        applicants, total = block.header
        person, organisations = applicants.children
        assert (applicants.label.text, applicants.index) == ("申请人情况", None)
        assert (total.label.text, total.index) == ("总计", 6)
        assert (person.label.text, person.index) == ("自然人", 0)
        assert (organisations.label.text, organisations.index) == ("法人或其他组织", None)
        assert [(leaf.label.text, leaf.index) for leaf in organisations.children] == [
            ("商业企业", 1),
            ("科研机构", 2),
            ("社会公益组织", 3),
            ("法律服务机构", 4),
            ("其他", 5),
        ]

    @pytest.mark.parametrize("table", ["proactive", "requests", "disputes"])
    def test_no_wording_is_known_for_two_rows_of_one_group(self, form: Form, edition: str, table: str) -> None:
        """An alias that also fits a neighbour would bind either of them."""
        rows = [row for block in form.table(table).edition(edition).blocks for row in block.rows]
        labels = [
            (tuple(group.text for group in row.groups), folded)
            for row in rows
            for folded in {key.folded for key in row.label.keys}
        ]
        assert len(set(labels)) == len(labels)

    def test_every_table_stands_under_a_section_of_the_report(self, form: Form) -> None:
        """The six headings of the notice, and a table under three of them."""
        assert [section.key for section in form.sections] == [
            "overview",
            "proactive",
            "requests",
            "disputes",
            "problems",
            "other",
        ]
        assert [table.section for table in form.tables] == ["proactive", "requests", "disputes"]


class TestEditions:
    """Which edition a report year uses (forms.md)."""

    @pytest.mark.parametrize(
        ("year", "edition"),
        [(2015, "2019"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2022, "2021"), (2030, "2021")],
    )
    def test_reports_up_to_2020_use_the_edition_of_2019(self, form: Form, year: int, edition: str) -> None:
        """The notice of September 2021 governs reports from that year on."""
        assert form.edition_of_year(year) == edition

    def test_only_the_table_of_disputes_has_one_shape_in_both_editions(self, form: Form) -> None:
        """There the table itself cannot tell the edition, and the year must."""
        same = [table.key for table in form.tables if table.edition("2019").shape == table.edition("2021").shape]
        assert same == ["disputes"]

    def test_each_edition_cites_its_notice(self, form: Form) -> None:
        """Auditors quote the notice by number."""
        assert {item.id: item.clause for item in form.editions} == {
            "2019": "国办公开办函〔2019〕60号",
            "2021": "国办公开办函〔2021〕30号",
        }
