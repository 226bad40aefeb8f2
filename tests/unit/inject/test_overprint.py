"""Faults in the characters of a PDF file, on a table drawn by hand."""

import zlib
from collections.abc import Sequence
from random import Random

import pytest

from eval.generator.formats.portable import Sheet, write_pdf
from eval.inject.charmap import exchange_figures
from eval.inject.overprint import OVERPRINTS, Shown
from extractor.ingest import FileIngester
from extractor.model import Cell, Document, Place

XS, YS = [50.0, 150.0, 250.0, 350.0, 450.0], [100.0, 130.0, 160.0, 190.0]
FIGURES = [["11", "22", "33"], ["44", "55", "66"]]
MAP = b"begincmap\n2 beginbfchar\n<01> <0033>\n<02> <0038>\nendbfchar\nendcmap"


def file(pages: int = 2) -> bytes:
    """Pages with one table each: a head, and two rows with their labels."""
    rows = [["", "a", "b", "c"], *([f"row {number}", *row] for number, row in enumerate(FIGURES))]
    return write_pdf([Sheet().grid(XS, YS, rows).text(60, 60, f"page {page}") for page in range(pages)])


def read(data: bytes) -> Document:
    """The document as it is read."""
    return FileIngester(None, None).ingest(data, name="a.pdf", path="a.pdf")


def cells(document: Document) -> list[Cell]:
    """The figures of the first page as cells with their places."""
    found: list[Cell] = []
    for spot in document.spots:
        text = document.text[spot.start : spot.end]
        if spot.page == 1 and text in {figure for row in FIGURES for figure in row}:
            row = next(number for number, figures in enumerate(FIGURES) if text in figures)
            place = Place(page=1, start=spot.start, end=spot.end, bbox=spot.box)
            found.append(
                Cell(
                    path=f"t.r{row}.c{FIGURES[row].index(text)}",
                    as_printed=text,
                    value=int(text),
                    kind="number",
                    tier="S0",
                    status="accepted",
                    source=place,
                )
            )
    return found


def struck(name: str, seed: int = 1) -> tuple[Shown, Document]:
    """The file with a fault, and how it is read."""
    data = file()
    shown = OVERPRINTS[name](data, cells(read(data)), Random(seed))
    assert shown is not None
    return shown, read(shown.data)


def figures(document: Document) -> list[list[str]]:
    """The figures of the first table, row by row."""
    grid = document.grids[0]
    return [[cell.text for cell in grid.cells if cell.row == row and cell.column > 1] for row in (2, 3)]


def expected(shown: Shown) -> list[list[str | None]]:
    """What the file shows; null where nobody can tell."""

    def one(path: str, text: str) -> str | None:
        if path in shown.unknowable:
            return None
        figure = shown.cells.get(path, text)
        return str(figure) if isinstance(figure, int | str) else ""

    return [[one(f"t.r{row}.c{at}", text) for at, text in enumerate(line)] for row, line in enumerate(FIGURES)]


@pytest.mark.parametrize("name", [name for name in OVERPRINTS if not name.startswith(("page", "fonts"))])
def test_what_a_struck_file_shows_is_what_its_fault_says(name: str) -> None:
    """Cell by cell; a cell that nobody can tell is left open."""
    shown, document = struck(name)
    for got, wanted in zip(figures(document), expected(shown), strict=True):
        assert [text for text, want in zip(got, wanted, strict=True) if want is not None] == [
            want for want in wanted if want is not None
        ]


@pytest.mark.parametrize(("name", "pages"), [("page missing", 1), ("page in the file twice", 3)])
def test_pages_come_and_go(name: str, pages: int) -> None:
    """And the fault says that places have moved."""
    shown, document = struck(name)
    assert (document.pages, shown.moved) == (pages, True)


def test_a_file_without_a_map_of_characters_offers_nothing_to_exchange() -> None:
    """Its font is named, and viewers know what it shows."""
    data = file()
    assert OVERPRINTS["fonts that exchange two figures"](data, cells(read(data)), Random(1)) is None


def test_the_same_chance_strikes_the_same_cell() -> None:
    """A fault can be made again."""
    once, again = (struck("figure covered by another", seed=4)[0] for _ in range(2))
    assert once.cells == again.cells


def with_map(text: bytes) -> bytes:
    """A file that holds a map of characters."""
    packed = zlib.compress(text)
    body = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n{packed.decode('latin-1')}\nendstream"
    return write_pdf([Sheet().text(60, 60, "page")], objects=[body])


@pytest.mark.parametrize(("text", "found"), [(MAP, True), (MAP.replace(b"0038", b"0041"), False)])
def test_a_map_of_characters_exchanges_two_figures_where_it_has_both(text: bytes, *, found: bool) -> None:
    """The changed map is appended, and the file before it stays as it was."""
    data = with_map(text)
    tries: Sequence[bytes | None] = [exchange_figures(data, Random(seed)) for seed in range(200)]
    made = [item for item in tries if item is not None]
    assert bool(made) == found
    for item in made:
        assert item.startswith(data)
        assert MAP.replace(b"0033", b"held").replace(b"0038", b"0033").replace(b"held", b"0038") in item
        assert read(item).text == read(data).text
