"""Numbers in sentences, held against cells."""

from collections.abc import Callable

import pytest

from extractor.claims.grammar import Prose
from extractor.model import Cell, Claim

Filled = Callable[..., tuple[Cell, ...]]
Read = Callable[..., Prose]

NEW = "requests.new_received.total"
CARRIED_IN = "requests.carried_in.total"
IN_FORCE = "proactive.normative_documents.in_force"


@pytest.fixture
def cells(filled: Filled) -> tuple[Cell, ...]:
    """The figures of an invented report."""
    return filled(
        requests__new_received__total=26,
        requests__carried_in__total=3,
        requests__total_processed__total=27,
        requests__carried_out__total=2,
        requests__granted__total=20,
        requests__partly_granted__total=2,
        requests__refused_internal_affairs__total=1,
        requests__unavailable_not_held__total=3,
        requests__declined_repeat__total=1,
        disputes__reconsideration__total=2,
        disputes__litigation_direct__total=1,
        proactive__normative_documents__issued=8,
        proactive__normative_documents__repealed=5,
        proactive__normative_documents__in_force=27,
        proactive__licensing__decisions=94,
        proactive__penalties__decisions=19,
    )


@pytest.fixture
def claims(prose: Read, cells: tuple[Cell, ...]) -> Callable[..., list[tuple[str, bool | None]]]:
    """Reads the quotations of a text's claims, and whether each agrees with the invented figures."""

    def read(text: str, *, agency: str | None = "云岭县水利局") -> list[tuple[str, bool | None]]:
        return [(claim.quote, claim.agrees) for claim in prose(text, cells, agency=agency).claims]

    return read


Claims = Callable[..., list[tuple[str, bool | None]]]


def only(found: Prose) -> Claim:
    """The single claim of a text."""
    (claim,) = found.claims
    return claim


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("2023年，我局共收到政府信息公开申请25件。", "收到政府信息公开申请25件"),
        ("县水利局共收到政府信息公开申请 25 件。", "收到政府信息公开申请 25 件"),
        ("2023年新收政府信息公开申请25件。", "新收政府信息公开申请25件"),
        ("收到政府信息公开申请26件，上年度结转申请2件。", "上年度结转申请2件"),
        ("收到政府信息公开申请26件，结转下年度继续办理3件。", "结转下年度继续办理3件"),
        ("现行有效规范性文件26条。", "现行有效规范性文件26条"),
        ("制发行政规范性文件8件，废止4件，年末现行有效27件。", "废止4件"),
        ("作出行政许可决定94件、行政处罚决定20件。", "行政处罚决定20件"),
        ("因政府信息公开被申请行政复议2件、被提起行政诉讼2件。", "被提起行政诉讼2件"),
        ("办结政府信息公开申请27件，其中予以公开19件。", "予以公开19件"),
        ("我局未收到政府信息公开申请。", "未收到政府信息公开申请"),
        ("未发生因政府信息公开引起的行政复议。", "未发生因政府信息公开引起的行政复议"),
    ],
)
def test_a_sentence_that_says_another_number_than_the_table_disagrees(text: str, quote: str, claims: Claims) -> None:
    """Noun, office and year are the table's: exactly the quoted words contradict it, and nothing else does."""
    assert [found for found, agrees in claims(text) if agrees is False] == [quote]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("2023年，我局共收到政府信息公开申请26件，同比增长30%。", ["收到政府信息公开申请26件"]),
        ("截至2023年12月31日，受理依申请公开事项26件。", ["受理依申请公开事项26件"]),
        ("收到26件政府信息公开申请，办结27件。", ["收到26件政府信息公开申请", "办结27件"]),
        ("收到公民、法人或者其他组织提出的信息公开申请26件。", ["收到公民、法人或者其他组织提出的信息公开申请26件"]),
        ("因政府信息公开被申请行政复议2件。", ["因政府信息公开被申请行政复议2件"]),
        ("今年共发布8条规范性文件。", ["发布8条规范性文件"]),
        ("收到政府信息公开申请26件，不予公开1件、无法提供3件、不予处理1件。",
         ["收到政府信息公开申请26件", "不予公开1件", "无法提供3件", "不予处理1件"]),
    ],
)  # fmt: skip
def test_a_sentence_with_the_tables_numbers_agrees(text: str, quotes: list[str], claims: Claims) -> None:
    """Each statement is found, quoted as printed, and equal to its cell."""
    assert claims(text) == [(quote, True) for quote in quotes]


