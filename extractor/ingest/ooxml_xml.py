"""The XML parts of Office files: how bytes become a tree without anything being fetched or expanded."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from extractor.errors import DocumentError

__all__ = ["DAMAGED_HINT", "STRICT", "Element", "as_utf8", "damaged", "parse_part"]

MOST_MARKS = 4_000_000
"""Tags and attributes of a part that is parsed; a tree of as many takes about half a gigabyte."""

DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
UTF16_STARTS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
RESOURCE_LIMIT = re.compile("depth|nested", re.IGNORECASE)
"""How the parser says that elements stand too deep in each other."""


STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": (
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""Namespaces of the strict standard and the transitional ones that say the same."""


DAMAGED_HINT = "get the file once more from where it was published, or open it in Word or WPS and save it again"


class Element(Protocol):
    """What this project uses of lxml's elements, which come without types. Comments are not in the tree."""

    @property
    def tag(self) -> str:
        """`{namespace}name`."""
        ...

    @property
    def text(self) -> str | None:
        """Up to the first child."""
        ...

    @property
    def tail(self) -> str | None:
        """Behind the element's end."""
        ...

    @property
    def attrib(self) -> Mapping[str, str]:
        """By `{namespace}name`."""
        ...

    @property
    def nsmap(self) -> Mapping[str | None, str]:
        """The namespace of every prefix known here."""
        ...

    def get(self, key: str) -> str | None:
        """Return an attribute."""
        ...

    def find(self, path: str) -> "Element | None":
        """Return the first child of a tag, or along a path of tags."""
        ...

    def findall(self, path: str) -> "list[Element]":
        """Return all of them."""
        ...

    def iter(self, *tags: str) -> "Iterator[Element]":
        """Give itself and all below in document order."""
        ...

    def getparent(self) -> "Element | None":
        """Return what it stands in."""
        ...

    def __iter__(self) -> "Iterator[Element]": ...

    def __len__(self) -> int: ...


def as_utf8(name: str, data: bytes) -> bytes:
    """Turn an XML part into the one encoding that is parsed, so that no other one hides a declaration from the search.

    Raises:
        DocumentError: `damaged-archive`; `xml-entities` when it declares a document type, which no Office file does.
    """
    encoding = UTF16_STARTS.get(data[:2])
    if encoding:
        try:
            data = DECLARATION.sub("", data.decode(encoding).removeprefix("\ufeff"), count=1).encode()
        except UnicodeError as damage:
            raise damaged(f"the part {name} is no UTF-16") from damage
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DocumentError(
            "xml-entities",
            f"the part {name} declares a document type or entities, which office files never do",
            hint="check where the file comes from; open it in Word or WPS and save it again",
        )
    return data


def _transitional(data: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, transitional in STRICT.items():
            for quote in ('"', "'"):
                # A whole attribute value: the text of the document stays as it is.
                data = data.replace(f"={quote}{strict}{quote}".encode(), f"={quote}{transitional}{quote}".encode())
    return data


class _Etree(Protocol):
    """The part of lxml's module that is used."""

    XMLSyntaxError: type[SyntaxError]

    def XMLParser(  # noqa: N802, PLR0913 - lxml's name and parameters
        self,
        *,
        encoding: str,
        resolve_entities: bool,
        no_network: bool,
        load_dtd: bool,
        huge_tree: bool,
        remove_comments: bool,
        remove_pis: bool,
    ) -> object: ...

    def fromstring(self, text: bytes, parser: object) -> Element: ...


def parse_part(name: str, data: bytes) -> Element:
    """Parse a part, as `as_utf8` gave it; elements of the strict standard come under the names of the transitional one.

    Raises:
        DocumentError: `too-large`, `too-deep`, `damaged-archive`.
    """
    if data.count(b"<") + data.count(b"=") > MOST_MARKS:
        raise DocumentError(
            "too-large",
            f"the part {name} has more than {MOST_MARKS} tags and attributes",
            hint="save the part of the document that holds the report alone",
        )
    # `import_module`, because lxml brings no types along.
    etree = cast("_Etree", import_module("lxml.etree"))
    parser = etree.XMLParser(
        # Whatever the part declares: the search for declarations has seen it as UTF-8.
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        # The parser's own limits (256 elements inside each other, 10 MB in one text) are above every real document.
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_transitional(data), parser)
    except etree.XMLSyntaxError as fault:
        if RESOURCE_LIMIT.search(str(fault)):
            raise DocumentError(
                "too-deep",
                f"the part {name} has too many elements inside each other",
                hint="open the file in Word or WPS, copy the report into a new document and save that",
            ) from fault
        raise damaged(f"the part {name} is no well-formed XML") from fault


def damaged(message: str) -> DocumentError:
    """Make the refusal of a file that is not whole."""
    return DocumentError("damaged-archive", message, hint=DAMAGED_HINT)
