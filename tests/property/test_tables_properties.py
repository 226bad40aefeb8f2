"""The table reader's invariants (design.md §3), on an invented form, random values, and every layout it reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.forms import parse_form
from extractor.model import Document
from extractor.tables import CellReading, TableReading, read_tables

CheckPlaces = Callable[[str, Sequence[CellReading]], None]

FORM = parse_form(
    """\
schema: gouji/form/1
id: ferries
title: {zh: 渡口年报, en: Yearbook of ferries}
editions: [{id: "1", clause: 渡口通知}]
metadata: {title_phrases: [渡口年报]}
sections: [{key: only, title: 一、运量}]
tables:
  - key: traffic
    title: {zh: 运量, en: Traffic}
    section: only
    blocks:
      - stub: 统计项目
        columns:
          - {key: walkers, label: 步行旅客, type: count}
          - {key: carts, label: 畜力车辆, type: count}
          - {key: cattle, label: 牛羊头数, type: count}
          - {key: freight, label: 散装货物吨数, type: count}
        rows:
          - {key: dawn, label: 一、清晨航班}
          - {key: noon, label: 二、正午加开班次}
          - label: 三、夜间停航原因
            rows:
              - {key: fog, label: 1.浓雾笼罩江面}
              - {key: flood, label: 2.洪水超过警戒水位}
              - {key: repair, label: 3.船只检修}
          - {key: ice, label: 四、冬季封冻日数}
""",
    "ferries.yaml",
)
(TABLE,) = (table.edition("1") for table in FORM.tables)
(BLOCK,) = TABLE.blocks
LABELS = {row.key: row.label.text for row in BLOCK.rows}
GROUPS = {row.key: [group.text for group in row.groups] for row in BLOCK.rows}
HEADS = {column.key: column.label.text for column in BLOCK.columns}

NUMBERS = st.integers(0, 9999).map(str) | st.sampled_from(["0", "0", "1", "1,234", "１２", "7次"])
MARKS = st.sampled_from(["", "", "-", "—", "/", "无"])
"""What stands in a cell instead of a number."""

ENOUGH_ROWS = 3
"""Fewer rows do not show how many fields a row of the table has: a blank and a lost field look alike there."""


@dataclass(frozen=True)
class Printed:
    """A table as a report prints it, before it is laid out."""

    rows: tuple[str, ...]
    """Row keys in the order printed."""
    columns: tuple[str, ...]
    """Column keys in the order printed."""
    values: Mapping[str, Mapping[str, str]]
    layout: str
    end: str = "\n"
    spare: int = 0
    """Empty fields behind the values of every row."""

    @property
    def truth(self) -> dict[str, str]:
        """What stands in the row and column of each cell that is printed."""
        return {f"traffic.{row}.{key}": self.values[row][key] for row in self.rows for key in self.columns}


@st.composite
def printed_tables(
    draw: st.DrawFn, *, marks: bool = True, layouts: Sequence[str] = ("cells", "tabs", "pipes", "spaces")
) -> Printed:
    """Tables with random values, some rows left out, and now and then with exchanged columns."""
    value = NUMBERS | MARKS if marks else NUMBERS
    rows = tuple(LABELS) if draw(st.booleans()) else tuple(key for key in LABELS if draw(st.integers(0, 4)))
    columns = tuple(HEADS) if draw(st.booleans()) else tuple(draw(st.permutations(list(HEADS))))
    layout = draw(st.sampled_from(list(layouts)))
    return Printed(
        rows=rows,
        columns=columns,
        values={row: {key: draw(value) for key in HEADS} for row in LABELS},
        layout=layout,
        end=draw(st.sampled_from(["\n", "\n", "\r\n"])),
        spare=0 if layout == "cells" else draw(st.sampled_from([0, 0, 1, 2])),
    )


def lines_of(table: Printed) -> list[list[str]]:
    """The table as rows of cells: two label columns, then the values."""
    lines = [["统计项目", "", *(HEADS[key] for key in table.columns)]]
    above: list[str] = []
    for row in table.rows:
        groups = GROUPS[row]
        head = [groups[0] if groups != above else "", LABELS[row]] if groups else [LABELS[row], ""]
        above = groups
        lines.append([*head, *(table.values[row][key] for key in table.columns)])
    return [[*line, *[""] * table.spare] for line in lines]


def text_lines(table: Printed) -> list[str]:
    """The table in its layout, line by line."""
    lines = lines_of(table)
    if table.layout == "tabs":
        return ["\t".join(line) for line in lines]
    if table.layout == "pipes":
        rule = "|" + "---|" * len(lines[0])
        drawn = ["| " + " | ".join(line) + " |" for line in lines]
        return [drawn[0], rule, *drawn[1:]]
    if table.layout == "spaces":
        return ["  ".join(cell for cell in line if cell) for line in lines]
    stacked: list[str] = []
    for number, (first, second, *rest) in enumerate(lines):
        grouped = number and GROUPS[table.rows[number - 1]]
        labels = [first, second] if grouped or second else [first]
        stacked += [f"\t{cell}" for cell in [*labels, *rest]] + [""]
    return stacked


def text_of(table: Printed) -> str:
    """The table as the text of a file."""
    return table.end.join([*text_lines(table), ""])


def read(text: str) -> TableReading:
    """The reading of the ferries' table in a text."""
    document = Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)
    (reading,) = read_tables(document, FORM, {"traffic": [(0, len(text))]})
    return reading


