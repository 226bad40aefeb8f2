"""Mutations of what the sentences say: counts, parts, shares, endings, the fee; figures come from the truth."""

from collections.abc import Callable, Sequence
from random import Random

from eval.generator.damages import Draft
from eval.generator.mutations.model import Awaited, Mutation, Story, Told

__all__ = ["SENTENCE_MUTATIONS"]

Strike = Callable[[Story, Random], Told | None]

_NEW, _CARRIED = "requests.new_received.total", "requests.carried_in.total"
_OUT = "requests.carried_out.total"
_REVIEWS, _IN_FORCE = "disputes.reconsideration.total", "proactive.normative_documents.in_force"
_LAWSUITS = ("disputes.litigation_direct.total", "disputes.litigation_after_reconsideration.total")
_COUNTED: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = (
    ((_NEW,), ("本年新收政府信息公开申请{}件。", "全年新收到政府信息公开申请 {} 件，均依法登记。")),
    ((_OUT,), ("结转下年度继续办理的政府信息公开申请{}件。",)),
    ((_REVIEWS,), ("因政府信息公开被申请行政复议{}件。", "全年发生政府信息公开行政复议案件{}件。")),
    (_LAWSUITS, ("因政府信息公开被提起行政诉讼{}件。",)),
    ((_IN_FORCE,), ("现行有效行政规范性文件{}件。", "现行有效的行政规范性文件共{}件。")),
    (("proactive.penalties.decisions",), ("全年作出行政处罚决定{}件。",)),
)
"""Cells whose sum a sentence states, and ways to state it. 办结 is none: it may count those carried in or not."""
_DIGITS, _TEN, _HUNDRED = "零一二三四五六七八九", 10, 100
_MOST_PARTS = 60


def _chinese(number: int) -> str:
    """A number below a hundred in Chinese numerals."""
    tens, ones = divmod(number, _TEN)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def _contradiction(*cells: str, severity: str = "error") -> Awaited:
    return Awaited("N1", "prose", severity, cells=frozenset(cells))


def _total(story: Story, cells: Sequence[str]) -> int:
    return sum(map(story.count, cells))


def _stated(story: Story, random: Random) -> Told:
    """A count of the text is off; the same sentence with the right count is not."""
    cells, wordings = random.choice(_COUNTED)
    right, wording = _total(story, cells), random.choice(wordings)
    wrong = right + random.choice((1, 1, 2, 9))
    return Told(story.saying(wording.format(wrong)), (_contradiction(*cells),), story.saying(wording.format(right)))


def _stock_at_the_end(story: Story, random: Random) -> Told:
    """A stock is stated as of the end of the year, which is what the table counts."""
    right, day = (
        story.count(_IN_FORCE),
        random.choice(("截至年底", f"截至{story.year}年12月31日", f"截至{story.year}年底")),
    )
    text = "{}，现行有效行政规范性文件{}件。"
    return Told(
        story.saying(text.format(day, right + 1)), (_contradiction(_IN_FORCE),), story.saying(text.format(day, right))
    )


def _received(story: Story, meaning: str) -> Told | None:
    """收到 with one of its meanings, both of them right, or with neither."""
    new, both = story.count(_NEW), _total(story, (_NEW, _CARRIED))
    if not new or new == both:
        return None
    value = {"new": new, "both": both, "neither": both + 1}[meaning]
    awaited = (_contradiction(_NEW, _CARRIED),) if meaning == "neither" else ()
    return Told(story.saying(f"全年共受理政府信息公开申请{value}件，答复均在法定期限内作出。"), awaited)


def _denied(story: Story, random: Random) -> Told | None:
    """未收到, over a table that counts some."""
    if not story.count(_NEW):
        return None
    text = random.choice(("全年未收到政府信息公开申请。", "本年度没有收到政府信息公开申请。"))
    return Told(story.saying(text), (_contradiction(_NEW, _CARRIED),))


def _chinese_count(story: Story, *, wrong: bool) -> Told | None:
    right = story.count(_NEW)
    if not 0 < right < _HUNDRED - 1:
        return None

    def said(count: int) -> Draft:
        return story.saying(f"本年新收政府信息公开申请{_chinese(count)}件。")

    return Told(said(right + 1), (_contradiction(_NEW),), said(right)) if wrong else Told(said(right))


def _other_scope(story: Story, random: Random) -> Told | None:
    """17 of the government's own office against 95 of its whole area."""
    total, both = story.count(_NEW), _total(story, (_NEW, _CARRIED))
    area = story.agency.removesuffix("人民政府")[-1]
    if not story.agency.endswith("人民政府") or area in "镇乡" or min(total, both) < _TEN:
        return None
    own = random.randrange(1, total)
    text = f"{area}政府办公室共收到政府信息公开申请{own}件。"
    return Told(story.saying(text), (_contradiction(_NEW, _CARRIED, severity="warning"),))


def _other_noun(story: Story, random: Random) -> Told:
    more = story.count(_IN_FORCE) + random.randrange(1, 40)
    return Told(story.saying(f"全年印发政策性文件{more}件，公示行政处罚信息{more + 3}条，发布解读材料{more + 5}篇。"))


def _other_year(story: Story, random: Random) -> Told:
    count = story.count(_NEW) + random.randrange(1, 30)
    return Told(story.saying(f"{story.year - 1}年共收到政府信息公开申请{count}件，办理经验为本年工作打下基础。"))


