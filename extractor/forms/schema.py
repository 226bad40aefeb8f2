"""The shape of a form file.

A form is an official table set, written down as data: what its tables, rows and columns are called, which editions
have them, what their cells hold, and which figures must reconcile (勾稽关系) under which clause.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from extractor.forms.claims_schema import ClaimsFile

__all__ = [
    "FORM_SCHEMA",
    "BlockFile",
    "CellType",
    "ColumnFile",
    "ContactFile",
    "EditionFile",
    "FormFile",
    "IdentityFile",
    "MetadataFile",
    "RowFile",
    "SectionFile",
    "TableFile",
]

FORM_SCHEMA = "gouji/form/1"

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
CellType = Literal["count", "change", "decimal", "money"]
"""count: integer ≥ 0. change: integer of either sign. decimal: exact decimal. money: decimal with a currency unit."""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(_File):
    """A text for people, in both languages."""

    zh: Text
    en: Text


class EditionFile(_File):
    """One version of the form."""

    id: Text
    from_year: int | None = None
    """First report year that uses this edition; null: no lower limit."""
    to_year: int | None = None
    """Last report year; null: still in force."""
    clause: Text
    """The notice that fixes this edition."""


class SectionFile(_File):
    """A section heading of the report."""

    key: Key
    title: Text
    """With its ordinal, as the form prints it."""
    aliases: tuple[Text, ...] = ()


class ColumnFile(_File):
    """A column, or a group of columns under one header cell."""

    key: Key | None = None
    """Null for a group."""
    label: Text
    aliases: tuple[Text, ...] = ()
    type: CellType | None = None
    unit: Text | None = None
    """The unit that the form prints for the column; null: as printed in the cell, if at all."""
    editions: tuple[Text, ...] = ()
    """Empty: every edition of the block."""
    columns: tuple["ColumnFile", ...] = ()


class RowFile(_File):
    """A row, or a group of rows beside one label cell."""

    key: Key | None = None
    label: Text
    code: Text | None = None
    """The official code of the row, which many reports print before its label."""
    aliases: tuple[Text, ...] = ()
    editions: tuple[Text, ...] = ()
    rows: tuple["RowFile", ...] = ()


class BlockFile(_File):
    """Rows that share one set of columns."""

    caption: Text | None = None
    """The heading printed over the block inside its table."""
    stub: Text | None = None
    """The header cell over the row labels."""
    editions: tuple[Text, ...] = ()
    arrangement: Literal["rows_down", "rows_across"] = "rows_down"
    """rows_across: all rows stand side by side under group headers, and the values on one line."""
    columns: tuple[ColumnFile, ...] = Field(min_length=1)
    rows: tuple[RowFile, ...] = Field(min_length=1)


class IdentityFile(_File):
    """Figures that must reconcile: the sum of `left` equals the sum of `right`."""

    id: Text
    title: Bilingual
    clause: Text
    """Where the equation comes from."""
    each: Literal["row", "column", "once"]
    """row: terms are column keys, one equation a row. column: terms are row keys, one equation a column.
    once: terms are whole cell paths."""
    left: tuple[Text, ...] = Field(min_length=1)
    right: tuple[Text, ...] = Field(min_length=1)
    only: tuple[Key, ...] = ()
    """Rows (or columns) the identity is limited to; empty: all that have its terms."""


class TableFile(_File):
    """One table of the form."""

    key: Key
    title: Bilingual
    section: Key
    """The section whose heading stands over the table."""
    headings: tuple[Text, ...] = ()
    """Further headings that announce this table."""
    blocks: tuple[BlockFile, ...] = Field(min_length=1)
    identities: tuple[IdentityFile, ...] = ()


class ContactFile(_File):
    """A labelled item of the contact block."""

    key: Literal["phone", "fax", "address", "postcode", "email", "url", "published"]
    labels: tuple[Text, ...] = Field(min_length=1)


class MetadataFile(_File):
    """How this form's documents state their own metadata."""

    title_phrases: tuple[Text, ...] = Field(min_length=1)
    """What every title of this form contains, longest first."""
    period_labels: tuple[Text, ...] = ()
    agency_labels: tuple[Text, ...] = ()
    contacts: tuple[ContactFile, ...] = ()


class FormFile(_File):
    """A whole form file."""

    schema_: Literal["gouji/form/1"] = Field(alias="schema")
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Bilingual
    editions: tuple[EditionFile, ...] = Field(min_length=1)
    metadata: MetadataFile
    sections: tuple[SectionFile, ...] = ()
    tables: tuple[TableFile, ...] = Field(min_length=1)
    identities: tuple[IdentityFile, ...] = ()
    """Between tables: only `once`, with whole cell paths."""
    claims: ClaimsFile | None = None
    """What reports say in prose about the figures; null: this form's prose is not read."""
