"""The ways in which models misread tables, one by one (Barrow's and LlamaIndex' reports name most of them).

Each changes a table's tokens at chosen cells or at a seeded rate; what is chosen depends on the seed, the document and
the cell alone, so the same question is always misread alike.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from extractor.forms.form import CellSpec, Equation, TableEdition
from extractor.text.numbers import format_decimal, parse_value

__all__ = ["Misreading", "Mistakes", "Tokens", "draw", "happens", "misread", "misread_token"]

Tokens = dict[str, str | None]
"""What a reply says, by cell path."""

INVENTED = 40
"""Invented figures stay below."""


class Misreading(StrEnum):
    """A way to misread figures."""

    SHIFT_COL = "SHIFT_COL"
    """A row's figures drift one column to the right from some column on."""
    ROW_SLIP = "ROW_SLIP"
    """A row is skipped: the next row's figures stand beside its label."""
    HEADER_MAP = "HEADER_MAP"
    """Two columns are exchanged in all rows that share them."""
    ZERO_FILL = "ZERO_FILL"
    """A field that is blank, or that was not read, becomes 0."""
    NULL_ZERO = "NULL_ZERO"
    """A printed 0 becomes a blank."""
    DIGIT = "DIGIT"
    """One digit is another one."""
    ARITH_REPAIR = "ARITH_REPAIR"
    """A figure is misread, and totals are computed to fit; a printed total that is wrong is mended."""
    UNIT = "UNIT"
    """An amount is given in another unit."""
    SIGN = "SIGN"
    """A sign is lost or gained."""
    FABRICATED = "FABRICATED"
    """Rows are invented, and add up."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What goes wrong with figures."""

    modes: tuple[Misreading, ...] = ()
    """Several share the rate: each cell meets one of them."""
    rate: float = 0.0
    """Share of the cells; of the rows for modes that change whole rows, of the column pairs for `HEADER_MAP`."""
    seed: int = 0
    cells: frozenset[str] = frozenset()
    """Cell paths that are misread in any case; a mode that changes rows or columns changes theirs."""

    def hits(self, mode: Misreading, document: str, name: str) -> bool:
        """Whether this mode falls on what is called `name`."""
        mine = self.modes[draw(self.seed, document, name, "mode") % len(self.modes)] is mode
        return mine and happens(self.rate, self.seed, document, name)

    def chooses(self, mode: Misreading, document: str, name: str, cells: Iterator[str]) -> bool:
        """Whether this mode falls on a group of cells."""
        return not self.cells.isdisjoint(cells) or self.hits(mode, document, name)


DRAWN = 1 << 32


def draw(*what: object) -> int:
    """A number below `DRAWN` that depends on `what` alone."""
    text = "/".join(map(str, what))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())


def happens(rate: float, *what: object) -> bool:
    """True for a share `rate` of all that can be asked about, always alike for the same."""
    return draw(*what, "happens") < rate * DRAWN


def misread(edition: TableEdition, tokens: Mapping[str, str | None], mistakes: Mistakes, document: str) -> Tokens:
    """The table's tokens with the mistakes made, in the order of the modes."""
    made = dict(tokens)
    for mode in mistakes.modes:
        _Reader(edition, made, mistakes, document, mode).read()
    return made


def misread_token(token: str | None, mode: Misreading, salt: str) -> str | None:
    """One token misread by itself; unchanged where the mode has nothing to change in it."""
    parsed = parse_value(token or "")
    match mode:
        case Misreading.DIGIT:
            return _other_digit(token, salt) if token else token
        case Misreading.ZERO_FILL:
            return "0"
        case Misreading.NULL_ZERO:
            return None if parsed.number == 0 else token
        case Misreading.UNIT:
            return format_decimal(Decimal(parsed.number).scaleb(4)) if parsed.number else token
        case Misreading.SIGN:
            return format_decimal(-parsed.number) if parsed.number else token
        case _:
            return token


