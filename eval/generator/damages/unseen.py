"""Text in a file that nobody sees, and that would change figures if it were read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from eval.generator.damages.grids import pick
from eval.generator.formats.book import Book, Cell, Decoy, Grid, GridRow, Hiding, columns_of
from eval.generator.formats.regrid import crossed, with_column

__all__ = ["concealed_column", "hidden_rows", "hidden_table", "tracked_changes", "unseen_texts"]

_FEW = 6
"""At most so many cells carry a passage."""


def change_values(
    book: Book, random: Random, fits: Callable[[Cell], bool], change: Callable[[Cell], Cell], *, most: int = _FEW
) -> Book | None:
    """Change up to `most` random values that fit."""
    places = [
        (place, row, at)
        for place, grid in book.grids()
        if grid.key and not grid.hidden
        for row, line in enumerate(grid.rows)
        for at, cell in enumerate(line.cells)
        if cell.path and fits(cell)
    ]
    if not places:
        return None
    chosen = set(random.sample(places, min(len(places), random.randrange(1, most + 1))))
    for place in sorted({place for place, _, _ in chosen}):
        grid = book.parts[place]
        if isinstance(grid, Grid):
            rows = tuple(
                replace(
                    line,
                    cells=tuple(
                        change(cell) if (place, row, at) in chosen else cell for at, cell in enumerate(line.cells)
                    ),
                )
                for row, line in enumerate(grid.rows)
            )
            book = book.with_part(place, replace(grid, rows=rows))
    return book


def unseen_texts(hiding: Hiding, about: str) -> Callable[[Book, Random], Book | None]:
    """Digits, or a remark, that stand unseen in cells with figures."""

    def hide(book: Book, random: Random) -> Book | None:
        def change(cell: Cell) -> Cell:
            digits = str(random.randrange(1, 99))
            text = f"应为{digits}" if hiding is Hiding.COMMENT else digits
            return replace(cell, decoys=(*cell.decoys, Decoy(hiding, text, first=bool(random.randrange(2)))))

        return change_values(book, random, lambda cell: bool(cell.text), change)

    hide.__doc__ = about
    return hide


def tracked_changes(book: Book, random: Random) -> Book | None:
    """Figures were corrected with the changes tracked: the old one is struck out beside the new one."""

    def change(cell: Cell) -> Cell:
        old = str(int(cell.text) + random.randrange(1, 30))
        return replace(cell, decoys=(*cell.decoys, Decoy(Hiding.DELETED, old)))

    return change_values(book, random, lambda cell: cell.text.isascii() and cell.text.isdigit(), change)


def _other_figures(cells: Sequence[Cell], random: Random) -> tuple[Cell, ...]:
    return tuple(
        replace(cell, text=str(random.randrange(1, 90)), path="", decoys=()) if cell.value else cell for cell in cells
    )


def hidden_rows(book: Book, random: Random) -> Book | None:
    """Hidden rows repeat labels with other figures."""

    def edges(grid: Grid) -> list[int]:
        rows = grid.rows
        return [
            at
            for at in range(1, len(rows) + 1)
            if any(cell.value for cell in rows[at - 1].cells) and not crossed(rows, at)
            if all(cell.row_span == 1 for cell in rows[at - 1].cells)
        ]

    found = pick(book, random, lambda grid: bool(edges(grid)))
    if found is None:
        return None
    place, grid = found
    at = random.choice(edges(grid))
    copy = GridRow(_other_figures(grid.rows[at - 1].cells, random), hidden=True)
    return book.with_part(place, replace(grid, rows=(*grid.rows[:at], copy, *grid.rows[at:])))


def concealed_column(hiding: Hiding, about: str) -> Callable[[Book, Random], Book | None]:
    """A column of a sheet that is not seen, with figures of its own."""

    def conceal(book: Book, random: Random) -> Book | None:
        found = pick(book, random, lambda _: True)
        if found is None:
            return None
        place, grid = found
        width = columns_of(grid.rows)
        if hiding is Hiding.WHITE:
            # Inside the table it would leave an empty column to see.
            return _with_unseen(book, [(place, grid)], width + 1, hiding, random)
        # A sheet hides a column over its whole height, so every table of the sheet has one there.
        at = random.randrange(2, width + 2)
        others = [
            (number, other) for number, other in book.grids() if not other.hidden and columns_of(other.rows) + 1 >= at
        ]
        return _with_unseen(book, others, at, hiding, random)

    conceal.__doc__ = about
    return conceal


def _with_unseen(book: Book, grids: Sequence[tuple[int, Grid]], at: int, hiding: Hiding, random: Random) -> Book:
    for place, grid in grids:
        cells = [
            Cell(str(random.randrange(1, 90)), value=True)
            if any(cell.value for cell in row.cells)
            else Cell("上年" if row.header else "")
            for row in grid.rows
        ]
        rows = with_column(grid.rows, at, cells)
        book = book.with_part(place, replace(grid, rows=rows, concealed={**grid.concealed, at: hiding}))
    return book


def hidden_table(book: Book, random: Random) -> Book | None:
    """A copy of a table with other figures is hidden: on its page, or in a hidden sheet."""
    found = pick(book, random, lambda _: True)
    if found is None:
        return None
    place, grid = found
    rows = tuple(replace(row, cells=_other_figures(row.cells, random)) for row in grid.rows)
    copy = replace(grid, rows=rows, hidden=True)
    return book.with_part(place, *((copy, grid) if random.randrange(2) else (grid, copy)))