def _parts(story: Story, random: Random, kind: str) -> Told:
    """A whole and its parts: right, too much, too little, a list of some (等), nested, or of another unit."""
    first, second, third = (random.randrange(5, _MOST_PARTS) for _ in range(3))
    whole = first + second + third
    slip = random.randrange(1, min(first, second, third))
    right = f"发布信息{whole}条，其中通知公告{first}条、财政信息{second}条、机构职能{third}条。"
    texts = {
        "exceed": right.replace(f"信息{whole}条", f"信息{whole - slip}条", 1),
        "fall_short": right.replace(f"信息{whole}条", f"信息{whole + slip}条", 1),
        "open_list": f"发布信息{whole + slip}条，其中通知公告{first}条、财政信息{second}条、机构职能{third}条等。",
        "nested": right.replace(f"信息{second}条", f"信息{second}条（其中预决算{slip}条）"),
        "units": f"发布信息{whole}条，其中通知公告{first}件、财政信息{second}篇、机构职能{third + slip}条。",
    }
    levels = {"exceed": "warning", "fall_short": "info"}
    awaited = (Awaited("N2", "prose", levels[kind]),) if kind in levels else ()
    return Told(story.saying(texts[kind]), awaited, story.saying(right))


def _share(story: Story, random: Random) -> Told:
    """A share that does not come out."""
    whole = random.randrange(120, 900)
    part = random.randrange(whole // 2, whole)
    right = f"{part * _HUNDRED / whole:.1f}"
    # Far from any quotient of other figures that the report prints.
    wrong = f"{float(right) + random.choice((7.3, -8.6)):.1f}"
    text = "收回社会评议问卷{}份，其中表示满意{}份，占{}%。"
    return Told(
        story.saying(text.format(whole, part, wrong)),
        (Awaited("N3", "prose", "warning"),),
        story.saying(text.format(whole, part, right)),
    )


def _growth(story: Story, random: Random) -> Told:
    """A rate of growth that does not come out, beside last year's number."""
    before = random.randrange(200, 500)
    now = before + random.randrange(20, 150)
    right = f"{(now - before) * _HUNDRED / before:.1f}"
    wrong = f"{float(right) + random.choice((3.7, 5.2)):.1f}"
    text = "网站发布信息{}条，比上年的{}条增长{}%。"
    return Told(
        story.saying(text.format(now, before, wrong)),
        (Awaited("N3", "prose", "warning"),),
        story.saying(text.format(now, before, right)),
    )


def _all_done(story: Story, random: Random) -> Told | None:
    if not story.count(_OUT) or not story.count(_NEW):
        return None
    text = random.choice(("新收政府信息公开申请{}件，均已办结。", "新收政府信息公开申请{}件，已全部办结。"))
    awaited = Awaited("N4", "prose", "error", cells=frozenset({_OUT}))
    return Told(story.saying(text.format(story.count(_NEW))), (awaited,))


def _fee(text: str, *awaited: Awaited) -> Strike:
    def strike(story: Story, random: Random) -> Told | None:
        del random
        if not story.count(_NEW):
            return None
        return Told(story.with_section("other", lambda _: (text,)), awaited)

    return strike


def _with(kind: str) -> Strike:
    return lambda story, random: _parts(story, random, kind)


SENTENCE_MUTATIONS = (
    Mutation("stated_count_wrong", _stated),
    Mutation("stock_at_the_end_of_the_year_wrong", _stock_at_the_end),
    Mutation("received_with_neither_meaning", lambda story, _: _received(story, "neither")),
    Mutation("received_means_new", lambda story, _: _received(story, "new"), silent=True),
    Mutation("received_means_new_and_carried", lambda story, _: _received(story, "both"), silent=True),
    Mutation("received_denied", _denied),
    Mutation("chinese_numeral_wrong", lambda story, _: _chinese_count(story, wrong=True)),
    Mutation("chinese_numeral_right", lambda story, _: _chinese_count(story, wrong=False), silent=True),
    Mutation("smaller_number_of_another_scope", _other_scope),
    Mutation("counts_of_other_things", _other_noun, silent=True),
    Mutation("count_of_last_year", _other_year, silent=True),
    Mutation("parts_exceed_the_whole", _with("exceed")),
    Mutation("parts_fall_short", _with("fall_short")),
    Mutation("list_of_some_parts", _with("open_list"), silent=True),
    Mutation("parts_nested", _with("nested"), silent=True),
    Mutation("parts_in_other_units", _with("units"), silent=True),
    Mutation("share_wrong", _share),
    Mutation("growth_wrong", _growth),
    Mutation("all_processed_with_some_carried_over", _all_done),
    Mutation(
        "fee_of_385_yuan",
        _fee("本年度依规收取信息处理费385元。无其他需要报告的事项。", Awaited("F2", "content", "warning")),
    ),
    Mutation("fee_of_380_yuan", _fee("本年度依规收取信息处理费380元。无其他需要报告的事项。"), silent=True),
    Mutation("fee_not_spoken_of", _fee("没有其他需要报告的事项。", Awaited("F1", "completeness", "warning"))),
    Mutation("fee_by_another_name", _fee("本年度没有收取信息公开处理费。", Awaited("F3", "content", "warning"))),
)
