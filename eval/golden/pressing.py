"""Generated reports in the formats that no seed can give twice: of office programs, on paper, scanned, packed."""

import base64
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PIL import Image

from eval.generator import Generated
from eval.generator.printing import print_pdfs

__all__ = ["PAPERS", "Packed", "Paper", "on_paper", "pack", "save_web_page", "scanned", "set_up"]

Inking = Literal["black", "grey", "colour"]

_PAPER = 150
"""Brighter dots are paper to a copier, darker ones ink; 0 to 255."""
_STAMP = (2024, 1, 19, 9, 30, 0)
"""When all members of an archive were written: the same members give the same bytes."""
_JPEG = 22
"""Quality at which a page stays at most 200 kB, A3 at most 400."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a docx file is set up before it is printed. Lengths in twentieths of a point."""

    width: int
    height: int
    margin: int
    letter: int
    """Half points."""
    label: int
    """Width of the widest column of labels in the table with most columns; the other columns share the rest."""


PAPERS: Mapping[str, Paper | None] = {
    "wide-margins": None,
    "narrow-margins": Paper(11906, 16838, 900, 18, 3000),
    "landscape": Paper(16838, 11906, 900, 19, 5200),
    "large-sheet": Paper(16838, 23811, 900, 18, 7000),
}
"""By name; the first is as the generator writes it, the last prints a report on one sheet, A3."""

_MANY, _UNLABELLED = 8, 13
"""A table of so many columns begins with three columns of labels; one of so many has none, like that of disputes."""


class Packed(NamedTuple):
    """An archive in the making."""

    members: Mapping[str, bytes]
    """By name, `/` between folders."""
    in_gbk: bool
    """Names are written as a Chinese Windows writes them, without saying so."""


def on_paper(reports: Sequence[Generated], paper: str) -> list[bytes]:
    """Print docx reports on a paper, with one call of LibreOffice."""
    return print_pdfs([set_up(report.data, PAPERS[paper]) for report in reports])


def scanned(tiff: bytes, suffix: str, inking: Inking) -> bytes:
    """The pages of a scan in a format, as small as scanners and telephones make them.

    Args:
        tiff: the pages.
        suffix: `png` or `jpeg` for one page, `tiff` or `pdf` for all.
        inking: `black` keeps one bit a dot, as copiers do.
    """
    with Image.open(io.BytesIO(tiff)) as scan:
        pages: list[Image.Image] = []
        for number in range(getattr(scan, "n_frames", 1)):
            scan.seek(number)
            pages.append(_inked(scan, inking))
        dpi = scan.info["dpi"]
    first, *others = pages
    target = io.BytesIO()
    match suffix:
        case "png":
            first.save(target, "PNG", optimize=True, dpi=dpi)
        case "jpeg":
            first.save(target, "JPEG", quality=_JPEG, optimize=True, dpi=dpi)
        case "tiff":
            way = {"compression": "group4"} if inking == "black" else {"compression": "jpeg", "quality": _JPEG}
            first.save(target, "TIFF", save_all=True, append_images=others, dpi=dpi, **way)
        case _:
            way = {} if inking == "black" else {"quality": _JPEG}
            first.save(target, "PDF", save_all=True, append_images=others, resolution=float(dpi[0]), **way)
    return target.getvalue()


def save_web_page(page: bytes) -> bytes:
    """A web page as browsers save it in one file, with a style sheet beside it."""
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----part"\r\n\r\n'
    )
    kind = "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-Location: index.html\r\n\r\n"
    style = "Content-Type: text/css\r\nContent-Location: page.css\r\n\r\nbody { font-family: serif; }\r\n"
    body = f"------part\r\n{kind}{base64.encodebytes(page).decode()}\r\n------part\r\n{style}------part--\r\n"
    return (head + body).encode("ascii")


def pack(packed: Packed) -> bytes:
    """Write the archive; beside the documents lies what a Mac leaves in one."""
    names = {name: name.encode("gb18030") if packed.in_gbk else name.encode() for name in packed.members}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(packed.members.items()):
            # The library has no way to write a name as it stands; one of the same length makes room for it.
            stand_in = chr(ord("A") + number) * len(names[name]) if packed.in_gbk else name
            archive.writestr(zipfile.ZipInfo(stand_in, _STAMP), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("__MACOSX/._report", _STAMP), b"\0\5\26\7", zipfile.ZIP_STORED)
    data = target.getvalue()
    for number, raw in enumerate(names.values()):
        if packed.in_gbk:
            data = data.replace(chr(ord("A") + number).encode() * len(raw), raw)
    return data


def _inked(page: Image.Image, inking: Inking) -> Image.Image:
    if inking == "black":
        grey = page.convert("L")
        return grey.point([255 if level > _PAPER else 0 for level in range(256)]).convert("1")
    return page.convert("L") if inking == "grey" else page.convert("RGB")


def set_up(docx: bytes, paper: Paper | None) -> bytes:
    """Give the document of a docx file a page, a size of letters, and columns that fit both."""
    if paper is None:
        return docx
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, _laid_out(data.decode(), paper) if name == "word/document.xml" else data)
    return target.getvalue()


def _laid_out(document: str, paper: Paper) -> str:
    turned = ' w:orient="landscape"' if paper.width > paper.height else ""
    size = f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}"{turned}/>'
    document = re.sub(r"<w:pgSz [^>]*/>", size, document)
    document = re.sub(r'(w:(?:top|right|bottom|left))="1[48][04]0"', rf'\1="{paper.margin}"', document)
    document = document.replace('<w:sz w:val="24"/>', f'<w:sz w:val="{paper.letter}"/>')
    return re.sub(r"<w:tblGrid>.*?</w:tblGrid>", lambda found: _columns(found[0], paper), document)


def _columns(grid: str, paper: Paper) -> str:
    count = grid.count("<w:gridCol ")
    room = paper.width - 2 * paper.margin
    widths = [room // count] * count
    if _MANY <= count < _UNLABELLED:
        labels = [paper.label // 6, paper.label // 3, paper.label // 2]
        widths = [*labels, *[(room - paper.label) // (count - len(labels))] * (count - len(labels))]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"
