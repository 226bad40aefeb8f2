"""The list of the documents that lie in the golden folder as files."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from eval.golden.keying import read_keyed
from eval.golden.manifest import Kept, Purpose, Split

__all__ = ["KeptDocument", "read_kept"]

_MEDIA = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html"}
_BY_HAND = "prose, figures and quirks by hand, official labels from the notice; keyed by rows, then by columns"


class KeptDocument(BaseModel):
    """One file with what nobody could compute about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    split: Split
    purpose: Purpose
    layout: str
    agency: str
    path: str
    first: str | None = None
    second: str | None = None
    refusals: tuple[str, ...] = ()
    readable: bool
    provenance: str = _BY_HAND

    @property
    def source(self) -> Kept:
        """Where it lies."""
        return Kept(path=self.path, first=self.first, second=self.second, refusals=self.refusals)

    def family(self, folder: Path) -> str:
        """Media type, layout class and editions."""
        media = _MEDIA.get(Path(self.path).suffix, "other")
        editions = "none"
        if self.first is not None:
            editions = editions_of(read_keyed(folder / self.first).editions)
        return f"{media} {self.layout} {editions}"


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: tuple[KeptDocument, ...]


def read_kept(folder: Path) -> Iterator[KeptDocument]:
    """Every document of `kept.yaml`."""
    yield from _File.model_validate(yaml.safe_load((folder / "kept.yaml").read_text(encoding="utf-8"))).documents


def editions_of(editions: dict[str, str]) -> str:
    """The one edition of all tables, or `mixed`."""
    found = sorted(set(editions.values()))
    return found[0] if len(found) == 1 else "mixed"
