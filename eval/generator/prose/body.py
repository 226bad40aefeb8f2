"""Sections one, five and six in words whose figures agree with the tables."""

from random import Random

from eval.generator.chance import happens
from eval.generator.places import Agency
from eval.generator.prose.facts import Facts

__all__ = ["write_other", "write_overview", "write_problems"]

_NUMERALS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


def _cases(count: int, random: Random) -> str:
    """A count of cases, small ones sometimes in Chinese numerals."""
    if 0 < count < len(_NUMERALS) and happens(random, 0.15):
        return f"{_NUMERALS[count]}件"
    return f"{count} 件" if happens(random, 0.15) else f"{count}件"


def write_overview(agency: Agency, year: int, facts: Facts, random: Random) -> list[str]:
    """Section one: a lead and five items in one of the usual numberings."""
    items = (
        ("主动公开", _proactive(agency, facts, random)),
        ("依申请公开", _requests(agency, year, facts, random)),
        ("政府信息管理", _management(agency, random)),
        (random.choice(("政府信息公开平台建设", "平台建设")), _platforms(agency, random)),
        ("监督保障", _supervision(agency, random)),
    )
    lead = random.choice(
        (
            f"{year}年，{agency.own}紧扣群众关切，把公开要求贯穿决策、执行、管理、服务和结果各环节。",
            f"一年来，{agency.own}按照{agency.superior}部署，围绕中心工作推进政府信息公开，透明度稳步提高。",
            f"{year}年度，{agency.own}以公开促规范、以服务促公开，各项任务按期完成。",
            f"本年度，{agency.own}认真执行《条例》，公开内容更细，渠道更宽，回应更快。",
        )
    )
    suffix = random.choice(("", "情况", "方面"))
    if happens(random, 0.55):
        return [
            lead,
            *(f"（{'一二三四五'[number]}）{head}{suffix}。{text}" for number, (head, text) in enumerate(items)),
        ]
    if happens(random, 0.7):
        heads = [f"（{'一二三四五'[number]}）{head}{suffix}" for number, (head, _) in enumerate(items)]
        return [lead, *(part for head, (_, text) in zip(heads, items, strict=True) for part in (head, text))]
    return [lead, *(f"{number}.{head}{suffix}：{text}" for number, (head, text) in enumerate(items, 1))]


def _proactive(agency: Agency, facts: Facts, random: Random) -> str:
    parts = [random.randrange(3, 260) for _ in range(random.randrange(2, 5))]
    kinds = ("工作动态", "通知公告", "政策解读", "财政信息", "民生实事", "办事指南", "机构职能")
    names = random.sample(kinds, len(parts))
    shares = "、".join(f"{name}{part}条" for name, part in zip(names, parts, strict=True))
    text = random.choice(
        (
            f"全年通过网站公开信息{sum(parts)}条，其中{shares}。",
            f"本年度共发布各类信息{sum(parts)}条（其中：{shares}）。",
            "凡应公开的内容，均在形成后二十个工作日内发布，群众可随时查询。",
            f"围绕惠民政策、项目建设、预决算等重点领域及时发布，{agency.own}网站栏目保持常态更新。",
        )
    )
    if facts.documents_issued is not None and happens(random, 0.45):
        text += random.choice(
            (
                f"制发行政规范性文件{facts.documents_issued}件，现行有效{facts.documents_in_force}件。",
                f"本年制发行政规范性文件 {facts.documents_issued} 件。",
            )
        )
    if happens(random, 0.3):
        text += f"作出行政许可决定{facts.licences}件、行政处罚决定{facts.penalties}件。"
    return text + _near_misses(agency, random)


def _near_misses(agency: Agency, random: Random) -> str:
    """Counts of things that only resemble what the tables count: no reader may hold them against a cell."""
    return "".join(
        sentence
        for sentence in (
            f"发布政策性文件{random.randrange(1, 40)}件。",
            f"公示行政许可信息{random.randrange(1, 400)}条。",
            f"{agency.area}各单位共收到政府信息公开申请{random.randrange(100, 900)}件，由各单位分别答复。",
            f"开展业务培训{random.randrange(1, 9)}期，参训{random.randrange(20, 300)}人次。",
        )
        if happens(random, 0.12)
    )


def _requests(agency: Agency, year: int, facts: Facts, random: Random) -> str:
    if not facts.received and not facts.carried_in:
        text = random.choice(
            (
                f"{year}年，{agency.own}未收到政府信息公开申请。",
                f"本年度{agency.own}没有收到公民、法人或者其他组织提出的政府信息公开申请，也无上年结转件。",
                "全年收到政府信息公开申请0件。",
            )
        )
    else:
        new, both = _cases(facts.received, random), facts.received + facts.carried_in
        text = random.choice(
            (
                f"{year}年新收政府信息公开申请{new}，上年结转{facts.carried_in}件，",
                f"全年共收到政府信息公开申请{new}，另有上年度结转{facts.carried_in}件，",
                f"本年度受理政府信息公开申请{both}件（含上年结转{facts.carried_in}件），",
                f"本年新收申请{new}、上年结转{_cases(facts.carried_in, random)}，",
            )
        )
        text += f"办结{facts.processed}件，其中予以公开{facts.granted}件、不予公开{facts.refused}件；"
        text += f"结转下年度继续办理{facts.carried_out}件。" if facts.carried_out else "没有结转下年度继续办理的申请。"
        if facts.received and happens(random, 0.1):
            difference = random.randrange(1, facts.received + 1)
            text += f"新收数量比{year - 1}年{random.choice(('增加', '减少'))}{difference}件。"
    return text + _disputes(facts, random)


