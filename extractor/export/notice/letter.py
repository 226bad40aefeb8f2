"""One letter as a docx file, in the plain style of Chinese office letters (GB/T 9704)."""

import io
import re
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Twips
from docx.table import Table
from docx.text.paragraph import Paragraph

from extractor.export.notice.clean import cut
from extractor.export.notice.figures import Figures
from extractor.export.notice.package import fixed_bytes, template_bytes
from extractor.export.notice.select import Letter, NoticeFinding, NoticeReport
from extractor.export.notice.words import ask, basis, lines, words

__all__ = ["letter_bytes"]

TEXT_WIDTH = 8844
"""Twips: the 156 mm between the margins."""
FIGURE_SHARES = (6, 3)
REPORT_SHARES = (6, 1, 3)
LONGEST_QUOTE = 400
"""Characters of a passage; a letter shows where to look, the report has the rest."""
DIGITS = "〇一二三四五六七八九"
LINE = re.compile("_{2,}")
BLANK = "\u00a0"
"""Other spaces break off at the end of a line, and are then not underlined."""
LONGEST_PROPERTY = 200
TITLE_WIDTH = 20
"""Ideographs of 22 points on a line."""


def letter_bytes(letter: Letter, *, unchecked: bool) -> bytes:
    """The letter, the same bytes for the same findings; `unchecked` adds what could not be assessed."""
    document = Document(io.BytesIO(template_bytes()))
    title = _title(letter)
    document.core_properties.title = cut("".join(title), LONGEST_PROPERTY, "…")
    document.add_paragraph("\n".join(title), style="Title")
    addressee = document.add_paragraph(style="Addressee")
    if letter.agency is None:
        _fill_in(addressee, words("letter", "addressee_open"))
    else:
        addressee.add_run(words("letter", "addressee", agency=letter.agency))
    document.add_paragraph(_opening(letter))
    document.add_paragraph(words("letter", "section_reports"), style="Heading 1")
    _reports(document, letter.reports)
    document.add_paragraph(words("letter", "section_findings"), style="Heading 1")
    many = len(letter.reports) > 1
    for number, report in enumerate(letter.reports, start=1):
        if many:
            document.add_paragraph(f"（{_chinese(number)}）{_in_marks(report.title)}", style="Heading 2")
        _findings(document, report, below=many)
    left_open = [
        f"{_in_marks(item.title)}：{text}" if many else text for item in letter.reports for text in item.unchecked
    ]
    if unchecked and left_open:
        _unchecked(document, left_open)
    _ending(document, "四" if unchecked and left_open else "三")
    content = io.BytesIO()
    document.save(content)
    return fixed_bytes(content.getvalue())


def _title(letter: Letter) -> Sequence[str]:
    """The title in lines, which end where its sense allows; a part that is longer than a line wraps anywhere."""
    title = _inside_marks(letter.reports[0].title)
    agency = letter.agency or ""
    if len(letter.reports) > 1:
        name, values = "title_many", {"agency": agency, "count": len(letter.reports)}
    else:
        agency = agency if title.startswith(agency) and title != agency else ""
        name, values = "title_one", {"agency": agency, "title": title.removeprefix(agency)}
    opening, *parts = (part.format_map(values) for part in lines("letter", name))
    if not agency:
        parts[0] = opening + parts[0]
    else:
        parts.insert(0, opening)
    found = [parts[0]]
    for part in parts[1:]:
        if _width(found[-1] + part) <= TITLE_WIDTH:
            found[-1] += part
        else:
            found.append(part)
    return found


