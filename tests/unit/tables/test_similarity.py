"""`extractor.tables.similarity`: how much a printed label resembles each label of a table."""

import pytest

from extractor.forms import Form
from extractor.tables.similarity import LabelIndex, label_index

ROWS = ["borrowed", "returned", "lost", "damaged", "moved", "unknown", "remaining"]


@pytest.fixture
def index(form: Form) -> LabelIndex:
    """The labels of the table of loans."""
    return label_index(form.table("loans").edition("1"))


class TestRows:
    """Similarity to row labels."""

    @pytest.mark.parametrize(
        ("printed", "row"),
        [
            ("一、本年借出图书册数", "borrowed"),
            ("本年借出 图书册数", "borrowed"),
            ("污损", "damaged"),
            ("（2）去向不明", "unknown"),
        ],
    )
    def test_a_label_is_equal_to_its_row_and_unlike_all_others(self, index: LabelIndex, printed: str, row: str) -> None:
        """Ordinals and spaces do not count, and an alias is as good as the official wording."""
        scores = dict(zip(ROWS, index.scores(printed), strict=True))
        assert scores.pop(row) == 1.0
        assert max(scores.values()) < 0.9

    def test_a_label_with_another_ordinal_is_a_little_less_like_its_row(self, index: LabelIndex) -> None:
        """Ordinals are often wrong, so the difference only breaks ties."""
        right, wrong, none = (index.scores(text)[5] for text in ("2.去向不明", "7.去向不明", "去向不明"))
        assert right == none == 1.0
        assert 0.9 < wrong < 1.0

    @pytest.mark.parametrize("printed", ["", " ", "。", "（）"])
    def test_an_empty_label_resembles_nothing(self, index: LabelIndex, printed: str) -> None:
        """Punctuation alone is no label."""
        assert set(index.scores(printed)) == {0.0}

    def test_every_score_lies_between_none_and_full_similarity(self, index: LabelIndex) -> None:
        """Also when an ordinal is taken off."""
        for printed in ("9.没有这一行", "一、", "三、尚未归还原因", "x" * 500):
            assert all(-0.5 < score <= 1.0 for score in index.scores(printed))


class TestGroups:
    """Similarity to group labels."""

    def test_a_group_label_names_the_rows_in_it(self, index: LabelIndex) -> None:
        """Groups inside it included."""
        assert index.group_members("三、尚未归还原因") == frozenset({2, 3, 4, 5})
        assert index.group_members("(一) 其他原因") == frozenset({4, 5})

    @pytest.mark.parametrize("printed", ["三、尚未归坯原因", "1.读者遗失", ""])
    def test_only_an_exact_group_label_names_its_rows(self, index: LabelIndex, printed: str) -> None:
        """A damaged one may be another group's."""
        assert index.group_members(printed) is None

    def test_a_damaged_group_label_still_resembles_a_group(self, index: LabelIndex) -> None:
        """So that it is not taken for a row."""
        assert index.group_score("三、尚未归还原因") == 1.0
        assert 0.8 < index.group_score("三、尚未归坯原因") < 1.0
        assert index.group_score("1.读者遗失") < 0.5
