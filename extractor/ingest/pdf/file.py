"""A PDF as its pages, opened within limits; nothing in it is ever run."""

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

import pdfplumber
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, resolve1
from pdfplumber.pdf import PDF

from extractor.errors import DocumentError
from extractor.ingest.pdf.active import active_notes
from extractor.ingest.pdf.content import Content
from extractor.ingest.pdf.device import TooManyObjectsError
from extractor.ingest.pdf.library import MOST_UNPACKED, TooMuchUnpackedError, start_budget, was_cut
from extractor.ingest.pdf.painted import paint

__all__ = ["MOST_PAGES", "Opened", "open_pdf"]

MOST_PAGES = 500
"""The longest report seen has some forty; a book of a thousand holds a report somewhere, and nobody knows where."""


@dataclass(slots=True)
class Opened:
    """A file whose pages can be read."""

    pdf: PDF
    pages: list[PDFPage]
    notes: tuple[str, ...]
    """Codes of what it would do if it were let."""
    lacking: int
    """Pages that the file says it has, and that are not there."""

    def content(self, place: int) -> Content | None:
        """What the page at a 0-based place paints; null when it is damaged, so that nobody knows what is lost.

        Raises:
            DocumentError: `too-large`, `too-many-objects`.
        """
        page = self.pages[place]
        was_cut()
        with _refusals():
            try:
                content = paint(page, self.pdf.rsrcmgr)
            except (TooManyObjectsError, TooMuchUnpackedError, MemoryError):
                raise
            except Exception:  # noqa: BLE001 - pdfminer fails on damaged pages in as many ways as there are
                return None
        return None if was_cut() else content


def open_pdf(data: bytes) -> Opened:
    """Open a file and list its pages.

    Raises:
        DocumentError: `encrypted`, `damaged-document`, `too-many-pages`, `too-large`.
    """
    start_budget()
    with _refusals():
        try:
            pdf = pdfplumber.open(BytesIO(data))
            # Lazily: the tree of pages may be as large as it likes.
            pages = list(islice(PDFPage.create_pages(pdf.doc), MOST_PAGES + 1))
        except (TooMuchUnpackedError, MemoryError):
            raise
        except Exception as error:
            if _asks_for_password(error):
                raise DocumentError(
                    "encrypted",
                    "the file asks for a password",
                    hint="open the file with its password, print it to a PDF without one, and read that",
                ) from error
            raise _damaged("the file cannot be opened") from error
        if len(pages) > MOST_PAGES:
            raise DocumentError(
                "too-many-pages",
                f"the file has more than {MOST_PAGES} pages",
                hint="print the pages of the report to a file of their own",
            )
        if not pages:
            raise _damaged("the file has no page that can be found")
        return Opened(pdf, pages, active_notes(pdf.doc, pages), max(0, _stated(pdf.doc) - len(pages)))


def _stated(document: PDFDocument) -> int:
    """How many pages the file says it has; 0 where it does not say so."""
    try:
        count = resolve1(dict_value(document.catalog.get("Pages", {})).get("Count"))
    except Exception:  # noqa: BLE001 - damaged files fail in many ways
        return 0
    return count if isinstance(count, int) and 0 <= count <= MOST_PAGES else 0


def _asks_for_password(error: BaseException) -> bool:
    # pdfplumber wraps what pdfminer raises.
    return isinstance(error, PDFPasswordIncorrect | PDFEncryptionError) or any(
        isinstance(inner, PDFPasswordIncorrect | PDFEncryptionError) for inner in error.args
    )


def _damaged(what: str) -> DocumentError:
    return DocumentError(
        "damaged-document", f"{what}: it is damaged or cut off", hint="get the file anew, or print it to PDF again"
    )


@contextmanager
def _refusals() -> Generator[None]:
    """Name the limits that a file breaks; keep pdfminer's warnings about it to itself."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except TooMuchUnpackedError as error:
        raise DocumentError(
            "too-large",
            f"the streams of the file unpack to more than {MOST_UNPACKED >> 20} MiB",
            hint="check where the file comes from; no report needs that",
        ) from error
    except TooManyObjectsError as error:
        raise DocumentError(
            "too-many-objects",
            "a page of the file draws more than a page of a report can hold",
            hint="print the pages of the report to a file of their own",
        ) from error
    except (MemoryError, RecursionError) as error:
        raise DocumentError(
            "too-large", "the file needs more memory than there is", hint="check where the file comes from"
        ) from error
