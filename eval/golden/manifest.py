"""The golden set's list: what each document is, where it comes from, and the checksum of what it must be."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import NothingToDoError, UsageError

__all__ = [
    "NOT_INSTALLED",
    "Canary",
    "Drawn",
    "Item",
    "Kept",
    "Manifest",
    "Mutated",
    "Need",
    "Purpose",
    "Source",
    "Split",
    "read_manifest",
]

Split = Literal["dev", "calibration", "gate"]
Need = Literal["libreoffice", "pdf", "ocr"]
Purpose = Literal["plain", "irregular", "damaged", "trap", "canary", "degenerate"]

FILE_NAME = "manifest.json"
NOT_INSTALLED = frozenset({"converter-missing", "missing-extra"})
"""What a document is refused with where the program or the extra that reads it is not installed."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Drawn(_Model):
    """A document of the generator: these arguments give the same bytes every time."""

    kind: Literal["drawn"] = "drawn"
    seed: int
    form: str
    layout: str
    """Name of a layout of text; of other formats, the one whose damage they bear."""
    format: str
    editions: dict[str, str] | None = None
    """Edition by table; null: left to the seed."""
    profile: str | None = None
    damages: tuple[str, ...] = ()


class Mutated(_Model):
    """A document that contradicts itself in one way, with the findings that it owes."""

    kind: Literal["mutated"] = "mutated"
    seed: int
    mutation: str


class Canary(_Model):
    """A document with an order to the model in it; nothing else differs."""

    kind: Literal["canary"] = "canary"
    base: Drawn
    order: int
    """Ordinal of the order in `orders.txt`, 0-based."""
    place: Literal["preface", "prose", "footnote", "row", "hidden", "comment", "file_name"]


class Kept(_Model):
    """A file of the golden folder."""

    kind: Literal["kept"] = "kept"
    path: str
    member: str | None = None
    """Where the file is an archive, its member that is the document."""
    first: str | None = None
    """The truth; null where nothing of it can be read."""
    second: str | None = None
    """The same truth, keyed a second time column by column; null where the first was not keyed but is known."""
    third: str | None = None
    """And keyed by somebody else, from the document alone."""
    refusals: tuple[str, ...] = ()
    """Codes, one of which a reader must refuse the document with."""


Source = Annotated[Drawn | Mutated | Canary | Kept, Field(discriminator="kind")]


class Item(_Model):
    """One document of the golden set."""

    id: str
    split: Split
    purpose: Purpose
    family: str
    """Media type, layout class and editions."""
    agency: str
    """Invented; no agency has documents in two splits."""
    readable: bool
    """Meant to be read in full: nothing was damaged, and the layout shows each figure beside its label."""
    needs: Need | None = None
    """What has to be installed to read it, beyond the program itself: LibreOffice, or an extra."""
    source: Source
    sha256: str
    """Of what the document holds: of an office file, of its members, because packers differ in how they press."""
    truth_sha256: str
    """Of the truth that it is scored against."""
    provenance: str
    """Who made it, and how."""

    @property
    def by_hand(self) -> bool:
        """Somebody wrote it, no generator: what is measured on such documents is never added to the other.

        A file with a truth that nobody keyed twice came out of the generator.
        """
        return isinstance(self.source, Kept) and (self.source.first is None or self.source.second is not None)


class Manifest(_Model):
    """The golden set."""

    schema_: Literal["gouji/golden/1"] = Field(default="gouji/golden/1", alias="schema", serialization_alias="schema")
    items: tuple[Item, ...]

    def of_split(self, split: Split | None, without: frozenset[Need] = frozenset()) -> tuple[Item, ...]:
        """The items of one split, or all; none of those that need what is named in `without`."""
        return tuple(item for item in self.items if split in {None, item.split} and item.needs not in without)


def read_manifest(folder: Path) -> Manifest:
    """Read the list of a golden folder.

    Raises:
        NothingToDoError: `no-golden-set` when there is none.
        UsageError: `golden-invalid` when it does not fit its schema.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise NothingToDoError(
            "no-golden-set", "there is no golden set", place=str(path), hint="name its folder with --golden"
        ) from error
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(
            "golden-invalid", f"{place}: {first['msg']}", place=str(path), hint="`python -m eval.golden` writes it"
        ) from error
