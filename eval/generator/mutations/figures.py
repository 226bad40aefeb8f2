"""Mutations of the tables: figures that move, come apart, vanish or are wrong."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from eval.generator.damages import DAMAGES, Draft
from eval.generator.damages.draft import reprint
from eval.generator.layouts import Layout, Sheet, lay_out
from eval.generator.marks import Mark
from eval.generator.mutations.model import Awaited, Mutation, Story, Told, identities_awaited
from eval.generator.printed import Block, Head, Row
from eval.generator.truth import numeric

__all__ = ["FIGURE_MUTATIONS"]

Strike = Callable[[Story, Random], Told | None]

_RIGHT, _MISREAD = "法人", "法入"
_DAMAGED = Awaited("Q1", "integrity", "info", "transcription")
_SHOWN = frozenset({Layout.CELL_LINES, Layout.TAB_ROWS, Layout.PLAIN_MARKDOWN})


def _guarded(story: Story) -> Draft:
    """Keeps damage in the tables that identities cover: elsewhere one figure is as good as another."""
    covered = {path for table in story.tables for equation in table.equations for path in equation.cells}
    return replace(story.draft, touched=frozenset(story.draft.cells.keys() - covered))


def _damaged(name: str, *, breaks: bool = False) -> Strike:
    """A damage of the generator; `breaks`: a place is sought where some identity notices it."""

    def strike(story: Story, random: Random) -> Told | None:
        damage = DAMAGES[name].on_document
        after = (
            damage(_guarded(story), story.scene, random) if damage and story.layout in DAMAGES[name].layouts else None
        )
        if after is None:
            return None
        awaited = tuple(identities_awaited(story, after))
        if breaks and not (any(item.attribution for item in awaited) and _plainly_printed(after)):
            return None
        return Told(after, awaited)

    return strike


def _plainly_printed(draft: Draft) -> bool:
    """105 may come apart into 1 and 05: such a piece is seen to be no number."""
    fields = [field.text for *_, row in draft.document.rows() for field in row.fields]
    return not any(len(text) > 1 and text.startswith("0") and text.isdigit() for text in fields)


def _marked(name: str, *, blanks: bool = True) -> Strike:
    """A damage that leaves marks in cells which are no numbers."""

    def strike(story: Story, random: Random) -> Told | None:
        told = _damaged(name)(story, random)
        if told is None:
            return None
        absent = frozenset(path for path, figure in told.after.cells.items() if numeric(figure) is None)
        mark = Awaited("D2", "integrity", "warning", cells=absent)
        return replace(told, awaited=(*told.awaited, *([mark] if blanks else [])))

    return strike


def _page_number(story: Story, random: Random) -> Told:
    strike = DAMAGES["page_number_inserted"].on_sheet

    def on_sheet(sheet: Sheet) -> Sheet | None:
        return strike(sheet, story.scene, random) if strike else None

    return Told(story.draft, on_sheet=on_sheet)


def _off_by_one(draft: Draft, story: Story, random: Random) -> Draft | None:
    strike = DAMAGES["total_off_by_one"].on_document
    return strike(draft, story.scene, random) if strike else None


def _wrong_total(story: Story, random: Random) -> Told | None:
    """A total that the agency itself got wrong."""
    after = _off_by_one(story.draft, story, random)
    return Told(after, tuple(identities_awaited(story, after))) if after else None


def _wrong_total_in_a_damaged_copy(story: Story, random: Random) -> Told | None:
    """The same wrong total, in a copy whose labels show that characters were confused on its way."""
    elsewhere = frozenset(path for path in story.draft.cells if not path.startswith("requests."))
    wrong = _off_by_one(replace(story.draft, touched=elsewhere), story, random)
    after = _confused(wrong, {_RIGHT: _MISREAD}) if wrong else None
    if after is None:
        return None
    return Told(after, (*identities_awaited(story, after, "undecided"), _DAMAGED), on_sheet=_shows_damage)


def _confused_label(story: Story, random: Random) -> Told:
    del random
    return Told(_confused(story.draft, {_RIGHT: _MISREAD}), (_DAMAGED,), on_sheet=_shows_damage)


def _shows_damage(sheet: Sheet) -> Sheet | None:
    """Some layouts print the lowest heads only."""
    return sheet if _MISREAD in "".join(sheet.text.split()) else None


def _unit_in_labels(story: Story, random: Random) -> Told:
    """申请数量（件）: an agency's own addition, no damage."""
    del random
    return Told(_confused(story.draft, {"申请数量": "申请数量（件）"}))


def _confused(draft: Draft, pairs: Mapping[str, str]) -> Draft:
    """Characters of the labels and heads confused; the figures stay."""

    def misread(text: str) -> str:
        for right, wrong in pairs.items():
            text = text.replace(right, wrong)
        return text

    def head(item: Head) -> Head:
        return Head(misread(item.text), tuple(map(head, item.children)))

    def block(item: Block) -> Block:
        items = tuple(replace(row, label=misread(row.label)) if isinstance(row, Row) else row for row in item.items)
        return replace(item, header=tuple(map(head, item.header)), items=items)

    document = draft.document
    for table in draft.document.tables():
        for ordinal in range(len(table.blocks)):
            document = document.with_block(table.key, ordinal, block)
    return replace(draft, document=document)


def _reprinted(story: Story, values: Mapping[str, int]) -> Draft:
    return reprint(story.draft, {path: Mark(str(value), value) for path, value in values.items()})


def _leaves(story: Story) -> tuple[list[str], list[str], dict[str, int]]:
    """Rows of outcomes, columns of applicants, and the counts of the table of requests."""
    (table,) = (table for table in story.tables if table.table == "requests")
    counts = {path: story.count(path) for path in table.shape}
    columns = list(dict.fromkeys(spec.column for spec in table.cells))
    rows = list(dict.fromkeys(spec.row for spec in table.cells))
    frame = {"new_received", "carried_in", "total_processed", "carried_out"}
    return [row for row in rows if row not in frame], [column for column in columns if column != "total"], counts