def proven(text: str) -> set[str]:
    """The paths of the proven cells."""
    return {cell.spec.path for cell in read(text).cells if cell.proven}


def check_proven(text: str, truth: Mapping[str, str]) -> None:
    """Whatever is proven is what the document prints in that row and column."""
    for cell in read(text).cells:
        if cell.proven:
            assert cell.as_printed == truth.get(cell.spec.path), (cell.spec.path, text)


@given(printed_tables())
def test_every_citation_is_verbatim_and_no_two_cells_share_a_character(
    check_places: CheckPlaces, table: Printed
) -> None:
    """A zero is accepted only from its own token: k zeros need k disjoint places."""
    text = text_of(table)
    check_places(text, read(text).cells)


@given(printed_tables())
def test_a_proven_cell_is_what_is_printed_in_its_row_and_column(table: Printed) -> None:
    """In every layout, with blanks, exchanged columns, spare fields and rows left out."""
    check_proven(text_of(table), table.truth)


@given(printed_tables(layouts=("tabs", "pipes", "cells")))
def test_a_table_that_shows_its_cells_is_proven_in_full(table: Printed) -> None:
    """Where the layout holds every blank in place, nothing needs a person: refusing everything is no answer either.

    One row without blanks shows where the values begin behind an empty label column.
    """
    values = {**table.values, "dawn": dict.fromkeys(HEADS, "1")}
    table = replace(table, rows=tuple(LABELS), values=values, spare=0)
    assert proven(text_of(table)) == set(TABLE.shape)


@given(printed_tables(marks=False, layouts=("spaces",)))
def test_a_line_of_words_and_numbers_is_proven_when_it_has_no_blank(table: Printed) -> None:
    """Without blanks, counting the numbers is enough."""
    table = replace(table, rows=tuple(LABELS), spare=0)
    assert proven(text_of(table)) == set(TABLE.shape)


@given(printed_tables(), st.data())
def test_a_lost_value_never_moves_another_one(check_places: CheckPlaces, table: Printed, draws: st.DataObject) -> None:
    """Deleting one field of a row makes its neighbours move up on the page, never in the form."""
    assume(len(table.rows) >= ENOUGH_ROWS)
    row = draws.draw(st.sampled_from(table.rows), label="row")
    lost = draws.draw(st.sampled_from(table.columns), label="lost")
    lines = text_lines(table)
    if table.layout == "cells":
        del lines[lines.index(f"\t{LABELS[row]}") + 1 + table.columns.index(lost)]
    else:
        number = next(place for place, line in enumerate(lines) if LABELS[row] in line)
        others = tuple(key for key in table.columns if key != lost)
        lines[number] = text_lines(replace(table, columns=others))[number]
    text = table.end.join([*lines, ""])
    check_places(text, read(text).cells)
    check_proven(text, table.truth)


