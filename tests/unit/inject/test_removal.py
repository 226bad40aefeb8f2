"""Rules that are taken away, and the short way of judging without them."""

from dataclasses import replace
from itertools import islice

import pytest

from eval.inject import Report, rule_codes
from eval.inject.files import CLASSES, faulty_documents
from eval.inject.removal import RememberingIngester, Removal, identity_codes, removals, without_identity
from eval.inject.whole import Judge
from extractor.audit import rule_catalogue
from extractor.errors import DocumentError
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.pipeline import Pipeline

FORM = builtin_forms()[0]
TELLING = (
    "damage lost_row",
    "damage digit_split_swallowing",
    "mutation total_off_by_one",
    "mutation share_wrong",
)
"""Classes on which rules, identities and proofs have something to say, numbers without a row among them."""


class Thorough(Removal):
    """A removal that is tried on everything."""

    def may_change(self, record: object, spoke: object) -> bool:
        """Always."""
        del record, spoke
        return True


def test_judging_only_what_a_rule_may_change_gives_what_judging_everything_gives() -> None:
    """The shortcut of removals, held to reading every faulty document again without every rule and identity."""
    ingester = RememberingIngester(FileIngester(None))
    rules = [removal for removal in removals(ingester, FORM) if not removal.proof]
    everything = [Thorough(removal.code, removal.pipeline, removal.identity) for removal in rules]
    short, full = Report(), Report()
    judge = Judge(Pipeline(ingester, (FORM,)), FORM, tuple(rules))
    for name in TELLING:
        for fault in islice(faulty_documents(name, 3, FORM), 1):
            judge.count(short, short.files, fault)
            replace(judge, without=tuple(everything)).count(full, full.files, fault)
    assert short.removed == full.removed
    assert {effect.judged for effect in short.removed.values()} == {len(TELLING)}
    changing = {code for code, effect in short.removed.items() if effect.changed}
    assert changing & set(rule_catalogue())


def test_every_rule_and_identity_can_be_taken_away() -> None:
    """And two of the readers' thresholds; nothing that notices faults is left out."""
    found = removals(FileIngester(None), FORM)
    assert {removal.code for removal in found if not removal.proof} == rule_codes(FORM)
    assert len([removal for removal in found if removal.proof]) == 2


def test_a_form_without_an_identity_has_none_of_its_equations_and_all_others() -> None:
    """In every edition; the form itself stays as it was."""
    for code in identity_codes(FORM):
        less = without_identity(FORM, code)
        assert set(identity_codes(less)) == set(identity_codes(FORM)) - {code}
        for table, fewer in zip(FORM.tables, less.tables, strict=True):
            for edition, poorer in zip(table.editions, fewer.editions, strict=True):
                assert poorer.equations == tuple(item for item in edition.equations if item.id != code)
                assert poorer.cells == edition.cells


def test_a_remembered_file_is_opened_once_and_a_refusal_is_remembered_too() -> None:
    """The same document is given again; what cannot be opened is refused alike."""
    ingester = RememberingIngester(FileIngester(None))
    once, again = (ingester.ingest("表\n".encode(), name="a.txt", path="a.txt") for _ in range(2))
    assert once is again
    refusals: list[str] = []
    for _ in range(2):
        with pytest.raises(DocumentError) as refused:
            ingester.ingest(b"", name="b.txt", path="b.txt")
        refusals.append(refused.value.code)
    assert refusals[0] == refusals[1]


def test_only_classes_that_exist_can_be_drawn() -> None:
    """A wrong name is an error, never an empty class."""
    assert set(TELLING) <= set(CLASSES)
    with pytest.raises(KeyError):
        next(faulty_documents("mutation of_nothing", 3, FORM))
