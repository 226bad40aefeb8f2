"""What all routes share: the desk, the texts of documents, the words, and how a page is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extractor.model import Place
from extractor.review.desk import Desk
from extractor.review.view.words import Language, Speech, Words

__all__ = ["HERE", "Pictures", "Site", "environment", "no_pictures", "site_of", "speech_of"]

HERE = Path(__file__).parent


class Pictures(Protocol):
    """**Protocol:** pictures of pages, from whoever can make them."""

    def __call__(self, document: str, place: Place) -> bytes | None:
        """The page of a document on which a place lies, as PNG; null when there is none.

        Args:
            document: SHA-256 of its bytes.
            place: its `page` is asked for; where it has a box, the part around it, with the box marked.
        """
        ...


def no_pictures(document: str, place: Place) -> bytes | None:
    """Nobody can make pictures: the pages show the table as the form prints it."""
    del document, place
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the routes need."""

    desk: Desk
    text_of: Callable[[str], str | None]
    """The extracted text by SHA-256 of the document."""
    codes: Words
    """Words for the codes in records."""
    language: Language
    """Of visitors who chose none."""
    pictures: Pictures = no_pictures

    def time(self) -> str:
        """Now, as the database keeps it."""
        return self.desk.now().isoformat(timespec="microseconds")


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    return cast("Site", request.app.state.site)


def speech_of(request: Request) -> Speech:
    """The words in the language of the address, else of the visitor's choice, else of the site."""
    site = site_of(request)
    chosen = request.query_params.get("lang") or request.cookies.get("lang")
    named: Mapping[str, Language] = {"zh": "zh", "en": "en"}
    return Speech(named.get(chosen or "", site.language), site.codes)


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


@cache
def environment() -> Environment:
    """The templates: everything that they are given is text, and is escaped."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = _percent
    return made
