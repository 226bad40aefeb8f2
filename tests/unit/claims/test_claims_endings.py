"""Statements without a number of their own: how all cases ended, and whether a charge was made."""

from collections.abc import Callable

import pytest

from extractor.claims.grammar import ChargeStatement, Prose
from extractor.model import Cell

Filled = Callable[..., tuple[Cell, ...]]
Read = Callable[..., Prose]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("收到政府信息公开申请26件，所有申请均已按要求办理完成。", "所有申请均已按要求办理完成"),
        ("收到政府信息公开申请26件，均已办结。", "均已办结"),
        ("收到政府信息公开申请26件，已全部办结。", "已全部办结"),
        ("新收政府信息公开申请26件，全部办结。", "全部办结"),
    ],
)
@pytest.mark.parametrize(("carried_out", "agrees"), [(0, True), (1, False)])
def test_all_processed_means_that_nothing_is_carried_over(
    *, text: str, quote: str, carried_out: int, agrees: bool, prose: Read, filled: Filled
) -> None:
    """The words are true only when 结转下年度继续办理 is 0."""
    cells = filled(requests__new_received__total=26, requests__carried_out__total=carried_out)
    (completion,) = prose(text, cells).completions
    assert (completion.quote, completion.zero, completion.agrees) == (quote, ("requests.carried_out.total",), agrees)


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请26件，均已按时办结。",
        "收到政府信息公开申请26件，已办结25件。",
        "收到政府信息公开申请26件，均在法定期限内予以答复。",
        "人大代表建议3件，均已办结。",
        "2022年收到政府信息公开申请26件，均已办结。",
        "下一步，确保收到的政府信息公开申请26件全部办结。",
    ],
)
def test_other_endings_are_no_completion(text: str, prose: Read, filled: Filled) -> None:
    """In time is not all; other cases, other years and plans say nothing about this table."""
    assert prose(text, filled(requests__carried_out__total=1)).completions == ()


def test_words_that_may_speak_of_those_carried_in_only_accuse_nobody(prose: Read, filled: Filled) -> None:
    """新收…，上年结转…，均已办结 may mean all of them, or the last ones."""
    cells = filled(requests__carried_out__total=1)
    (completion,) = prose("新收政府信息公开申请26件，上年结转3件，均已办结。", cells).completions
    assert (completion.agrees, completion.reasons) == (None, ("qualified",))


@pytest.mark.parametrize(("pending", "agrees"), [(0, True), (1, False)])
def test_all_upheld_leaves_no_case_pending(pending: int, agrees: bool, prose: Read, filled: Filled) -> None:
    """均为结果维持 contradicts a case that is not decided; it speaks of the reviews it names only."""
    cells = filled(disputes__reconsideration__pending=pending, disputes__litigation_direct__pending=1)
    text = "因政府信息公开被申请行政复议3件、被提起行政诉讼1件，其中行政复议均为结果维持。"
    (completion,) = prose(text, cells).completions
    assert (completion.key, completion.agrees) == ("reviews_upheld", agrees)


def test_a_blank_cell_leaves_a_completion_undecided(prose: Read, filled: Filled) -> None:
    """A blank is no 0, so it proves nothing."""
    blank = {"kind": "blank", "value": None, "as_printed": ""}
    cells = tuple(
        cell.model_copy(update=blank) if cell.path == "requests.carried_out.total" else cell for cell in filled()
    )
    (completion,) = prose("收到政府信息公开申请26件，均已办结。", cells).completions
    assert (completion.agrees, completion.reasons) == (None, ("cell-unproven",))


def only(found: Prose) -> ChargeStatement:
    """The single statement about the charge."""
    (charge,) = found.charges
    return charge


@pytest.mark.parametrize(
    ("text", "term", "official", "yuan", "negated"),
    [
        ("本年度未收取信息处理费。", "信息处理费", True, 0, True),
        ("尚未存在“收取信息处理费”的情况。", "信息处理费", True, 0, True),
        ("全年没有向申请人收取信息处理费。", "信息处理费", True, 0, True),
        ("收取政府信息公开信息处理费 0 元。", "信息处理费", True, 0, False),
        ("本年度依规收取信息处理费380元。", "信息处理费", True, 380, False),
        ("本年度收取信息处理费0.1万元。", "信息处理费", True, 1000, False),
        ("本年度没有产生信息公开处理费。", "信息公开处理费", False, 0, True),
        ("2023年，无收取信息公开费情况。", "信息公开费", False, 0, True),
        ("关于信息处理费的规定已经公布。", "信息处理费", True, None, False),
        ("2022年收取信息处理费380元。", "信息处理费", True, None, False),
    ],
)
def test_what_is_said_about_the_charge_is_read_with_its_own_term(
    *, text: str, term: str, official: bool, yuan: int | None, negated: bool, prose: Read
) -> None:
    """Amounts in yuan, denials as 0, a mere mention as nothing, and the term as this report has it."""
    charge = only(prose(text))
    assert (charge.term, charge.official, charge.negated) == (term, official, negated)
    assert charge.yuan == yuan
    assert text.count(charge.quote) == 1


def test_the_name_of_the_charges_regulation_says_nothing_about_it(prose: Read) -> None:
    """《…信息处理费管理办法》 is cited in nearly every report."""
    assert prose("按照《政府信息公开信息处理费管理办法》执行。").charges == ()
