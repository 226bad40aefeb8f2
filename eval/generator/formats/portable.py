"""PDF files, drawn by hand: for what no office program prints, such as hidden text, torn tables and hostile files."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Sheet", "write_pdf"]

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    "/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880"
    "/Descent -120/CapHeight 880/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>>>]>>"
)
"""A font that every reader of PDF knows by name, so that none is embedded; ASCII is half as wide as the rest."""
_TURNS = ((1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0))
"""Directions of writing by quarter turns clockwise."""

Colour = tuple[float, float, float]


@dataclass(slots=True)
class Sheet:
    """A page; everything is placed in points from its top left."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    """Degrees clockwise by which viewers turn it."""
    entries: str = ""
    """Further entries of the page's dictionary."""
    operators: list[str] = field(default_factory=list[str])

    def text(  # noqa: PLR0913 - a text has as many sides
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10.0,
        turn: int = 0,
        mode: int = 0,
        colour: Colour = (0, 0, 0),
    ) -> "Sheet":
        """Write a line that stands on height `y`; `turn` are quarter turns clockwise, `mode` the rendering mode."""
        a, b, c, d = _TURNS[turn]
        letters = text.encode("utf-16-be").hex()
        self.operators.append(
            f"BT {_numbers(*colour)} rg {mode} Tr /F1 {_numbers(size)} Tf "
            f"{_numbers(a, b, c, d, x, self.height - y)} Tm <{letters}> Tj ET"
        )
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, *, colour: Colour = (0, 0, 0)) -> "Sheet":
        """Draw a ruling line."""
        ends = f"{_numbers(x0, self.height - y0)} m {_numbers(x1, self.height - y1)} l"
        self.operators.append(f"{_numbers(*colour)} RG 0.5 w {ends} S")
        return self

    def area(self, x0: float, y0: float, x1: float, y1: float, *, colour: Colour) -> "Sheet":
        """Fill a rectangle."""
        box = _numbers(x0, self.height - y1, x1 - x0, y1 - y0)
        self.operators.append(f"{_numbers(*colour)} rg {box} re f")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]] = ()) -> "Sheet":
        """Rule a table without merged cells, and write into its cells."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for bottom, row in zip(ys[1:], rows, strict=False):
            for left, text in zip(xs, row, strict=False):
                if text:
                    self.text(left + 3, bottom - 4, text)
        return self


def write_pdf(
    sheets: Sequence[Sheet], *, catalogue: str = "", objects: Sequence[str] = (), packed: bool = True
) -> bytes:
    """Write the file.

    Args:
        sheets: its pages.
        catalogue: further entries of the catalogue.
        objects: further objects; the first has the number 4.
        packed: the content of pages is compressed.
    """
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(sheets)))
    bodies: list[bytes] = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>".encode(),
        _FONT.encode(),
        *(item.encode("latin-1") for item in objects),
    ]
    for number, sheet in enumerate(sheets):
        bodies.append(
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_numbers(sheet.width, sheet.height)}]/Rotate {sheet.rotate}"
                f"/Resources<</Font<</F1 3 0 R>>>>/Contents {first + 2 * number + 1} 0 R{sheet.entries}>>"
            ).encode()
        )
        content = "\n".join(sheet.operators).encode("latin-1")
        data = zlib.compress(content) if packed else content
        way = "/Filter/FlateDecode" if packed else ""
        bodies.append(f"<</Length {len(data)}{way}>>stream\n".encode() + data + b"\nendstream")
    file = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(file)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    file += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}".encode()
    file += f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)


def _numbers(*numbers: float) -> str:
    return " ".join(f"{number:g}" for number in numbers)
