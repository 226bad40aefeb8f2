"""Replies made from a truth: faithful ones, and each way to misread figures."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from extractor.forms import builtin_forms
from extractor.prompting import ClaimsReply, MetadataReply, SecondLookReply, TableReply, table_reply
from extractor.testing import (
    Asked,
    DocumentTruth,
    Misreading,
    Mistakes,
    StatedTruth,
    asked_in,
    make_reply,
)
from extractor.testing.truths import Figure, read_truths

FORMS = builtin_forms()


@pytest.fixture(name="golden")
def golden_report(project_root: Path) -> tuple[str, str, DocumentTruth]:
    """The golden report: the digits of its digest, its text and its truth."""
    data = (project_root / "golden/reports/qinghe_2023.txt").read_bytes()
    document = hashlib.sha256(data).hexdigest()[:12]
    return document, data.decode(), read_truths(project_root / "golden")[document]


def ask(document: str, about: str, text: str, words: str = "Read.") -> Asked:
    """What a prompt with this fence asks."""
    asked = asked_in(
        [f"{words}\n\n<<<document {document} {about}>>>\n{text}\n<<<end of document {document}>>>\nThanks."]
    )
    assert asked is not None
    return asked


def table_of(content: Mapping[str, object]) -> TableReply:
    """The reply read by the wire shape, strictly."""
    return table_reply(1, 7).model_validate(content, strict=True)


def test_a_faithful_reply_gives_every_figure_of_the_truth(golden: tuple[str, str, DocumentTruth]) -> None:
    """The table of 175 cells fits the wire shape, row by row in the form's order, with the figures of the truth."""
    document, text, truth = golden
    made = make_reply(ask(document, "requests 2021", text), truth, FORMS)
    reply = table_of(made.content)
    edition = FORMS[0].table("requests").edition("2021")
    assert [row.id for row in reply.rows] == [f"r{number:02d}" for number in range(1, 26)]
    assert [cell for row in reply.rows for cell in row.cells] == [str(truth.cells[cell.path]) for cell in edition.cells]
    assert made.wrong == {}


def test_labels_are_echoed_as_the_document_prints_them() -> None:
    """Spaces drop out, damage stays, the ordinal is left off, and eight characters are enough."""
    text = "一、本年新收政 府信息公开申请数量\t1\n5.属于三类内部事务信息\t2\n1.属子国家秘密\n"
    made = make_reply(ask("0" * 12, "requests 2021", text), DocumentTruth(cells=_granted("3")), FORMS)
    labels = {row.id: row.label for row in table_of(made.content).rows}
    assert labels == {"r03": "予以公开"}
    cells = {f"requests.{row}.total": 1 for row in ("new_received", "refused_internal_affairs")}
    made = make_reply(ask("0" * 12, "requests 2021", text), DocumentTruth(cells=cells), FORMS)
    assert [row.label for row in table_of(made.content).rows] == ["本年新收政府信息", "属于三类内部事务"]


def test_figures_keep_the_writing_of_the_document() -> None:
    """A figure with full-width digits or a thousands mark is given as printed, where its row's run is found."""
    text = "（一）予以公开\t1,234\t０\t0\t0\t0\t0\t1,234\n"
    figures = dict(zip(_granted("x"), (1234, 0, 0, 0, 0, 0, 1234), strict=True))
    reply = table_of(make_reply(ask("0" * 12, "requests 2021", text), DocumentTruth(cells=figures), FORMS).content)
    assert reply.rows[0].cells == ["1,234", "０", "0", "0", "0", "0", "1,234"]


def test_blanks_are_null_and_rows_that_are_missing_are_named() -> None:
    """A blank field is null, a dash is a dash, and a row that the document leaves out is not made up."""
    kinds: dict[str, Figure] = {path: {"kind": "blank"} for path in _granted("x")}
    kinds["requests.granted.total"] = {"kind": "dash"}
    reply = table_of(make_reply(ask("0" * 12, "requests 2021", ""), DocumentTruth(cells=kinds), FORMS).content)
    assert [row.cells for row in reply.rows] == [[None] * 6 + ["—"]]
    assert len(reply.unreadable) == 24


