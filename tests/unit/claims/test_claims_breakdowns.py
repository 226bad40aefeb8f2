"""Numbers and the parts that the prose names of them."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from extractor.claims.grammar import Breakdown, Prose

Read = Callable[..., Prose]


def numbers(found: Breakdown) -> list[tuple[str, Decimal]]:
    """Label and value of each part."""
    return [(part.label, part.whole.value) for part in found.parts]


def only(found: Prose) -> Breakdown:
    """The single list of a text."""
    (item,) = found.breakdowns
    return item


@pytest.mark.parametrize(
    "text",
    [
        "主动公开信息94条，其中政策文件60条、通知公告34条。",
        "主动公开信息94条，其中：政策文件60条，通知公告34条。",
        "主动公开信息94条（其中：政策文件60条、通知公告34条）。",
        "主动公开信息94条，其中：政策文件60条；通知公告34条。",
        "主动公开信息94条，其中：1.政策文件60条；2.通知公告34条。",
        "主动公开信息94条，其中政策文件60条、通知公告34条，均及时更新。",
        "主动公开信息94条，其中政策文件60条、通知公告34条；举办培训3期。",
    ],
)
def test_a_list_of_parts_is_read_with_its_whole(text: str, prose: Read) -> None:
    """In every usual punctuation: the number, its label, its parts, and nothing of what follows the list."""
    found = only(prose(text))
    assert (found.label, found.whole.value, found.whole.quote) == ("主动公开信息", 94, "94条")
    assert numbers(found) == [("政策文件", 60), ("通知公告", 34)]
    assert found.reasons == ()
    assert found.decidable
    assert found.total == 94


def test_parts_of_a_part_count_once(prose: Read) -> None:
    """部门财务2条（其中预算2条） adds 2 to the list, not 4."""
    found = only(prose("公开信息5条，其中部门财务2条（其中预算2条）、招考3条。"))
    assert numbers(found) == [("部门财务", 2), ("招考", 3)]
    assert numbers(found.parts[0]) == [("预算", 2)]
    assert found.total == 5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("公开信息94条，其中政策文件60条、通知公告20条等。", "and-others"),
        ("公开信息94余条，其中政策文件60条、通知公告34条。", "inexact"),
        ("公开信息94条，其中政策文件约60条、通知公告34条。", "inexact"),
        ("公开信息94条，其中政策文件60条、收费30万元。", "mixed-units"),
        ("公开信息94条，其中：政策文件、通知公告若干；动态34条。", "part-unclear"),
        ("公开信息94条，其中政策文件60条，复议1件，诉讼0件。", "list-end-unclear"),
    ],
)
def test_a_list_that_cannot_be_added_up_says_why(text: str, reason: str, prose: Read) -> None:
    """Open lists, rounded numbers, other units, items without number, and ends nobody can see are not decidable."""
    found = only(prose(text))
    assert reason in found.reasons
    assert not found.decidable


def test_units_that_the_form_treats_alike_are_added_up(prose: Read) -> None:
    """件, 条 and 篇 count the same things here."""
    found = only(prose("公开信息94条，其中政策文件60件、通知公告34篇。"))
    assert found.decidable


def test_among_without_a_number_before_it_is_no_list(prose: Read) -> None:
    """其中 also opens a sentence about something else."""
    assert prose("公开渠道更多，其中网站60条、公众号34条。").breakdowns == ()
