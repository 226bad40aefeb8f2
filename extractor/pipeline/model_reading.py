"""The second reader: what a model is asked about a document, and the readings that its answers make."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.errors import DocumentError
from extractor.forms import Form, TableEdition
from extractor.model import Answer, Document, Element, ModelFault, Question, RowsHeard, Usage
from extractor.pipeline.recognise import Recognised
from extractor.ports import ElementParser, ModelClient
from extractor.prompting import (
    Prompts,
    claims_question,
    countables,
    metadata_question,
    row_ids,
    table_question,
)
from extractor.prompting.passages import Passage, element_passages, prose_passages, text_passages
from extractor.prompting.readings import ModelReading, read_reply
from extractor.prompting.replies import merge_items, merge_table

__all__ = ["NO_USAGE", "Lack", "ModelReader", "ModelView", "PageDrawer", "Quote", "RowLimits", "Stated", "together"]

CLAIMS, METADATA = "claims", "meta"
NO_USAGE = Usage()
FRONT, BACK = 4_000, 2_000
"""Code points from the beginning and the end of a document, where it says what it is and who to call."""
MOST_PICTURES = 4
"""Pages shown with a table: the longest table seen is on three."""

PageDrawer = Callable[[bytes, str, int], bytes | None]
"""From a file, its media type and a 1-based page to a PNG of bounded size; null where it cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A part of the document that the model did not read."""

    part: str
    """A table's key, `claims` or `meta`."""
    fault: ModelFault


@dataclass(frozen=True, slots=True)
class Quote:
    """An item of metadata as a model quotes it."""

    key: str
    quote: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A number in the prose as a model quotes it."""

    quote: str
    counts: str
    number: str | None


@dataclass(frozen=True, slots=True)
class RowLimits:
    """Which rows of a document a model is asked about that reads row by row."""

    most: int
    """Rows of one document; those in doubt come first."""
    doubtful_only: bool = False
    """Whether rows without doubt are left out."""


@dataclass(frozen=True, slots=True)
class ModelView:
    """What the model says about a document."""

    name: str
    independent: bool
    """Whether it counts as a witness; an advisory one is shown and changes nothing."""
    readings: Mapping[str, ModelReading] = field(default_factory=dict[str, ModelReading])
    """By cell path."""
    stated: tuple[Stated, ...] = ()
    quotes: tuple[Quote, ...] = ()
    lacks: tuple[Lack, ...] = ()
    usage: Usage = NO_USAGE
    rows: RowsHeard | None = None
    """What was asked row by row; null for a model that reads whole tables."""

    @property
    def reader(self) -> str:
        """How readings name it."""
        return f"llm:{self.name}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what it is about."""

    part: str
    question: Question
    table: TableEdition | None = None
    passage: Passage | None = None


