"""What a notice says itself: `data/notice.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import cast

__all__ = ["ask", "basis", "lines", "words"]

DEFAULT = "default"


@cache
def _texts() -> Mapping[str, Mapping[str, object]]:
    text = files("extractor.export.notice").joinpath("data", "notice.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, object]]", tomllib.loads(text))


def words(section: str, name: str, /, **values: object) -> str:
    """A text with its names filled in; KeyError for one that the file does not have.

    Values are filled in once: braces in them stay braces.
    """
    return str(_texts()[section][name]).format_map(values)


def lines(section: str, name: str) -> Sequence[str]:
    """A list of texts as they stand."""
    return cast("list[str]", _texts()[section][name])


def basis(form: str | None) -> str:
    """On what ground reports of a form are checked."""
    texts = _texts()["basis"]
    return str(texts.get(form or DEFAULT, texts[DEFAULT]))


def ask(code: str, family: str) -> str:
    """What is asked of the agency: by rule, else by family; KeyError for a family without words."""
    texts = _texts()["ask"]
    own = texts.get(code)
    return own if isinstance(own, str) else str(cast("dict[str, str]", texts["family"])[family])
