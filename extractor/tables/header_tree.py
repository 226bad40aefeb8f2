"""The header's tree, rebuilt in the order in which its labels are printed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.forms import HeaderNode
from extractor.tables.rows import LabelField

__all__ = ["Found", "KnownLabel", "Token", "groups_printed", "printed_order"]


@dataclass(frozen=True, slots=True)
class KnownLabel:
    """A header node with its parent, and the texts it may be printed as."""

    node: HeaderNode
    parent: HeaderNode | None
    texts: tuple[str, ...]


Found = Literal["whole", "begun", "ended", "similar"]
"""How a label was recognised: in one piece; its beginning on one line, its end on a later one; or damaged."""

Token = tuple[HeaderNode, LabelField, Found]
"""A header node, where it is printed, and how it was recognised."""


def groups_printed(known: Sequence[KnownLabel], tokens: Sequence[Token]) -> bool:
    """Whether every group is recognised that alone tells a column from another one of the same name."""
    names = Counter(text for item in known if item.node.index is not None for text in item.texts)
    needed = {id(item.parent) for item in known if item.parent and any(names[text] > 1 for text in item.texts)}
    return needed <= {id(node) for node, *_ in tokens}


@dataclass(slots=True, eq=False)
class _Slot:
    node: HeaderNode
    parent: "_Slot | None" = None
    children: list["_Slot"] = field(default_factory=list["_Slot"])


def printed_order(known: Sequence[KnownLabel], tokens: Sequence[Token]) -> tuple[list[int], bool]:
    """The form columns in the order printed, and whether the lines leave no other order open.

    A label goes under its group when the group is printed above it, else beside its neighbour on the same line.
    Every column of a label being there already, the label is a repeated header and says nothing.
    """
    tree = _Tree(known)
    together = Counter(label.line for _, label, _ in tokens)
    line: tuple[str, int] | None = None
    for node, label, found in tokens:
        if found == "begun":
            continue
        # Where every label has a line of its own, the line says nothing: the labels of one run stand side by side.
        here = ("line", label.line) if together[label.line] > 1 else ("run", label.run)
        if here != line:
            tree.end_line()
            line = here
        tree.add(node)
    tree.end_line()
    return list(_leaves(tree.root)), tree.certain


class _Tree:
    """The header as far as it is read."""

    def __init__(self, known: Sequence[KnownLabel]) -> None:
        self.root = _Slot(HeaderNode(known[0].node.label, None))
        self.certain = True
        """False once labels of two lines stand side by side: nothing printed says in which order."""
        self._line: set[int] = set()
        self._known = known
        self._taken: set[int] = set()
        self._before: _Slot | None = None
        self._leading: list[HeaderNode] = []

    def add(self, node: HeaderNode) -> None:
        """The next label of the line."""
        texts = next(set(item.texts) for item in self._known if item.node is node)
        free = [item for item in self._known if texts & set(item.texts) and id(item.node) not in self._taken]
        if not free:
            return
        for group in _slots(self.root):
            for item in free:
                if item.parent is group.node:
                    self._insert(item.node, group, len(group.children))
                    return
        choice = next((item for item in free if item.parent is None), free[0]).node
        if self._before is None and not self.root.children:
            self._insert(choice, self.root, 0)
        elif self._before is None:
            self._leading.append(choice)
            self._taken.add(id(choice))
        else:
            parent = self._before.parent or self.root
            self._insert(choice, parent, parent.children.index(self._before) + 1)

    def end_line(self) -> None:
        """Labels that found no neighbour stand at the top, after what is there."""
        if self._leading:
            self._insert_all(self.root, len(self.root.children))
        self._before = None
        self._line.clear()

    def _insert(self, node: HeaderNode, parent: _Slot, position: int) -> None:
        self._leading.append(node)
        self._taken.add(id(node))
        self._insert_all(parent, position)

    def _insert_all(self, parent: _Slot, position: int) -> None:
        """Put the labels in hand under a group, beside what stands there already."""
        slots = [_Slot(item, parent) for item in self._leading]
        if any(id(child) not in self._line for child in parent.children):
            self.certain = False
        parent.children[position:position] = slots
        self._line |= {id(slot) for slot in slots}
        self._leading = []
        self._before = slots[-1]


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
