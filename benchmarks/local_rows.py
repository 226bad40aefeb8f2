"""Rows of documents with a known answer, as the row-by-row reading would ask about them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.generator import Layout, generate
from eval.generator.truth import Figure
from eval.golden import Split, load, read_manifest
from eval.scoring import Expectation
from extractor.errors import DocumentError
from extractor.forms import Form, Row, TableEdition, builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Document
from extractor.pipeline.recognise import recognise
from extractor.prompting.locate import same_text
from extractor.prompting.passages import Passage, text_passages
from extractor.prompting.row_fields import has_fields
from extractor.prompting.row_windows import row_windows
from extractor.text.numbers import parse_value

__all__ = ["Case", "Drawn", "dense_rows", "drawn_from", "golden_rows", "is_exact", "rows_of", "seed_rows", "some_of"]

REPORT = "gov-disclosure"
DENSE = ((90_001, Layout.TAB_ROWS), (90_002, Layout.CELL_LINES))
"""Seeds far from those of the golden set and of the bars, whose figures are never mostly zeros."""


@dataclass(frozen=True, slots=True)
class Case:
    """A row with its lines and its right answer."""

    family: str
    document: Document
    passage: Passage
    """Its lines."""
    edition: TableEdition
    row: Row
    figures: tuple[Figure, ...]
    tokens: tuple[tuple[str, ...], ...]
    """As printed, where the truth has them; else empty."""

    @property
    def text(self) -> str:
        """The lines as the reading shows them."""
        return self.passage.legible.strip("\r\n")

    @property
    def width(self) -> int:
        """How many fields it has."""
        return len(self.figures)

    @property
    def zeros(self) -> bool:
        """Whether `0` in every cell would be right."""
        return is_exact(self, ["0"] * self.width)

    @property
    def varied(self) -> bool:
        """Whether its cells differ, so that which figure stands where is worth something."""
        return len({str(figure) for figure in self.figures}) > 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows of a set of documents."""

    cases: tuple[Case, ...]
    """Those with lines of their own."""
    without: int
    """Rows about which nothing is asked: none of the text is theirs alone."""
    untold: int
    """Rows with a cell that nobody could tell: out of every count."""


def is_exact(case: Case, cells: Sequence[str | None] | None) -> bool:
    """Whether each cell is as printed; where no token is known, of its kind and value."""
    if cells is None or len(cells) != case.width:
        return False
    return all(
        any(same_text(token, cell) for token in tokens) if tokens else _same_figure(cell, figure)
        for cell, tokens, figure in zip(cells, case.tokens, case.figures, strict=True)
    )


def _same_figure(cell: str | None, figure: Figure) -> bool:
    parsed = parse_value(cell or "")
    if isinstance(figure, int | float):
        return parsed.kind == "number" and parsed.number == figure
    return parsed.kind == figure["kind"] or (parsed.kind, figure["kind"]) == ("blank", "missing")


def golden_rows(folder: Path, split: Split) -> Drawn:
    """Every row of a split of the golden set that has an answer; damaged documents and orders among them."""
    return drawn_from(
        (item.family, golden.data, golden.file_name, golden.truth, golden.form)
        for item in read_manifest(folder).of_split(split)
        for golden in [load(item, folder)]
        if golden.truth.cells
    )


def seed_rows(folder: Path) -> Drawn:
    """Every row of reports in a folder whose answers lie in `truth/`."""
    form = _report()
    return drawn_from(
        (path.name, path.read_bytes(), path.name, Expectation(truth["cells"], truth["editions"]), form)
        for path in sorted(folder.glob("*.txt"))
        for truth in [json.loads((folder / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))]
    )


def dense_rows() -> Drawn:
    """Every row of two generated reports whose figures are never mostly zeros."""
    form = _report()
    made = [(layout, generate(seed, layout, form=form, profile="city")) for seed, layout in DENSE]
    return drawn_from(
        (
            layout.name,
            each.data,
            each.file_name,
            Expectation(
                each.truth.cells,
                each.truth.editions,
                unknowable=each.unknowable,
                tokens={path: tuple(place.text for place in found) for path, found in each.places.items()},
            ),
            form,
        )
        for layout, each in made
    )


def _report() -> Form:
    return next(form for form in builtin_forms() if form.id == REPORT)


def drawn_from(documents: Iterable[tuple[str, bytes, str, Expectation, Form]]) -> Drawn:
    """The rows of documents: family, bytes, file name, truth and form of each."""
    cases: list[Case] = []
    without = untold = 0
    for family, data, name, truth, form in documents:
        try:
            document = FileIngester(None, None).ingest(data, name=name, path=name)
        except DocumentError:
            continue
        for edition, row, found in rows_of(document, form, truth.editions):
            paths = [cell.path for cell in edition.cells if cell.row == row.key]
            if not truth.unknowable.isdisjoint(paths):
                untold += 1
            elif found is None:
                without += 1
            else:
                tokens = tuple(tuple(truth.tokens.get(path, ())) for path in paths)
                figures = tuple(truth.cells[path] for path in paths)
                cases.append(Case(family, document, found, edition, row, figures, tokens))
    return Drawn(tuple(cases), without, untold)


def rows_of(
    document: Document, form: Form, editions: Mapping[str, str]
) -> Iterator[tuple[TableEdition, Row, Passage | None]]:
    """Every row of the form with its lines, which are null where the text has none."""
    found = recognise(document, (form,))
    for edition in form.table_editions(dict(editions)):
        windows: dict[str, Passage] = {}
        for passage in text_passages(document, found.regions.get(edition.table)):
            for key, (start, end) in row_windows(passage.legible, edition).items():
                offset = None if passage.offset is None else passage.offset + start
                windows.setdefault(key, Passage(passage.text[start:end], passage.legible[start:end], offset))
        for block in edition.blocks:
            for row in block.rows:
                lines = windows.get(row.key)
                shown = lines and has_fields(lines.legible.strip("\r\n"), row, len(block.columns))
                yield edition, row, lines if shown else None


def some_of(cases: Sequence[Case], count: int, seed: int) -> list[Case]:
    """So many of the cases, drawn by seed; the same ones whatever becomes of others, so that measurements compare."""

    def rank(case: Case) -> str:
        return hashlib.sha256(f"{seed} {case.document.sha256} {case.edition.table} {case.row.key}".encode()).hexdigest()

    return sorted(cases, key=rank)[:count]
