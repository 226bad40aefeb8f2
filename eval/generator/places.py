"""Invented agencies: names composed of syllables, with contact data that belongs to nobody."""

from dataclasses import dataclass
from random import Random

__all__ = ["Agency", "draw_agency"]

_FIRST = {
    "青": "qing", "云": "yun", "临": "lin", "石": "shi", "松": "song", "柳": "liu", "白": "bai", "桃": "tao",
    "金": "jin", "玉": "yu", "望": "wang", "清": "qing", "栖": "qi", "枫": "feng", "梧": "wu", "鹿": "lu",
}  # fmt: skip
# No pair of these is a county or city that exists.
_SECOND = {
    "禾": "he", "渡": "du", "岭": "ling", "塘": "tang", "坪": "ping", "澜": "lan", "峪": "yu", "堰": "yan",
    "埠": "bu", "砚": "yan", "漪": "yi", "荻": "di", "葭": "jia", "芷": "zhi", "苕": "tiao", "霁": "ji",
}  # fmt: skip
_BUREAUS = (
    "发展和改革局", "教育局", "民政局", "财政局", "自然资源和规划局", "市场监督管理局", "农业农村局", "水务局",
    "住房和城乡建设局", "卫生健康委员会", "文化和旅游局", "交通运输局", "应急管理局", "生态环境局",
)  # fmt: skip
_ROADS = ("人民路", "建设大道", "滨河东路", "文昌街", "解放北路", "永安巷", "学府路", "迎宾大道", "朝阳街", "丰收路")


@dataclass(frozen=True)
class Agency:
    """An agency and how it speaks of itself."""

    name: str
    """Full name."""
    short: str
    """As a title may shorten it; equal to `name` where it is never shortened."""
    own: str
    """我镇, 我局, …"""
    area: str
    """What it governs, for prose: 全镇, 全县, …"""
    superior: str
    government: bool
    address: str
    phone: str
    postcode: str
    email: str
    url: str


def draw_agency(kind: str, random: Random) -> Agency:
    """Draw an agency of a kind: town, street, office, department, county, city or province.

    Raises:
        ValueError: there is no such kind.
    """
    seat, slug = _place(random)
    upper = seat + random.choice(("县", "县", "市", "区"))
    village, village_slug = _place(random)
    match kind:
        case "town":
            suffix = random.choice(("镇", "镇", "乡"))
            short = random.choice(("", upper)) + village + suffix
            name, own, area, superior, slug = f"{short}人民政府", f"我{suffix}", f"全{suffix}", upper, village_slug
        case "street":
            name = f"{upper}{village}街道办事处"
            short, own, area, superior, slug = name, "我街道", "辖区", upper, village_slug
        case "office":
            name = f"{upper}人民政府办公室"
            short, own, area, superior = name, f"{upper[-1]}政府办", f"全{upper[-1]}", upper
        case "department":
            bureau = random.choice(_BUREAUS)
            name = upper + bureau
            short, own, area, superior = name, "我委" if bureau.endswith("委员会") else "我局", f"全{upper[-1]}", upper
        case "county":
            name, own, area, superior = f"{upper}人民政府", f"我{upper[-1]}", f"全{upper[-1]}", "上级"
            short = random.choice((name, name, upper))
        case "city":
            name, own, area, superior = f"{seat}市人民政府", "我市", "全市", "上级"
            short = name
        case "province":
            name, own, area, superior = f"{seat}省人民政府办公厅", "本机关", "全省", "国务院办公厅"
            short = name
        case _:
            raise ValueError(f"unknown kind of agency {kind!r}")
    where = upper if kind not in {"city", "province"} else f"{seat}市"
    address = f"{where}{random.choice(_ROADS)}{random.randrange(1, 290)}号"
    room, floor = random.randrange(201, 930), random.randrange(2, 9)
    address += random.choice(("", "", "行政中心", f"政务大楼{floor}楼", f"{room}室"))
    dash = random.choice(("-", "-", "-", "—", "－", "–"))
    # Area codes 0700 to 0709 were never assigned, and .example is reserved: nobody is reached by mistake.
    phone = f"070{random.randrange(10)}{dash}{random.randrange(2, 9)}{random.randrange(1_000_000):06d}"
    host = f"www.{slug}.gov.example"
    url = random.choice(("http://{}/", "http://{}", "https://{}/", "{}", "http://{}/zwgk/index.html")).format(host)
    return Agency(
        name=name,
        short=short,
        own=own,
        area=area,
        superior=superior,
        government=name.endswith("人民政府"),
        address=address,
        phone=phone,
        postcode=f"{random.randrange(100, 860)}{random.randrange(1000):03d}",
        email=f"{slug}{random.choice(('zwgk', '_xxgk', 'bgs', '2009'))}@mail.example",
        url=url,
    )


def _place(random: Random) -> tuple[str, str]:
    first, second = random.choice(list(_FIRST)), random.choice(list(_SECOND))
    return first + second, _FIRST[first] + _SECOND[second]
