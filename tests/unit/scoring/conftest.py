"""A document with figures, and answers to it that are wrong in a known way."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest

from eval.generator import Layout, generate
from eval.generator.truth import numeric
from eval.scoring import Expectation
from extractor.forms import Form, builtin_forms
from extractor.model import Cell, DocumentInfo, FormInfo, Place, Record
from extractor.pipeline import Processed

Answer = Callable[[Mapping[str, Decimal | None]], Processed]
EDITIONS = {"proactive": "2021", "requests": "2021", "disputes": "2021"}


@pytest.fixture(name="form", scope="session")
def form_fixture() -> Form:
    """The disclosure report."""
    return builtin_forms()[0]


@pytest.fixture(name="truth", scope="session")
def truth_fixture() -> Expectation:
    """A province: every row and nearly every cell of its tables holds a figure."""
    report = generate(5, Layout.BARE_LINES, profile="province", editions=EDITIONS)
    return Expectation(cells=report.truth.cells, editions=report.truth.editions, clean=True)


@pytest.fixture(name="figures", scope="session")
def figures_fixture(truth: Expectation) -> Mapping[str, Decimal | None]:
    """The right answer."""
    return MappingProxyType({path: numeric(figure) for path, figure in truth.cells.items()})


@pytest.fixture(name="answer", scope="session")
def answer_fixture() -> Answer:
    """Makes a record, all accepted, of figures; its text holds every token once, at its place."""

    def make(figures: Mapping[str, Decimal | None]) -> Processed:
        text = ""
        cells: list[Cell] = []
        for path, value in figures.items():
            token = "" if value is None else f"{value:f}"
            place = Place(start=len(text), end=len(text) + len(token))
            kept = None if value is None else int(value) if value == int(value) else token
            kind = "blank" if value is None else "number"
            cells.append(
                Cell(path=path, as_printed=token, value=kept, kind=kind, tier="S0", status="accepted", source=place)
            )
            text += f"{token}\n"
        record = Record(
            status="ok",
            error=None,
            document=DocumentInfo(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain"),
            form=FormInfo(id="gov-disclosure", editions=EDITIONS),
            meta={},
            cells=tuple(cells),
            unmapped=(),
            claims=(),
            findings=(),
            coverage=None,
        )
        return Processed(record, text)

    return make
