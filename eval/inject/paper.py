"""The pages of a PDF file, to be painted on after they were printed."""

import ctypes
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, cast

__all__ = ["INVISIBLE", "MARGIN", "WHITE", "Box", "Paper"]

Box = Sequence[float]
"""x0, y0, x1, y1 in points from the top left, as places have it."""

INVISIBLE, FILLED = 3, 0
"""Rendering modes of text."""
BLACK, WHITE = 0, 255
MARGIN = 1.0
"""Points around a figure that a cover hides as well."""


class Paper:
    """A file whose pages are counted from 1."""

    def __init__(self, data: bytes) -> None:
        """Open the file."""
        import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it has none

        self._library = cast("Any", pypdfium2)
        self._raw = cast("Any", pypdfium2.raw)
        self.document = self._library.PdfDocument(data)
        self._sheets: dict[int, Any] = {}

    def sheet(self, page: int) -> Any:  # noqa: ANN401 - the library leaves its types open
        """A page, the same object each time: its objects belong to it."""
        if page not in self._sheets:
            self._sheets[page] = self.document[page - 1]
        return self._sheets[page]

    def height(self, page: int) -> float:
        """Of a page, in points."""
        return float(self.sheet(page).get_height())

    def write(self, page: int, box: Box, text: str, *, mode: int = FILLED, grey: int = BLACK) -> None:
        """Write a text where a box begins, as high as the box."""
        raw, sheet = self._raw, self.sheet(page)
        font = raw.FPDFText_LoadStandardFont(self.document.raw, b"Helvetica")
        item = raw.FPDFPageObj_CreateTextObj(self.document.raw, font, ctypes.c_float(box[3] - box[1]))
        letters = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
        raw.FPDFText_SetText(item, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
        raw.FPDFTextObj_SetTextRenderMode(item, mode)
        raw.FPDFPageObj_SetFillColor(item, grey, grey, grey, 255)
        raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, box[0], self.height(page) - box[3] + 0.2 * (box[3] - box[1]))
        raw.FPDFPage_InsertObject(sheet.raw, item)
        sheet.gen_content()

    def cover(self, page: int, box: Box) -> None:
        """Paint a white area over a box."""
        raw, sheet = self._raw, self.sheet(page)
        width, height = box[2] - box[0] + 2 * MARGIN, box[3] - box[1] + 2 * MARGIN
        item = raw.FPDFPageObj_CreateNewRect(box[0] - MARGIN, self.height(page) - box[3] - MARGIN, width, height)
        raw.FPDFPageObj_SetFillColor(item, WHITE, WHITE, WHITE, 255)
        raw.FPDFPath_SetDrawMode(item, 1, False)  # noqa: FBT003 - filled, and its outline is not drawn
        raw.FPDFPage_InsertObject(sheet.raw, item)
        sheet.gen_content()

    def texts(self, page: int, box: Box) -> list[Any]:
        """The texts whose middle lies in a box."""
        top = self.height(page)
        return [item for item in self._objects(page) if _holds(box, item.get_bounds(), top)]

    def _objects(self, page: int) -> Iterator[Any]:
        return iter(list(self.sheet(page).get_objects(filter=[self._raw.FPDF_PAGEOBJ_TEXT], max_depth=1)))

    def remove(self, page: int, items: Sequence[Any]) -> None:
        """Take texts off a page."""
        sheet = self.sheet(page)
        for item in items:
            sheet.remove_obj(item)
        sheet.gen_content()

    def move(self, page: int, items: Sequence[Any], right: float) -> None:
        """Move texts to the right, in points."""
        for item in items:
            self._raw.FPDFPageObj_Transform(item.raw, 1, 0, 0, 1, right, 0)
        self.sheet(page).gen_content()

    def remove_page(self, page: int) -> None:
        """Lose a page."""
        self.document.del_page(page - 1)

    def repeat_page(self, page: int) -> None:
        """Print a page twice, one right behind the other."""
        copy = self._library.PdfDocument.new()
        copy.import_pages(self.document, [page - 1])
        self.document.import_pages(copy, [0], index=page)
        copy.close()

    def data(self) -> bytes:
        """The file."""
        file = BytesIO()
        self.document.save(file)
        for sheet in self._sheets.values():
            sheet.close()
        self.document.close()
        return file.getvalue()


def _holds(box: Box, bounds: Box, top: float) -> bool:
    x, y = (bounds[0] + bounds[2]) / 2, top - (bounds[1] + bounds[3]) / 2
    return box[0] - 2 <= x <= box[2] + 2 and box[1] <= y <= box[3]
