"""Word files made of their XML, so that a test shows what stands in the file."""

import io
import zipfile
from collections.abc import Callable

import pytest

SCHEMAS = "http://schemas.openxmlformats.org"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": f"{SCHEMAS}/wordprocessingml/2006/main",
        "r": f"{SCHEMAS}/officeDocument/2006/relationships",
        "m": f"{SCHEMAS}/officeDocument/2006/math",
        "a": f"{SCHEMAS}/drawingml/2006/main",
        "wp": f"{SCHEMAS}/drawingml/2006/wordprocessingDrawing",
        "mc": f"{SCHEMAS}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "x": "urn:example:unknown",
    }.items()
)
RELATIONS = f"{SCHEMAS}/officeDocument/2006/relationships"

MakeDocx = Callable[..., bytes]


def relations(**targets: str) -> str:
    """A part of relations, by their kinds."""
    ties = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{ties}</Relationships>'


def docx(body: str, *, before: str = "", **parts: str) -> bytes:
    """A Word file whose body, and whose other parts by name (`styles`, `footnotes`, …), have this content."""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types"/>',
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {NAMESPACES}>{before}<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
        **{f"word/{kind}.xml": f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>" for kind, content in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def make_docx() -> MakeDocx:
    """Makes Word files."""
    return docx