class ModelReader:
    """Asks a model table by table, and about the prose; never shows it a grid, an alignment or a rule."""

    def __init__(  # noqa: PLR0913 - what a reader is made of
        self,
        client: ModelClient,
        prompts: Prompts,
        parser: ElementParser | None = None,
        *,
        independent: bool = False,
        rows: RowLimits | None = None,
        drawer: PageDrawer | None = None,
    ) -> None:
        """Get ready; nothing is asked.

        Args:
            client: asks.
            prompts: in use.
            parser: reads office files and pages a second time; without it the document's own text is shown.
            independent: whether the model counts as a witness.
            rows: for a model that reads row by row, which never counts as one; null: it reads whole tables.
            drawer: draws the pages of a table for a model that sees; without it, or where a format has no pages, such
                a model is shown text alone.
        """
        self.client = client
        self.prompts = prompts
        self.independent = independent and rows is None
        self.rows = rows
        self._parser = parser
        self._drawer = drawer

    @property
    def versions(self) -> dict[str, str]:
        """What a record with this reader depends on."""
        return {"model": self.client.name, "independent": str(self.independent).lower()}

    def read(
        self,
        document: Document,
        data: bytes,
        found: Recognised,
        tables: Sequence[TableEdition],
    ) -> ModelView:
        """Ask everything about one document and read the answers.

        Args:
            document: the document after ingest.
            data: the file's bytes, for the second parser.
            found: its form and where its sections are.
            tables: the tables, each in the edition that the document prints.
        """
        asked = list(self._questions(document, data, found, tables))
        answers = self.client.ask([item.question for item in asked])
        readings: list[Mapping[str, ModelReading]] = []
        view = ModelView(self.client.name, self.independent)
        stated: list[Stated] = []
        quotes: list[Quote] = []
        lacks: list[Lack] = []
        usage = Usage()
        for item, answer in zip(asked, answers, strict=True):
            usage += answer.usage
            if answer.fault is not None:
                lacks.append(Lack(item.part, answer.fault))
            if item.table is not None and item.passage is not None:
                readings.append(_readings(document, item.passage, item.table, answer))
            elif item.part == CLAIMS:
                stated += _stated(answer)
            else:
                quotes += _quotes(answer)
        return replace(
            view,
            readings=together(readings),
            stated=tuple(stated),
            quotes=tuple(quotes),
            lacks=tuple({lack.part: lack for lack in reversed(lacks)}.values())[::-1],
            usage=usage,
        )

    def _questions(
        self,
        document: Document,
        data: bytes,
        found: Recognised,
        tables: Sequence[TableEdition],
    ) -> Iterator[_Asked]:
        elements = self._elements(document, data)
        for table in tables:
            images = self._pictures(document, data, found.regions.get(table.table, ()))
            for passage in _passages(document, elements, found, table):
                question = table_question(self.prompts, table, passage.text, document=document.sha256, images=images)
                yield _Asked(table.table, question, table, passage)
        form = found.form
        editions = {table.table: table.edition for table in tables}
        if countables(form, editions):
            for passage in prose_passages(document):
                yield _Asked(
                    CLAIMS,
                    claims_question(self.prompts, form, editions, passage.text, document=document.sha256),
                )
        yield _Asked(METADATA, metadata_question(self.prompts, form, ends_of(document.text), document=document.sha256))

    def _pictures(self, document: Document, data: bytes, regions: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
        """The pages that a table is on, for a model that sees: the first few of them."""
        if self._drawer is None or not self.client.sees or not document.pages:
            return ()
        ends = [(document.text.count("\f", 0, start), document.text.count("\f", 0, end)) for start, end in regions]
        pages = sorted({page for first, last in ends for page in range(first + 1, last + 2)})[:MOST_PICTURES]
        drawn = (self._drawer(data, document.media_type, page) for page in pages)
        return tuple(picture for picture in drawn if picture is not None)

    def _elements(self, document: Document, data: bytes) -> tuple[Element, ...]:
        """What the second parser makes of the file; nothing for a format that it does not read."""
        if self._parser is None:
            return ()
        try:
            return self._parser.parse(data, media_type=document.media_type, path=document.path)
        except DocumentError:
            return ()


def _passages(
    document: Document, elements: Sequence[Element], found: Recognised, table: TableEdition
) -> tuple[Passage, ...]:
    """The text about one table: the second parser's where it has any, else the document's own."""
    form: Form = found.form
    shown = element_passages(elements, form, form.table(table.table)) if elements else ()
    return shown or text_passages(document, found.regions.get(table.table))


def ends_of(text: str) -> str:
    """A text's beginning and end."""
    return text if len(text) <= FRONT + BACK else f"{text[:FRONT]}\n\n{text[-BACK:]}"


def _readings(document: Document, passage: Passage, table: TableEdition, answer: Answer) -> Mapping[str, ModelReading]:
    lengths = {row.key: len(block.columns) for block in table.blocks for row in block.rows}
    widths = {key: lengths[row] for key, row in row_ids(table).items()}
    return read_reply(document, passage, table, merge_table(answer.attempts, widths))


def together(replies: Sequence[Mapping[str, ModelReading]]) -> dict[str, ModelReading]:
    """One reading for each cell: of several passages the one that has a place, if it is one only.

    No two cells of the document may be read from one token.
    """
    merged: dict[str, ModelReading] = {}
    for reply in replies:
        for path, reading in reply.items():
            merged[path] = _better(merged[path], reading) if path in merged else reading
    used = Counter(
        reading.source.start
        for reading in merged.values()
        if reading.source is not None and reading.source.start < reading.source.end
    )
    return {
        path: replace(reading, source=None) if reading.source and used[reading.source.start] > 1 else reading
        for path, reading in merged.items()
    }


def _better(first: ModelReading, second: ModelReading) -> ModelReading:
    if first.source is None or second.source is None:
        return first if second.source is None else second
    return first if first.source == second.source else replace(first, source=None)


def _stated(answer: Answer) -> Iterator[Stated]:
    for item in merge_items(answer.attempts, "claims"):
        quote, counts, number = item.get("quote"), item.get("counts"), item.get("number")
        if isinstance(quote, str) and isinstance(counts, str) and (number is None or isinstance(number, str)):
            yield Stated(quote, counts, number)


def _quotes(answer: Answer) -> Iterator[Quote]:
    for item in merge_items(answer.attempts, "items"):
        key, quote = item.get("key"), item.get("quote")
        if isinstance(key, str) and isinstance(quote, str):
            yield Quote(key, quote)
