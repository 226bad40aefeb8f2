"""Title, preface and contact data, with what a reader may know from them."""

from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens
from eval.generator.places import Agency
from eval.generator.truth import MetaValue

__all__ = ["Front", "write_front"]

_PHRASES = ("政府信息公开工作年度报告", "政府信息公开工作年度报告", "政府信息公开工作年度报告", "政府信息公开年度报告")


@dataclass(frozen=True)
class Front:
    """Everything before the first section, and the lines after the last one."""

    title: tuple[str, ...]
    preface: tuple[str, ...]
    closing: tuple[str, ...]
    meta: dict[str, MetaValue]


def write_front(agency: Agency, year: int, edition: str, random: Random) -> Front:
    """Write a title and a preface; `meta` holds exactly what they print."""
    title, names_agency = _title(agency, year, random)
    meta: dict[str, MetaValue] = {"title": "".join(title), "agency": agency.name, "year": year}
    paragraphs: list[str] = []
    closing: list[str] = []
    contacts = _contacts(agency, random)
    style = random.choice(("sentence", "sentence", "sentence", "sentence", "lines", "closing", "none"))
    if not names_agency and style == "none":
        # The full name must stand somewhere, else nobody could know it.
        style = "sentence"
    period = _period(year, random) if style != "none" or happens(random, 0.7) else ""
    if style == "lines":
        paragraphs += [f"单位名称：{agency.name}", *_contact_lines(contacts, random)]
    if period or style == "sentence":
        text = _basis(year, edition, random) + period
        if style == "sentence":
            text += _contact_sentence(agency, contacts, random)
        paragraphs.append(text)
    if style == "closing":
        closing += [agency.name, *_contact_lines(contacts, random)]
    if period:
        meta |= {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    if style != "none":
        meta |= {key: value for key, _, value in contacts}
    return Front(title, tuple(paragraphs), tuple(closing), meta)


def _title(agency: Agency, year: int, random: Random) -> tuple[tuple[str, ...], bool]:
    name = random.choice((agency.name, agency.name, agency.short))
    phrase = random.choice(_PHRASES)
    lines = random.choice(
        (
            (f"{name}{year}年{phrase}",),
            (f"{name}{year}年{phrase}",),
            (f"{name} {year} 年{phrase}",),
            (f"{year}年{name}{phrase}",),
            (f"{name}", f"{year}年{phrase}"),
            (f"{name}{year}年", phrase),
            (f"{name}{year}年{phrase[:6]}", phrase[6:]),
            (f"{name}{year}年度{phrase}",),
            (f"{name}{phrase}（{year}年度）",),
            (f"{year}年度{name}", phrase),
        )
    )
    return lines, name == agency.name


def _basis(year: int, edition: str, random: Random) -> str:
    number = "〔2019〕60号" if edition == "2019" else "〔2021〕30号"
    notice = (
        "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
        if edition == "2019"
        else "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
    )
    law = "《中华人民共和国政府信息公开条例》"
    return random.choice(
        (
            f"现依照{law}第五十条的规定，向社会公布{year}年度政府信息公开工作情况。",
            f"本报告依照{law}（以下简称《条例》）和{notice}（国办公开办函{number}）编写。",
            f"按照{law}及{notice}（国办公开办函{number}）的统一格式，编制本报告，共分六个部分。",
            f"为落实{law}要求，接受社会监督，特编制并公布{year}年度报告。",
            f"{law}施行以来，年度报告制度逐步健全。本年度报告由六部分组成，依照国办公开办函{number}规定的格式写成。",
        )
    )


def _period(year: int, random: Random) -> str:
    return random.choice(
        (
            f"报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
            f"统计期限自{year}年1月1日起，至{year}年12月31日止。",
            f"本报告数据统计时间：{year}年1月1日至12月31日。",
            f"文中数据的统计周期为{year}年1月1日—12月31日。",
            f"所用数据统计时段为 {year} 年 1 月 1 日至 {year} 年 12 月 31 日。",
            f"统计期限：{year}年01月01日-{year}年12月31日。",
        )
    )


def _contacts(agency: Agency, random: Random) -> list[tuple[str, str, str]]:
    """Key, label, value of the contact data that this report prints."""
    offered = (
        ("address", random.choice(("地址", "联系地址", "通讯地址", "办公地址")), agency.address, 0.85),
        ("postcode", random.choice(("邮编", "邮政编码")), agency.postcode, 0.7),
        ("phone", random.choice(("电话", "联系电话", "咨询电话", "办公电话")), agency.phone, 0.9),
        ("email", random.choice(("电子邮箱", "邮箱", "电子信箱")), agency.email, 0.4),
        ("url", random.choice(("网址", "网站")), agency.url, 0.3),
    )
    chosen = [(key, label, value) for key, label, value, chance in offered if happens(random, chance)]
    random.shuffle(chosen)
    return chosen


def _contact_sentence(agency: Agency, contacts: list[tuple[str, str, str]], random: Random) -> str:
    contacts = list(contacts)
    online = ""
    if (site := next((item for item in contacts if item[0] == "url"), None)) and happens(random, 0.6):
        contacts.remove(site)
        online = random.choice(
            (
                f"本报告电子版可在政府网站（{site[2]}）查阅。",
                f"公众可登录门户网站（网址：{site[2]}）下载本报告。",
            )
        )
    colon = random.choice(("：", "：", "：", ":", ""))
    comma = random.choice(("，", "；", "，", "、"))
    # A value that runs into its label needs the colon: without one, only digits are told from it.
    items = comma.join(
        f"{label}{colon or ('' if key == 'postcode' else '：')}{value}" for key, label, value in contacts
    )
    ask = random.choice(("如有疑问", "对本报告如有意见或建议", "公众若需了解详情"))
    opening = random.choice(("请与{}联系", "可向{}咨询", "请联系{}")).format(agency.name)
    return f"{online}{ask}，{opening}（{items}）。" if items else f"{online}{ask}，{opening}。"


def _contact_lines(contacts: list[tuple[str, str, str]], random: Random) -> list[str]:
    colon = random.choice(("：", "：", ": "))
    return [f"{label}{colon}{value}" for _, label, value in contacts]
