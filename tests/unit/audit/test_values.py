"""`extractor.audit.rules.values`: what single cells hold."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractor.audit import DamagedLabel, View, run_rules
from extractor.model import Finding

Make = Callable[..., View]


def found(view: View, code: str) -> list[Finding]:
    """The findings of one rule that are failures."""
    return [item for item in run_rules(view).findings if item.code == code and item.status == "FAIL"]


COUNT = "requests.granted.total"


def with_cell(view: View, path: str, **changes: object) -> View:
    """The view with one cell changed."""
    cell = view.cells[path].model_copy(update=changes)
    return replace(view, cells={**view.cells, path: cell})


class TestCounts:
    """D1: whole numbers from 0 up."""

    @pytest.mark.parametrize(
        ("path", "value", "reason"),
        [
            (COUNT, -3, "negative"),
            (COUNT, "3.5", "not-a-count"),
            ("proactive.fees.amount", "-1.5", "negative"),
        ],
    )
    def test_an_impossible_value_is_an_error_at_its_cell(
        self, view: Make, path: str, value: int | str, reason: str
    ) -> None:
        """The reader doubts such a cell for that very reason, which proves that it stands there."""
        made = with_cell(view(1), path, value=value, as_printed=str(value), tier="T4", reasons=(reason,))
        (finding,) = found(made, "D1")
        assert (finding.severity, finding.cells, finding.quote) == ("error", (path,), str(value))

    def test_amounts_may_have_decimals(self, view: Make) -> None:
        """洪泽 2023 charged 7730.28."""
        assert found(view(1, {"proactive.fees.amount": "7730.28"}), "D1") == []

    def test_a_cell_that_is_in_doubt_for_another_reason_says_nothing(self, view: Make) -> None:
        """It may be another cell's figure."""
        made = with_cell(view(1), COUNT, value=-3, tier="T4", reasons=("bound-by-position", "negative"))
        assert found(made, "D1") == []

    def test_changes_of_the_2019_edition_may_fall(self, view: Make) -> None:
        """本年增/减 is negative when there are fewer."""
        form = view().form
        tables = tuple(form.table_editions({"proactive": "2019"}))
        change = next(spec.path for spec in tables[0].cells if spec.type == "change")
        cell = view().cells[COUNT].model_copy(update={"path": change, "value": -2, "as_printed": "-2"})
        made = replace(view(), tables=tables, cells={change: cell})
        assert found(made, "D1") == []


class TestNoNumbers:
    """D2: what is not 0."""

    def test_blanks_of_a_table_are_one_warning_that_names_them_all(self, view: Make) -> None:
        """One for each table, however many cells."""
        cells = {
            "requests.granted.total": None,
            "requests.new_received.total": None,
            "disputes.reconsideration.total": None,
        }
        findings = found(view(1, cells), "D2")
        assert [len(item.cells) for item in findings] == [2, 1]
        assert {item.severity for item in findings} == {"warning"}

    @pytest.mark.parametrize("kind", ["dash", "slash", "none_word", "not_applicable"])
    def test_each_mark_is_a_finding_of_its_own_that_quotes_it(self, view: Make, kind: str) -> None:
        """A dash beside blanks is told apart."""
        made = with_cell(view(1, {"requests.new_received.total": None}), COUNT, kind=kind, value=None, as_printed="-")
        assert [item.quote for item in found(made, "D2")] == [None, "-"]

    def test_rows_that_not_every_authority_fills_in_are_only_a_hint(self, view: Make) -> None:
        """A town makes no regulations, and need not be told."""
        made = view(1, {"proactive.regulations.issued": None, "proactive.regulations.in_force": None})
        assert [item.severity for item in found(made, "D2")] == ["info"]

    def test_blanks_of_the_2019_edition_are_only_a_hint(self, view: Make) -> None:
        """They were the custom then."""
        made = view(1, {COUNT: None})
        tables = tuple(replace(table, edition="2019") for table in made.tables)
        assert [item.severity for item in found(replace(made, tables=tables), "D2")] == ["info"]

    def test_a_cell_that_was_not_read_is_no_blank(self, view: Make) -> None:
        """What we could not read is not the agency's doing."""
        assert found(with_cell(view(1, {COUNT: None}), COUNT, tier="T4", reasons=("too-few-fields",)), "D2") == []

    def test_in_a_damaged_copy_nobody_is_blamed_for_blanks(self, view: Make) -> None:
        """The figure may have been lost on the way."""
        made = view(1, {COUNT: None}, damaged=(DamagedLabel("法入", 0, 2),))
        assert [item.attribution for item in found(made, "D2")] == ["undecided"]
