"""What a person has to look at: cells with their tier, the reasons in words, and the place in the text."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.screen.labels import Labels
from extractor.cli.screen.pictured import placed
from extractor.cli.screen.signs import MODEL, REVIEW_STYLE, read_otherwise
from extractor.cli.texts import Texts
from extractor.model import Cell, Place, Record

__all__ = ["place_words", "reason_words", "render_doubts"]


def render_doubts(
    record: Record, labels: Labels, text: str | None, texts: Texts, pictures: Mapping[str, Path]
) -> Iterator[RenderableType]:
    """Under each table one entry for each row and reason; metadata come last. `pictures` are files by row."""
    doubtful = [cell for cell in record.cells if cell.status == "review"]
    last = None
    for (row, tier, reasons), members in groupby(
        doubtful, key=lambda cell: (cell.path.rpartition(".")[0], cell.tier, cell.reasons)
    ):
        table = row.partition(".")[0]
        if table != last:
            yield Text(labels.tables.get(table, table), style="bold")
            last = table
        cells = list(members)
        (name,) = labels.names(tuple(cell.path for cell in cells), texts("show.whole_row")) or (row,)
        yield _headline(name, tier)
        yield _detail(cells, reasons, _span(cells), text, texts)
        if row in pictures:
            words = texts("show.picture", path=printable(str(pictures[row])))
            yield Padding(Text(words, style="dim"), (0, 0, 0, 3), expand=False)
    unsure = [(key, cell) for key, cell in record.meta.items() if cell.status == "review"]
    if unsure:
        yield Text(texts("show.metadata"), style="bold")
    for key, cell in unsure:
        yield _headline(texts.optional("meta", key) or key, cell.tier)
        yield _detail([cell], cell.reasons, cell.source, text, texts)


def reason_words(reasons: Sequence[str], texts: Texts) -> str:
    """The reasons in words; a code without words stands for itself."""
    return "; ".join(texts.optional("reason", reason) or reason for reason in reasons)


def place_words(place: Place | None, text: str | None, texts: Texts) -> str:
    """Page, line, characters and box of a place; the line needs the text."""
    if place is None:
        return texts("show.nowhere")
    words: list[str] = []
    if place.page is not None:
        words.append(texts("show.at_page", page=place.page))
    if text is not None:
        first = text.count("\n", 0, place.start) + 1
        last = first + text.count("\n", place.start, place.end)
        words.append(
            texts("show.at_line", line=first) if first == last else texts("show.at_lines", first=first, last=last)
        )
    words.append(texts("show.at_characters", start=place.start, end=place.end))
    if place.bbox is not None:
        left, top, right, bottom = map(round, place.bbox)
        words.append(texts("show.at_box", left=left, top=top, right=right, bottom=bottom))
    return ", ".join(words)


def _headline(name: str, tier: str) -> Text:
    return Text.assemble((f"{tier} ", REVIEW_STYLE), printable(name))


def _detail(
    cells: Sequence[Cell], reasons: Sequence[str], place: Place | None, text: str | None, texts: Texts
) -> RenderableType:
    because = f"{reason_words(reasons, texts)} ({place_words(place, text, texts)})".strip()
    printed = _printed(cells)
    if any(read_otherwise(cell) for cell in cells):
        because = f"{because}; {texts('show.model_reads', words=_said(cells))}"
    detail = Text.assemble((f"{printed}: " if printed else "", "bold"), (because, "dim"))
    return Padding(detail, (0, 0, 0, 3), expand=False)


def _printed(cells: Sequence[Cell]) -> str:
    """What stands there, exactly; a bar between cells."""
    if all(cell.as_printed is None for cell in cells):
        return ""
    return " | ".join(printable(" ".join((cell.as_printed or "").split())) for cell in cells)


def _said(cells: Sequence[Cell]) -> str:
    """What the model read in each cell, a bar between cells."""
    said = [
        next((reading.as_printed or "_" for reading in cell.readings if reading.reader.startswith(MODEL)), "?")
        for cell in cells
    ]
    return " | ".join(printable(" ".join(words.split())) for words in said)


def _span(cells: Sequence[Cell]) -> Place | None:
    """From the first to the last place of the cells."""
    places = [cell.source for cell in cells if cell.source is not None]
    if not places:
        return None
    start, end = min(place.start for place in places), max(place.end for place in places)
    at = placed(cells)
    return places[0].model_copy(update={"start": start, "end": end, "bbox": at[1] if at else None})
