"""`extractor.text.labels`: what must hold for every label that a report may print."""

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.text import compact, label_key, strip_bookmarks

SPACES = (" ", "\t", "\n", "\r\n", "\f", "\u00a0", "\u2002", "\u2028", "\u3000")
"""White space that conversion puts between the characters of a label."""
UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
"""Characters without a width."""

IDEOGRAPHS = "本年度新收上结转申请数量予以公开部分不无法提供处理其他总计人入己已一二三十第项"
PUNCTUATION = "（）()、，。.．:：；“”\"'/-—《》·"
WIDTHS = "0123456789０１２３ABcdＡＢｃｄ㈠㈡⒈⒉①％"

ORDINALS = st.sampled_from(
    ["", "一、", "（一）", "(十二) ", "1.", "１．", "2、", "(3)", "（4）、", "十、", "㈠", "⒈", "五，"]
)
"""Ordinals in every shape that reports print."""

PRINTED = st.builds(str.__add__, ORDINALS, st.text(IDEOGRAPHS + PUNCTUATION + WIDTHS, max_size=24))
"""Labels with the characters that labels are made of, in any order."""

ANYTHING = st.text(max_size=40)


@st.composite
def spread(draw: st.DrawFn, gaps: tuple[str, ...]) -> tuple[str, str]:
    """A label, and the same label with gaps put in at any places."""
    printed = draw(PRINTED)
    between = draw(st.lists(st.sampled_from(("", "", *gaps)), min_size=len(printed) + 1, max_size=len(printed) + 1))
    apart = between[0] + "".join(character + gap for character, gap in zip(printed, between[1:], strict=True))
    return printed, apart


@given(spread(SPACES))
def test_spaces_and_line_ends_anywhere_make_no_difference(pair: tuple[str, str]) -> None:
    """A label may be wrapped, spaced out or indented: its key stays, ordinal included."""
    printed, apart = pair
    assert label_key(apart) == label_key(printed)


@given(spread(UNSEEN))
def test_characters_without_a_width_anywhere_make_no_difference(pair: tuple[str, str]) -> None:
    """What nobody can see on the page does not change what the label is."""
    printed, apart = pair
    assert label_key(apart) == label_key(printed)


@given(PRINTED)
def test_the_compatibility_form_of_a_label_has_the_same_key(printed: str) -> None:
    """Full and half width, and characters that are several in one, compare equal."""
    assert label_key(unicodedata.normalize("NFKC", printed)) == label_key(printed)


@given(ANYTHING)
def test_a_label_with_a_letter_or_digit_is_never_emptied(printed: str) -> None:
    """Whatever is split off, something is left to compare: no label may equal the empty one."""
    assume(compact(strip_bookmarks(printed)))
    key = label_key(printed)
    assert key.plain
    assert key.folded


@given(PRINTED)
def test_a_key_holds_nothing_that_the_label_does_not_print(printed: str) -> None:
    """Ordinal and rest together are the label's own letters and digits, each once and in their order."""
    key = label_key(printed)
    assert key.ordinal + key.plain == compact(strip_bookmarks(printed))


@given(ANYTHING)
def test_folding_exchanges_characters_and_neither_adds_nor_drops_one(printed: str) -> None:
    """Folded labels have the length of the plain ones, so similarity is not moved by folding."""
    key = label_key(printed)
    assert len(key.folded) == len(key.plain)


@given(PRINTED)
def test_a_key_is_the_key_of_its_own_text(printed: str) -> None:
    """Normalising what is normalised changes nothing: without punctuation nothing more looks like an ordinal."""
    plain = label_key(printed).plain
    assert label_key(plain).plain == plain
    assert label_key(label_key(printed).folded).folded == label_key(printed).folded


@given(st.text(IDEOGRAPHS, min_size=1, max_size=24), st.sampled_from(["一、", "（二）", "3.", "(4)", "五、 "]))
def test_an_ordinal_in_front_changes_only_the_ordinal(printed: str, ordinal: str) -> None:
    """A lost ordinal leaves the label comparable: words have the same key with and without one."""
    bare, behind = label_key(printed), label_key(ordinal + printed)
    assert (behind.plain, behind.folded) == (bare.plain, bare.folded)
    assert (bool(behind.ordinal), bare.ordinal) == (True, "")