@given(printed_tables(), st.data())
def test_a_lost_or_repeated_line_never_yields_a_wrong_proof(
    check_places: CheckPlaces, table: Printed, draws: st.DataObject
) -> None:
    """Whichever line a crawler drops or prints twice: a label, a value, a whole row or an empty line."""
    assume(len(table.rows) >= ENOUGH_ROWS)
    lines = text_lines(table)
    place = draws.draw(st.integers(0, len(lines) - 1), label="line")
    copies = draws.draw(st.sampled_from([0, 2]), label="copies")
    text = table.end.join([*lines[:place], *[lines[place]] * copies, *lines[place + 1 :], ""])
    check_places(text, read(text).cells)
    check_proven(text, table.truth)


@given(printed_tables(), st.permutations(list(LABELS)))
def test_rows_in_another_order_keep_their_values(table: Printed, order: list[str]) -> None:
    """A row that stands elsewhere takes its values with it, or is not proven."""
    shuffled = replace(table, rows=tuple(row for row in order if row in table.rows))
    check_proven(text_of(shuffled), shuffled.truth)


@given(printed_tables(), st.data())
def test_the_digits_of_a_value_have_no_part_in_any_proof(table: Printed, draws: st.DataObject) -> None:
    """Proof is structure: a change of one digit, in totals or elsewhere, changes no proof, not even its own cell's."""
    places = [
        (row, key)
        for row in table.rows
        for key in table.columns
        if table.values[row][key].isascii() and table.values[row][key].isdigit()
    ]
    assume(places)
    row, key = draws.draw(st.sampled_from(places), label="cell")
    old = table.values[row][key]
    at = draws.draw(st.integers(0, len(old) - 1), label="digit")
    digits = "123456789" if at == 0 and len(old) > 1 else "0123456789"
    new = old[:at] + draws.draw(st.sampled_from(digits), label="instead") + old[at + 1 :]
    changed = replace(table, values={**table.values, row: {**table.values[row], key: new}})
    assert proven(text_of(changed)) == proven(text_of(table))


@given(printed_tables(), st.data())
def test_misread_labels_never_move_a_value(check_places: CheckPlaces, table: Printed, draws: st.DataObject) -> None:
    """Characters of row and column labels are lost or replaced: less is proven then, and nothing wrong."""
    text = text_of(table)
    for label in [*LABELS.values(), *HEADS.values()]:
        misread = label
        for _ in range(draws.draw(st.integers(0, 2), label=label)):
            at = draws.draw(st.integers(0, len(misread) - 1))
            misread = misread[:at] + draws.draw(st.sampled_from(["", "口", "日", " "])) + misread[at + 1 :]
        text = text.replace(label, misread)
    check_places(text, read(text).cells)
    check_proven(text, table.truth)


@given(printed_tables(), st.data())
def test_damage_anywhere_leaves_every_citation_verbatim(
    check_places: CheckPlaces, table: Printed, draws: st.DataObject
) -> None:
    """A file may be cut, and pieces of it doubled or replaced, at any character."""
    text = text_of(table)
    for _ in range(draws.draw(st.integers(1, 4), label="damages")):
        start = draws.draw(st.integers(0, len(text)), label="from")
        stop = draws.draw(st.integers(start, min(len(text), start + 30)), label="to")
        text = (
            text[:start] + draws.draw(st.sampled_from(["", "\n", "\t", "7", "其", text[start:stop] * 2])) + text[stop:]
        )
    check_places(text, read(text).cells)
