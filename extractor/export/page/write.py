"""Writing the page: one file while it is small enough, else an index and its parts.

Nothing of a document is ever markup: data travel as JSON in script elements that browsers do not run, and the page
makes every node with `textContent`. A strict content security policy names the hashes of our own script and style.
"""

import base64
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined

from extractor.audit.rulebook import rulebook
from extractor.export.page.encode import Row, detail, summary
from extractor.export.page.facts import PageFacts, PageLanguage, Words
from extractor.export.page.shapes import Json, Shapes
from extractor.forms import Form
from extractor.model import PageStrip, Record

__all__ = ["MOST_BYTES", "MOST_DOCUMENTS", "write_page"]

MOST_DOCUMENTS = 500
"""In one file."""

MOST_BYTES = 14_000_000
"""Of the documents in one file; 15 MB are still interactive within two seconds."""

ANCHOR_DIGITS = 12

SCRIPTS = (
    "base.js",
    "words.js",
    "list.js",
    "charts.js",
    "table.js",
    "source.js",
    "findings.js",
    "document.js",
    "main.js",
)
"""In this order they make up the one script of the page."""

WORD_SECTIONS = ("attribution", "error", "family", "meta", "reason", "severity", "status", "why")
"""Of the catalogue, what records refer to by code."""

GENERATOR = '<meta name="generator" content="gouji report page">'
"""Stands in every file that this module wrote, so that it never removes another one."""


def write_page(  # noqa: PLR0913 - where from, where to, and the four things that records refer to
    records: Iterable[Record],
    run: PageFacts,
    target: Path,
    *,
    language: PageLanguage,
    texts: Words,
    forms: Mapping[str, Form],
    text_of: Callable[[str], str | None],
    strips_of: Callable[[Record], Sequence[PageStrip]] = lambda _: (),
    most_documents: int = MOST_DOCUMENTS,
    most_bytes: int = MOST_BYTES,
) -> tuple[Path, ...]:
    """Write the page, and where it would grow beyond `most_documents` or `most_bytes`, parts beside it.

    Records are taken one at a time; in memory are those of one part, and a line about each document.

    Args:
        records: In the order in which the page lists them.
        run: What the manifest says.
        target: The page; the parts are `<stem>-001.html`, … in its folder.
        language: Shown first; the page has a switch.
        texts: Words for the codes in records.
        forms: By id; without its form, a record is drawn as a list of cell paths.
        text_of: The extracted text by SHA-256, or null where it is not kept.
        strips_of: The parts of a document's pages that are shown as pictures.
        most_documents: In one file.
        most_bytes: Of the documents in one file, as UTF-8.

    Returns:
        The files written, `target` first. Parts of an earlier, larger page are removed.

    Raises:
        OSError: a file cannot be written; the files there are then complete, old or new.
    """
    pages = _Pages(run, target, language, texts, forms)
    part = _Part(1)
    for record in records:
        anchor = pages.anchor(record)
        sha256 = record.document.sha256
        number = pages.shapes.number_of(record)
        text = None if sha256 is None else text_of(sha256)
        data = _data(detail(record, pages.shapes.used[number], number, text, run.waived, strips=strips_of(record)))
        if part.rows and (len(part.rows) >= most_documents or part.size + len(data) > most_bytes):
            pages.close(part)
            part = _Part(part.number + 1)
        pages.know_rules(record)
        part.add(summary(record, anchor, run.waived), data)
    return pages.finish(part)


@dataclass(slots=True)
class _Part:
    number: int
    """1-based."""
    rows: list[Row] = field(default_factory=list["Row"])
    documents: list[bytes] = field(default_factory=list[bytes])
    size: int = 0

    def add(self, row: Row, data: bytes) -> None:
        self.rows.append(row)
        self.documents.append(data)
        self.size += len(data)


