"""A model's reply to a question about a document, made from the document's truth: faithful, or with mistakes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.forms import Form
from extractor.forms.form import Block, Row, TableEdition
from extractor.testing.asked import SECOND_LOOK, Asked
from extractor.testing.mistakes import Mistakes, Tokens, misread
from extractor.testing.printed import Printed, PrintedText, printed_text, without_ordinal
from extractor.testing.prose import claims_content, meta_content
from extractor.testing.truths import DocumentTruth, is_missing, token_of
from extractor.text.numbers import parse_value

__all__ = ["Made", "make_reply"]


@dataclass(frozen=True, slots=True)
class Made:
    """A reply and what is wrong with it."""

    content: dict[str, object]
    """JSON of the wire shape."""
    wrong: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    """Cells whose token differs from the faithful one, with the token that the reply has."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the form and where the document prints its label."""

    id: str
    row: Row
    paths: tuple[str, ...]
    place: Printed | None

    @property
    def label(self) -> str:
        """The label's first characters as printed; where it was not found, as the form has them."""
        return self.place.echo if self.place else without_ordinal(self.row.label.text)

    def content(self, tokens: Mapping[str, str | None]) -> dict[str, object]:
        """The row as a second look gives it."""
        return {"label": self.label, "cells": [tokens[path] for path in self.paths]}


def make_reply(asked: Asked, truth: DocumentTruth, forms: Sequence[Form], mistakes: Mistakes | None = None) -> Made:
    """Answer a question from the truth.

    Rows whose cells the document leaves out are left out and named as unreadable.

    Raises:
        KeyError: none of the forms has the table, the edition or the row that is asked about.
    """
    mistakes = mistakes or Mistakes()
    if asked.part == "claims":
        return Made(claims_content(asked, truth, mistakes))
    if asked.part == "meta":
        return Made(meta_content(asked, truth, mistakes))
    edition = _edition(asked, forms)
    text = printed_text(asked.text)
    blocks = list(_located(edition, text))
    faithful = _faithful(blocks, text, truth)
    tokens = misread(edition, faithful, mistakes, asked.document)
    wrong = {path: token for path, token in tokens.items() if token != faithful[path]}
    lines = [line for _, more in blocks for line in more]
    if asked.part == SECOND_LOOK:
        line = _looked_at(asked, lines)
        return Made(line.content(tokens), {path: wrong[path] for path in line.paths if path in wrong})
    absent = [
        line.id
        for line in lines
        if all(is_missing(truth.cells.get(path)) for path in line.paths) and wrong.keys().isdisjoint(line.paths)
    ]
    return Made(
        {
            "header": [head for block in edition.blocks for head in _heads(block)],
            "rows": [{"id": line.id, **line.content(tokens)} for line in lines if line.id not in absent],
            "unreadable": absent,
        },
        wrong,
    )


def _edition(asked: Asked, forms: Sequence[Form]) -> TableEdition:
    key = asked.target.partition(".")[0] if asked.part == SECOND_LOOK else asked.part
    editions = [each for form in forms for table in form.tables if table.key == key for each in table.editions]
    for each in editions:
        if each.edition == asked.edition:
            return each
    raise KeyError(f"{key} {asked.edition}".rstrip())


def _located(edition: TableEdition, text: PrintedText) -> Iterator[tuple[Block, list[_Line]]]:
    """The rows in the form's order, each label looked for after the one before it."""
    after = count = 0
    for block in edition.blocks:
        lines: list[_Line] = []
        for row in block.rows:
            count += 1
            place = text.find(row.label, after)
            after = place.end if place else after
            paths = tuple(f"{edition.table}.{row.key}.{column.key}" for column in block.columns)
            lines.append(_Line(f"r{count:02d}", row, paths, place))
        yield block, lines


def _faithful(blocks: Sequence[tuple[Block, list[_Line]]], text: PrintedText, truth: DocumentTruth) -> Tokens:
    """What the document prints, in its own writing where that can be found."""
    tokens: Tokens = {}
    for block, lines in blocks:
        # Rows that stand side by side share one line of figures, after the last label.
        runs = (
            [(lines[-1], [path for line in lines for path in line.paths])]
            if block.across
            else [(line, [*line.paths]) for line in lines]
        )
        for line, paths in runs:
            expected = [token_of(truth.cells.get(path)) for path in paths]
            printed = text.figures(
                [parse_value(token or "") for token in expected], line.place.end if line.place else 0
            )
            tokens.update(zip(paths, printed or expected, strict=True))
    return tokens


def _looked_at(asked: Asked, lines: Sequence[_Line]) -> _Line:
    for line in lines:
        if asked.target.rpartition(".")[2] == line.id:
            return line
    raise KeyError(asked.target)


def _heads(block: Block) -> list[str]:
    return [column.label.text for column in block.columns]
