"""What the pages show of a question: the form's tables, the text, the equations, in words."""

from extractor.review.view.equations import Equation, Term, equations_of, message_of, title_of
from extractor.review.view.source import Piece, blind_text, marked_text
from extractor.review.view.tables import TableView, tables_of
from extractor.review.view.words import Names, Speech, names_of

__all__ = [
    "Equation",
    "Names",
    "Piece",
    "Speech",
    "TableView",
    "Term",
    "blind_text",
    "equations_of",
    "marked_text",
    "message_of",
    "names_of",
    "tables_of",
    "title_of",
]