def _width(text: str) -> float:
    """In ideographs; ASCII takes half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _opening(letter: Letter) -> str:
    one = len(letter.reports) == 1
    forms = {report.form for report in letter.reports}
    return words(
        "letter",
        "opening",
        basis=basis(forms.pop() if len(forms) == 1 else None),
        reports=words("letter", "reports_one", title=_inside_marks(letter.reports[0].title))
        if one
        else words("letter", "reports_many", count=len(letter.reports)),
        count=sum(len(report.findings) for report in letter.reports),
    )


def _reports(document: DocxDocument, reports: Sequence[NoticeReport]) -> None:
    _space(document)
    table = _table(document, lines("report", "head"), REPORT_SHARES)
    for report in reports:
        year = str(report.year) if report.year is not None else words("report", "no_year")
        _row(table, (report.title, year, report.name), ("Table Words",) * 3)
    _space(document)


def _findings(document: DocxDocument, report: NoticeReport, *, below: bool) -> None:
    """One heading for each rule; what several findings of it share is said once."""
    by_rule: dict[str, list[NoticeFinding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.code, []).append(finding)
    for number, found in enumerate(by_rule.values(), start=1):
        ordinal = f"{number}．" if below else f"（{_chinese(number)}）"
        document.add_paragraph(
            ordinal + words("finding", "title", title=found[0].title), style="Heading 3" if below else "Heading 2"
        )
        for position, finding in enumerate(found, start=1):
            _finding(document, finding, f"（{position}）" if len(found) > 1 else "")
        clauses = dict.fromkeys(finding.clause for finding in found)
        _labelled(document, words("finding", "clause"), f"{'；'.join(clauses)}。")
        _labelled(document, words("finding", "ask"), ask(found[0].code, found[0].family), mark="")


def _finding(document: DocxDocument, finding: NoticeFinding, ordinal: str) -> None:
    _labelled(document, words("finding", "situation"), finding.message, before=ordinal)
    if finding.quote:
        quote = cut(finding.quote, LONGEST_QUOTE, words("finding", "cut"))
        page = words("finding", "page", page=finding.page) if finding.page else ""
        _labelled(document, words("finding", "quote"), f"“{quote}”{page}")
    if finding.cells:
        _labelled(document, words("finding", "cells"), f"{finding.cells}。")
    if finding.figures:
        _figures(document, finding.figures)


def _labelled(document: DocxDocument, label: str, text: str, *, before: str = "", mark: str = "：") -> None:
    paragraph = document.add_paragraph(before)
    paragraph.add_run(f"{label}{mark}", style="Label")
    paragraph.add_run(text)


def _figures(document: DocxDocument, figures: Figures) -> None:
    document.add_paragraph(figures.caption, style="Table Caption")
    table = _table(document, figures.head, FIGURE_SHARES)
    for line in figures.lines:
        _row(table, (line.words, line.figure), ("Table Words", "Table Figure"), strong=line.computed)
    _space(document)


def _unchecked(document: DocxDocument, texts: Sequence[str]) -> None:
    document.add_paragraph(words("letter", "section_unchecked"), style="Heading 1")
    document.add_paragraph(words("letter", "unchecked"))
    for number, text in enumerate(texts, start=1):
        document.add_paragraph(f"{number}．{text}{'' if text.endswith('。') else '。'}")


def _ending(document: DocxDocument, ordinal: str) -> None:
    document.add_paragraph(words("letter", "section_request", ordinal=ordinal), style="Heading 1")
    for text in lines("letter", "request"):
        paragraph = document.add_paragraph()
        # The signature must not stand alone on a page.
        paragraph.paragraph_format.keep_with_next = True
        _fill_in(paragraph, text)
    for _ in range(2):
        document.add_paragraph(style="Signature")
    for text in lines("letter", "signature"):
        _fill_in(document.add_paragraph(style="Signature"), text)


def _fill_in(paragraph: Paragraph, text: str) -> None:
    """A text of our own; its underscores become lines to write on."""
    for part, is_line in _parts(text):
        run = paragraph.add_run(part)
        if is_line:
            run.underline = True


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in LINE.finditer(text):
        yield text[at : found.start()], False
        yield BLANK * len(found.group()), True
        at = found.end()
    yield text[at:], False


def _table(document: DocxDocument, head: Sequence[str], shares: Sequence[int]) -> Table:
    """A table as wide as the text."""
    table = document.add_table(rows=0, cols=len(shares), style="Figures")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Twips(TEXT_WIDTH * share // sum(shares))
    _row(table, head, ("Table Words",) * len(head), strong=True)
    return table


def _row(table: Table, texts: Sequence[str], styles: Sequence[str], *, strong: bool = False) -> None:
    for cell, text, style in zip(table.add_row().cells, texts, styles, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text, style="Label" if strong else None)


def _space(document: DocxDocument) -> None:
    document.add_paragraph(style="Table Space")


def _in_marks(title: str) -> str:
    return f"《{_inside_marks(title)}》"


def _inside_marks(title: str) -> str:
    """Title marks within title marks are the single ones."""
    return title.replace("《", "〈").replace("》", "〉")


def _chinese(number: int) -> str:
    """A whole number from 1 up to 99 in Chinese; in digits above."""
    tens, ones = divmod(number, 10)
    if tens >= len(DIGITS):
        return str(number)
    return f"{'' if tens == 1 else DIGITS[tens]}十{DIGITS[ones] if ones else ''}" if tens else DIGITS[ones]
