"""Lists of parts: 主动公开信息94条，其中政策文件60条、通知公告34条."""

import re
from collections.abc import Iterator, Sequence

from extractor.claims.grammar.numerals import Amount, amounts_in
from extractor.claims.grammar.quoting import Quoting
from extractor.model.prose import Breakdown, Quantity

__all__ = ["breakdowns_in"]

AMONG = re.compile("其中(?:包括|包含|含|有)?(?P<colon>：)?|(?<=[条件项个份次])，?(?:包括|分别为|具体为)(?P<named>：)")
INNER = re.compile("（(?:其中(?:包括|包含|含|有)?|含|包括)：?")
DIVIDERS = "，、；"
OTHERS = re.compile("等(?:$|[，。；、）]|信息|内容|方面|共?\\d)")
NUMBERED = re.compile("^[一二三四五六七八九十]是|^\\d{1,2}[.、]")


def breakdowns_in(quoting: Quoting, units: frozenset[str]) -> Iterator[Breakdown]:
    """Every number of a sentence that is followed by its parts; nested lists stand inside their part.

    Args:
        quoting: the sentence.
        units: units that count the same things.
    """
    text = quoting.text
    done = 0
    for among in AMONG.finditer(text):
        if among.start() < done:
            continue
        before = [amount for amount in amounts_in(text, 0, among.start()) if not closed(text, amount, among.start())]
        if not before:
            continue
        whole = before[-1]
        # Between the number and its parts there may be a bracket or a comma, but no other sentence part.
        if text[whole.end : among.start()].strip("，（：；"):
            continue
        bracketed = text[: among.start()].endswith("（")
        open_list = among["colon"] is not None or among["named"] is not None
        end, unclear = list_end(text, among.end(), bracketed=bracketed, open_list=open_list)
        done = end
        found = breakdown(quoting, label_before(text, whole), whole, (among.end(), end), units)
        if found.parts:
            reasons = (*found.reasons, "list-end-unclear") if unclear else found.reasons
            yield Breakdown(found.label, found.whole, found.parts, reasons)


def closed(text: str, amount: Amount, position: int) -> bool:
    """Whether an amount stands in a bracket that is closed before `position`."""
    between = text[amount.end : position]
    return between.count("）") > between.count("（")


def list_end(text: str, start: int, *, bracketed: bool, open_list: bool) -> tuple[int, bool]:
    """Where a list of parts ends, and whether that is a guess."""
    depth = 0
    dividers: set[str] = set()
    for position in range(start, len(text)):
        character = text[position]
        if character == "（":
            depth += 1
        elif character == "）":
            depth -= 1
            if depth < 0:
                return position, False
        if depth or character not in "，、；。":
            continue
        if character == "。":
            return position, not bracketed and not open_list and dividers == {"，"}
        if not bracketed and not open_list and (character == "；" or (character == "，" and "、" in dividers)):
            return position, dividers == {"，"}
        dividers.add(character)
    return len(text), not open_list and dividers == {"，"}


def breakdown(
    quoting: Quoting, label: str, whole: Amount, interval: tuple[int, int], units: frozenset[str]
) -> Breakdown:
    """A number with the parts in an interval of its sentence."""
    parts: list[Breakdown] = []
    reasons: list[str] = []
    for start, end in chunks(quoting.text, interval):
        chunk = quoting.text[start:end]
        if OTHERS.search(chunk):
            reasons.append("and-others")
        opened = chunk.find("（")
        stop = end if opened < 0 else start + opened
        amounts = amounts_in(quoting.text, start, stop)
        if len(amounts) == 1:
            amount = amounts[0]
            inner = INNER.match(quoting.text, amount.end, end)
            inside = (inner.end(), end - 1) if inner and quoting.text[end - 1] == "）" else (end, end)
            name = NUMBERED.sub("", quoting.text[start : amount.start])
            parts.append(breakdown(quoting, name, amount, inside, units))
        elif amounts or not parts or not is_remark(chunk):
            reasons.append("part-unclear")
    amounts = [quoting.quantity(whole), *(part.whole for part in parts)]
    if parts and not all(amount.exact for amount in amounts):
        reasons.append("inexact")
    if parts and not comparable(amounts, units):
        reasons.append("mixed-units")
    return Breakdown(label, quoting.quantity(whole), tuple(parts), tuple(dict.fromkeys(reasons)))


def is_remark(chunk: str) -> bool:
    """Whether words without a number only say something about the parts before them."""
    return chunk.startswith(("均", "都", "全部", "已", "占"))


def chunks(text: str, interval: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The items between the dividers of a list, outside brackets."""
    start, end = interval
    depth = 0
    for position in range(*interval):
        character = text[position]
        depth += (character == "（") - (character == "）")
        if not depth and character in DIVIDERS:
            if position > start:
                yield start, position
            start = position + 1
    if end > start:
        yield start, end


def comparable(amounts: Sequence[Quantity], units: frozenset[str]) -> bool:
    """Whether numbers count the same things: one unit, or units that the form treats alike."""
    printed = {amount.unit for amount in amounts}
    return len(printed) == 1 or printed <= units | {"篇", "则", "期"}


def label_before(text: str, amount: Amount) -> str:
    """The words of the clause before a number."""
    start = max(text.rfind(mark, 0, amount.start) for mark in "，。；：、（") + 1
    return text[start : amount.start]
