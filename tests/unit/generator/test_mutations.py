"""Mutations: the same each time, and what they await follows from the figures alone."""

from dataclasses import replace
from random import Random

import pytest

from eval.generator.damages import Draft
from eval.generator.damages.draft import reprint
from eval.generator.layouts import Layout
from eval.generator.marks import Mark
from eval.generator.mutations import MUTATIONS, mutated
from eval.generator.mutations.model import Story, identities_awaited
from eval.generator.mutations.story import draw_story

LEAF, ROW = "requests.granted.natural_person", "requests.granted."


@pytest.fixture(name="story", scope="module")
def story_fixture() -> Story:
    """The first document of a county whose cells are all numbers."""
    return next(story for seed in range(1, 60) if (story := draw_story(seed, Layout.CELL_LINES, "county")))


def printing(story: Story, mark: Mark) -> Draft:
    """The story with another mark in one leaf."""
    return reprint(story.draft, {LEAF: mark})


@pytest.mark.parametrize("name", ["adjacent_swap", "stated_count_wrong", "section_six_missing"])
def test_the_same_seeds_give_the_same_documents(name: str) -> None:
    """A figure that is printed can be looked into: the document is made again from its name."""
    first, again = list(mutated(MUTATIONS[name], 2)), list(mutated(MUTATIONS[name], 2))
    assert first == again
    assert len({item.name for item in first}) == 2
    assert all(item.before != item.after for item in first)


def test_an_unmutated_story_awaits_nothing(story: Story) -> None:
    """Every identity holds on what the generator draws."""
    assert list(identities_awaited(story, story.draft)) == []


def test_a_wrong_leaf_awaits_its_row_and_its_column(story: Story) -> None:
    """The balance of received and processed speaks of totals only, and a wrong leaf leaves it alone."""
    value = story.count(LEAF) + 1
    awaited = list(identities_awaited(story, printing(story, Mark(str(value), value))))
    assert [(item.code, item.status, item.attribution) for item in awaited] == [
        ("R1", "FAIL", "source"),
        ("R2", "FAIL", "source"),
    ]
    row, column = awaited
    assert all(path.startswith(ROW) for path in row.cells)
    assert all(path.endswith(".natural_person") for path in column.cells)


def test_a_leaf_without_a_number_leaves_its_row_and_its_column_open(story: Story) -> None:
    """A blank is no zero: nothing fails, and the two sums over it cannot be assessed."""
    awaited = list(identities_awaited(story, printing(story, Mark("", {"kind": "blank"}))))
    assert [(item.code, item.status, item.cells) for item in awaited] == [
        ("R1", "NOT_ASSESSABLE", frozenset({LEAF})),
        ("R2", "NOT_ASSESSABLE", frozenset({LEAF})),
    ]


def test_a_mutation_that_finds_no_place_says_so(story: Story) -> None:
    """Where nothing was carried over, "all processed" contradicts nothing."""
    nothing = reprint(story.draft, {"requests.carried_out.total": Mark("0", 0)})
    quiet = replace(story, draft=nothing)
    assert MUTATIONS["all_processed_with_some_carried_over"].strike(quiet, Random(0)) is None
