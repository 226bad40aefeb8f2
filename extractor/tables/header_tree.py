"""The header's tree, rebuilt in the order in which its labels are printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.forms import HeaderNode
from extractor.tables.rows import LabelField

__all__ = ["KnownLabel", "Token", "printed_order"]


@dataclass(frozen=True, slots=True)
class KnownLabel:
    """A header node with its parent, and the texts it may be printed as."""

    node: HeaderNode
    parent: HeaderNode | None
    texts: tuple[str, ...]


Token = tuple[HeaderNode, LabelField, bool]
"""A header node, where it is printed, and whether it was put together from words broken over lines."""


@dataclass(slots=True, eq=False)
class _Slot:
    node: HeaderNode
    parent: "_Slot | None" = None
    children: list["_Slot"] = field(default_factory=list["_Slot"])


def printed_order(known: Sequence[KnownLabel], tokens: Sequence[Token]) -> list[int]:
    """The form columns in the order printed: each label goes under its group, or beside its left neighbour."""
    root = _Slot(HeaderNode(known[0].node.label, None))
    placed: list[_Slot] = []
    before: _Slot | None = None
    line = -1
    for node, label, _ in tokens:
        if label.run != line:
            before, line = None, label.run
        slot = _place(known, root, placed, node, before)
        if slot is not None:
            placed.append(slot)
            before = slot
    return list(_leaves(root))


def _place(
    known: Sequence[KnownLabel], root: _Slot, placed: list[_Slot], node: HeaderNode, before: _Slot | None
) -> _Slot | None:
    """Put a label into the tree; None when every column of that label is there already: a repeated header."""
    taken = {id(slot.node) for slot in placed}
    texts = next(item.texts for item in known if item.node is node)
    free = [item for item in known if set(item.texts) & set(texts) and id(item.node) not in taken]
    if not free:
        return None
    for parent in _slots(root):
        for item in free:
            if item.parent is parent.node:
                slot = _Slot(item.node, parent)
                parent.children.append(slot)
                return slot
    choice = next((item for item in free if item.parent is None), free[0])
    slot = _Slot(choice.node, root)
    top = before
    while top is not None and top.parent is not None and top.parent is not root:
        top = top.parent
    position = root.children.index(top) + 1 if top is not None and top in root.children else len(root.children)
    root.children.insert(position, slot)
    return slot


def _slots(slot: _Slot) -> Iterator[_Slot]:
    """The groups in the order printed, depth first."""
    for child in slot.children:
        yield child
        yield from _slots(child)


def _leaves(slot: _Slot) -> Iterator[int]:
    if slot.node.index is not None:
        yield slot.node.index
    for child in slot.children:
        yield from _leaves(child)
