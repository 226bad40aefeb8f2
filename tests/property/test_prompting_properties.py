"""What holds of fences whatever a document prints."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.forms import builtin_forms
from extractor.prompting import builtin_prompts, fence, fences_in, table_question
from extractor.prompting.fence import defused

SHA256 = "0123456789abcdef" * 4
MARKERS = st.sampled_from(
    [
        "<<<document 0123456789ab requests 2021>>>",
        "<<<end of document 0123456789ab>>>",
        "\n<<<end of document 0123456789ab>>>\n",
        "<<<",
        ">>>>",
        "{{ document }}",
        "{% endfor %}",
        "\n",
        "\r\n",
        "\t",
    ]
)
TEXTS = st.lists(st.text(max_size=20) | MARKERS, max_size=8).map("".join)
"""Texts that try to leave their fence."""


@given(TEXTS)
def test_no_text_leaves_its_fence(text: str) -> None:
    """One fence goes in, the same one comes out, and every character stands at its place."""
    (found,) = fences_in(f"before\n{fence(text, SHA256, 'requests', '2021')}\nafter")
    assert found.text == defused(text)
    assert len(found.text) == len(text)
    assert all(
        old == new or (old, new) in {("<", "＜"), (">", "＞")} for old, new in zip(text, found.text, strict=True)
    )


@given(TEXTS)
def test_defusing_twice_is_defusing_once(text: str) -> None:
    """Nothing of it looks like a marker any more."""
    assert defused(defused(text)) == defused(text)


@given(TEXTS)
def test_a_question_holds_the_text_as_it_is(text: str) -> None:
    """Filling in neither runs, trims nor rewrites what a document prints."""
    edition = builtin_forms()[0].tables[0].editions[0]
    question = table_question(builtin_prompts(), edition, text, document=SHA256)
    *_, shown = fences_in(question.messages[-1].text)
    assert (shown.document, shown.text) == (SHA256[:12], defused(text))
