"""Names of WordprocessingML, and how its attributes are read."""

from extractor.ingest.ooxml_xml import Element

__all__ = ["MC", "W14", "WP", "A", "M", "O", "W", "is_on", "number", "value", "word_child"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix that the format itself uses
VALUE = f"{W}val"
OFF = frozenset(("0", "false", "off", "none"))


def value(element: Element | None) -> str:
    """Return what an element such as `<w:jc w:val="…"/>` says; empty for none."""
    return "" if element is None else element.get(VALUE) or ""


def is_on(element: Element) -> bool:
    """Read a switch: it is on unless it says otherwise."""
    return (element.get(VALUE) or "").lower() not in OFF


def number(printed: str | None, default: int = 0) -> int:
    """Read a whole number (twips, half points, counts); a fraction is cut off, and nonsense is the default."""
    text = (printed or "").strip()[:12]
    try:
        return int(float(text)) if "." in text else int(text)
    except (ValueError, OverflowError):
        return default


def word_child(element: Element | None, *names: str) -> Element | None:
    """Follow a path of children in Word's namespace."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return element
