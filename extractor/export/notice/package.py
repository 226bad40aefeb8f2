"""The docx package: an empty letter from the parts in `data/package/`, and a written one as always the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["fixed_bytes", "template_bytes"]

PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/fontTable.xml",
    "word/footerEven.xml",
    "word/footerOdd.xml",
    "word/settings.xml",
    "word/styles.xml",
)
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Where the calendar of zip files begins."""
UNIX = 3


@cache
def template_bytes() -> bytes:
    """A letter without a word: page, styles, fonts and page numbers."""
    folder = files("extractor.export.notice").joinpath("data", "package")
    return _zipped((name, folder.joinpath(*name.split("/")).read_bytes()) for name in PARTS)


def fixed_bytes(content: bytes) -> bytes:
    """The same package without the time and the system that wrote it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return _zipped((info.filename, package.read(info)) for info in package.infolist())


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = UNIX
            info.external_attr = 0o600 << 16
            package.writestr(info, content)
    return target.getvalue()
