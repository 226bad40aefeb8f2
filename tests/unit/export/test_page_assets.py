"""What the page is made of: its words in both languages, and colours that can be read."""

import re
import tomllib
from importlib.resources import files
from typing import cast

import pytest

from extractor.export.page.write import SCRIPTS

ASSETS = files("extractor.export.page") / "assets"
WORDS = cast("dict[str, dict[str, str]]", tomllib.loads((ASSETS / "words.toml").read_text(encoding="utf-8")))
SCRIPT = "".join((ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS)
TEMPLATE_WORDS = {"title", "skip", "noscript"}
FAMILIES = ("kind_", "theme_", "look_")
"""Beginnings of words whose end the script takes from data."""

TEXT_ON = {
    "ink": ("paper", "card", "head", "doubt", "bad", "hot", "good-back", "warning-back", "error-back"),
    "soft": ("paper", "card", "head"),
    "accent": ("paper", "card", "head"),
    "error": ("card", "head", "error-back", "bad"),
    "warning": ("card", "warning-back", "doubt"),
    "info": ("card", "info-back"),
    "active-ink": ("active",),
    "accent-ink": ("accent",),
}
"""Colours of text, with the backgrounds they stand on."""


def palette(name: str) -> dict[str, str]:
    """The colours of a scheme, as six digits."""
    css = (ASSETS / ("dark.css" if name == "dark" else "page.css")).read_text(encoding="utf-8")
    found = cast("list[tuple[str, str]]", re.findall(r"--([\w-]+):#([0-9a-f]{3,6})\b", css))
    return {key: value if len(value) == 6 else "".join(2 * digit for digit in value) for key, value in found}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Ratio of the lighter to the darker, 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_of_black_on_white_is_twenty_one() -> None:
    """The measure itself is right at its end."""
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "background"), [(text, back) for text, backs in TEXT_ON.items() for back in backs])
def test_text_has_the_contrast_that_level_aa_asks(scheme: str, text: str, background: str) -> None:
    """At least 4.5 to 1, in both schemes."""
    colours = palette(scheme)
    assert contrast(colours[text], colours[background]) >= 4.5


def test_both_schemes_have_the_same_colours() -> None:
    """One that only the light scheme names would show through in the dark."""
    assert palette("dark").keys() == palette("light").keys()


def test_every_word_has_both_languages() -> None:
    """A reader of either language finds no key instead of a word."""
    assert [key for key, words in WORDS.items() if words.keys() != {"en", "zh"} or not all(words.values())] == []


def test_both_languages_fill_in_the_same_names() -> None:
    """A figure that only one language shows is lost in the other."""
    named = {key: [set(re.findall(r"\{(\w+)\}", text)) for text in words.values()] for key, words in WORDS.items()}
    assert [key for key, (first, second) in named.items() if first != second] == []


def test_the_script_asks_for_no_word_that_is_missing() -> None:
    """Every key in the script has its words."""
    asked = set(re.findall(r"""\bt\("(\w+)"[,)]""", SCRIPT))
    assert len(asked) > 60
    assert asked - WORDS.keys() == set()


def test_no_word_is_left_over() -> None:
    """A word that nothing says is removed."""
    quoted = set(re.findall(r'"(\w+)"', SCRIPT)) | set(re.findall(r"^  (\w+): \(row\)", SCRIPT, re.MULTILINE))
    left = {key for key in WORDS if not key.startswith(FAMILIES)} - quoted - TEMPLATE_WORDS
    assert left == set()


def test_every_script_is_part_of_the_page() -> None:
    """A file that nobody names would never run."""
    assert {entry.name for entry in ASSETS.iterdir() if entry.name.endswith(".js")} == set(SCRIPTS)
