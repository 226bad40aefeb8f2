"""Damage to rows: lost, doubled, shifted, merged, exchanged."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from eval.generator.damages.draft import ALL, Damage, Draft, Place, Scene, find_rows, reprint, rewrite, touch, without
from eval.generator.layouts import BLANK_CAPABLE, Layout
from eval.generator.marks import Mark
from eval.generator.printed import Block, Field, Row
from eval.generator.truth import Figure

__all__ = ["ROW_DAMAGES"]


def row_shift(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The figures of a row stand one column too far to the right or left, as printed; the last one is gone."""
    del scene
    narrow = 2

    def fits(row: Row) -> bool:
        return len(row.fields) > narrow and any(field.text not in {"", "0"} for field in row.fields)

    place = find_rows(draft, random, fits)
    if place is None:
        return None
    fields = place.row.fields
    blank = Mark("", {"kind": "blank"})
    old = [Mark(field.text, draft.cells[field.path]) for field in fields]
    new = [blank, *old[:-1]] if random.randrange(2) else [*old[1:], blank]
    marks = {field.path: mark for field, mark in zip(fields, new, strict=True)}
    return touch(reprint(draft, marks), place)


def _in_the_middle(draft: Draft) -> Callable[[Row], bool]:
    """Whether a row stands in a group; in a form without groups, whether rows stand above and below it."""
    if any(row.groups for *_, row in draft.document.rows()):
        return lambda row: bool(row.groups)
    inner = {row.paths for table in draft.document.tables() for block in table.blocks for row in block.rows[1:-1]}
    return lambda row: row.paths in inner


