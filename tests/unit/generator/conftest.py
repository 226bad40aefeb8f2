"""Shared by the generator's tests."""

import pytest

from extractor.forms import Equation, Form, builtin_forms


@pytest.fixture(scope="session")
def form() -> Form:
    """The form that the generator fills in."""
    return builtin_forms()[0]


@pytest.fixture(scope="session")
def equations(form: Form) -> dict[tuple[str, str], tuple[Equation, ...]]:
    """The identities of each table and edition."""
    return {(edition.table, edition.edition): edition.equations for table in form.tables for edition in table.editions}
