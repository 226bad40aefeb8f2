"""The list of the documents that lie in the golden folder as files."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.golden.keying import MENDING, read_keyed
from eval.golden.manifest import Kept, Need, Purpose, Split
from eval.stored import read_stored

__all__ = ["KEPT", "PRESSED", "KeptDocument", "editions_of", "read_kept"]

KEPT = "kept.yaml"
"""The list of what people wrote."""
PRESSED = "pressed.yaml"
"""The list of what `python -m eval.golden.press` made."""

_MEDIA = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html"}
_BY_HAND = (
    "prose, figures and quirks by hand, official labels from the notice; keyed by rows, then by columns, then anew by "
    "another reader from the document alone"
)


class KeptDocument(BaseModel):
    """One file with what nobody could compute about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    split: Split
    purpose: Purpose
    layout: str
    agency: str
    path: str
    member: str | None = None
    needs: Need | None = None
    first: str | None = None
    second: str | None = None
    third: str | None = None
    refusals: tuple[str, ...] = ()
    readable: bool
    provenance: str = _BY_HAND

    @property
    def source(self) -> Kept:
        """Where it lies."""
        return Kept(
            path=self.path,
            member=self.member,
            first=self.first,
            second=self.second,
            third=self.third,
            refusals=self.refusals,
        )

    def family(self, folder: Path) -> str:
        """Media type, layout class and editions."""
        media = _MEDIA.get(suffix := Path(self.path).suffix, suffix[1:])
        editions = "none"
        if self.first is not None:
            editions = editions_of(read_keyed(folder / self.first).editions)
        return f"{media} {self.layout} {editions}"


class _File(BaseModel):
    """A list of such files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: tuple[KeptDocument, ...]


def read_kept(folder: Path, name: str = KEPT) -> Iterator[KeptDocument]:
    """Every document of one of the two lists; none where there is no such list.

    Raises:
        UsageError: `golden-invalid` when it does not fit its schema.
    """
    path = folder / name
    if path.is_file():
        missing = ("no-golden-set", "a list of the golden set is missing", MENDING)
        yield from read_stored(_File, path, absent=missing, invalid=("golden-invalid", MENDING)).documents


def editions_of(editions: dict[str, str]) -> str:
    """The one edition of all tables, or `mixed`."""
    found = sorted(set(editions.values()))
    return found[0] if len(found) == 1 else "mixed"