def _disputes(facts: Facts, random: Random) -> str:
    if not facts.reviews and not facts.lawsuits:
        return random.choice(
            (
                "未发生因政府信息公开引起的行政复议和行政诉讼。",
                "本年度没有政府信息公开行政复议、行政诉讼案件。",
                "因政府信息公开被申请行政复议0件、被提起行政诉讼0件。",
            )
        )
    text = f"因政府信息公开被申请行政复议{facts.reviews}件、被提起行政诉讼{facts.lawsuits}件"
    if facts.reviews and facts.reviews == facts.reviews_upheld and happens(random, 0.5):
        return f"{text}，其中行政复议均为结果维持。"
    return f"{text}。"


def _management(agency: Agency, random: Random) -> str:
    return random.choice(
        (
            "文件起草时同步确定公开属性，发布前须经科室初审、办公室复审、分管负责人终审。",
            f"{agency.own}对历年文件逐件清理，标明效力，失效的及时下架；个人信息一律隐去后再发布。",
            "修订公开指南和目录，统一栏目名称与归档口径，做到底数清、来源明、去向可查。",
            "坚持先审查后发布，涉密与敏感内容单独登记，全年没有发生泄密事件。",
        )
    )


def _platforms(agency: Agency, random: Random) -> str:
    return random.choice(
        (
            "网站、公众号和公示栏同源发布；老年人常用的纸质材料放在便民大厅，专人讲解。",
            f"在政务大厅设查阅点一处，配电脑和打印设备，{agency.area}群众可免费使用。",
            "对照检查指标完善栏目设置，改进站内检索，清除错链，页面打开更快。",
            "停用一个长期不更新的账号，把力量集中到网站和公众号，信息发布更稳定。",
        )
    )


def _supervision(agency: Agency, random: Random) -> str:
    training = random.choice(
        (
            "举办业务培训两期，参训人员覆盖全部科室。",
            "明确一名联络员负责日常提醒，每季度自查一次。",
            f"{agency.own}专题研究公开工作两次，逐项销号。",
        )
    )
    review = random.choice(
        (
            "政府信息公开纳入年度工作考核；邀请群众代表开展社会评议，总体满意；全年无责任追究情况。",
            "工作考核占综合考评的一定权重，社会评议结果良好，本年度没有发生责任追究。",
            "定期开展工作考核和社会评议，未出现需要责任追究的情形。",
        )
    )
    return training + review


def write_problems(agency: Agency, year: int, random: Random) -> list[str]:
    """Section five: what is wanting and what will be done."""
    problems = random.sample(
        (
            "政策解读仍以文字为主，图表和短视频偏少",
            "个别科室报送不够及时，信息时有滞后",
            "基层人员变动较快，业务熟练程度参差",
            "答复文书的说理不够充分",
            "公开目录与群众实际需求还有距离",
        ),
        2,
    )
    measures = random.sample(
        (
            "请窗口人员参与解读稿的编写，多用群众听得懂的话",
            "建立报送时限台账，逾期提醒、按月通报",
            "组织案例研讨，用真实申请练习答复",
            "完善答复文书范本并由法制人员会签",
            "每半年征集一次群众意见，据此调整栏目",
        ),
        2,
    )
    if happens(random, 0.4):
        return [
            "（一）存在的主要问题",
            f"一是{problems[0]}。二是{problems[1]}。",
            "（二）改进情况",
            f"一是{measures[0]}。二是{measures[1]}。",
        ]
    return [
        f"{year}年，{agency.own}政府信息公开工作还有不足：一是{problems[0]}；二是{problems[1]}。",
        f"{year + 1}年，{agency.own}将着力改进：一是{measures[0]}；二是{measures[1]}。",
    ]


def write_other(agency: Agency, edition: str, facts: Facts, random: Random) -> list[str]:
    """Section six: the fee for processing information, and what else there is."""
    if edition == "2019":
        return [random.choice(("无。", "没有其他需要报告的事项。", f"{agency.own}没有其他需要报告的事项。"))]
    if facts.received and happens(random, 0.15):
        return [f"本年度依规收取信息处理费{random.randrange(1, 90) * 10}元。无其他需要报告的事项。"]
    return [
        random.choice(
            (
                "本年度未收取信息处理费。没有其他需要报告的事项。",
                f"本年度{agency.own}没有产生信息处理费，无其他需要报告的事项。",
                "依照信息处理费管理办法，本年度收取信息处理费0元。",
                "按照国务院办公厅关于信息处理费的规定，全年没有向申请人收取信息处理费。",
            )
        )
    ]
