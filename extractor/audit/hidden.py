"""Findings about text that nobody sees: ingest took it out of the readings, and it is told here."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.audit.findings import fingerprint
from extractor.model import Finding

__all__ = ["HIDDEN_TEXT", "WORDINGS", "hidden_findings"]

HIDDEN_TEXT = "H1"
NOTE = "hidden-text:"
"""How the notes of a document begin: `hidden-text:<reason>:<excerpt>` (`extractor.ingest.hidden`)."""
MORE = "more"
"""The reason of the note that only counts further passages."""


class Wording(NamedTuple):
    """How a way of hiding is called."""

    en: str
    zh: str
    deceives: bool = False
    """It makes a reader and a copy see different words, which no ordinary layout needs."""


WORDINGS = {
    "display-none": Wording("taken out of the layout by a style", "样式设为不显示"),
    "hidden-attribute": Wording("marked as hidden", "标记为隐藏"),
    "hidden-input": Wording("in a form field that is not shown", "位于隐藏的表单域"),
    "visibility-hidden": Wording("made invisible by a style", "样式设为不可见"),
    "opacity-zero": Wording("fully transparent", "完全透明", deceives=True),
    "tiny-text": Wording("at most one point high", "字号不超过 1 磅", deceives=True),
    "same-colour": Wording("in the colour of its background", "文字与背景同色", deceives=True),
    "off-page": Wording("placed outside the page", "位于页面之外", deceives=True),
    "zero-size": Wording("in a box without room", "位于无尺寸的区域"),
    "struck-out": Wording("struck out", "带删除线"),
    "zero-width": Wording("of characters without width", "为零宽字符"),
    "right-to-left": Wording("that turns the order of what follows", "使后文顺序反转的控制符", deceives=True),
    "vanish": Wording("in hidden font", "使用隐藏字体", deceives=True),
    "deleted": Wording("deleted in tracked changes", "为修订中已删除的内容"),
    "comment": Wording("in comments", "位于批注"),
    "hidden-sheet": Wording("on a hidden sheet", "位于隐藏的工作表"),
    "hidden-row": Wording("in a hidden row", "位于隐藏的行"),
    "hidden-column": Wording("in a hidden column", "位于隐藏的列"),
}
"""By reason, as ingest names it."""


def hidden_findings(notes: Sequence[str]) -> Iterator[Finding]:
    """One finding for each way of hiding that the document uses, with the first passage for its quote.

    It is a warning where the way deceives and a passage holds a digit, else a piece of information.
    """
    passages: dict[str, list[str]] = {}
    for note in notes:
        if note.startswith(NOTE):
            reason, _, excerpt = note.removeprefix(NOTE).partition(":")
            passages.setdefault(reason, []).append(excerpt)
    more = sum(int(count) for count in passages.pop(MORE, ()))
    for reason, excerpts in passages.items():
        wording = WORDINGS[reason]
        count = f"{len(excerpts)}" + ("+" if more else "")
        digits = any(character.isdigit() for excerpt in excerpts for character in excerpt)
        yield Finding(
            code=HIDDEN_TEXT,
            family="integrity",
            severity="warning" if wording.deceives and digits else "info",
            status="FAIL",
            attribution="source",
            message=f"hidden text, {wording.en}: {count} passages left out of the reading",
            message_zh=f"文件含隐藏文字（{wording.zh}）：{count} 处，未计入读数",
            clause="数据完整性",
            cells=(),
            quote=excerpts[0],
            fingerprint=fingerprint(HIDDEN_TEXT, reason, *excerpts),
        )
