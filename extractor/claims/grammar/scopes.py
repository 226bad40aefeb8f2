"""Of whom a statement speaks: of the office that reports, of a larger area, or of somebody else."""

import re
from dataclasses import dataclass

__all__ = ["NUMBERED", "OWN", "WIDE", "Subject", "last_subject_is_wide", "subject_of"]

NUMBERED = r"其中|[一二三四五六]是|第?[一二三四五六七八九十][、，]|\d{1,2}[.、]"
"""What numbers an item: it is no part of a statement."""
FILLER = (
    "共|总共|一共|合计|共计|总计|累计|全年|年内|年度内|当年|一年来|全部|主要|实际|另外|另有|另|还有|还|并|且|同时|以及|和|及|与|或者"
    "|或|则|也|因此|均|分别|再|又|含|包括|包含|其他|期间|已经|已|新|有|内|间|、|底|末|止|起|依法|统一|在此期间|代表"
)
LEADING = re.compile(f"(?:{NUMBERED}|{FILLER})+")
TRAILING = re.compile(f"(?:{FILLER})+$")
"""Words before a statement that change nothing about what it counts."""

REGIONS = frozenset("省市区县州盟旗镇乡")
OWN = re.compile(
    "我们|本(?:机关|单位|部门)|[我本该](?P<kind>局|委|办|厅|院|所|站|队|处|会|中心|署|校|社|馆|镇|乡|街道|区|县|市|省|州|旗|盟|政府)"
    "(?:机关|办公室)?"
)
WIDE = re.compile(
    "全(?P<region>省|市|区|县|州|盟|旗|镇|乡|街道|系统|域|国)|各[级单部镇乡街区县市地科处委局职]|所属|下属|辖区|直属|[省市区县]直"
    r"|基层|属地|(?:等|两|[三四五六七八九十]|\d+)[个家](?:部门|单位|镇|乡|街道|局)"
)
GOVERNMENT_OF_AREA = re.compile("[省市区县州盟旗](?:人民)?政府$")
NAME_END = tuple("局委办厅院所站队处会心署校社馆镇乡道区县市省州旗盟府室")
MEANS = ("通过", "经", "从", "以", "在", "针对", "关于")
"""What follows names no subject."""
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what stands before a statement in its clause."""

    own: bool
    """The report's own office is named."""
    reason: str | None
    """Why the statement may not be about what the form counts; null when every word is understood. Stable codes:
    `other-scope`: another office or a larger area.
    `scope-unsure`: the area that a government governs, or that government without its area: its figures may or may not
    cover what is meant.
    `qualified`: words that may narrow the statement."""


def subject_of(words: str, agency: str | None, lead_in: re.Pattern[str]) -> Subject:
    """Read the words before a statement, which hold no time and no other statement any more."""
    own = False
    reason: str | None = None
    rest = words
    while rest:
        ahead = LEADING.match(rest) or lead_in.match(rest)
        if ahead is not None and ahead.end():
            rest = rest[ahead.end() :]
            continue
        shorter = TRAILING.sub("", rest)
        if shorter != rest:
            rest = shorter
            continue
        named = OWN.match(rest)
        if named is not None:
            rest = rest[named.end() :]
            if is_area(named["kind"], agency) or reports_for_area(agency):
                reason = "scope-unsure"
            own = True
            continue
        wide = WIDE.match(rest)
        if wide is not None and wide.end() == len(rest) and governs(wide["region"], agency):
            return Subject(own=False, reason="scope-unsure")
        name = own_name_at(rest, agency)
        if not name:
            other = WIDE.search(rest) is not None or (is_office(rest) and not rest.startswith(MEANS))
            return Subject(own=False, reason="other-scope" if other else "qualified")
        rest = rest[len(name) :]
        own = True
        if reports_for_area(agency):
            reason = "scope-unsure"
    return Subject(own, reason)


def last_subject_is_wide(text: str, agency: str | None) -> bool | None:
    """Whether the last office or area that a text names is a larger one; null when it names none."""
    wide = max((found.start() for found in WIDE.finditer(text)), default=-1)
    own = max((found.start() for found in OWN.finditer(text) if not is_area(found["kind"], agency)), default=-1)
    return None if wide == own else wide > own


def is_area(kind: str | None, agency: str | None) -> bool:
    """Whether 我市 and the like mean an area and not the office: only a town's office goes by the town's name."""
    if kind is None or kind not in REGIONS:
        return False
    return agency is None or kind not in {"镇", "乡"} or kind not in agency


def governs(region: str | None, agency: str | None) -> bool:
    """Whether 全区 and the like is the area of the government that reports."""
    if region is None or agency is None:
        return False
    return f"{region}人民政府" in agency or f"{region}政府" in agency or agency.endswith(region)


def reports_for_area(agency: str | None) -> bool:
    """Whether the tables count a whole area: then a number of the government's own may be smaller."""
    return agency is not None and GOVERNMENT_OF_AREA.search(agency) is not None


def is_office(name: str) -> bool:
    """Whether words end like the name of an office or an area."""
    return len(name) >= SHORTEST_NAME and name.endswith(NAME_END)


def own_name_at(words: str, agency: str | None) -> str:
    """The longest short form of the agency's name that the words begin with."""
    for end in range(len(words), SHORTEST_NAME - 1, -1):
        name = words[:end]
        if name.endswith(NAME_END) and is_short_form(name, agency):
            return name
    return ""


def is_short_form(name: str, agency: str | None) -> bool:
    """Whether the characters of a name stand in the agency's name, or in its office's, in the same order."""
    if agency is None:
        return False
    office = "办公室" if reports_for_area(agency) else ""
    rest = iter(agency.replace("人民政府", "政府") + office)
    return all(character in rest for character in name.replace("人民政府", "政府"))