def lost_row(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A row in the middle is missing, label and figures."""
    del scene
    place = find_rows(draft, random, _in_the_middle(draft))
    if place is None:
        return None
    missing: dict[str, Figure] = {path: {"kind": "missing"} for path in place.row.paths}
    return replace(rewrite(draft, place, []), cells={**draft.cells, **missing})


def duplicated_row(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A row is printed twice, as at a page break."""
    del scene
    place = find_rows(draft, random, lambda row: bool(row.fields))
    return rewrite(draft, place, [place.row, place.row]) if place else None


def contradicting_duplicate(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A label is printed twice with different figures: nobody can tell which are meant."""
    del scene
    place = find_rows(draft, random, lambda row: bool(row.fields) and row.fields[0].text.isdigit())
    if place is None:
        return None
    first, *others = place.row.fields
    other = replace(place.row, fields=(Field(str(int(first.text) + random.randrange(1, 30)), first.path), *others))
    rows = [place.row, other] if random.randrange(2) else [other, place.row]
    done = rewrite(draft, place, rows)
    return replace(done, unknowable=draft.unknowable | set(place.row.paths))


def lost_label(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The label of a row is gone, its figures are not."""
    del scene
    place = find_rows(draft, random, _in_the_middle(draft))
    return rewrite(draft, place, [replace(place.row, label="")]) if place else None


def label_swap_order(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Two rows of a group stand in exchanged order, each with its own label."""
    del scene
    pair = _neighbours(draft, random)
    if pair is None:
        return None
    place, below = pair
    return rewrite(draft, place, [below, place.row], taking=2)


def merged_rows(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Two rows fell into one: both figures in each field, and one label or both."""
    del scene
    pair = _neighbours(draft, random)
    if pair is None:
        return None
    place, below = pair
    gap = random.choice((" ", " ", "  "))
    fields = tuple(
        Field(f"{upper.text}{gap}{lower.text}", upper.path)
        for upper, lower in zip(place.row.fields, below.fields, strict=True)
    )
    paths = (*place.row.paths, *below.paths)
    if random.randrange(2):
        rows = [replace(place.row, label=f"{place.row.label} {below.label}", fields=fields, paths=paths)]
    else:
        rows = [replace(place.row, fields=fields, paths=paths), replace(below, fields=())]
    done = rewrite(draft, place, rows, taking=2)
    return replace(done, unknowable=draft.unknowable | set(paths))


def _neighbours(draft: Draft, random: Random) -> tuple[Place, Row] | None:
    """Two rows of one group, one below the other, with as many fields each and different figures."""
    below: dict[tuple[str, ...], Row] = {}
    for table in draft.document.tables():
        for block in table.blocks:
            for upper, lower in zip(block.items, block.items[1:], strict=False):
                if isinstance(upper, Row) and isinstance(lower, Row) and upper.groups == lower.groups:
                    below[upper.paths] = lower

    def fits(row: Row) -> bool:
        other = below.get(row.paths)
        return other is not None and len(other.fields) == len(row.fields) and draft.touched.isdisjoint(other.paths)

    place = find_rows(draft, random, fits)
    return (place, below[place.row.paths]) if place else None


def torn_label(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A page break cuts a label: its rest stands after the figures."""
    del scene
    shortest = 8
    place = find_rows(draft, random, lambda row: len(row.label) >= shortest)
    if place is None:
        return None
    label = place.row.label
    cut = random.randrange(4, len(label) - 1)
    return rewrite(draft, place, [replace(place.row, label=label[:cut], tail=label[cut:])])


def cell_slipped(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The last figure of a row has slipped into the row below: one is too short, the other too long."""
    del scene
    pair = _neighbours(draft, random)
    if pair is None:
        return None
    place, below = pair
    upper = replace(place.row, fields=place.row.fields[:-1])
    lower = replace(below, fields=(place.row.fields[-1], *below.fields))
    done = rewrite(draft, place, [upper, lower], taking=2)
    return replace(done, unknowable=draft.unknowable | set(place.row.paths) | set(below.paths))


def extra_row(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """A group ends with a row that the form does not have."""
    del scene
    place = _last_of_group(draft, random)
    return rewrite(draft, place, [place.row, _foreign(place.row, random)]) if place else None


def impostor_row(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """The row of other outcomes is missing, and a group of refusals ends with an 其他 that the form does not have."""
    others = {"other_remaining", "other_handling"}
    lost = find_rows(draft, random, lambda row: any(path.split(".")[1] in others for path in row.paths))
    if lost is None:
        return None
    missing: dict[str, Figure] = {path: {"kind": "missing"} for path in lost.row.paths}
    gone = replace(rewrite(draft, lost, []), cells={**draft.cells, **missing})
    return extra_row(gone, scene, random)


def _last_of_group(draft: Draft, random: Random) -> Place | None:
    """The last row of a group of refusals, where an agency would add one of its own."""
    last = "refused_administrative_query", "unavailable_still_unclear", "declined_confirm_or_reissue"
    return find_rows(
        draft, random, lambda row: len(row.fields) > 1 and any(path.split(".")[1] in last for path in row.paths)
    )


def _foreign(row: Row, random: Random) -> Row:
    """An 其他 with the next ordinal and figures of its own, which belong to no cell."""
    number = int(row.label[0]) + 1 if row.label[:1].isdigit() else 9
    label = f"{number}.{random.choice(('其他', '其他', '其他情形', '其它'))}"
    figure = random.randrange(1, 60)
    inner = ("0",) * (len(row.fields) - 2)
    fields = tuple(Field(text, "") for text in (str(figure), *inner, str(figure)))
    return Row(row.groups, label, fields, ())


def values_before_labels(draft: Draft, scene: Scene, random: Random) -> Draft | None:
    """Every row of the largest table prints its figures before its label: each label seems to own the next row's."""
    del random
    largest = scene.largest_table
    rows = {row.paths for key, _, _, row in draft.document.rows() if key == largest}
    if not rows:
        return None

    def change(block: Block) -> Block:
        return replace(block, items=tuple(_turned(item) if isinstance(item, Row) else item for item in block.items))

    # Only an empty line or a tab says where a row ends; without one the order has to be guessed.
    lost = {path for paths in rows for path in paths} if scene.layout is not Layout.CELL_LINES else set[str]()
    document = draft.document.with_block(largest, 0, change)
    return replace(draft, document=document, unknowable=draft.unknowable | lost)


def _turned(row: Row) -> Row:
    return replace(row, values_first=True)


_DENSE = without(Layout.CRAWLER)

ROW_DAMAGES = (
    # A shifted row of tab rows cannot be told from a row that stands in the groups' columns.
    Damage("row_shift", BLANK_CAPABLE - {Layout.TAB_ROWS}, on_document=row_shift),
    Damage("lost_row", ALL, on_document=lost_row),
    Damage("duplicated_row", _DENSE, harmless=True, on_document=duplicated_row),
    Damage("contradicting_duplicate", _DENSE, on_document=contradicting_duplicate),
    Damage("lost_label", ALL, harmless=True, on_document=lost_label),
    Damage("label_swap_order", ALL, harmless=True, on_document=label_swap_order),
    Damage("merged_rows", _DENSE, on_document=merged_rows),
    Damage("torn_label", ALL, harmless=True, on_document=torn_label),
    Damage("cell_slipped", _DENSE, on_document=cell_slipped),
    Damage("extra_row", ALL, on_document=extra_row),
    Damage("impostor_row", ALL, on_document=impostor_row),
    Damage(
        "values_before_labels",
        frozenset({Layout.CELL_LINES, Layout.BARE_LINES, Layout.WHITESPACE}),
        on_document=values_before_labels,
    ),
)
