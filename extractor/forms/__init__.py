"""Forms: official table sets as data files, compiled for reading and checking."""

from extractor.forms.form import (
    Block,
    CellSpec,
    Column,
    Edition,
    Equation,
    Form,
    HeaderNode,
    Label,
    Row,
    Section,
    Table,
    TableEdition,
)
from extractor.forms.loader import builtin_forms, load_form, parse_form
from extractor.forms.schema import FORM_SCHEMA, CellType, FormFile

__all__ = [
    "FORM_SCHEMA",
    "Block",
    "CellSpec",
    "CellType",
    "Column",
    "Edition",
    "Equation",
    "Form",
    "FormFile",
    "HeaderNode",
    "Label",
    "Row",
    "Section",
    "Table",
    "TableEdition",
    "builtin_forms",
    "load_form",
    "parse_form",
]
