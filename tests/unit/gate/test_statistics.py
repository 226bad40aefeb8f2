"""The paired statistics of the gate against known values."""

import pytest

from eval.gate.statistics import detectable_share, lower_bound, needed_to_block, paired


def test_broken_and_fixed_documents_are_counted() -> None:
    """Only documents that changed count."""
    test = paired([True, True, True, False, False], [True, False, False, True, False])
    assert (test.broken, test.fixed) == (2, 1)
    assert test.p == 0.5
    assert not test.worse


def test_five_to_none_blocks_and_four_do_not() -> None:
    """0.031 and 0.0625 of evaluation.md §4.1."""
    assert needed_to_block() == 5
    assert paired([True] * 5, [False] * 5).worse
    assert not paired([True] * 4, [False] * 4).worse


def test_the_power_of_the_gate_is_that_of_the_notes() -> None:
    """At 40 documents a change that breaks 20 % is seen in 92 of 100 cases, at 80 one of 10 % in 91."""
    assert detectable_share(4) is None
    forty, eighty, more = detectable_share(40), detectable_share(80), detectable_share(160)
    assert forty is not None
    assert eighty is not None
    assert more is not None
    assert 0.1 < forty < 0.2
    assert 0.05 < eighty < 0.1
    assert more < eighty < forty


def test_the_lower_bound_is_below_the_mean_and_always_the_same() -> None:
    """A seeded bootstrap; equal differences leave nothing to chance."""
    differences = [0.0] * 30 + [-0.1] * 2
    bound = lower_bound(differences)
    assert bound < sum(differences) / len(differences) < 0
    assert bound == lower_bound(differences)
    assert lower_bound([-0.01] * 9) == -0.01
    with pytest.raises(ValueError, match="no documents"):
        lower_bound([])
