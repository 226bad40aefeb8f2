"""All pages of a PDF, each by what it is: text, a picture, blank, or damaged."""

from dataclasses import dataclass, field

from PIL import Image

from extractor.ingest.hidden import Hidden, HiddenText
from extractor.ingest.pages.frame import Frame
from extractor.ingest.pages.laid_out import LaidOutPage, recognised
from extractor.ingest.pdf.file import Opened, open_pdf
from extractor.ingest.pdf.fonts import FontCheck
from extractor.ingest.pdf.layer import differs
from extractor.ingest.pdf.page import PageText, Source, read_page
from extractor.ingest.pdf.parts import cut_out, is_paper, with_part
from extractor.ingest.pdf.picture import Renderer, is_bomb
from extractor.model import Box, PagePicture
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
    reader = _Reader(opened, _Renderers(data), recogniser, hidden)
    count = len(opened.pages)
    for number in range(1, count + 1):
        reader.read.pages.append(reader.page(number))
    for number in range(1, count + 1):
        if reader.fonts.misread(number):
            reader.read.pages[number - 1] = reader.page(number)
    reader.read.damaged += range(count + 1, count + 1 + opened.lacking)
    return reader.read


class _Renderers:
    """Opens the file for drawing once, at the first page that has to be drawn."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._opened: Renderer | None = None

    def picture(self, number: int) -> PagePicture | None:
        """The page with a 1-based number; null when it cannot be drawn."""
        try:
            return self._renderer().picture(number - 1)
        except Renderer.errors:
            return None

    def cut(self, number: int, box: Box, scale: float) -> Image.Image | None:
        """What a box on the page with a 1-based number shows; null when it cannot be drawn."""
        try:
            return self._renderer().cut(number - 1, box, scale)
        except Renderer.errors:
            return None

    def _renderer(self) -> Renderer:
        self._opened = self._opened or Renderer(self._data)
        return self._opened


class _Reader:
    """Reads the pages of one file, each for what it is."""

    def __init__(
        self, opened: Opened, renderer: _Renderers, recogniser: PageRecogniser | None, hidden: HiddenText
    ) -> None:
        self.read = PdfPages(notes=list(opened.notes))
        self.fonts = FontCheck(renderer.cut)
        self._opened = opened
        self._renderer = renderer
        self._recogniser = recogniser
        self._hidden = hidden

    def page(self, number: int) -> LaidOutPage:
        """Read the page with a 1-based number; without blocks when it cannot be read, which is taken down."""
        content = self._opened.content(number - 1)
        if content is None:
            self.read.damaged.append(number)
            return _blank(number)
        bomb = is_bomb(content)
        page = read_page(number, content, self._hidden, None if bomb else self.fonts)
        if page.source is not Source.PICTURE:
            return self._with_parts(page, None if bomb else self._recogniser) if page.parts else page.page
        if bomb:
            self.read.damaged.append(number)
            return page.page
        if self._recogniser is None:
            self.read.pictures.append(number)
            return page.page
        return self._recognised(page, self._recogniser)

    def _with_parts(self, text: PageText, recogniser: PageRecogniser | None) -> LaidOutPage:
        """The page with the tables in its pictures where they stand."""
        number, page = text.page.number, text.page
        drawn = self._renderer.picture(number) if recogniser else None
        for box in text.parts:
            picture = cut_out(drawn, box) if drawn else None
            if picture and not is_paper(picture):
                continue
            if number not in self.read.parts:
                self.read.parts.append(number)
            if recogniser is None or picture is None:
                continue
            added = with_part(page, picture, recogniser.recognise(picture), box)
            if added is not None:
                page, self.read.recognised = added, True
        return page

    def _recognised(self, page: PageText, recogniser: PageRecogniser) -> LaidOutPage:
        number = page.page.number
        picture = self._renderer.picture(number)
        if picture is None:
            self.read.damaged.append(number)
            return page.page
        found = recogniser.recognise(picture)
        self.read.recognised = True
        self.read.notes += (note for note in found.notes if note not in self.read.notes)
        laid_out = recognised(number, picture, found)
        if page.layer and differs(page.layer, laid_out):
            self._hidden.add(Hidden.INVISIBLE, page.layer)
            self._hidden.seen()
        return laid_out


def _blank(number: int) -> LaidOutPage:
    return LaidOutPage(number, Frame(0.0, 0.0, 0), ())
