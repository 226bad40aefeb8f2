"""The ways in which a recogniser misreads a table, each in one reply; and some in two.

What a token leaves behind when the recogniser loses or moves it is its ink: its cell then shows something that is no
text. Two replies that are wrong alike, and ink that is overlooked as well, are no single fault; they are told apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from extractor.model import PageCell, PageToken

__all__ = ["BEYOND_ONE", "ONE_REPLY", "Strike"]

_LOOK_ALIKE = {
    "0": "68",
    "1": "74",
    "2": "7",
    "3": "85",
    "4": "1",
    "5": "63",
    "6": "50",
    "7": "12",
    "8": "03",
    "9": "4",
}
"""Digits, and those that a recogniser takes them for."""
_LETTERS = {"0": "O", "1": "l", "5": "S", "8": "B"}
"""Digits, and the letters that look like them."""
_CHARACTERS = {
    "公": "么",
    "开": "井",
    "予": "子",
    "不": "下",
    "申": "甲",
    "理": "埋",
    "其": "共",
    "他": "地",
    "人": "入",
}
"""Characters of labels, and those that look like them."""

Cells = Sequence[PageCell]
Strike = Callable[[Cells, Random], Cells | None]
"""The cells of a table as the recogniser misreports them; null where they offer no place."""


def _figures(cells: Cells, least: int = 1) -> list[int]:
    """Places of the cells that hold one figure and nothing else."""
    return [
        at
        for at, cell in enumerate(cells)
        if len(cell.lines) == 1
        and len(cell.lines[0]) == 1
        and len(cell.lines[0][0].text) >= least
        and cell.lines[0][0].text.isascii()
        and cell.lines[0][0].text.isdigit()
    ]


def _with(cells: Cells, changes: Mapping[int, PageCell]) -> Cells:
    return tuple(changes.get(at, cell) for at, cell in enumerate(cells))


def _retold(
    change: Callable[[str, Random], str], *, first: bool = True, second: bool = False, least: int = 1
) -> Strike:
    """A strike on the text that one or both reads give."""

    def strike(cells: Cells, random: Random) -> Cells | None:
        places = [at for at in _figures(cells, least) if not second or cells[at].lines[0][0].again is not None]
        if not places:
            return None
        at = random.choice(places)
        token = cells[at].lines[0][0]
        text = change(token.text, random)
        if text == token.text:
            return None
        told = replace(token, text=text if first else token.text, again=text if second else token.again)
        return _with(cells, {at: replace(cells[at], lines=((told,),))})

    return strike


def _confused(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(_LOOK_ALIKE[text[at]]) + text[at + 1 :]


def _lost(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _doubled(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at] + text[at:]


def _lettered(text: str, random: Random) -> str:
    del random
    return "".join(_LETTERS.get(digit, digit) for digit in text)


def _dropped(*, ink: bool) -> Strike:
    def strike(cells: Cells, random: Random) -> Cells | None:
        places = _figures(cells)
        if not places:
            return None
        at = random.choice(places)
        return _with(cells, {at: replace(cells[at], lines=(), shows=ink)})

    return strike


def _neighbours(cells: Cells, *, below: bool) -> list[tuple[int, int]]:
    """Pairs of figures: one, and the one to its right or below it."""
    at = {(cells[place].row, cells[place].column): place for place in _figures(cells)}
    down, right = (1, 0) if below else (0, 1)
    return [
        (one, at[row + down, column + right]) for (row, column), one in at.items() if (row + down, column + right) in at
    ]


def _merged(cells: Cells, random: Random) -> Cells | None:
    """A token runs over the line into the next cell, and both figures are told as one."""
    pairs = _neighbours(cells, below=False)
    if not pairs:
        return None
    one, other = random.choice(pairs)
    left, right = cells[one].lines[0][0], cells[other].lines[0][0]
    box = (left.box[0], min(left.box[1], right.box[1]), right.box[2], max(left.box[3], right.box[3]))
    both = PageToken(left.text + right.text, box, min(left.score or 0, right.score or 0), left.again)
    return _with(
        cells, {one: replace(cells[one], lines=((both,),)), other: replace(cells[other], lines=(), shows=True)}
    )


def _moved(*, below: bool) -> Strike:
    def strike(cells: Cells, random: Random) -> Cells | None:
        pairs = _neighbours(cells, below=below)
        if not pairs:
            return None
        one, other = random.choice(pairs)
        token, there = cells[one].lines[0][0], cells[other].lines
        lines = ((token,), *there) if below else ((token, *there[0]),)
        return _with(cells, {one: replace(cells[one], lines=(), shows=True), other: replace(cells[other], lines=lines)})

    return strike


def _labels(cells: Cells) -> list[int]:
    return [at for at, cell in enumerate(cells) if any(set(t.text) & set(_CHARACTERS) for t in _tokens(cell))]


def _tokens(cell: PageCell) -> list[PageToken]:
    return [token for line in cell.lines for token in line]


def _label_confused(cells: Cells, random: Random) -> Cells | None:
    """A character of a label is taken for one that looks like it."""
    places = _labels(cells)
    if not places:
        return None
    at = random.choice(places)
    letter = random.choice(sorted(set("".join(token.text for token in _tokens(cells[at]))) & set(_CHARACTERS)))
    lines = tuple(
        tuple(replace(token, text=token.text.replace(letter, _CHARACTERS[letter])) for token in line)
        for line in cells[at].lines
    )
    return _with(cells, {at: replace(cells[at], lines=lines)})


def _label_dropped(cells: Cells, random: Random) -> Cells | None:
    """A label is not seen."""
    places = _labels(cells)
    if not places:
        return None
    at = random.choice(places)
    return _with(cells, {at: replace(cells[at], lines=(), shows=True)})


def _line_overlooked(cells: Cells, random: Random) -> Cells | None:
    """The ruling line between two rows that hold figures is not seen: their cells are one.

    Between two headings it would part nothing that counts, and where no cell stands over another nothing at all.
    """
    rows = sorted({cell.row for cell in cells})
    figures = {cells[upper].row for upper, _ in _neighbours(cells, below=True)}
    whole = [
        row
        for row in rows[:-1]
        if row in figures
        and (mine := [cell for cell in cells if cell.row == row and cell.lines])
        and [cell.column for cell in cells if cell.row == row + 1 and cell.row_span == 1][-len(mine) :]
        and all(cell.row_span == 1 for cell in mine[1:])
    ]
    if not whole:
        return None
    row = random.choice(whole)
    lower = {cell.column: cell for cell in cells if cell.row == row + 1 and cell.row_span == 1}
    joined: list[PageCell] = []
    for cell in cells:
        under = lower.get(cell.column)
        if cell.row == row and cell.row_span == 1 and under is not None:
            box = (cell.box[0], cell.box[1], cell.box[2], under.box[3])
            joined.append(replace(cell, lines=(*cell.lines, *under.lines), row_span=2, box=box))
        elif not (cell.row == row + 1 and cell.row_span == 1 and _above(cells, cell)):
            joined.append(cell)
    return tuple(joined)


def _above(cells: Cells, cell: PageCell) -> bool:
    return any(other.row == cell.row - 1 and other.column == cell.column and other.row_span == 1 for other in cells)


ONE_REPLY: Mapping[str, Strike] = {
    "first read, digit confused": _retold(_confused),
    "first read, digit lost": _retold(_lost, least=2),
    "first read, digit doubled": _retold(_doubled),
    "first read, letters for digits": _retold(_lettered),
    "second read, digit confused": _retold(_confused, first=False, second=True),
    "second read, digit lost": _retold(_lost, first=False, second=True, least=2),
    "token dropped": _dropped(ink=True),
    "token merged with the next": _merged,
    "token moved into the next cell": _moved(below=False),
    "token moved into the cell below": _moved(below=True),
    "label confused": _label_confused,
    "label dropped": _label_dropped,
    "ruling line overlooked": _line_overlooked,
}
"""By name; each strikes one table."""
BEYOND_ONE: Mapping[str, Strike] = {
    "both reads, digit confused alike": _retold(_confused, second=True),
    "both reads, digit lost": _retold(_lost, second=True, least=2),
    "token dropped and its ink overlooked": _dropped(ink=False),
}
"""Two replies that are wrong alike, or a token and its ink lost together: by name."""
