"""Prompts that an endpoint cut without a word."""

import pytest

from extractor.llm.context import is_cut
from extractor.llm.sizes import shown_tokens
from extractor.model import Message, Question
from extractor.prompting import table_reply


@pytest.mark.parametrize(
    ("counted", "likely", "bound", "cut"),
    [
        (0, 5_000, None, False),
        (0, 5_000, 4_096, False),
        (3_900, 4_200, None, False),
        (2_050, 4_200, None, True),
        (4_096, 4_200, 4_096, True),
        (4_095, 4_200, 4_096, True),
        (3_000, 3_100, 4_096, False),
        (3_000, 3_100, 0, False),
    ],
)
def test_a_cut_shows_in_what_was_counted(counted: int, likely: int, bound: int | None, cut: bool) -> None:
    """Where nothing was counted nothing can be told; else the known bound tells, or a count that no tokeniser comes to.

    Ollama counts a cut prompt as its context, or as half of it (ollama/ollama issues 17427 and 17889).
    """
    assert is_cut(counted, likely, bound) is cut


def test_long_rows_of_one_character_are_no_sign() -> None:
    """Tokenisers have tokens of their own for them, so they must not make an estimate that no count comes to."""

    def tokens(text: str) -> int:
        return shown_tokens(Question("p@1", "d", (Message("user", text),), table_reply(1, 2), 9, "a" * 64, "x"))

    assert tokens("-" * 4_000) == tokens("---")
    assert tokens("…" * 4_000) == 3
    assert tokens("政府信息") == 4
