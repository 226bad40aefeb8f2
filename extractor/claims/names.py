"""The names of Chinese authorities: the areas they begin with, the organ they end with, the level they stand on."""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Area",
    "Level",
    "NameWords",
    "areas_of",
    "is_area",
    "is_known_area",
    "is_organ",
    "level_of",
    "name_words",
    "organ_at_end",
]

Level = Literal["township", "county", "city", "province"]
"""The level of government, from the bottom up."""

RANKS: dict[Level, int] = {"province": 0, "city": 1, "county": 2, "township": 3}

LONGEST_AREA = 13
"""Characters before the ending; the longest official name of an area has fifteen in all."""

BARE_PREFECTURE = "州"
BEFORE_BARE_PREFECTURE = r"(?<=[\u4e00-\u9fff]{2})"
"""恩施州 is a prefecture; 苏州 is a city that lost its 市."""

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class NameWords(BaseModel):
    """`data/names.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["gouji/names/1"] = Field(alias="schema")
    areas: dict[Level, Words]
    inside_before: dict[str, str]
    functional: Words
    districts: frozenset[str]
    not_areas: frozenset[str]
    not_endings: Words
    never_in_areas: Words
    leading: Words
    organs: Words
    not_organs: Words
    seats: Words
    before_names: Words
    other_phones: Words
    address_words: Words
    count_words: str
    municipalities: frozenset[str]
    provinces: frozenset[str]
    cities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Area:
    """One area in a name."""

    start: int
    """Half-open interval in the name."""
    end: int
    level: Level | None
    """Null: the ending does not tell."""
    certain: bool
    """False when the ending fits two levels and no list decides."""


@cache
def name_words() -> NameWords:
    """The word lists, read once a process."""
    text = files("extractor.claims").joinpath("data/names.yaml").read_text(encoding="utf-8")
    return NameWords.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def area_pattern() -> re.Pattern[str]:
    """One area: the shortest stretch of ideographs up to an ending that does not stand inside a name."""
    words = name_words()
    endings = sorted((ending for level in words.areas.values() for ending in level), key=len, reverse=True)
    parts = [
        f"{BEFORE_BARE_PREFECTURE if ending == BARE_PREFECTURE else ''}{ending}"
        f"{f'(?![{inside}])' if (inside := words.inside_before.get(ending)) else ''}"
        for ending in endings
    ]
    return re.compile(rf"[\u4e00-\u9fff]{{1,{LONGEST_AREA}}}?(?:{'|'.join(parts)})")


@lru_cache(maxsize=1024)
def areas_of(name: str) -> tuple[Area, ...]:
    """The areas a name begins with, from the largest down; the name has no spaces.

    The chain ends where the level does not fall any more, so that a department's own words are not taken for areas.
    """
    words = name_words()
    start = max((len(word) for word in words.leading if name.startswith(word)), default=0)
    found: list[Area] = []
    while match := area_pattern().match(name, start):
        printed = match.group()
        area = judge(printed, start)
        if area is None:
            break
        above = found[-1] if found else None
        if above is not None and not above.certain and area.level == "county":
            # Only a city of prefecture level has districts, counties and smaller cities below it.
            above = found[-1] = replace(above, level="city", certain=True)
            area = replace(area, certain=True)
        elif above is not None and above.level == "city" and not area.certain:
            area = replace(area, certain=True)
        if above is not None and above.level and area.level and RANKS[area.level] <= RANKS[above.level]:
            break
        found.append(area)
        start = match.end()
    return tuple(found)


def judge(printed: str, start: int) -> Area | None:
    """The level of one area by itself; null when the words are no area."""
    words = name_words()
    no_area = printed in words.not_areas or printed.endswith(words.not_endings)
    if no_area or any(word in printed for word in words.never_in_areas):
        return None
    end = start + len(printed)
    if printed.endswith(words.functional) and printed not in words.districts:
        return Area(start, end, None, certain=True)
    level: Level = next(level for level, endings in words.areas.items() if printed.endswith(endings))
    if printed in words.municipalities:
        return Area(start, end, "province", certain=True)
    if printed.endswith("市") and printed not in words.cities:
        return Area(start, end, "county", certain=False)
    return Area(start, end, level, certain=True)


def level_of(name: str) -> Level | None:
    """The level of the last area that a name begins with."""
    areas = areas_of(name)
    return areas[-1].level if areas else None


def is_area(name: str) -> bool:
    """Whether a name is nothing but areas: 卫辉市孙杏村镇."""
    areas = areas_of(name)
    return bool(areas) and areas[-1].end == len(name)


def is_known_area(printed: str) -> bool:
    """Whether a province, municipality or city of prefecture level is called so."""
    words = name_words()
    return printed in words.cities or printed in words.provinces or printed in words.municipalities


def organ_at_end(name: str) -> bool:
    """Whether a name ends like an authority's name, a second name in brackets left aside."""
    if name.endswith(("）", ")")):
        name = name[: max(name.rfind("（"), name.rfind("("), 0)]
    words = name_words()
    return name.endswith(words.organs) and not name.endswith(words.not_organs)


def is_organ(name: str) -> bool:
    """Whether a name is nothing but an organ: 人民政府, 人民政府办公室."""
    rest = name
    organs = sorted(name_words().organs, key=len, reverse=True)
    while rest:
        organ = next((organ for organ in organs if rest.endswith(organ)), None)
        if organ is None:
            return False
        rest = rest.removesuffix(organ)
    return bool(name)
