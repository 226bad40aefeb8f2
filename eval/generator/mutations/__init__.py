"""Named changes to value-bearing documents, each with the findings that it must bring about, and no other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eval.generator.chance import stream
from eval.generator.layouts import Layout, Sheet, lay_out
from eval.generator.mutations.figures import FIGURE_MUTATIONS
from eval.generator.mutations.model import Awaited, Mutation, Story
from eval.generator.mutations.sentences import SENTENCE_MUTATIONS
from eval.generator.mutations.story import draw_story
from eval.generator.mutations.structure import STRUCTURE_MUTATIONS
from eval.generator.printed import Document
from eval.generator.truth import Figure
from extractor.forms import builtin_forms

__all__ = ["MUTATIONS", "Awaited", "Mutated", "Mutation", "mutate", "mutated"]

MUTATIONS: Mapping[str, Mutation] = {
    mutation.name: mutation for mutation in (*FIGURE_MUTATIONS, *SENTENCE_MUTATIONS, *STRUCTURE_MUTATIONS)
}
"""Every mutation by name."""

_PROFILES = ("office", "department", "county", "city", "province")
"""Agencies that have something to count."""
_SEEDS_A_DOCUMENT = 60
"""So many seeds are tried for each document that is asked for."""


@dataclass(frozen=True, slots=True)
class Mutated:
    """A document before and after its mutation."""

    name: str
    """Mutation, seed and layout: enough to make it again."""
    before: str
    after: str
    awaited: tuple[Awaited, ...]
    cells: Mapping[str, Figure]
    """What the mutated document prints, by cell path."""
    unknowable: frozenset[str]
    """Cells that nobody could tell after it."""
    editions: Mapping[str, str]
    """By table."""
    agency: str
    layout: Layout


def mutated(mutation: Mutation, count: int, first_seed: int = 1) -> Iterator[Mutated]:
    """So many documents with the mutation, or fewer where too few seeds offer it a place; the same ones each time."""
    made = 0
    for seed in range(first_seed, first_seed + count * _SEEDS_A_DOCUMENT):
        found = mutate(mutation, seed)
        if found is not None:
            yield found
            made += 1
        if made == count:
            return


def mutate(mutation: Mutation, seed: int) -> Mutated | None:
    """The mutated document that belongs to the seed; null where it offers the mutation no place."""
    random = stream(seed, f"mutation {mutation.name}")
    layout = random.choice(sorted(mutation.layouts, key=lambda item: item.value))
    story = draw_story(seed, layout, random.choice(_PROFILES))
    told = mutation.strike(story, random) if story is not None else None
    if story is None or told is None:
        return None
    before = _laid_out((told.before or story.draft).document, story, seed)
    sheet = _laid_out(told.after.document, story, seed)
    after = told.on_sheet(sheet) if told.on_sheet else sheet
    if after is None or after.text == before.text:
        return None
    return Mutated(
        name=f"{mutation.name} {seed} {layout.name}",
        before=before.text,
        after=after.text,
        awaited=told.awaited,
        cells=told.after.cells,
        unknowable=told.after.unknowable | after.unknowable,
        editions=_editions(story, told.after.cells),
        agency=story.agency,
        layout=layout,
    )


def _editions(story: Story, cells: Mapping[str, Figure]) -> dict[str, str]:
    """The editions of the printed tables: a mutation may have exchanged a table for that of another edition."""
    form = builtin_forms()[0]
    found: dict[str, str] = {}
    for table in story.tables:
        others = [edition for edition in form.table(table.table).editions if edition is not table]
        fitting = (edition for edition in (table, *others) if all(path in cells for path in edition.shape))
        found[table.table] = next(fitting).edition
    return found


def _laid_out(document: Document, story: Story, seed: int) -> Sheet:
    return lay_out(document, story.layout, stream(seed, "layout"))
