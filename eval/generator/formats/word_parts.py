"""The parts of a Word package besides its body: types, relations, styles, numbering, notes, comments, page header."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

__all__ = ["DRAWING", "NAMESPACES", "fixed_parts", "text_box"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"

NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
    f'xmlns:pic="{_DRAWING}/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)

DRAWING = (
    '<w:drawing><wp:inline><wp:extent cx="360000" cy="180000"/><wp:docPr id="1" name="图片 1"/><a:graphic>'
    f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="图片 1"/><pic:cNvPicPr/>'
    '</pic:nvPicPr><pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing>"
)
"""A picture in the line."""

_VECTOR = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M1 1h8v8"/></svg>'

_STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"""

_NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""


def text_box(paragraph: str) -> str:
    """A paragraph in a text box as wide as the page, as Word writes one for new and for old readers."""
    content = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5200000" cy="640000"/>'
        f'<wp:docPr id="1" name="box"/><a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5200000" cy="640000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        '</mc:Choice><mc:Fallback><w:pict><v:shape style="width:410pt;height:50pt">'
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def fixed_parts(
    document: str, notes: Sequence[str], comments: Sequence[str], *, header: str | None, pictured: bool
) -> dict[str, str]:
    """All parts by name.

    Args:
        document: The body's part.
        notes: Texts of footnotes; the first has the id 2.
        comments: Texts of comments by id.
        header: What stands above every page; with it a page number stands below. Null for neither.
        pictured: The body shows the picture of `DRAWING`.
    """
    root = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "document": document,
        "styles": f"<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
        "numbering": f"<w:numbering {NAMESPACES}>{_NUMBERING}</w:numbering>",
    }
    relations = [("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml")]
    if notes:
        relations.append(("rId3", "footnotes", "footnotes.xml"))
        parts["footnotes"] = _footnotes(notes)
    if header is not None:
        relations += [("rId4", "header", "header1.xml"), ("rId5", "footer", "footer1.xml")]
        parts["header1"] = f"<w:hdr {NAMESPACES}><w:p><w:r><w:t>{escape(header)}</w:t></w:r></w:p></w:hdr>"
        parts["footer1"] = (
            f'<w:ftr {NAMESPACES}><w:p><w:r><w:t>- </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r>'
            "</w:fldSimple><w:r><w:t> -</w:t></w:r></w:p></w:ftr>"
        )
    if comments:
        relations.append(("rId6", "comments", "comments.xml"))
        parts["comments"] = _comments(comments)
    if pictured:
        relations.append(("rId9", "image", "media/image1.svg"))
    kinds = {"document": "document.main", "header1": "header", "footer1": "footer"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE.format(kinds.get(name, name))}"/>' for name in parts
    )
    return {
        "[Content_Types].xml": f'{root}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="svg" '
        f'ContentType="image/svg+xml"/>{types}</Types>',
        "_rels/.rels": root + _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": root + _relations(relations),
        **{f"word/{name}.xml": root + content for name, content in parts.items()},
        **({"word/media/image1.svg": _VECTOR} if pictured else {}),
    }


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{to}"/>' for name, kind, to in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _footnotes(notes: Sequence[str]) -> str:
    separators = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    inner = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{escape(note)}</w:t></w:r></w:p></w:footnote>"
        for number, note in enumerate(notes, start=2)
    )
    return f"<w:footnotes {NAMESPACES}>{separators}{inner}</w:footnotes>"


def _comments(comments: Sequence[str]) -> str:
    inner = "".join(
        f'<w:comment w:id="{number}" w:author="办公室"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:comment>'
        for number, text in enumerate(comments)
    )
    return f"<w:comments {NAMESPACES}>{inner}</w:comments>"
