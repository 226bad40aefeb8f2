"""A page's own content, and the notes and form fields that lie on it."""

from collections.abc import Iterator
from itertools import islice
from typing import cast

from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.utils import Matrix, Rect, apply_matrix_rect, mult_matrix

from extractor.ingest.pdf.content import Content
from extractor.ingest.pdf.device import Device, Interpreter

__all__ = ["paint"]

UNMARKED = frozenset(("Link", "Popup", "FileAttachment", "Sound", "Movie", "Screen"))
"""Kinds of annotations that print nothing."""
NOT_SHOWN = 0b100010
"""Flags of an annotation that is hidden, or not viewed."""
MOST_ANNOTATIONS = 5_000


def paint(page: PDFPage, resources: PDFResourceManager) -> Content:
    """Let the page paint.

    Raises:
        TooManyObjectsError: it does not end.
        Exception: whatever pdfminer raises on damaged files, which is of many kinds.
    """
    x0, y0, x1, y1 = _visible(page)
    content = Content(x1 - x0, y1 - y0)
    device = Device(resources, content)
    # The page's own rotation is left out: the letters tell which way they are read, and places are in the unrotated
    # page.
    matrix: Matrix = (1, 0, 0, -1, -x0, y1)
    Interpreter(resources, device).render_contents(page.resources, page.contents, matrix)
    for annotation in _annotations(page):
        _paint_annotation(annotation, Interpreter(resources, device), content, matrix)
    return content


def _visible(page: PDFPage) -> Rect:
    """What viewers show of the page."""
    whole, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    x0, y0 = max(whole[0], crop[0]), max(whole[1], crop[1])
    x1, y1 = min(whole[2], crop[2]), min(whole[3], crop[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else whole


def _ordered(box: Rect) -> Rect:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def _annotations(page: PDFPage) -> Iterator[dict[str, object]]:
    """What lies on the page and shows."""
    for item in islice(list_value(page.annots or []), MOST_ANNOTATIONS):
        annotation = cast("dict[str, object]", dict_value(item))
        kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
        flags = resolve1(annotation.get("F"))
        if kind not in UNMARKED and not (isinstance(flags, int) and flags & NOT_SHOWN):
            yield annotation


def _paint_annotation(
    annotation: dict[str, object], interpreter: Interpreter, content: Content, matrix: Matrix
) -> None:
    """Paint how an annotation looks; one that does not say so is a mark that may show anything."""
    box = _rectangle(annotation.get("Rect"))
    if box is None:
        return
    look = _appearance(annotation)
    if look is None:
        content.shapes.append(apply_matrix_rect(matrix, box))
        return
    form = _rectangle(look.get("BBox")) or (0.0, 0.0, 1.0, 1.0)
    own = cast("Matrix", tuple(list_value(look.get("Matrix", [1, 0, 0, 1, 0, 0]))))
    x0, y0, x1, y1 = apply_matrix_rect(own, form)
    wide, high = (box[2] - box[0]) / ((x1 - x0) or 1.0), (box[3] - box[1]) / ((y1 - y0) or 1.0)
    fitted = (wide, 0.0, 0.0, high, box[0] - x0 * wide, box[1] - y0 * high)
    nested = mult_matrix(own, mult_matrix(fitted, matrix))
    interpreter.render_contents(dict_value(look.get("Resources", {})), [look], nested)


def _appearance(annotation: dict[str, object]) -> PDFStream | None:
    """The stream that paints an annotation as it is now."""
    look = resolve1(dict_value(annotation.get("AP", {})).get("N"))
    if isinstance(look, dict):
        state = getattr(resolve1(annotation.get("AS")), "name", None)
        look = resolve1(cast("dict[object, object]", look).get(state))
    return look if isinstance(look, PDFStream) else None


def _rectangle(stated: object) -> Rect | None:
    sides = [resolve1(side) for side in list_value(stated or [])]
    numbers = [float(side) for side in sides if isinstance(side, int | float)]
    if len(numbers) != 4:  # noqa: PLR2004 - a rectangle has two corners
        return None
    x0, y0, x1, y1 = numbers
    return _ordered((x0, y0, x1, y1))