class _Pages:
    """The files of one page."""

    def __init__(
        self, run: PageFacts, target: Path, language: PageLanguage, texts: Words, forms: Mapping[str, Form]
    ) -> None:
        self.shapes = Shapes(forms)
        self._run = run
        self._target = target
        self._language: PageLanguage = language
        self._words = _words(texts)
        self._rules: dict[str, Json] = {
            rule.code: {"zh": rule.title.zh, "en": rule.title.en, "family": rule.family}
            for rule in rulebook(forms.values())
        }
        self._anchors: dict[str, int] = {}
        self._parts: list[Path] = []
        self._listed: list[dict[str, Json]] = []

    def anchor(self, record: Record) -> str:
        """A name for links: the beginning of the hash, numbered where documents share it."""
        sha256 = record.document.sha256
        base = sha256[:ANCHOR_DIGITS] if sha256 is not None else "unread"
        count = self._anchors[base] = self._anchors.get(base, 0) + 1
        return base if count == 1 else f"{base}-{count}"

    def know_rules(self, record: Record) -> None:
        """A rule that neither catalogue nor forms have keeps its code as its title."""
        for finding in record.findings:
            self._rules.setdefault(finding.code, {"zh": finding.code, "en": finding.code, "family": finding.family})

    def close(self, part: _Part) -> None:
        """Write a part that is full."""
        path = self._target.with_name(f"{self._target.stem}-{part.number:03}.html")
        self._listed.extend({**row.json, "part": part.number - 1} for row in part.rows)
        self._parts.append(path)
        place = {"number": part.number, "index": quote(self._target.name)}
        self._write(path, [row.json for row in part.rows], part.documents, part=place)

    def finish(self, last: _Part) -> tuple[Path, ...]:
        """Write the last part and the index, or the one file that holds everything."""
        if self._parts:
            self.close(last)
            self._write(self._target, self._listed, [], parts=[quote(path.name) for path in self._parts])
        else:
            self._write(self._target, [row.json for row in last.rows], last.documents)
        _remove_older_parts(self._target, len(self._parts))
        return (self._target, *self._parts)

    def _write(
        self,
        path: Path,
        rows: Sequence[dict[str, Json]],
        documents: Sequence[bytes],
        *,
        part: Json = None,
        parts: Sequence[str] = (),
    ) -> None:
        run: Json = {
            "package": self._run.package,
            "finished": self._run.finished,
            "skipped": self._run.skipped,
            "duplicates": self._run.duplicates,
        }
        page: Json = {
            "run": run,
            "language": self._language,
            "words": self._words,
            "rules": self._rules,
            "shapes": [shape.json for shape in self.shapes.used] if documents else [],
            "rows": rows,
            "part": part,
            "parts": parts,
        }
        _replace(path, _html(_data(page), documents, self._language, rows))


def _html(page: bytes, documents: Sequence[bytes], language: PageLanguage, rows: Sequence[object]) -> Iterator[bytes]:
    style, script = _style(), _script()
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    words = _own_words()
    template = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(
        _asset("page.html.j2")
    )
    head, body, tail = template.render(
        language=language,
        policy=policy,
        title=words["title"][language],
        skip=words["skip"][language],
        noscript=words["noscript"][language].format(count=len(rows)),
    ).split("<!--data-->")
    yield head.replace("<!--generator-->", GENERATOR).encode()
    yield b"<style>" + style.encode() + b"</style>"
    yield body.encode()
    yield b'<script type="application/json" id="page">' + page + b"</script>\n"
    for number, document in enumerate(documents):
        yield f'<script type="application/json" id="document-{number}">'.encode() + document + b"</script>\n"
    yield b"<script>" + script.encode() + b"</script>"
    yield tail.encode()


def _data(value: Json) -> bytes:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A lone surrogate (half a character in a damaged name) has no UTF-8.
    return text.encode("utf-8", "replace")


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _words(texts: Words) -> dict[str, Json]:
    chosen = {key: dict(words) for key, words in texts.items() if key.partition(".")[0] in WORD_SECTIONS}
    return {**chosen, **{f"page.{key}": words for key, words in _own_words().items()}}


@cache
def _own_words() -> dict[str, dict[str, str]]:
    return cast("dict[str, dict[str, str]]", tomllib.loads(_asset("words.toml")))


@cache
def _style() -> str:
    """The dark colours stand twice: for the system's wish, and for the switch."""
    dark = _asset("dark.css")
    by_system = f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
    return _asset("page.css") + by_system + f"@media screen{{:root[data-theme=dark]{{{dark}}}}}" + _asset("print.css")


@cache
def _script() -> str:
    return '"use strict";(()=>{\n' + "".join(_asset(name) for name in SCRIPTS) + "})();\n"


@cache
def _asset(name: str) -> str:
    return (files("extractor.export.page") / "assets" / name).read_text(encoding="utf-8")


def _replace(path: Path, content: Iterable[bytes]) -> None:
    """The file is the old one or the new one, never half of each."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(content)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _remove_older_parts(target: Path, parts: int) -> None:
    number = parts + 1
    while (path := target.with_name(f"{target.stem}-{number:03}.html")).is_file():
        with path.open("rb") as file:
            ours = GENERATOR.encode() in file.read(1000)
        if not ours:
            return
        path.unlink()
        number += 1
