"""The file formats in which reports arrive, apart from the layouts of text: printed document in, bytes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from random import Random

from eval.generator.formats.book import Book, Lines, PrintedPlace, places_of
from eval.generator.formats.build import bind, draw_binding
from eval.generator.formats.separated import draw_separated_style, write_csv
from eval.generator.formats.web import draw_web_style, write_html
from eval.generator.formats.word import draw_word_style, write_docx
from eval.generator.formats.workbook import draw_book_style, write_xlsx
from eval.generator.printed import Document

__all__ = ["Format", "Lines", "PrintedPlace", "Written", "make_book", "write_book"]


class Format(Enum):
    """A kind of file; the value is its usual suffix."""

    TXT = "txt"
    HTML = "html"
    """Layout D of the project's notes."""
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    data: bytes
    text: str
    """What is seen, decoded and without markup."""
    places: Mapping[str, tuple[PrintedPlace, ...]]
    """Cell path → where it is printed; a cell that is printed twice has two places."""


def make_book(document: Document, random: Random) -> Book:
    """Put a document into paragraphs and grids, in a way of chance."""
    return bind(document, draw_binding(random))


def write_book(book: Book, file_format: Format, random: Random) -> Written:
    """Write a book in a style of chance.

    Raises:
        ValueError: The format is text, which has layouts instead.
    """
    match file_format:
        case Format.HTML:
            return Written(write_html(book, draw_web_style(random), random), book.text, places_of(book))
        case Format.DOCX:
            return Written(write_docx(book, draw_word_style(random), random), book.text, places_of(book))
        case Format.XLSX:
            data, places = write_xlsx(book, draw_book_style(random))
            return Written(data, book.text, places)
        case Format.CSV:
            return Written(*write_csv(book, draw_separated_style(random)))
        case Format.TXT:
            raise ValueError("text is laid out by `lay_out`, not written from a book")