@pytest.mark.parametrize(
    "text",
    [
        "2022年，我局共收到政府信息公开申请21件。",
        "去年收到政府信息公开申请21件。",
        "2022年，我局工作平稳。全年收到政府信息公开申请21件。",
        "较2022年收到的政府信息公开申请21件增加5件。",
        "上半年共收到政府信息公开申请12件。",
        "3月收到政府信息公开申请4件。",
        "2023年12月31日收到政府信息公开申请1件。",
        "2023年1月至11月收到政府信息公开申请24件。",
        "2024年，计划办结政府信息公开申请30件。",
        "下一步，我局将争取收到政府信息公开申请后5件以内一次办结，全年收到政府信息公开申请30件。",
        "如未收到政府信息公开申请，应当零报告。",
        "有无政府信息公开申请均应登记。",
        "每年收到政府信息公开申请10件的单位予以通报。",
    ],
)
def test_other_years_comparisons_plans_and_rules_make_no_claim(text: str, claims: Claims) -> None:
    """A sentence about another time, or about what should be, is never held against this year's table."""
    assert claims(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "制发政策性文件11件，发布政策文件4条，公文200件。",
        "受理不动产登记申请25件。",
        "公示行政许可信息30条、行政处罚信息20条。",
        "答复网络问政182件。",
        "新制定规章制度5项。",
        "开展业务培训3期，参训120人次。",
        "我局没有收到涉及商业秘密的政府信息公开申请。",
    ],
)
def test_what_only_resembles_the_forms_nouns_makes_no_claim(text: str, claims: Claims) -> None:
    """政策文件 is no 行政规范性文件, and 公示 N 条 is no decision."""
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("全县共收到政府信息公开申请120件。", "other-scope"),
        ("县公安局收到政府信息公开申请5件。", "other-scope"),
        ("县政府现行有效规范性文件326件。", "other-scope"),
        ("各单位共收到政府信息公开申请120件。", "other-scope"),
        ("全县各部门认真做好公开工作。共收到政府信息公开申请25件。", "scope-unsure"),
        ("指导各部门做好公开，共收到政府信息公开申请25件。", "scope-unsure"),
        ("通过网站收到政府信息公开申请20件。", "qualified"),
        ("公示行政处罚决定20件。", "qualified"),
        ("备案行政规范性文件11件。", "qualified"),
        ("收到政府信息公开申请25件（不含上年结转）。", "qualified"),
        ("收到政府信息公开申请25件以上。", "inexact"),
        ("收到政府信息公开申请20余件。", "inexact"),
        ("约收到政府信息公开申请20件。", "qualified"),
        ("共收到政府信息公开申请约26件。", "inexact"),
        ("自2008年以来，累计收到政府信息公开申请300件。", "time-unsure"),
        ("收到政府信息公开申请26件，办结20件。", "other-meaning"),
        ("办理行政许可1000件。", "other-meaning"),
    ],
)
def test_what_may_be_about_something_else_is_not_held_against_the_table(
    text: str, reason: str, prose: Read, cells: tuple[Cell, ...]
) -> None:
    """The last claim is there with its number, agrees with nothing, accuses nobody, and says why."""
    claim = prose(text, cells).claims[-1]
    assert claim.agrees is None
    assert claim.matched is None
    assert reason in claim.reasons


def test_a_clause_without_a_subject_keeps_the_one_before(prose: Read, cells: tuple[Cell, ...]) -> None:
    """办结 and 予以公开 are the other office's too; the report's own office ends that."""
    text = "县公安局收到政府信息公开申请5件，办结5件，予以公开4件；我局收到政府信息公开申请25件。"
    found = [(claim.value, claim.agrees) for claim in prose(text, cells).claims]
    assert found == [(5, None), (5, None), (4, None), (25, False)]


@pytest.mark.parametrize(
    ("agency", "subject", "agrees"),
    [
        ("大通区人民政府办公室", "区政府办", False),
        ("大通区人民政府", "区政府办", None),
        ("大通区人民政府", "全区", None),
        ("大通区人民政府", "我区", None),
        ("大通区人民政府", "区政府", None),
        ("大通区人民政府", "本机关", None),
        ("大通区人民政府", "", False),
        ("长生镇人民政府", "我镇", False),
        ("长生镇人民政府", "长生镇", False),
        ("长生镇人民政府", "全县", None),
        ("上海市科委", "市科委", False),
        ("沭阳县发展和改革局", "县发展和改革局", False),
        ("沭阳县发展和改革局", "我县", None),
        (None, "本机关", False),
        (None, "县水利局", None),
    ],
)
def test_only_the_offices_own_number_contradicts(
    agency: str | None, subject: str, agrees: bool | None, claims: Claims
) -> None:
    """A short form of the reporting office's name is the office; a larger area or another office is not."""
    text = f"2023年，{subject}共收到政府信息公开申请25件。"
    assert claims(text, agency=agency) == [("收到政府信息公开申请25件", agrees)]


def test_the_offices_own_name_ends_what_a_larger_subject_began(claims: Claims) -> None:
    """A paragraph that opens with all offices comes back to the one that reports."""
    text = "全县各部门认真做好公开工作。我局严格审查。共收到政府信息公开申请25件。"
    assert claims(text) == [("收到政府信息公开申请25件", False)]