def _swapped(rows: bool) -> Strike:  # noqa: FBT001 - the two kinds of line
    """The figures of two result rows, or of two columns of applicants, stand in each other's place."""

    def strike(story: Story, random: Random) -> Told | None:
        outcomes, applicants, counts = _leaves(story)
        across = [f"{{}}.{column}" for column in (*applicants, "total")]
        lines = outcomes if rows else applicants
        every = list(dict.fromkeys(path.split(".")[1] for path in counts))

        def cells(line: str) -> list[str]:
            if rows:
                return [f"requests.{item.format(line)}" for item in across]
            return [f"requests.{row}.{line}" for row in every]

        used = [line for line in lines if any(counts[path] for path in cells(line))]
        if not used:
            return None
        one = random.choice(used)
        other = random.choice([line for line in lines if line != one])
        pairs = list(zip(cells(one), cells(other), strict=True))
        if all(counts[left] == counts[right] for left, right in pairs):
            return None
        exchanged = {left: counts[right] for left, right in pairs} | {right: counts[left] for left, right in pairs}
        return Told(_reprinted(story, exchanged), tuple(identities_awaited(story, _reprinted(story, exchanged))))

    return strike


def _recomputed(story: Story, random: Random) -> Told:
    """A leaf is wrong and every sum over it was made to fit."""
    outcomes, applicants, counts = _leaves(story)
    row, column, more = random.choice(outcomes), random.choice(applicants), random.randrange(1, 30)
    lines = (row, "total_processed", "new_received")
    wrong = {
        path: counts[path] + more for line in lines for path in (f"requests.{line}.{column}", f"requests.{line}.total")
    }
    after = _reprinted(story, wrong)
    return Told(after, tuple(identities_awaited(story, after)))


def _all_zero(story: Story, random: Random) -> Told | None:
    """The same words over a table of zeros."""
    del random
    _, _, counts = _leaves(story)
    if not any(counts.values()):
        return None
    return Told(_reprinted(story, dict.fromkeys(counts, 0)), (Awaited("Z1", "integrity", "info"),))


def _negative(story: Story, random: Random) -> Told | None:
    paths = [path for path in ("licensing", "penalties", "coercion") if story.count(f"proactive.{path}.decisions")]
    if not paths:
        return None
    path = f"proactive.{random.choice(paths)}.decisions"
    awaited = Awaited("D1", "integrity", "error", cells=frozenset({path}))
    return Told(_reprinted(story, {path: -story.count(path)}), (awaited,))


def _lost_decimal(story: Story, random: Random) -> Told | None:
    """7730.28 becomes 773028: no identity covers the fee."""
    del random
    path = "proactive.fees.amount"
    value = Decimal(str(numeric(story.draft.cells[path])))
    if value == value.to_integral_value():
        return None
    lost = int(str(value).replace(".", ""))
    return Told(reprint(story.draft, {path: Mark(str(lost), lost)}))


def _ungrouped_rows_shifted(story: Story, random: Random) -> Told:
    """The same figures in the layout whose rows outside the groups stand one field left of the others."""
    return Told(story.draft, on_sheet=lambda _: lay_out(story.draft.document, Layout.TAB_ROWS, random))


FIGURE_MUTATIONS = (
    Mutation("digit_split", _damaged("digit_split"), layouts=frozenset({Layout.CELL_LINES, Layout.PLAIN_MARKDOWN})),
    Mutation("digit_split_swallowing", _damaged("digit_split_swallowing", breaks=True)),
    Mutation("adjacent_swap", _damaged("adjacent_swap", breaks=True)),
    Mutation("row_shift", _marked("row_shift"), layouts=frozenset({Layout.CELL_LINES, Layout.PLAIN_MARKDOWN})),
    Mutation(
        "column_shift_in_ungrouped_rows", _ungrouped_rows_shifted, layouts=frozenset({Layout.CELL_LINES}), silent=True
    ),
    Mutation("lost_row", _damaged("lost_row")),
    Mutation("duplicated_row", _damaged("duplicated_row"), silent=True),
    Mutation("contradicting_duplicate", _damaged("contradicting_duplicate")),
    Mutation("blank_cell", _marked("blank_cell"), layouts=_SHOWN),
    Mutation("slash_cell", _marked("slash_cell")),
    Mutation("dash_cell", _marked("dash_cell")),
    Mutation("none_word", _marked("none_word")),
    Mutation("letter_for_digit", _marked("confusion_digit", blanks=False)),
    Mutation("label_confused", _confused_label),
    Mutation("full_width_digits", _damaged("full_width_digits"), silent=True),
    Mutation("thousands_separators", _damaged("thousands_separator"), silent=True),
    Mutation("page_number_inserted", _page_number, silent=True),
    Mutation("fee_without_its_decimal_point", _lost_decimal, silent=True),
    Mutation("unit_in_labels", _unit_in_labels, silent=True),
    Mutation("total_off_by_one", _wrong_total),
    Mutation("total_off_by_one_in_a_damaged_copy", _wrong_total_in_a_damaged_copy),
    Mutation("result_rows_swapped", _swapped(rows=True), silent=True),
    Mutation("applicant_columns_swapped", _swapped(rows=False), silent=True),
    Mutation("leaf_wrong_and_totals_recomputed", _recomputed, silent=True),
    Mutation("rows_in_another_order", _damaged("label_swap_order"), silent=True),
    Mutation("all_zero_table", _all_zero),
    Mutation("negative_count", _negative),
)
