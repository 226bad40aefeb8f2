"""From a character of what the model was shown back to the document."""

from extractor.forms import builtin_forms
from extractor.model import Document, Element, ElementKind, Grid, GridCell
from extractor.prompting.markup import legible, markup_cells
from extractor.prompting.passages import LONGEST, element_passages, text_passages

MARKUP = (
    '<table><tr><td rowspan="2">规章</td><td>35</td><td>A&amp;B</td></tr><tr><td colspan="2">37<br/>0</td></tr></table>'
)


def document(text: str, *cells: GridCell) -> Document:
    """A document with one grid, or none."""
    return Document("0" * 64, "a.txt", "a.txt", "text/plain", text, grids=(Grid(1, cells),) if cells else ())


def test_markup_is_read_at_the_same_positions() -> None:
    """A place in the words is the same place in what the model was shown."""
    words = legible(MARKUP)
    assert len(words) == len(MARKUP)
    assert words[MARKUP.index("35")] == "3"
    assert "A&    B" in words
    assert not set("<>") & set(words)


def test_cells_of_markup_have_the_places_that_spans_leave() -> None:
    """A cell drawn over two rows pushes the next row's cells to the right."""
    cells = [(legible(MARKUP[cell.start : cell.end]).split(), cell.row, cell.column) for cell in markup_cells(MARKUP)]
    assert cells == [(["规章"], 1, 1), (["35"], 1, 2), (["A&", "B"], 1, 3), (["37", "0"], 2, 2)]


def test_a_token_of_markup_stands_where_the_grid_prints_the_same() -> None:
    """The second parser's table and the document's must agree on the token, else it has no place."""
    form = builtin_forms()[0]
    (passage,) = element_passages([Element(ElementKind.TABLE, "规章 35", markup=MARKUP)], form, form.table("proactive"))
    start = passage.text.index("35")
    same = document("规章\t35\n", GridCell("规章", 0, 2, 1, 1), GridCell("35", 3, 5, 1, 2))
    other = document("规章\t36\n", GridCell("规章", 0, 2, 1, 1), GridCell("36", 3, 5, 1, 2))
    place = passage.place(start, start + 2, same)
    assert place is not None
    assert (place.start, place.end, place.table, place.row, place.column) == (3, 5, 1, 1, 2)
    assert passage.place(start, start + 2, other) is None


def test_only_the_elements_under_the_tables_heading_are_shown() -> None:
    """One call a table; without the heading all elements are shown."""
    form = builtin_forms()[0]
    heading = {section.key: section.label.text for section in form.sections}
    tables = [
        Element(ElementKind.TABLE, f"{number} 1", markup=f"<table><tr><td>{number}1</td></tr></table>")
        for number in "甲乙"
    ]
    named = [
        Element(ElementKind.TITLE, heading[form.table("proactive").section]),
        tables[0],
        Element(ElementKind.TEXT, heading[form.table("requests").section]),
        tables[1],
    ]
    (second,) = element_passages(named, form, form.table("requests"))
    assert "乙" in second.text
    assert "甲" not in second.text
    (both,) = element_passages(tables, form, form.table("requests"))
    assert "甲" in both.text
    assert "乙" in both.text


def test_plain_text_is_cut_by_sections_and_leads_back_exactly() -> None:
    """The offset of a passage is all that lies between the two."""
    text = "前言\n规章 35\n结尾\n"
    (passage,) = text_passages(document(text), [(3, 9)])
    place = passage.place(passage.text.index("35"), passage.text.index("35") + 2, document(text))
    assert place is not None
    assert text[place.start : place.end] == "35"


def test_long_text_is_cut_at_line_ends_into_pieces_that_overlap() -> None:
    """Every row stands whole in some piece."""
    text = "".join(f"第{number:05d}行 1 2 3\n" for number in range(4 * LONGEST // 14))
    pieces = text_passages(document(text), None)
    assert len(pieces) > 3
    assert all(len(piece.text) <= LONGEST and piece.text.endswith("\n") for piece in pieces)
    assert all(any(line in piece.text for piece in pieces) for line in text.splitlines(keepends=True)[::97])