@pytest.mark.parametrize(("value", "matched"), [(26, 0), (29, 1)])
def test_received_may_mean_new_ones_or_those_carried_in_too(
    value: int, matched: int, prose: Read, cells: tuple[Cell, ...]
) -> None:
    """Both readings of 受理 are good, and the claim says which one fits."""
    claim = only(prose(f"全年受理政府信息公开申请{value}件。", cells))
    assert claim.targets == ((NEW,), (NEW, CARRIED_IN))
    assert (claim.value, claim.matched, claim.agrees) == (value, matched, True)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("一件", 1),
        ("两件", 2),
        ("〇件", 0),
        ("十二件", 12),
        ("廿五件", 25),
        ("２５件", 25),
        ("25 件", 25),
        ("1,294件", 1294),
        ("3.2万件", 32000),
        ("0", 0),
    ],
)
def test_numerals_of_every_kind_are_read(printed: str, value: int, prose: Read) -> None:
    """Chinese numerals, full-width figures, separators and 万 state the number a person reads."""
    claim = only(prose(f"我局收到政府信息公开申请{printed}。"))
    assert claim.value == value
    assert claim.quote == f"收到政府信息公开申请{printed}"


@pytest.mark.parametrize("printed", ["2 5件", "5%", "5人次", "25个工作日", "一", "〇〇件", "025件"])
def test_what_is_no_single_count_states_nothing(printed: str, prose: Read) -> None:
    """Split figures may be two numbers; a rate, persons and days count something else."""
    assert prose(f"我局收到政府信息公开申请{printed}。").claims == ()


def test_a_denial_is_a_zero_without_unit(prose: Read) -> None:
    """未收到 states 0, marked as denied, and agrees with a printed 0."""
    claim = only(prose("截止目前，未收到公民、法人和其他组织通过各种形式提出的政府信息公开申请件。"))
    assert (claim.value, claim.negated, claim.unit, claim.agrees) == (0, True, None, True)


def test_a_cell_that_is_no_proven_number_is_never_contradicted(prose: Read, cells: tuple[Cell, ...]) -> None:
    """Blank, or waiting for a person: the claim stands, undecided, with its reason."""
    spoilt = {
        "blank": {"kind": "blank", "value": None, "as_printed": ""},
        "in review": {"status": "review", "tier": "T4"},
    }
    for change in spoilt.values():
        changed = tuple(cell.model_copy(update=change) if cell.path == IN_FORCE else cell for cell in cells)
        claim = only(prose("现行有效规范性文件26条。", changed))
        assert (claim.agrees, claim.reasons) == (None, ("cell-unproven",))


def test_an_edition_without_the_cell_has_no_claim(prose: Read, filled: Filled) -> None:
    """The form of 2019 does not count what is in force."""
    assert prose("现行有效规范性文件26条。", filled("2019")).claims == ()


def test_each_edition_has_its_own_cell_for_the_same_words(prose: Read, filled: Filled) -> None:
    """制发 is 本年制发件数 since 2021 and 本年新制作数量 before."""
    claims = [only(prose("制发规范性文件6件。", filled(edition))) for edition in ("2021", "2019")]
    assert [claim.targets for claim in claims] == [
        (("proactive.normative_documents.issued",),),
        (("proactive.normative_documents.created",),),
    ]


def test_without_a_known_year_no_year_in_the_prose_is_held_against_the_table(
    prose: Read, cells: tuple[Cell, ...]
) -> None:
    """Nobody can say whether 2023 is the report's year; an equal number still supports."""
    unequal, equal = (only(prose(f"2023年收到政府信息公开申请{n}件。", cells, year=None)) for n in (25, 26))
    assert (unequal.agrees, unequal.reasons) == (None, ("time-unsure",))
    assert equal.agrees is True


def test_the_longest_phrase_decides_what_a_number_counts(prose: Read, cells: tuple[Cell, ...]) -> None:
    """现行有效规范性文件 is not also a claim about 规范性文件, and 予以公开及部分公开 is one number for two rows."""
    assert [claim.targets for claim in prose("现行有效规范性文件26条。", cells).claims] == [((IN_FORCE,),)]
    claim = prose("办结政府信息公开申请27件，予以公开及部分公开22件。", cells).claims[-1]
    assert claim.targets == (("requests.granted.total", "requests.partly_granted.total"),)
    assert claim.agrees is True


def test_a_quotation_begins_behind_what_the_phrase_only_needs(prose: Read, cells: tuple[Cell, ...]) -> None:
    """The lawsuit's quotation does not repeat the review before it."""
    quotes = [claim.quote for claim in prose("信息公开类行政复议2件，诉讼1件。", cells).claims]
    assert quotes == ["信息公开类行政复议2件", "诉讼1件"]


def test_cases_an_office_decides_are_not_those_brought_against_it(claims: Claims) -> None:
    """An office that hears reviews reports their number too, and it is another one."""
    assert claims("办理政府信息公开行政复议案件30件。") == [("办理政府信息公开行政复议案件30件", None)]
