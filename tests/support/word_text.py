"""Text in the markup of Word, and what is read of it."""

from collections.abc import Callable

import pytest

from extractor.errors import DocumentError
from extractor.ingest import FileIngester
from extractor.ingest.docx_file import DocxIngester
from extractor.model import Document

__all__ = [
    "BEGIN",
    "END",
    "FIELD",
    "SEPARATE",
    "MakeDocx",
    "box",
    "form_field",
    "ingest",
    "paragraph",
    "refusal",
    "run",
]

MakeDocx = Callable[..., bytes]
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))


def ingest(data: bytes) -> Document:
    """Ingests a file."""
    return DocxIngester().ingest(data, name="a.docx", path="reports/a.docx")


def refusal(data: bytes) -> str:
    """The code with which a file is refused, whoever reads it; every refusal names the file and the next step."""
    with pytest.raises(DocumentError) as caught:
        FileIngester().ingest(data, name="a.docx", path="reports/a.docx")
    assert caught.value.hint
    assert caught.value.place == "reports/a.docx"
    return caught.value.code


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*parts: str, properties: str = "") -> str:
    """A paragraph of runs; what is no markup is a run of plain text."""
    inner = "".join(part if part.startswith("<") else run(part) for part in parts)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def form_field(data: str) -> str:
    """The beginning of an old form field."""
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'


def box(text: str, fill: str = "<a:noFill/>") -> str:
    """A text box as Word writes it: once for today's readers, once for old ones."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx>{content}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
