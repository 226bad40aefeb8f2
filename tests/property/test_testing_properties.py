"""Replies made from truths, over many texts and mistakes."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import builtin_forms
from extractor.prompting import table_reply
from extractor.prompting.fence import defused, fence
from extractor.testing import Asked, DocumentTruth, Misreading, Mistakes, Shape, asked_in, make_reply, spoken

FORMS = builtin_forms()
EDITION = next(form for form in FORMS if form.id == "gov-disclosure").table("requests").edition("2021")
PATHS = [cell.path for cell in EDITION.cells]

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200)
STOPPED = {Shape.TRUNCATED, Shape.REFUSAL, Shape.FILTERED, Shape.INTERRUPTED}
FIGURES = st.lists(st.integers(0, 99_999), min_size=len(PATHS), max_size=len(PATHS))
MISTAKES = st.builds(
    Mistakes,
    modes=st.lists(st.sampled_from(Misreading), min_size=1, max_size=3, unique=True).map(tuple),
    rate=st.floats(0, 1),
    seed=st.integers(0, 1000),
)


def asked(text: str = "") -> Asked:
    """A question about the largest table."""
    return Asked("0" * 12, "requests", "2021", "", text)


@given(text=TEXTS, before=TEXTS)
def test_what_was_fenced_is_found_whatever_it_says(text: str, before: str) -> None:
    """Document, part, edition and text come back, whatever stands in the text and before it."""
    document = hashlib.sha256(text.encode()).hexdigest()
    found = asked_in([f"{defused(before)}\n{fence(text, document, 'requests', '2021')}\n"])
    assert found == Asked(document[:12], "requests", "2021", "", defused(text))


@given(figures=FIGURES, text=TEXTS)
@settings(max_examples=25)
def test_a_faithful_reply_states_the_truth_whatever_the_text(figures: list[int], text: str) -> None:
    """No text that is shown, not even one without the table, changes a figure of a faithful reply."""
    truth = DocumentTruth(cells=dict(zip(PATHS, figures, strict=True)))
    reply = table_reply(7, 7).model_validate(make_reply(asked(text), truth, FORMS).content, strict=True)
    assert [cell for row in reply.rows for cell in row.cells] == [str(figure) for figure in figures]


@given(figures=FIGURES, mistakes=MISTAKES)
@settings(max_examples=40)
def test_what_is_called_wrong_is_wrong_and_nothing_else(figures: list[int], mistakes: Mistakes) -> None:
    """The cells that a reply names as wrong are those that differ from the truth, and the reply fits its shape."""
    truth = DocumentTruth(cells=dict(zip(PATHS, figures, strict=True)))
    made = make_reply(asked(), truth, FORMS, mistakes)
    reply = table_reply(7, 7).model_validate_json(spoken(made.content).text, strict=True)
    given_ = dict(zip(PATHS, (cell for row in reply.rows for cell in row.cells), strict=True))
    assert made.wrong == {path: given_[path] for path, figure in truth.cells.items() if given_[path] != str(figure)}
    assert made == make_reply(asked(), truth, FORMS, mistakes)


@given(figures=FIGURES, shape=st.sampled_from(Shape))
@settings(max_examples=40)
def test_every_shape_can_be_written_down(figures: list[int], shape: Shape) -> None:
    """No content breaks a shape: something is said, and it is text that can be sent."""
    truth = DocumentTruth(cells=dict(zip(PATHS, figures, strict=True)))
    said = spoken(make_reply(asked(), truth, FORMS).content, shape)
    assert said.text.encode()[:1] != b"" or shape is Shape.EMPTY
    assert (said.finish == "stop") == (shape not in STOPPED)
