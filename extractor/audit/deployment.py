"""What one deployment decides about rules: levels of its own, and findings it has waived; read from one YAML file.

Levels change what records say. Waivers change no record: they tell which of the findings a person has dealt with.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from extractor.audit.engine import Levels
from extractor.errors import UsageError
from extractor.forms.yaml_places import YamlPlace, dotted, keys_twice, line_of, shape_faults
from extractor.model.finding import Severity

__all__ = [
    "DEPLOYMENT_SCHEMA",
    "Deployment",
    "DeploymentFile",
    "Level",
    "Waiver",
    "Waivers",
    "levels_from",
    "levels_text",
    "parse_deployment",
]

DEPLOYMENT_SCHEMA = "gouji/deployment/1"

Level = Literal["off", "info", "warning", "error"]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
MENDING = "mend the rules file; `gouji rules` lists the codes"
MOST_FAULTS = 10


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Waiver(_File):
    """A finding that a person has looked at and accepts until a day."""

    fingerprint: Fingerprint
    """Of the finding, as `gouji check` prints it."""
    reason: Text
    by: Text
    """Who decided."""
    expires: date
    """The last day on which the waiver holds, ISO 8601."""
    document: Text | None = None
    """Path of the document as its record states it; null: every document that has this finding. The fingerprint of a
    finding without cells or figures, such as a section left out, is the same in all of them."""

    @field_validator("expires", mode="before")
    @classmethod
    def _calendar_day(cls, value: object) -> object:
        # Pydantic takes bare digits for seconds since 1970: 2027 would be a day long gone.
        return date.fromisoformat(value) if isinstance(value, str) else value


class DeploymentFile(_File):
    """Rules of one deployment."""

    schema_: Literal["gouji/deployment/1"] = Field(default=DEPLOYMENT_SCHEMA, alias="schema")
    levels: dict[Text, Level] = {}
    """By code of a rule or an identity; `off` leaves the rule out."""
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment's file as it is used."""

    levels: Levels = field(default_factory=dict[str, Severity | None])
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a deployment on one day."""

    waivers: tuple[Waiver, ...] = ()
    today: date = date.max

    def of(self, fingerprint: str, document: str) -> Waiver | None:
        """The waiver of a finding, one that still holds before one that has expired."""
        mine = [item for item in self.waivers if item.fingerprint == fingerprint and item.document in {None, document}]
        return next((item for item in mine if self.holds(item)), mine[0] if mine else None)

    def waives(self, fingerprint: str, document: str) -> bool:
        """Whether a finding does not count."""
        waiver = self.of(fingerprint, document)
        return waiver is not None and self.holds(waiver)

    def holds(self, waiver: Waiver) -> bool:
        """Whether a waiver has not expired."""
        return self.today <= waiver.expires

    @property
    def expired(self) -> tuple[Waiver, ...]:
        """Those that hold no more."""
        return tuple(item for item in self.waivers if not self.holds(item))


def parse_deployment(text: str, name: str, known: Collection[str]) -> Deployment:
    """Read the text of a rules file; `known` are the codes of all rules and identities.

    Raises:
        UsageError: `rules-invalid` with every fault and its line.
    """
    try:
        # Makes strings only: in YAML a bare `off` is false, and a fingerprint of digits a number.
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
        content = cast("object", yaml.load(text, Loader=yaml.CBaseLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError("rules-invalid", " ".join(str(error).split()), place=name, hint=MENDING) from error
    if not isinstance(content, dict) or node is None:
        raise UsageError("rules-invalid", "not a mapping", place=name, hint=MENDING)
    faults = list(keys_twice(node))
    file = None
    try:
        file = DeploymentFile.model_validate(content)
        faults += _contradictions(file, known)
    except ValidationError as error:
        faults += shape_faults(error)
    if faults or file is None:
        lines = [f"{name}:{line_of(node, place)}: {dotted(place)}: {message}" for place, message in faults]
        shown = "; ".join(lines[:MOST_FAULTS]) + ("; …" if len(lines) > MOST_FAULTS else "")
        count = f"{len(lines)} faults: " if len(lines) > 1 else ""
        raise UsageError("rules-invalid", count + shown, hint=MENDING)
    return Deployment({code: _severity(level) for code, level in file.levels.items()}, file.waivers)


def levels_text(levels: Levels) -> str:
    """The levels on one line, the same for the same levels; empty when there are none."""
    return json.dumps(dict(levels), ensure_ascii=False, sort_keys=True) if levels else ""


def levels_from(text: str) -> Mapping[str, Severity | None]:
    """The levels that `levels_text` has written."""
    return cast("dict[str, Severity | None]", json.loads(text)) if text else {}


def _severity(level: Level) -> Severity | None:
    return None if level == "off" else level


def _contradictions(file: DeploymentFile, known: Collection[str]) -> Iterator[tuple[YamlPlace, str]]:
    for code in file.levels:
        if code not in known:
            yield ("levels", code), "no rule has this code"
    seen: set[tuple[str, str | None]] = set()
    for number, waiver in enumerate(file.waivers):
        key = (waiver.fingerprint, waiver.document)
        if key in seen:
            yield ("waivers", number), f"{waiver.fingerprint} is waived twice"
        seen.add(key)