@dataclass(frozen=True, slots=True)
class _Reader:
    """One mode at work on one table; `made` changes."""

    edition: TableEdition
    made: Tokens
    mistakes: Mistakes
    document: str
    mode: Misreading

    def read(self) -> None:
        """Change what the mode falls on."""
        work: Mapping[Misreading, Callable[[], None]] = {
            Misreading.SHIFT_COL: self._shift,
            Misreading.ROW_SLIP: self._slip,
            Misreading.HEADER_MAP: self._exchange,
            Misreading.ARITH_REPAIR: self._repair,
            Misreading.FABRICATED: self._invent,
        }
        work.get(self.mode, self._cells)()

    def _cells(self) -> None:
        for cell in self.edition.cells:
            if self._falls_on(cell.path, [cell.path]):
                self.made[cell.path] = misread_token(self.made.get(cell.path), self.mode, self._salt(cell.path))

    def _shift(self) -> None:
        for row in self._rows():
            paths = [cell.path for cell in row]
            if len(paths) < 2 or not self._falls_on(_row_of(row), paths):  # noqa: PLR2004 - one column cannot shift
                continue
            chosen = [place for place, path in enumerate(paths) if path in self.mistakes.cells]
            first = min(chosen) if chosen else draw(self._salt(paths[0])) % (len(paths) - 1)
            before = [self.made.get(path) for path in paths]
            gap = "0" if before[first] is not None else None
            for path, token in zip(paths[first:], [gap, *before[first:-1]], strict=True):
                self.made[path] = token

    def _slip(self) -> None:
        rows = self._rows()
        before = dict(self.made)
        for row, below in pairwise(rows):
            paths = [cell.path for cell in row]
            if len(row) == len(below) and self._falls_on(_row_of(row), paths):
                for path, other in zip(paths, below, strict=True):
                    self.made[path] = before.get(other.path)

    def _exchange(self) -> None:
        groups: dict[tuple[str, ...], list[list[CellSpec]]] = {}
        for row in self._rows():
            groups.setdefault(tuple(cell.column for cell in row), []).append(row)
        for columns, rows in groups.items():
            for left, right in pairwise(range(len(columns))):
                paths = [row[place].path for row in rows for place in (left, right)]
                if self._falls_on(f"{self.edition.table}:{columns[left]}", paths):
                    for row in rows:
                        one, other = row[left].path, row[right].path
                        self.made[one], self.made[other] = self.made.get(other), self.made.get(one)

    def _repair(self) -> None:
        totals = {path for equation in self.edition.equations for path in equation.right}
        for cell in self.edition.cells:
            if cell.path not in totals and self._falls_on(cell.path, [cell.path]):
                salt = self._salt(cell.path)
                self.made[cell.path] = misread_token(self.made.get(cell.path), Misreading.DIGIT, salt)
        self._compute(self.edition.equations)

    def _invent(self) -> None:
        invented: set[str] = set()
        for row in self._rows():
            paths = [cell.path for cell in row]
            if self._falls_on(_row_of(row), paths):
                invented.update(paths)
                for path in paths:
                    self.made[path] = str(draw(self._salt(path)) % INVENTED)
        self._compute(tuple(each for each in self.edition.equations if invented.issuperset(each.cells)))

    def _compute(self, equations: tuple[Equation, ...]) -> None:
        # Row totals of the totals' row need the column totals first, and these need none: two rounds settle all.
        for equation in equations * 2:
            *known, last = equation.right
            left = [self._number(path) for path in equation.left]
            right = [self._number(path) for path in known]
            if None not in left and None not in right:
                total = sum(filter(None, left), start=Decimal(0)) - sum(filter(None, right), start=Decimal(0))
                # Nobody who repairs a sum writes a count below zero.
                if self._number(last) != total and (total >= 0 or not known):
                    self.made[last] = format_decimal(total)

    def _number(self, path: str) -> Decimal | None:
        number = parse_value(self.made.get(path) or "").number
        return None if number is None else Decimal(number)

    def _rows(self) -> list[list[CellSpec]]:
        rows: dict[str, list[CellSpec]] = {}
        for cell in self.edition.cells:
            rows.setdefault(cell.row, []).append(cell)
        return list(rows.values())

    def _falls_on(self, name: str, cells: list[str]) -> bool:
        return self.mistakes.chooses(self.mode, self.document, name, iter(cells))

    def _salt(self, path: str) -> str:
        return f"{self.mistakes.seed}/{self.document}/{self.mode}/{path}"


def _row_of(row: list[CellSpec]) -> str:
    return f"{row[0].table}.{row[0].row}"


def _other_digit(token: str, salt: str) -> str:
    digits = [place for place, character in enumerate(token) if character.isdecimal()]
    if not digits:
        return token
    place = digits[draw(salt, "place") % len(digits)]
    other = (int(token[place]) + 1 + draw(salt, "digit") % 9) % 10
    if other == 0 and place == digits[0] and len(digits) > 1:
        other = int(token[place]) % 9 + 1
    return f"{token[:place]}{other}{token[place + 1 :]}"
