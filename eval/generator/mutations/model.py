"""What a mutation works on, and what it expects of the audit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from eval.generator.damages import Draft, Scene
from eval.generator.layouts import Layout, Sheet
from eval.generator.printed import Document
from eval.generator.truth import MetaValue, numeric
from extractor.forms import TableEdition

__all__ = ["Awaited", "Mutation", "Story", "Told", "identities_awaited"]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A finding that the audit of the mutated document must report, and the unmutated one must not."""

    code: str
    family: str
    severity: str
    attribution: str | None = "source"
    """Null: the finding says that the rule could not be assessed."""
    cells: frozenset[str] = frozenset()
    """Exactly these; of a finding that is not assessable, some of these and no others."""

    @property
    def status(self) -> str:
        """FAIL or NOT_ASSESSABLE, as in the record."""
        return "FAIL" if self.attribution else "NOT_ASSESSABLE"


@dataclass(frozen=True, slots=True)
class Story:
    """A value-bearing document: every cell is a number, every identity holds, and its prose names no figure."""

    seed: int
    profile: str
    draft: Draft
    tables: tuple[TableEdition, ...]
    layout: Layout
    year: int
    agency: str
    meta: Mapping[str, MetaValue]

    @property
    def scene(self) -> Scene:
        """As damages know it."""
        return Scene(list(self.tables), self.layout)

    def count(self, path: str) -> int:
        """The count that a cell prints.

        Raises:
            TypeError: it prints no count.
        """
        value = self.draft.cells[path]
        if not isinstance(value, int):
            raise TypeError(f"{path} prints no count")
        return value

    def saying(self, *sentences: str, section: str = "overview") -> Draft:
        """The document with more paragraphs in one section."""
        return self.with_section(section, lambda paragraphs: (*paragraphs, *sentences))

    def with_section(self, key: str, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Draft:
        """The document with other paragraphs in one section."""
        document = self.draft.document
        sections = tuple(
            replace(section, paragraphs=change(section.paragraphs)) if section.key == key else section
            for section in document.sections
        )
        return self.with_document(replace(document, sections=sections))

    def with_document(self, document: Document) -> Draft:
        """The same figures in another document."""
        return replace(self.draft, document=document)


@dataclass(frozen=True, slots=True)
class Told:
    """A mutated document."""

    after: Draft
    awaited: tuple[Awaited, ...] = ()
    before: Draft | None = None
    """What the mutated one is held against; null: the story itself."""
    on_sheet: Callable[[Sheet], Sheet | None] | None = None
    """A mutation of the text after its layout; null from it says that there is no place for it."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A named change to a document whose right answer is known."""

    name: str
    strike: Callable[[Story, Random], Told | None]
    """Null says that the document offers no place for it."""
    layouts: frozenset[Layout] = field(
        default=frozenset({Layout.CELL_LINES, Layout.TAB_ROWS, Layout.BARE_LINES, Layout.PLAIN_MARKDOWN})
    )
    """Layouts that keep every figure, so that the mutation is the only disorder."""
    silent: bool = False
    """By design nothing can or may be found."""


def identities_awaited(story: Story, draft: Draft, attribution: str = "source") -> Iterator[Awaited]:
    """The identities that the printed figures break, and those that lack a figure; from the truth, not a reading."""
    figures = {
        path: None if path in draft.unknowable else numeric(draft.cells[path])
        for table in story.tables
        for path in table.shape
    }
    open_cells: dict[str, set[str]] = {}
    for equation in (equation for table in story.tables for equation in table.equations):
        lacking = {path for path in equation.cells if figures[path] is None}
        if lacking:
            open_cells.setdefault(equation.id, set()).update(lacking)
            continue
        left, right = (sum(figures[path] or 0 for path in side) for side in equation.sides)
        if left != right:
            yield Awaited(equation.id, "arithmetic", "error", attribution, frozenset(equation.cells))
    for code, paths in open_cells.items():
        yield Awaited(code, "arithmetic", "info", None, frozenset(paths))
