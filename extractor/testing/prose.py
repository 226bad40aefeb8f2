"""A model's replies to questions about prose: claims and metadata, quoted from the text that it was shown."""

import re
from collections.abc import Iterator

from extractor.testing.asked import Asked
from extractor.testing.mistakes import Misreading, Mistakes, misread_token
from extractor.testing.truths import DocumentTruth

__all__ = ["claims_content", "meta_content"]

ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

INVENTED_CLAIM = "共收到政府信息公开申请8888件"
INVENTED_ITEM = "无此机关"


def claims_content(asked: Asked, truth: DocumentTruth, mistakes: Mistakes) -> dict[str, object]:
    """The numbers that the shown text states, as the wire shape has them."""
    claims: list[dict[str, object]] = []
    for claim in truth.claims:
        if claim.quote not in asked.text:
            continue
        quote, number = claim.quote, claim.number
        mode = _mode(mistakes, asked, f"claims:{quote}")
        if mode is Misreading.FABRICATED:
            quote, number = INVENTED_CLAIM, "8888"
        elif mode:
            number = misread_token(number, mode, f"{mistakes.seed}/{quote}")
        claims.append({"quote": quote, "counts": claim.counts, "number": number})
    return {"claims": claims}


def meta_content(asked: Asked, truth: DocumentTruth, mistakes: Mistakes) -> dict[str, object]:
    """What the shown text says about the document, as the wire shape has it."""
    items: list[dict[str, object]] = []
    for key, value in truth.meta.items():
        quote = next((found for wording in _wordings(key, value) if (found := _find(wording, asked.text))), None)
        if quote is None:
            continue
        mode = _mode(mistakes, asked, f"meta.{key}")
        if mode is Misreading.FABRICATED:
            quote = INVENTED_ITEM
        elif mode is Misreading.DIGIT:
            quote = misread_token(quote, mode, f"{mistakes.seed}/{key}") or quote
        items.append({"key": key, "quote": quote})
    return {"items": items}


def _mode(mistakes: Mistakes, asked: Asked, name: str) -> Misreading | None:
    return next((mode for mode in mistakes.modes if mistakes.chooses(mode, asked.document, name, iter([name]))), None)


def _wordings(key: str, value: str | int) -> Iterator[str]:
    """The ways in which a value may be printed, the likeliest first."""
    yield str(value)
    if found := ISO_DATE.fullmatch(str(value)):
        year, month, day = (int(part) for part in found.groups())
        yield from (f"{year}年{month}月{day}日", f"{year}年{month:02d}月{day:02d}日", f"{year}.{month}.{day}")
        yield from (f"{year}/{month}/{day}", f"{year}.{month:02d}.{day:02d}", f"{year}/{month:02d}/{day:02d}")
        if key == "period_end":
            # The year of the second date is often left out.
            yield from (f"{month}月{day}日", f"{month:02d}月{day:02d}日")


def _find(wording: str, text: str) -> str | None:
    """The first place that prints a wording, whatever white space stands in it."""
    pattern = r"\s{0,8}".join(re.escape(character) for character in wording if not character.isspace())
    found = re.search(pattern, text)
    return found.group() if found else None
