"""The bytes of a page as text, and the limits that a page keeps to before it is parsed.

A parser that repairs markup as browsers do needs quadratic time for some markup: elements nested without end, thousands
of attributes, and formatting elements that nobody closes, which each paragraph then repeats. Counting tags beforehand
refuses what occurs; markup made to deceive the count still meets the time limit of the batch.
"""

import re
from collections import Counter
from dataclasses import dataclass

from extractor.errors import DocumentError
from extractor.ingest.decoding import decode

__all__ = ["Page", "decode_html", "refuse_oversize"]

MOST_BYTES = 64 * 2**20
MOST_TAGS = 1_000_000
"""Opening and closing ones; the tree of as many takes half a gigabyte."""
MOST_STEPS = 300_000_000
"""Tags, each times the elements that are open around it: about three seconds."""
MOST_REPEATS = 1_000_000
"""Tags, each times the formatting elements that nobody closes: elements that the parser may add by itself."""
FEW_TAGS = 2_000
"""Pages up to here cannot cost much, whatever stands in them."""
LONG_TAG = 100_000
"""Characters; pictures inside a tag are as long, but have few attributes."""
MOST_ATTRIBUTES = 10_000
"""Of one tag, told by its spaces and equals signs."""

HEAD = 16_384
"""Bytes within which a page names its encoding: browsers look at 1024, editors put whole style sheets before it."""
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
CODECS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "ms936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
}
"""Encodings worth taking a page's word for; what else it may be is seen from its bytes."""

LONG_TAGS = re.compile(f"<[a-zA-Z][^<>]{{{LONG_TAG},}}")
TAG = re.compile("<(/?[a-zA-Z][^\\s/>]*)")
FORMATTING = re.compile(
    "<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\\s/>])([^>]*)", re.IGNORECASE
)
"""<https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements>"""
COPIES = 3
"""Equal formatting elements that a browser keeps open at most."""
NOT_NESTED = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *("html", "head", "body", "p", "li", "dd", "dt", "option", "optgroup", "colgroup", "caption"),
        *("thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
"""Without content, or closed by the next of their kind."""


@dataclass(frozen=True, slots=True)
class Page:
    """The markup of a page."""

    markup: str
    """Without byte order mark."""
    encoding: str
    notes: tuple[str, ...] = ()
    """As `Decoded` has them."""


def decode_html(data: bytes) -> Page:
    """Decode a page by its bytes, and by what it says of itself where they leave that open.

    The bytes come first because pages that were saved again often keep the declaration of an encoding they left.

    Raises:
        DocumentError: as `decode` says; `too-large` when it is more than a page can be.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(f"{len(data)} bytes, at most {MOST_BYTES} are read")
    try:
        decoded = decode(data)
    except DocumentError as refusal:
        declared = _as_declared(data) if refusal.code == "undecodable-text" else None
        if declared is None:
            raise
        # The same refusals as for any text: it may have gone through a wrong decoding before.
        decode(declared.markup.encode())
        return declared
    return Page(decoded.text, decoded.encoding, decoded.notes)


def refuse_oversize(markup: str) -> None:
    """Refuse markup that would take the parser too long.

    Raises:
        DocumentError: `too-large` for too many tags or attributes; `too-deep` for elements that nobody closes.
    """
    tags = markup.count("<")
    if tags > MOST_TAGS:
        raise _too_large(f"{tags} tags, at most {MOST_TAGS} are read")
    if tags > FEW_TAGS:
        if _unclosed(markup) * tags > MOST_STEPS:
            raise _too_deep("thousands of elements are opened inside each other and never closed")
        if _open_formatting(markup) * tags > MOST_REPEATS:
            raise _too_deep("hundreds of formatting elements are open at the same time")
    if len(markup) > LONG_TAG and any(map(_crowded, LONG_TAGS.finditer(markup))):
        raise _too_large(f"a tag has more than {MOST_ATTRIBUTES} attributes")


def _as_declared(data: bytes) -> Page | None:
    found = DECLARED.search(data[:HEAD])
    codec = CODECS.get(found.group(1).decode("ascii").lower()) if found else None
    if codec is None:
        return None
    try:
        return Page(data.decode(codec), codec)
    except UnicodeDecodeError:
        return None


def _unclosed(markup: str) -> int:
    """Elements that are opened more often than closed; misplaced end tags make it too small."""
    names = Counter(map(str.lower, TAG.findall(markup)))
    return sum(
        max(0, count - names[f"/{name}"])
        for name, count in names.items()
        if not name.startswith("/") and name not in NOT_NESTED
    )


def _open_formatting(markup: str) -> int:
    """The most formatting elements that are open at any time, as far as they differ."""
    open_now: Counter[str] = Counter()
    most: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    for closing, printed, attributes in FORMATTING.findall(markup):
        name = printed.lower()
        open_now[name] = max(0, open_now[name] - 1) if closing else open_now[name] + 1
        most[name] = max(most[name], open_now[name])
        kinds.setdefault(name, set()).add(attributes)
    return sum(min(count, COPIES * len(kinds[name])) for name, count in most.items())


def _crowded(tag: re.Match[str]) -> bool:
    text = tag.group()
    return len(text.split()) + text.count("=") > MOST_ATTRIBUTES


def _too_large(message: str) -> DocumentError:
    return DocumentError("too-large", message, hint="save the part of the page that holds the report alone")


def _too_deep(message: str) -> DocumentError:
    return DocumentError("too-deep", message, hint="open the page in a browser and save it again")
