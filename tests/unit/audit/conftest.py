"""Equations of an invented ledger, made without a form file."""

from collections.abc import Callable

import pytest

from extractor.forms import Equation
from extractor.forms.schema import Bilingual

MakeEquation = Callable[..., Equation]


@pytest.fixture
def equation() -> MakeEquation:
    """Makes an equation of a left and a right side, each as words: `equation("till.a till.b", "till.sum")`."""

    def make(left: str, right: str, *, id: str = "K1", instance: str = "") -> Equation:  # noqa: A002 - its name there
        title = Bilingual(zh="各项之和等于总计", en="The parts add up")
        return Equation(id, instance, title, "账簿规则第一条", tuple(left.split()), tuple(right.split()))

    return make
