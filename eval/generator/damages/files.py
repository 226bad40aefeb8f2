"""Damage and variety that only files have: spans, hidden text, suffixes, furniture of pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from eval.generator.damages.draft import Damage
from eval.generator.damages.grids import (
    header_repeated,
    layout_table,
    ordinal_column,
    pick,
    remark_column,
    spans_lost,
    table_split,
    tables_run_together,
    transposed_table,
)
from eval.generator.damages.unseen import (
    change_values,
    concealed_column,
    hidden_rows,
    hidden_table,
    tracked_changes,
    unseen_texts,
)
from eval.generator.formats import Format
from eval.generator.formats.book import Book, Cell, Grid, GridRow, Hiding
from eval.generator.layouts import Layout

__all__ = ["FILE_DAMAGES", "GRID_LAYOUT", "PADDED", "FileDamage", "fits_format"]

GRID_LAYOUT = Layout.PLAIN_MARKDOWN
"""The text layout that shows as much as a grid does; damage to documents that it can bear, grids can bear as well."""

PADDED = frozenset({Format.XLSX, Format.CSV})
"""Every row is filled up there, so that a field too few looks like an empty one."""
_SHORTENING = frozenset({"lost_cell", "merged_rows", "cell_slipped"})
"""Damages after which a row has a field too few."""
_OFFICE = frozenset({Format.HTML, Format.DOCX, Format.XLSX})
_MARKUP = frozenset({Format.HTML, Format.DOCX})
_FILES = frozenset(Format) - {Format.TXT}
_SUFFIXES = {
    Format.TXT: ("doc", "md"),
    Format.HTML: ("doc", "xls", "txt"),
    Format.DOCX: ("doc", "wps", "zip"),
    Format.XLSX: ("xls", "et", "zip"),
    Format.CSV: ("txt", "xls"),
}


@dataclass(frozen=True)
class FileDamage:
    """A named way in which files go wrong, or merely differ; it strikes in one of three places."""

    name: str
    formats: frozenset[Format]
    harmless: bool = True
    """A careful reader still reads everything and has no reason for a finding of severity error."""
    on_book: Callable[[Book, Random], Book | None] | None = None
    """Before the file is written. None says that the book offers no place for it."""
    on_suffix: Callable[[Format, Random], str] | None = None
    """The suffix that the file's name gets."""
    on_data: Callable[[bytes, Random], bytes] | None = None
    """After the file is written; what is left of any cell nobody knows."""

    @property
    def about(self) -> str:
        """What happens, in a sentence."""
        strikes = self.on_book or self.on_suffix or self.on_data
        return (strikes.__doc__ or "").strip().partition("\n")[0]


def fits_format(damage: Damage, file_format: Format) -> bool:
    """Whether damage to the document can be told apart in files of this format."""
    if damage.on_sheet is not None or GRID_LAYOUT not in damage.layouts or file_format is Format.TXT:
        return False
    return not (file_format in PADDED and damage.name in _SHORTENING)


def raised_note(book: Book, random: Random) -> Book | None:
    """A figure carries the raised mark of a footnote."""
    changed = change_values(
        book,
        random,
        lambda cell: cell.text.isascii() and cell.text.isdigit() and cell.text != "0",
        lambda cell: replace(cell, note=len(book.notes) + 1),
        most=1,
    )
    return replace(changed, notes=(*book.notes, "含上年结转数。")) if changed else None


def picture_in_cell(book: Book, random: Random) -> Book | None:
    """A picture of the figure stands in a cell."""
    lost: set[str] = set()

    def change(cell: Cell) -> Cell:
        lost.add(cell.path)
        return replace(cell, picture=True)

    changed = change_values(book, random, lambda cell: bool(cell.text), change, most=1)
    return replace(changed, unknowable=changed.unknowable | lost) if changed else None


def nested_figures(book: Book, random: Random) -> Book | None:
    """Every figure of a table stands in a small table of its own inside its cell."""
    found = pick(book, random, lambda _: True)
    if found is None:
        return None
    place, grid = found
    rows = tuple(
        replace(
            row, cells=tuple(replace(cell, nested=True) if cell.value and cell.text else cell for cell in row.cells)
        )
        for row in grid.rows
    )
    return book.with_part(place, replace(grid, rows=rows))


