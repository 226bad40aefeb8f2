"""The elements of HTML as browsers show them before any style sheet says otherwise."""

from collections.abc import Mapping

from extractor.ingest.html_css import plain_value

__all__ = ["BLOCKS", "TABLE_PARTS", "own_styles"]

TABLE_PARTS = frozenset(("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"))
BLOCKS = TABLE_PARTS | {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div"),
    *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "header", "hgroup", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "html", "legend", "li", "listing", "main", "menu", "nav", "ol"),
    *("optgroup", "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "textarea"),
    *("ul", "xmp"),
}
"""Elements that begin and end a line unless a style says otherwise."""

OWN_STYLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "a": (("color", "linktext"),),
    "del": (("text-decoration", "line-through"),),
    "listing": (("white-space", "pre"),),
    "plaintext": (("white-space", "pre"),),
    "pre": (("white-space", "pre"),),
    "s": (("text-decoration", "line-through"),),
    "strike": (("text-decoration", "line-through"),),
    "sub": (("vertical-align", "sub"),),
    "sup": (("vertical-align", "super"),),
    "textarea": (("white-space", "pre-wrap"),),
    "xmp": (("white-space", "pre"),),
}
"""What browsers themselves declare for an element; the colour of a link is its own."""

COLOUR_ATTRIBUTES = {"body": "text", "font": "color"}


def own_styles(tag: str, attributes: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """The declarations that the element's name and its attributes stand for; every rule is stronger."""
    styles = OWN_STYLES.get(tag, ())
    if tag == "a" and "href" not in attributes:
        styles = ()
    if not attributes and tag != "dialog":
        return styles
    if color := attributes.get(COLOUR_ATTRIBUTES.get(tag, "")):
        styles = (*styles, ("color", plain_value(color)))
    if background := attributes.get("bgcolor"):
        styles = (*styles, ("background-color", plain_value(background)))
    if attributes.get("background"):
        styles = (*styles, ("background-image", "url()"))
    # No value of CSS: it tells the attribute from a style, and any `display` of a rule replaces it.
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        styles = (*styles, ("display", "hidden"))
    return styles
