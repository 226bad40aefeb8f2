"""`extractor.audit.proposals_of`: what a person is shown beside a failed identity, best supported first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

import pytest

from extractor.audit import View, amounts_of, arithmetic_findings, evaluate_cells, proposals_of
from extractor.audit.localise import MOST_SHOWN, Why
from extractor.cli.texts import Texts
from extractor.forms import builtin_forms
from extractor.model import Cell, Claim, Finding, Place, Reading
from extractor.model.finding import Proposal

Make = Callable[..., View]

ROW = "disputes.reconsideration"
RESULTS = ("upheld", "corrected", "other_result", "pending", "total")


def reviews(*figures: int) -> dict[str, int | str | None]:
    """The figures of the first row of table four."""
    return dict(zip((f"{ROW}.{name}" for name in RESULTS), figures, strict=True))


def failures(view: View) -> list[Finding]:
    """The findings about failed identities, with their proposals."""
    cells = list(view.cells.values())
    results = evaluate_cells(view.form, view.tables, cells)
    printed = {cell.path: cell.as_printed or "" for cell in cells}
    proposals = proposals_of(view, results, amounts_of(cells))
    found = arithmetic_findings(results, {table.table: "source" for table in view.tables}, printed, proposals)
    return [finding for finding in found if finding.status == "FAIL"]


def shown(view: View) -> list[str]:
    """The proposals of the only failure, as `cell from>to`."""
    (finding,) = failures(view)
    return [listed(proposal) for proposal in finding.proposals]


def listed(proposal: Proposal) -> str:
    """A proposal in one line."""
    return " ".join(f"{item.cell.rpartition('.')[2]} {item.from_}>{item.to}" for item in proposal.changes)


def claim(value: int, *targets: tuple[str, ...]) -> Claim:
    """A sentence that states a number for some cells."""
    return Claim(
        quote="", source=Place(start=0, end=0), targets=targets, matched=None, negated=False, value=value, unit="件",
        agrees=None, by="grammar",
    )  # fmt: skip


class TestProposals:
    """What would reconcile."""

    def test_every_failed_identity_has_the_proposals_of_its_component(self, view: Make) -> None:
        """One wrong cell breaks a row and a column: both findings name the same cell and number."""
        made = view(0, {"requests.granted.natural_person": 12, "requests.carried_out.total": 0})
        found = failures(made)
        assert {finding.code for finding in found} == {"R1", "R2"}
        assert {tuple(map(listed, finding.proposals)) for finding in found} == {("natural_person 12>0",)}

    def test_tables_without_a_link_keep_their_own_proposals(self, view: Make) -> None:
        """A mistake in table three is no news about table four."""
        made = view(0, {"requests.granted.natural_person": 12} | reviews(0, 0, 0, 0, 5))
        by_code = {finding.code: finding.proposals for finding in failures(made)}
        assert "total 5>0" in map(listed, by_code["R4"])
        assert list(map(listed, by_code["R1"])) == ["natural_person 12>0"]

    def test_every_single_cell_that_would_reconcile_is_among_the_shown(self, view: Make) -> None:
        """In a single sum nothing tells the cells apart, and only impossible numbers are left out."""
        singles = [line for line in shown(view(0, reviews(4, 3, 2, 1, 11))) if line.count(">") == 1]
        assert sorted(singles) == ["corrected 3>4", "other_result 2>3", "pending 1>2", "total 11>10", "upheld 4>5"]

    def test_no_more_than_nine_are_shown(self, view: Make) -> None:
        """Two mistakes in rows whose columns are blank have many explanations."""
        wrong = {f"requests.{row}.total": 9 for row in ("granted", "new_received", "carried_in", "carried_out")}
        for finding in failures(view(1, wrong)):
            assert len(finding.proposals) <= MOST_SHOWN

    def test_nothing_is_applied(self, view: Make) -> None:
        """Cells stay as printed, also where the only explanation is obvious."""
        made = view(0, {"requests.granted.natural_person": 12})
        before = dict(made.cells)
        assert failures(made)[0].proposals
        assert made.cells == before

    def test_without_a_failure_there_is_nothing_to_propose(self, view: Make) -> None:
        """Zeros hold vacuously, blanks are not assessable, and neither needs mending."""
        assert failures(view(0)) == []
        assert failures(view(None)) == []

    def test_amounts_keep_their_places(self) -> None:
        """Money is proposed as it would be printed: two places stay two places."""
        form = next(form for form in builtin_forms() if form.id == "public-budget")
        tables = tuple(form.table_editions({table.key: table.editions[0].edition for table in form.tables}))
        figures = {spec.path: "0.00" for table in tables for spec in table.cells}
        figures["income.total.general_budget"] = figures["income.total.current"] = "1200.00"
        cells = {path: money(path, value) for path, value in figures.items()}
        made = View(form=form, tables=tables, cells=cells, meta={}, claims=(), text="", sections=())
        everything = [change for finding in failures(made) for item in finding.proposals for change in item.changes]
        assert everything
        assert {str(change.to).partition(".")[2] for change in everything} == {"00"}


def money(path: str, value: str) -> Cell:
    """A cell that prints an amount."""
    return Cell(
        path=path, as_printed=value, value=value, kind="number", tier="S1", status="accepted", source=None,
    )  # fmt: skip


class TestRanking:
    """Which proposal stands first."""

    def test_a_number_that_a_sentence_prints_comes_first(self, view: Make) -> None:
        """Support by the text outranks a likely slip of a digit."""
        figures = reviews(40, 0, 0, 0, 31)
        assert shown(view(0, figures))[0] == "upheld 40>31"
        (finding,) = failures(view(0, figures, text="收到行政复议40件，其中维持31件。"))
        assert [proposal.in_source for proposal in finding.proposals] == [True, True]
        (finding,) = failures(view(0, figures, text="受理行政复议40件。"))
        assert [(listed(item), item.in_source) for item in finding.proposals] == [
            ("total 31>40", True),
            ("upheld 40>31", False),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("2040年", id="part-of-a-number"),
            pytest.param("第40号", id="an-ordinal"),
            pytest.param("1月40日", id="a-date"),
            pytest.param("40%", id="a-share"),
            pytest.param("〔40〕", id="a-document-number"),
            pytest.param("40.5", id="a-decimal"),
        ],
    )
    def test_numbers_that_are_no_figures_support_nothing(self, view: Make, text: str) -> None:
        """Dates, ordinals and shares stand in every report."""
        (finding,) = failures(view(0, reviews(40, 0, 0, 0, 31), text=f"本年{text}。"))
        assert {proposal.in_source for proposal in finding.proposals} == {False}

    def test_what_another_cell_prints_supports_nothing(self, view: Make) -> None:
        """Tables are full of numbers; a figure of the table itself is no witness."""
        text = "行政复议 40 件"
        made = view(0, reviews(40, 0, 0, 0, 31), text=text)
        path = f"{ROW}.upheld"
        cell = made.cells[path].model_copy(update={"source": Place(start=5, end=7)})
        made = replace(made, cells=dict(made.cells) | {path: cell})
        assert not any(proposal.in_source for proposal in failures(made)[0].proposals)

    def test_a_digit_alone_needs_a_sentence_about_its_cell(self, view: Make) -> None:
        """Every text has a 3 somewhere."""
        figures = reviews(2, 1, 0, 0, 2)
        assert not any(proposal.in_source for proposal in failures(view(0, figures, text="有3人。"))[0].proposals)
        claims = (claim(3, (f"{ROW}.total",)),)
        (finding,) = failures(view(0, figures, text="行政复议3件。", claims=claims))
        assert (listed(finding.proposals[0]), finding.proposals[0].in_source) == ("total 2>3", True)

    def test_a_sentence_about_a_sum_of_cells_counts_with_the_change(self, view: Make) -> None:
        """Three reviews, of which two and one: the sentence fits once the total is what it says."""
        total = (f"{ROW}.total", "disputes.litigation_direct.total")
        (finding,) = failures(view(0, reviews(2, 1, 0, 0, 2), claims=(claim(3, total), claim(9, total))))
        assert listed(finding.proposals[0]) == "total 2>3"

    def test_a_likely_slip_comes_before_an_unlikely_one(self, view: Make) -> None:
        """Exchanged digits are likelier than a number that has nothing in common with the printed one."""
        assert shown(view(0, reviews(10, 24, 0, 0, 52)))[0] == "corrected 24>42"
        assert shown(view(0, reviews(24, 10, 0, 0, 52)))[0] == "upheld 24>42"

    def test_between_equals_the_recogniser_was_least_sure_of_the_first(self, view: Make) -> None:
        """A low score of the token is a reason to look there."""
        made = view(0, reviews(2, 1, 0, 0, 2))
        path = f"{ROW}.corrected"
        reading = Reading(reader="table", as_printed="1", value=1, kind="number", source=None, score=0.61)
        cell = made.cells[path].model_copy(update={"readings": (reading,)})
        assert shown(replace(made, cells=dict(made.cells) | {path: cell}))[0] == "corrected 1>0"


class TestWords:
    """Why a proposal is made."""

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_every_reason_has_words(self, language: str) -> None:
        """The record holds a code; the screen says it in the reader's language."""
        texts = Texts("zh" if language == "zh" else "en")
        codes = [code for part in get_args(Why) for code in (get_args(part) or (part,))]
        assert "swapped" in codes
        assert [code for code in codes if texts.optional("why", code) is None] == []


def test_an_open_cell_is_never_part_of_a_proposal(view: Make) -> None:
    """What is blank or not proven states no number that could be wrong."""
    blanks: Mapping[str, int | None] = {"requests.granted.total": None, "requests.new_received.natural_person": 7}
    for finding in failures(view(0, blanks)):
        assert "requests.granted.total" not in {change.cell for item in finding.proposals for change in item.changes}
