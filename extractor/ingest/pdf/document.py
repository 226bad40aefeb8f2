"""All pages of a PDF, each by what it is: text, a picture, blank, or damaged."""

from dataclasses import dataclass, field

from extractor.ingest.hidden import Hidden, HiddenText
from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.laid_out import LaidOutPage, recognised
from extractor.ingest.pdf.file import open_pdf
from extractor.ingest.pdf.layer import differs
from extractor.ingest.pdf.page import PageText, Source, read_page
from extractor.ingest.pdf.parts import cut_out, is_paper, with_part
from extractor.ingest.pdf.picture import Renderer, is_bomb
from extractor.model import PagePicture
from extractor.ports import PageRecogniser

__all__ = ["PdfPages", "read_document"]


@dataclass(slots=True)
class PdfPages:
    """What became of every page."""

    pages: list[LaidOutPage] = field(default_factory=list[LaidOutPage])
    """All of them; one that could not be read has no blocks."""
    pictures: list[int] = field(default_factory=list[int])
    """1-based: pages that only a recogniser could read, and none is there."""
    damaged: list[int] = field(default_factory=list[int])
    parts: list[int] = field(default_factory=list[int])
    """1-based: pages with text whose pictures may hold a table."""
    recognised: bool = False
    """Some words come from pictures."""
    notes: list[str] = field(default_factory=list[str])


def read_document(data: bytes, recogniser: PageRecogniser | None, hidden: HiddenText) -> PdfPages:
    """Read the pages in order, and report their hidden text.

    Raises:
        DocumentError: as `open_pdf` and `Opened.content`.
    """
    opened = open_pdf(data)
    read = PdfPages(notes=list(opened.notes))
    renderer = _Renderers(data)
    for number in range(1, len(opened.pages) + 1):
        content = opened.content(number - 1)
        if content is None:
            read.damaged.append(number)
            read.pages.append(_blank(number))
            continue
        page = read_page(number, content, hidden)
        if page.source is not Source.PICTURE:
            read.pages.append(page.page)
            if page.parts:
                bomb = is_bomb(content)
                _read_parts(read, page, None if bomb else recogniser, renderer)
        elif is_bomb(content):
            read.damaged.append(number)
            read.pages.append(page.page)
        elif recogniser is None:
            read.pictures.append(number)
            read.pages.append(page.page)
        else:
            _recognise(read, page, renderer, recogniser, hidden)
    read.damaged += range(len(opened.pages) + 1, len(opened.pages) + 1 + opened.lacking)
    return read


class _Renderers:
    """Opens the file for drawing once, at the first page that has to be drawn."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._opened: Renderer | None = None

    def picture(self, number: int) -> PagePicture | None:
        """The page with a 1-based number; null when it cannot be drawn."""
        try:
            self._opened = self._opened or Renderer(self._data)
            return self._opened.picture(number - 1)
        except Renderer.errors:
            return None


def _read_parts(read: PdfPages, text: PageText, recogniser: PageRecogniser | None, renderer: _Renderers) -> None:
    """Put the tables in the pictures of the last page where they stand."""
    number = text.page.number
    drawn = renderer.picture(number) if recogniser else None
    for box in text.parts:
        picture = cut_out(drawn, box) if drawn else None
        if picture and not is_paper(picture):
            continue
        if number not in read.parts:
            read.parts.append(number)
        if recogniser is None or picture is None:
            continue
        page = with_part(read.pages[-1], picture, recogniser.recognise(picture), box)
        if page is not None:
            read.pages[-1] = page
            read.recognised = True


def _recognise(
    read: PdfPages, page: PageText, renderer: _Renderers, recogniser: PageRecogniser, hidden: HiddenText
) -> None:
    number = page.page.number
    picture = renderer.picture(number)
    if picture is None:
        read.damaged.append(number)
        read.pages.append(page.page)
        return
    found = recogniser.recognise(picture)
    read.recognised = True
    read.notes += (note for note in found.notes if note not in read.notes)
    laid_out = recognised(number, picture, found)
    read.pages.append(laid_out)
    if page.layer and differs(page.layer, laid_out):
        hidden.add(Hidden.INVISIBLE, page.layer)
        hidden.seen()


def _blank(number: int) -> LaidOutPage:
    return LaidOutPage(number, Frame(0.0, 0.0, 0), ())
