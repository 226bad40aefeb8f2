"""Invented reports, and short ways to read them."""

from collections.abc import Callable, Mapping

import pytest

from extractor.claims import OutlineSection, read_metadata
from extractor.claims.grammar import Prose, read_prose
from extractor.claims.outline import Heading, all_headings, outline
from extractor.forms import Form, builtin_forms
from extractor.model import Cell, Document

TITLE = "云岭县水利局2023年政府信息公开工作年度报告"
BODY = "一、总体情况\n本局按要求开展工作。\n二、主动公开政府信息情况\n见下表。\n"


AGENCY = "云岭县水利局"
YEAR = 2023


def number(path: str, value: int) -> Cell:
    """A proven cell."""
    return Cell(path=path, as_printed=str(value), value=value, kind="number", tier="S0", status="accepted", source=None)


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


@pytest.fixture(scope="session")
def filled(form: Form) -> Callable[..., tuple[Cell, ...]]:
    """Makes the proven cells of one edition: those named, and zeros for the rest."""

    def fill(edition: str = "2021", **figures: int) -> tuple[Cell, ...]:
        by_path = {name.replace("__", "."): value for name, value in figures.items()}
        tables = form.table_editions({table.key: edition for table in form.tables})
        return tuple(number(cell.path, by_path.get(cell.path, 0)) for table in tables for cell in table.cells)

    return fill


@pytest.fixture(scope="session")
def prose(form: Form, filled: Callable[..., tuple[Cell, ...]]) -> Callable[..., Prose]:
    """Reads sentences of section one of a report for 2023, held against cells."""

    def read(
        text: str, cells: tuple[Cell, ...] | None = None, *, agency: str | None = AGENCY, year: int | None = YEAR
    ) -> Prose:
        whole = f"{TITLE}\n一、总体情况\n（二）依申请公开\n{text}\n二、主动公开政府信息情况\n见下表。\n"
        document = document_of(whole)
        sections = outline(document, form)
        return read_prose(document, form, sections, filled() if cells is None else cells, year=year, agency=agency)

    return read
