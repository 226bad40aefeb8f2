"""Words from a file: documents of any form get their title and paragraphs from `data/<form id>.yaml`."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from eval.generator.figures import Figures
from eval.generator.places import Agency
from eval.generator.prose.front import Front
from eval.generator.truth import MetaValue
from extractor.forms import Form

__all__ = ["Templates", "templates_of", "write_from_templates"]

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")

Alternatives = Annotated[tuple[tuple[str, ...], ...], Field(min_length=1)]


class Templates(BaseModel):
    """The words for one form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["gouji/prose/1"] = Field(default="gouji/prose/1", alias="schema")
    blank_zeros: float = Field(default=0.35, ge=0, le=1)
    """Chance that a document leaves zeros empty where its layout can show an empty cell."""
    titles: Alternatives
    preface: Alternatives = ((),)
    closing: Alternatives = ((),)
    sections: Mapping[str, Alternatives] = Field(default_factory=dict)
    """By section; those of a section with a table stand between its heading and the table."""


@cache
def templates_of(form_id: str, title_phrase: str) -> Templates:
    """The words in the form's own file; a form without one prints a title with its phrase and nothing else."""
    file = files("eval.generator.prose").joinpath(f"data/{form_id}.yaml")
    if not file.is_file():
        return Templates(titles=((f"{{agency}}{{year}}年{title_phrase}",),))
    return Templates.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def write_from_templates(
    form: Form, agency: Agency, year: int, figures: Figures, random: Random
) -> tuple[Front, dict[str, list[str]]]:
    """Title, preface and closing, and the paragraphs of each section.

    Raises:
        ValueError: A template names a fact that there is none of.
    """
    words = templates_of(form.id, form.metadata.title_phrases[0])
    facts: dict[str, object] = {
        "agency": agency.name,
        "own": agency.own,
        "area": agency.area,
        "superior": agency.superior,
        "phone": agency.phone,
        "address": agency.address,
        "year": year,
        "last_year": year - 1,
        **figures,
    }
    title = _drawn(words.titles, facts, random)
    preface = _drawn(words.preface, facts, random)
    closing = _drawn(words.closing, facts, random)
    paragraphs = {key: list(_drawn(choices, facts, random)) for key, choices in words.sections.items()}
    meta: dict[str, MetaValue] = {"title": "".join(title), "agency": agency.name, "year": year}
    printed = "".join((*preface, *closing, *(line for lines in paragraphs.values() for line in lines)))
    meta |= {key: value for key, value in (("phone", agency.phone), ("address", agency.address)) if value in printed}
    return Front(title, preface, closing, meta), paragraphs


def _drawn(choices: Sequence[Sequence[str]], facts: Mapping[str, object], random: Random) -> tuple[str, ...]:
    return tuple(_filled(line, facts) for line in random.choice(choices))


def _filled(line: str, facts: Mapping[str, object]) -> str:
    if unknown := [name for name in _PLACEHOLDER.findall(line) if name not in facts]:
        raise ValueError(f"template {line!r} names {unknown!r}: neither a fact of the agency nor a cell of the tables")
    return _PLACEHOLDER.sub(lambda found: str(facts[found[1]]), line)
