"""Reports to measure with: generated ones, as text and as docx."""

from collections.abc import Iterator
from pathlib import Path

from eval.generator import Generated, draw
from eval.generator.printed import Block, Document, Head, Row

__all__ = ["drawn", "write_docx", "write_texts"]


def drawn(count: int) -> Iterator[Generated]:
    """Generated reports in every layout, the same ones each time."""
    return (draw(seed) for seed in range(count))


def write_texts(folder: Path, count: int) -> None:
    """Write reports as text files."""
    folder.mkdir()
    for number, report in enumerate(drawn(count)):
        (folder / f"{number:06}.txt").write_text(report.text, encoding="utf-8")


def write_docx(document: Document, path: Path) -> None:
    """Write a report as the word processor's file it was before it became text: paragraphs and tables."""
    import docx

    file = docx.Document()
    for line in (*document.title, *document.preface):
        file.add_paragraph(line)
    for section in document.sections:
        for line in (section.heading, *section.paragraphs):
            if line:
                file.add_paragraph(line)
        for block in section.table.blocks if section.table else ():
            rows = _rows(block)
            width = max(len(row) for row in rows)
            table = file.add_table(rows=len(rows), cols=width)
            for place, row in zip(table.rows, rows, strict=True):
                for cell, text in zip(place.cells, row, strict=False):
                    cell.text = text
    for line in document.closing:
        file.add_paragraph(line)
    file.save(str(path))


def _rows(block: Block) -> list[list[str]]:
    rows = [[block.caption]] if block.caption else []
    rows.append([block.stub or "", *_heads(block.header)])
    for item in block.items:
        if isinstance(item, Row):
            label = [] if item.bare else ["".join((*item.groups[-1:], item.label))]
            rows.append([*label, *(field.text for field in item.fields)])
        else:
            rows.append(list(item.cells))
    return rows


def _heads(heads: tuple[Head, ...]) -> Iterator[str]:
    for head in heads:
        if head.children:
            yield from _heads(head.children)
        else:
            yield head.text
