"""The package that Office files are: a zip archive of XML parts, checked before anything in it is believed.

Every XML part is unpacked under a cap and looked through when the package is opened, whoever reads it later; other
members (pictures, macros, embedded files) are neither unpacked nor run here, and nothing outside is ever fetched.
"""

import io
import posixpath
import zipfile
import zlib
from typing import NamedTuple

from extractor.errors import DocumentError
from extractor.ingest.archive_limits import ENCRYPTED, MOST_RATIO, SMALL
from extractor.ingest.ooxml_xml import DAMAGED_HINT, Element, as_utf8, damaged, parse_part

__all__ = ["MACROS_NOTE", "Element", "Package", "Relation", "open_package"]

MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 2**20
"""Of all members as the directory declares them; `zipfile` never hands out more of a member than is declared."""
MOST_XML = 128 * 2**20
"""Bytes of all XML parts, really unpacked."""
CHUNK = 2**20

DIRECTORY_ENTRY = b"PK\x01\x02"
XML_SUFFIXES = (".xml", ".rels", ".vml")
METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""The two that the standard allows; others can ask for gigabytes while unpacking."""
PACKAGE_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MACROS_NOTE = "macros-not-run"
"""The file brings a program along, which was not run."""
BOMB_HINT = "check where the file comes from; open it in Word or WPS and save the report alone"


class Relation(NamedTuple):
    """A part's tie to another one."""

    id: str
    kind: str
    """The last word of its type, which is the same in both standards: `styles`, `worksheet`."""
    target: str
    """The other part's name; an address outside the package when `external`."""
    external: bool


class Package:
    """An opened package. Parts are named without a leading slash."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Judge the directory, then unpack every XML part.

        Raises:
            DocumentError: as `open_package` says.
        """
        self._archive = archive
        members = [member for member in archive.infolist() if not member.is_dir()]
        _judge(members)
        self._members = {member.filename: member for member in members}
        self.names = tuple(self._members)
        self._parts: dict[str, bytes] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}
        total = 0
        for name in self.names:
            if name.lower().endswith(XML_SUFFIXES):
                data = self._parts[name] = as_utf8(name, self._unpacked(name, MOST_XML - total))
                total += len(data)

    @property
    def main(self) -> str | None:
        """The part that the whole is about; null when the package does not say."""
        return next((tie.target for tie in self.relations("") if tie.kind == "officeDocument"), None)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is noticed about the package itself."""
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in self.names)
        return (MACROS_NOTE,) if has_macros else ()

    def part(self, name: str) -> bytes:
        """Unpack a part; XML comes as UTF-8.

        Raises:
            DocumentError: `damaged-archive` when there is no such part or it is damaged; `zip-bomb`.
        """
        if name in self._parts:
            return self._parts[name]
        if name not in self._members:
            raise damaged(f"the part {name} is missing")
        return self._unpacked(name, MOST_BYTES)

    def tree(self, name: str) -> Element:
        """Parse a part; elements of the strict standard come under the names of the transitional one.

        Raises:
            DocumentError: as `part`, and `xml-entities`, `too-deep`, `too-large`.
        """
        data = self.part(name)
        if name not in self._parts:
            data = as_utf8(name, data)
        return parse_part(name, data)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """List what a part is tied to; `""` stands for the package itself.

        Raises:
            DocumentError: as `tree`.
        """
        known = self._relations.get(part)
        if known is None:
            folder, name = posixpath.split(part)
            ties = posixpath.join(folder, "_rels", f"{name}.rels")
            found = self.tree(ties).findall(PACKAGE_RELATION) if ties in self._members else []
            known = self._relations[part] = tuple(_relation(folder, tie) for tie in found)
        return known

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Name the parts of a kind that a part is tied to and that exist."""
        ties = self.relations(part)
        return tuple(
            tie.target for tie in ties if tie.kind == kind and not tie.external and tie.target in self._members
        )

    def _unpacked(self, name: str, most: int) -> bytes:
        member = self._members[name]
        if name.lower().endswith(XML_SUFFIXES):
            most = min(most, max(SMALL, MOST_RATIO * member.compress_size))
        data = bytearray()
        try:
            with self._archive.open(member) as stream:
                while len(data) <= most and (chunk := stream.read(CHUNK)):
                    data += chunk
        except _DAMAGES as damage:
            raise damaged(f"the part {name} cannot be unpacked") from damage
        if len(data) > most:
            raise _bomb(f"the part {name} unpacks to more than {most} bytes")
        return bytes(data)


_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)


def open_package(data: bytes) -> Package:
    """Open the bytes of an Office file, and check them.

    Raises:
        DocumentError: `empty-file`; `damaged-archive` when it is cut off or no package; `encrypted` when a password is
            asked for; `zip-bomb` when it holds more than a report can; `xml-entities` when a part declares a document
            type, which no Office file does.
    """
    if not data:
        raise DocumentError("empty-file", "the file has no bytes", hint=DAMAGED_HINT)
    # Before the directory is read, which takes ten microseconds an entry.
    if data.count(DIRECTORY_ENTRY) > MOST_MEMBERS:
        raise _bomb(f"the archive has more than {MOST_MEMBERS} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGES as damage:
        raise damaged("the archive's directory is damaged or cut off") from damage
    return Package(archive)


def _judge(members: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the directory says."""
    names = [member.filename for member in members]
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise DocumentError(
            "encrypted",
            "the members of the archive ask for a password",
            hint="open the file with its password, save it without one, and read that",
        )
    if len({name.lower() for name in names}) < len(names):
        raise damaged("two members of the archive have the same name")
    if any(member.compress_type not in METHODS for member in members):
        raise damaged("a member is packed in a way that office files never are")
    if len(members) > MOST_MEMBERS:
        raise _bomb(f"the archive has more than {MOST_MEMBERS} members")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _bomb(f"the archive unpacks to more than {MOST_BYTES} bytes")


def _relation(folder: str, tie: Element) -> Relation:
    external = tie.get("TargetMode") == "External"
    target = tie.get("Target") or ""
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(tie.get("Id") or "", (tie.get("Type") or "").rpartition("/")[2], target, external)


def _bomb(message: str) -> DocumentError:
    return DocumentError("zip-bomb", message, hint=BOMB_HINT)
