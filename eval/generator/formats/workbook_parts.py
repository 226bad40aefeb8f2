"""The parts of an Excel package besides its sheets' cells: types, relations, styles, shared strings, comments."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

__all__ = ["BORDERED", "FORMATS", "PLAIN", "TEXT", "WHITE", "column_name", "fixed_parts"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"

FORMATS = ("General", "@", "0", "#,##0", "0.0", "0.00")
"""Number formats by style; one more style writes white."""
PLAIN, TEXT, WHITE = 0, 1, len(FORMATS)
BORDERED = len(FORMATS) + 1
"""Added to a style: the same with ruled edges, which alone show an empty row of a table."""

_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "@": 49, "0.0": 164}


def column_name(column: int) -> str:
    """The letters of a 1-based column."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def fixed_parts(
    sheets: Sequence[tuple[str, str, Sequence[tuple[str, str]], bool]], strings: Sequence[str]
) -> dict[str, str]:
    """All parts by name.

    Args:
        sheets: For each its name, the markup of its cells, its comments as (cell, text), and whether it is hidden.
        strings: The shared strings.
    """
    root = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    listed = "".join(_sheet(name, number, hidden=hidden) for number, (name, _, _, hidden) in enumerate(sheets, start=1))
    numbers = range(1, len(sheets) + 1)
    commented = [number for number in numbers if sheets[number - 1][2]]
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": _styles(),
    }
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}
    relations = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    relations.append((f"rId{len(sheets) + 1}", "styles", "styles.xml"))
    if strings:
        inner = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{inner}</sst>'
        kinds["xl/sharedStrings.xml"] = "sharedStrings"
        relations.append((f"rId{len(sheets) + 2}", "sharedStrings", "sharedStrings.xml"))
    for number, (_, markup, comments, _) in zip(numbers, sheets, strict=True):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = f'<worksheet xmlns="{_MAIN}" xmlns:r="{_R}">{markup}</worksheet>'
        kinds[name] = "worksheet"
        if comments:
            parts[f"xl/comments{number}.xml"] = _comments(comments)
            kinds[f"xl/comments{number}.xml"] = "comments"
    types = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE.format(kinds[name])}"/>' for name in parts)
    return {
        "[Content_Types].xml": f'{root}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": root + _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": root + _relations(relations),
        **{
            f"xl/worksheets/_rels/sheet{number}.xml.rels": root
            + _relations([("rId1", "comments", f"../comments{number}.xml")])
            for number in commented
        },
        **{name: root + content for name, content in parts.items()},
    }


def _sheet(name: str, number: int, *, hidden: bool) -> str:
    state = ' state="hidden"' if hidden else ""
    return f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>'


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{to}"/>' for name, kind, to in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _styles() -> str:
    looks = [*((_BUILT_IN[shape], 0) for shape in FORMATS), (0, 1)]
    cells = "".join(
        f'<xf numFmtId="{shape}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" '
        'applyFont="1" applyBorder="1"/>'
        for border in (0, 1)
        for shape, font in looks
    )
    sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
        '<font><sz val="11"/><color rgb="FFFFFFFF"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="2"><border/>' + f"<border>{sides}</border></borders>"
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{2 * BORDERED}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _comments(comments: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<comment ref="{cell}" authorId="0"><text><t>{escape(text)}</t></text></comment>' for cell, text in comments
    )
    authors = "<authors><author>办公室</author></authors>"
    return f'<comments xmlns="{_MAIN}">{authors}<commentList>{inner}</commentList></comments>'