def test_metadata_and_claims_are_quoted_verbatim(golden: tuple[str, str, DocumentTruth]) -> None:
    """Every quote stands in the text that was shown; a claim outside it is left out."""
    document, text, truth = golden
    items = MetadataReply.model_validate(make_reply(ask(document, "meta 2021", text), truth, FORMS).content).items
    assert {item.key for item in items} == set(truth.meta)
    assert all(item.quote in text for item in items)
    stated = DocumentTruth(
        cells={}, claims=(StatedTruth("青禾县", "received", "52"), StatedTruth("不在文中的话", "received", "1"))
    )
    claims = ClaimsReply.model_validate(make_reply(ask(document, "claims 2021", text), stated, FORMS).content).claims
    assert [(claim.quote, claim.number) for claim in claims] == [("青禾县", "52")]


def test_a_second_look_gives_one_row(golden: tuple[str, str, DocumentTruth]) -> None:
    """A second look at a row is answered with the row's label and figures."""
    document, text, truth = golden
    content = make_reply(ask(document, "second-look 2021", text, "Row: requests r24"), truth, FORMS).content
    reply = SecondLookReply.model_validate(content)
    assert (reply.label, reply.cells) == ("总计", ["42", "6", "1", "0", "3", "1", "53"])


def test_what_no_form_has_is_no_question(golden: tuple[str, str, DocumentTruth]) -> None:
    """A table, an edition or a row that no form has is named in the error."""
    document, text, truth = golden
    for about, words in (("visits 2021", ""), ("requests 1999", ""), ("second-look 2021", "Row: requests r99")):
        with pytest.raises(KeyError):
            make_reply(ask(document, about, text, words), truth, FORMS)


@pytest.mark.parametrize("mode", list(Misreading))
def test_each_mode_changes_what_it_names_and_says_so(golden: tuple[str, str, DocumentTruth], mode: Misreading) -> None:
    """Cells named as wrong differ from the truth, all others are right, and the reply fits the wire shape."""
    document, text, truth = golden
    cells = dict(truth.cells)
    cells["requests.granted.research_institution"] = {"kind": "blank"}
    damaged = DocumentTruth(cells=cells)
    asked = ask(document, "requests 2021", text)
    made = make_reply(asked, damaged, FORMS, Mistakes((mode,), rate=0.5, seed=3))
    edition = FORMS[0].table("requests").edition("2021")
    given = [cell for row in table_of(made.content).rows for cell in row.cells]
    faithful = [cell for row in table_of(make_reply(asked, damaged, FORMS).content).rows for cell in row.cells]
    differing = {
        cell.path: one for cell, one, right in zip(edition.cells, given, faithful, strict=True) if one != right
    }
    assert made.wrong == differing
    assert differing


def test_chosen_cells_alone_are_misread(golden: tuple[str, str, DocumentTruth]) -> None:
    """Naming a cell misreads that one, the same way every time."""
    document, text, truth = golden
    asked = ask(document, "requests 2021", text)
    chosen = Mistakes((Misreading.DIGIT,), cells=frozenset(["requests.granted.total"]))
    made = make_reply(asked, truth, FORMS, chosen)
    assert list(made.wrong) == ["requests.granted.total"]
    assert made == make_reply(asked, truth, FORMS, chosen)


def test_computed_totals_add_up_after_arithmetic_repair(golden: tuple[str, str, DocumentTruth]) -> None:
    """A misread figure hides in totals that were computed to fit: every equation over rows and columns holds."""
    document, text, truth = golden
    repair = Mistakes((Misreading.ARITH_REPAIR,), cells=frozenset(["requests.granted.natural_person"]))
    made = make_reply(ask(document, "requests 2021", text), truth, FORMS, repair)
    edition = FORMS[0].table("requests").edition("2021")
    given = dict(zip((c.path for c in edition.cells), _cells(made.content), strict=True))
    sums = [equation for equation in edition.equations if len(equation.right) == 1]
    assert all(
        sum(int(given[path] or 0) for path in equation.left) == int(given[equation.right[0]] or 0) for equation in sums
    )
    assert len(made.wrong) > 1


def test_a_prompt_without_a_fence_asks_nothing() -> None:
    """Neither prose nor a fence that is closed under another document is taken for a question."""
    assert (
        asked_in(["read this", "<<<document 0123456789ab meta ->>>\ntext\n<<<end of document 0123456789ff>>>"]) is None
    )


def _granted(token: str) -> dict[str, Figure]:
    edition = FORMS[0].table("requests").edition("2021")
    return {cell.path: {"kind": "number", "as_printed": token} for cell in edition.cells if cell.row == "granted"}


def _cells(content: Mapping[str, object]) -> list[str | None]:
    return [cell for row in table_of(content).rows for cell in row.cells]
