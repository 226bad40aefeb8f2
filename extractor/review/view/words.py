"""Words for codes, and the form's own words for its cells."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from extractor.export.labels import BETWEEN, CellLabels
from extractor.forms import Form
from extractor.model import Record

__all__ = ["Language", "Names", "Speech", "Words", "names_of", "page_words"]

Language = Literal["zh", "en"]

Words = Mapping[str, Mapping[str, str]]
"""Words by dotted key, then by language: those of the command line, for the codes that records hold."""


@cache
def page_words() -> Words:
    """What the pages themselves say."""
    content = (Path(__file__).parent.parent / "web" / "words.toml").read_text(encoding="utf-8")
    return cast("Words", tomllib.loads(content))


@dataclass(frozen=True, slots=True)
class Speech:
    """Words in one language."""

    language: Language
    codes: Words
    """Words for codes in records."""

    def __call__(self, key: str, **values: object) -> str:
        """What the pages say; every key is in the file, which the tests prove."""
        text = page_words()[key][self.language]
        return text.format(**values) if values else text

    def code(self, section: str, code: str) -> str:
        """The words for a code, which stands for itself where it has none: records may be newer than the words."""
        own = page_words().get(f"{section}_{code.replace('-', '_')}")
        if own is not None:
            return own[self.language]
        return self.codes.get(f"{section}.{code}", {}).get(self.language, code)


@dataclass(frozen=True, slots=True)
class Names:
    """The form's words for the cells of one record."""

    record: Record
    labels: CellLabels

    def table(self, path: str) -> str:
        """The title of the cell's table."""
        table, _, _ = path.split(".", 2)
        return self.labels.of(*self._form(table)).title

    def row(self, path: str) -> str:
        """The label of the cell's row."""
        table, row, _ = path.split(".", 2)
        return self.labels.of(*self._form(table)).row(row)

    def column(self, path: str) -> str:
        """The label of the cell's column."""
        table, row, column = path.split(".", 2)
        return self.labels.of(*self._form(table)).column(row, column)

    def short(self, path: str, beside: tuple[str, ...]) -> str:
        """What tells a cell from those beside it: the column within one row, the row within one column."""
        rows = {each.rpartition(".")[0] for each in beside}
        columns = {each.rpartition(".")[2] for each in beside}
        if len(rows) == 1:
            return _shortest(path, beside, self.column)
        if len(columns) == 1:
            return _shortest(path, beside, self.row)
        return f"{self.row(path)} / {self.column(path)}"

    def _form(self, table: str) -> tuple[str, str, str]:
        form = self.record.form
        return (form.id if form else "", table, form.editions.get(table, "") if form else "")


def _shortest(path: str, beside: Sequence[str], name: Callable[[str], str]) -> str:
    """The last part of a label, unless another of those beside has the same."""
    last = [name(each).rpartition(BETWEEN)[2] for each in beside]
    own = name(path).rpartition(BETWEEN)[2]
    return own if last.count(own) == 1 else name(path)


def names_of(record: Record, forms: Mapping[str, Form], language: Language) -> Names:
    """The words for the cells of a record."""
    return Names(record, CellLabels(forms, language))