def furniture_tables(book: Book, random: Random) -> Book | None:
    """Tables of the web site stand around the report: a calendar, and the most read pages."""
    days = [str(day) for day in range(1, 29)]
    calendar = Grid(tuple(GridRow(tuple(map(Cell, days[at : at + 7]))) for at in range(0, 28, 7)))
    titles = ("关于公布行政许可事项的公告", "政府信息公开指南", "2022年政府信息公开工作年度报告", "行政处罚信息公示")
    listed = tuple(
        GridRow((Cell(str(at)), Cell(title), Cell(str(random.randrange(20, 900)))))
        for at, title in enumerate(titles, 1)
    )
    ranking = Grid((GridRow((Cell("序号"), Cell("标题"), Cell("点击数"))), *listed))
    return replace(book, parts=(calendar, *book.parts, ranking))


def wrong_suffix(file_format: Format, random: Random) -> str:
    """The name of the file ends like that of another format."""
    return random.choice(_SUFFIXES[file_format])


def cut_off(data: bytes, random: Random) -> bytes:
    """The file ends early, as after a broken download."""
    return data[: int(len(data) * random.uniform(0.35, 0.9))]


FILE_DAMAGES: Mapping[str, FileDamage] = {
    damage.name: damage
    for damage in (
        # First those that want the grids as they were built. Rows of sheets follow each other whether a table ends or
        # not, and sheets without merged cells are a habit of their writer's.
        FileDamage("split_bare", _MARKUP, on_book=table_split("bare", "A table goes on in a table without a header.")),
        FileDamage("split_header", _FILES, on_book=table_split("header", "A table goes on under its header again.")),
        FileDamage("split_caption", _FILES, on_book=table_split("caption", "A table goes on under the caption 续表.")),
        FileDamage("header_repeated", _FILES, on_book=header_repeated),
        FileDamage("ordinal_column", _FILES, on_book=ordinal_column),
        FileDamage("remark_column", _FILES, on_book=remark_column),
        FileDamage("transposed_table", _FILES, harmless=False, on_book=transposed_table),
        FileDamage("hidden_rows", _OFFICE, on_book=hidden_rows),
        FileDamage("hidden_table", _OFFICE, on_book=hidden_table),
        FileDamage(
            "hidden_column",
            frozenset({Format.XLSX}),
            on_book=concealed_column(Hiding.UNSHOWN, "A hidden column stands in a table."),
        ),
        FileDamage(
            "white_column",
            frozenset({Format.XLSX}),
            on_book=concealed_column(Hiding.WHITE, "Figures in white stand beside a table."),
        ),
        FileDamage("tables_run_together", _OFFICE, on_book=tables_run_together),
        FileDamage(
            "spans_repeated",
            _OFFICE,
            on_book=spans_lost(repeated=True, about="Merged cells came apart, each with the text."),
        ),
        FileDamage(
            "spans_once",
            _MARKUP,
            on_book=spans_lost(repeated=False, about="Merged cells came apart, the first with the text."),
        ),
        FileDamage("layout_table", _MARKUP, on_book=layout_table),
        FileDamage(
            "hidden_digits", _MARKUP, on_book=unseen_texts(Hiding.UNSHOWN, "Hidden digits stand beside figures.")
        ),
        FileDamage("tiny_digits", _MARKUP, on_book=unseen_texts(Hiding.TINY, "Tiny digits stand beside figures.")),
        FileDamage("white_digits", _MARKUP, on_book=unseen_texts(Hiding.WHITE, "White digits stand beside figures.")),
        FileDamage("comments", _OFFICE, on_book=unseen_texts(Hiding.COMMENT, "Comments on figures name other ones.")),
        FileDamage("tracked_changes", _MARKUP, on_book=tracked_changes),
        FileDamage("raised_note", _OFFICE, on_book=raised_note),
        FileDamage("picture_in_cell", _MARKUP, harmless=False, on_book=picture_in_cell),
        FileDamage("nested_figures", _MARKUP, on_book=nested_figures),
        FileDamage("furniture_tables", frozenset({Format.HTML}), on_book=furniture_tables),
        FileDamage("wrong_suffix", frozenset(Format), on_suffix=wrong_suffix),
        FileDamage("cut_off", _FILES, harmless=False, on_data=cut_off),
    )
}
"""Every damage to files by name, in the order in which several of them are applied, after those to the document."""
