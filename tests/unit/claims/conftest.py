"""Invented reports, and short ways to read them."""

from collections.abc import Callable, Mapping

import pytest

from extractor.claims import OutlineSection, read_metadata
from extractor.claims.outline import Heading, all_headings, outline
from extractor.forms import Form, builtin_forms
from extractor.model import Cell, Document

TITLE = "云岭县水利局2023年政府信息公开工作年度报告"
BODY = "一、总体情况\n本局按要求开展工作。\n二、主动公开政府信息情况\n见下表。\n"


def document_of(text: str, *, pages: int | None = None) -> Document:
    """A document as ingest would make it of a text file."""
    return Document(
        sha256="0" * 64, name="report.txt", path="report.txt", media_type="text/plain", text=text, pages=pages
    )


@pytest.fixture(scope="session")
def form() -> Form:
    """The form that ships with the package."""
    return next(form for form in builtin_forms() if form.id == "gov-disclosure")


@pytest.fixture(scope="session")
def metadata(form: Form) -> Callable[[str], Mapping[str, Cell]]:
    """Reads the metadata of a whole text."""
    return lambda text: read_metadata(document_of(text), form)


@pytest.fixture(scope="session")
def report(metadata: Callable[[str], Mapping[str, Cell]]) -> Callable[..., Mapping[str, Cell]]:
    """Reads the metadata of a report with the given title, preface and end."""

    def read(title: str = TITLE, preface: str = "", end: str = "") -> Mapping[str, Cell]:
        return metadata(f"{title}\n{preface}\n{BODY}{end}")

    return read


@pytest.fixture(scope="session")
def sections(form: Form) -> Callable[[str], tuple[OutlineSection, ...]]:
    """Reads the outline of a text."""
    return lambda text: outline(document_of(text), form)


@pytest.fixture(scope="session")
def headings(form: Form) -> Callable[[str], tuple[Heading, ...]]:
    """Reads all headings of a text."""
    return lambda text: all_headings(document_of(text), form)
