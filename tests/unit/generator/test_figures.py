"""Figures: they satisfy the form's identities in every profile."""

from dataclasses import replace
from itertools import product

import pytest

from eval.generator.chance import stream
from eval.generator.figures import PROFILES, broken, draw_figures
from extractor.forms import Form

EDITIONS = (
    {"proactive": "2021", "requests": "2021", "disputes": "2021"},
    {"proactive": "2019", "requests": "2019", "disputes": "2019"},
    {"proactive": "2021", "requests": "2019", "disputes": "2021"},
)


@pytest.mark.parametrize(("profile", "editions"), list(product(PROFILES, EDITIONS)))
class TestDrawnFigures:
    """Figures of every profile in every mix of editions."""

    def test_satisfy_every_identity(self, form: Form, profile: str, editions: dict[str, str]) -> None:
        """No equation of the form fails on figures that claim to be an agency's own."""
        for seed in range(20):
            figures = draw_figures(form, editions, PROFILES[profile], stream(seed, "figures"))
            for table in form.table_editions(editions):
                assert broken(table.equations, figures) == []

    def test_fill_exactly_the_cells_of_the_editions(self, form: Form, profile: str, editions: dict[str, str]) -> None:
        """Every cell has a figure, in the form's order, and no other cell has one."""
        figures = draw_figures(form, editions, PROFILES[profile], stream(1, "figures"))
        assert list(figures) == [cell.path for table in form.table_editions(editions) for cell in table.cells]

    def test_count_nothing_below_zero(self, form: Form, profile: str, editions: dict[str, str]) -> None:
        """Only a change may be negative, and it never takes away more than there was."""
        for seed in range(20):
            figures = draw_figures(form, editions, PROFILES[profile], stream(seed, "figures"))
            for path, value in figures.items():
                if path.endswith(".items_change"):
                    assert figures[path.replace("items_change", "items_last_year")] + value >= 0
                else:
                    assert value >= 0


def test_the_profiles_reach_from_all_zero_to_every_column(form: Form) -> None:
    """The thinnest profile has no figure at all, the densest has hundreds or thousands in every applicant column."""
    zero = draw_figures(form, EDITIONS[0], PROFILES["zero"], stream(1, "figures"))
    province = draw_figures(form, EDITIONS[0], PROFILES["province"], stream(1, "figures"))
    assert not any(zero.values())
    assert all(value for path, value in province.items() if path.startswith("requests.total_processed."))
    assert province["requests.new_received.total"] > 999


def test_a_form_whose_identities_leave_a_cell_open_is_refused(form: Form) -> None:
    """Two equations that wait for each other's cell are a fault of the form and are named."""
    table = form.table("disputes").edition("2021")
    first = table.equations[0]
    total, part = first.right[0], first.left[0]
    circle = (replace(first, left=(part,), right=(total,)), replace(first, left=(total,), right=(part,)))
    faulty = replace(form, tables=(replace(form.table("disputes"), editions=(replace(table, equations=circle),)),))
    with pytest.raises(ValueError, match="disputes"):
        draw_figures(faulty, {"disputes": "2021"}, PROFILES["town"], stream(1, "figures"))
