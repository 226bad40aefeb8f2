"""The part of a form file about prose: any form may have its own, and every fault of it is named."""

from collections.abc import Callable

import pytest

from extractor.claims.grammar import Prose, read_prose
from extractor.errors import FormError
from extractor.forms import Form, parse_form
from extractor.model import Cell, Document

MUSEUM = """\
schema: gouji/form/1
id: museum-count
title: {zh: 博物馆统计表, en: Museum count}
editions:
  - {id: first, clause: 文博〔2020〕1号}
metadata:
  title_phrases: [博物馆统计表]
sections:
  - {key: visits, title: 一、参观情况}
tables:
  - key: visits
    title: {zh: 参观情况, en: Visits}
    section: visits
    blocks:
      - columns: [{key: total, label: 合计, type: count, unit: 人次}]
        rows:
          - {key: adults, label: 成人}
          - {key: children, label: 儿童}
"""
CLAIMS = """\
claims:
  units: [人次, 人]
  words:
    welcome: [接待, 迎来]
    visitors: ["{welcome}[了]观众"]
  statements:
    - key: visitors
      about: [观众]
      counts: ["{visitors}#", "{welcome}#观众"]
      denials: ["没有{visitors}"]
      targets: [[visits.adults.total, visits.children.total], [visits.*.total]]
"""


def museum(claims: str = CLAIMS) -> Form:
    """An invented form with the given part about prose."""
    return parse_form(MUSEUM + claims, "museum.yaml")


def read(form: Form, text: str, adults: int, children: int) -> Prose:
    """The prose of a text, held against two cells."""
    cells = [
        Cell(
            path=f"visits.{row}.total",
            as_printed=str(value),
            value=value,
            kind="number",
            tier="S0",
            status="accepted",
            source=None,
        )
        for row, value in (("adults", adults), ("children", children))
    ]
    document = Document(sha256="0" * 64, name="a.txt", path="a.txt", media_type="text/plain", text=text)
    return read_prose(document, form, (), cells, year=2023, agency="云岭县博物馆")


def test_another_form_brings_its_own_words_and_units() -> None:
    """Nothing in the program knows of any form's nouns: an invented museum counts its visitors."""
    (claim,) = read(museum(), "本馆共接待观众1,200人次。\n", 900, 301).claims
    assert (claim.value, claim.unit, claim.agrees) == (1200, "人次", False)
    assert claim.targets[0] == ("visits.adults.total", "visits.children.total")


def test_the_number_may_stand_before_its_noun() -> None:
    """接待1200人观众 is read by the second phrase."""
    (claim,) = read(museum(), "本馆共接待1200人次观众。\n", 900, 300).claims
    assert (claim.matched, claim.agrees) == (0, True)


def test_a_form_without_such_a_part_makes_no_claims() -> None:
    """Its documents are read as before."""
    assert read(museum(""), "本馆共接待观众1200人次。\n", 900, 300) == Prose()


def swapped(old: str, new: str) -> Callable[[], str]:
    """The part with one mistake in it."""

    def spoil() -> str:
        assert CLAIMS.count(old) == 1
        return CLAIMS.replace(old, new)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (swapped('"{visitors}#", ', '"{visitor}#", '), "names no known words: 'visitor'"),
        (swapped('"{visitors}#", ', '"{visitors}", '), "needs 1 # and has 0"),
        (swapped('没有{visitors}"', '没有{visitors}#"'), "needs 0 # and has 1"),
        (swapped('"{visitors}#", ', '"[{visitors}#", '), "leaves a bracket open"),
        (swapped('"{visitors}#", ', '"{visitors}]#", '), "closes a bracket that is not open"),
        (swapped('"{visitors}#", ', '">{visitors}>#", '), "has more than one >"),
        (swapped('"{visitors}#", ', '"{观众}#", '), "brace that encloses no name"),
        (swapped("[visits.*.total]", "[visits.*.sum]"), "no cell is called 'visits.*.sum'"),
        (swapped('"{welcome}[了]观众"', '"{later}观众"'), "names no known words: 'later'"),
    ],
)
def test_a_fault_is_named_with_its_line(spoil: Callable[[], str], message: str) -> None:
    """A mistake in a phrase stops the form from loading, rather than silently finding nothing."""
    with pytest.raises(FormError, match=r"museum\.yaml:\d+: claims") as raised:
        museum(spoil())
    assert message in str(raised.value)


def test_keys_that_stand_twice_or_nowhere_are_faults() -> None:
    """A completion must name statements that exist, each statement once, and each with a phrase."""
    twice = CLAIMS + (
        "    - {key: visitors, about: [观众], targets: [[visits.adults.total]]}\n"
        "  completions:\n"
        "    - {key: all_left, about: [离], phrases: [均已离馆], after: [guests], zero: [visits.adults.total]}\n"
    )
    with pytest.raises(FormError) as raised:
        museum(twice)
    message = str(raised.value)
    assert "statement 'visitors' stands there more than once" in message
    assert "statement 'visitors' has no phrase" in message
    assert "no statement is called 'guests'" in message
