"""Questions to a model, built from prompt, form and text."""

from collections.abc import Mapping

from pydantic import BaseModel

from extractor.forms import Form, TableEdition
from extractor.model import Question
from extractor.prompting.catalogue import Prompt, Prompts
from extractor.prompting.describe import blocks_of, countables, row_ids, widths
from extractor.prompting.fence import CLAIMS, METADATA, SECOND_LOOK, fence
from extractor.prompting.wire import ClaimsReply, MetadataReply, SecondLookReply, table_reply

__all__ = ["METADATA_KEYS", "claims_question", "metadata_question", "second_look_question", "table_question"]

METADATA_KEYS = (
    "title",
    "agency",
    "region",
    "year",
    "period_start",
    "period_end",
    "published",
    "phone",
    "fax",
    "address",
    "postcode",
    "email",
    "url",
)
"""The items of metadata that documents print; a model is asked for these."""

CELL_TOKENS = 16
"""Of a reply, for a value field: enough for an amount by a tokeniser that cuts digits apart, indented."""
ROW_TOKENS = 64
"""For the id and the label of a row with all punctuation, by a tokeniser that cuts Chinese into bytes."""
HEAD_TOKENS = 32
"""For a column head."""
QUOTE_TOKENS = 160
"""For a quotation with its key."""
CLAIMS_EXPECTED = 25
"""Statements that a report makes at the most about figures of its tables; real ones make up to fifteen."""
FRAME_TOKENS = 128
"""For the frame of a reply, and for a model that opens with a word or two."""


def table_question(  # noqa: PLR0913 - what is asked, of which document, how
    prompts: Prompts,
    edition: TableEdition,
    text: str,
    *,
    document: str,
    images: tuple[bytes, ...] = (),
    repeat: int = 0,
) -> Question:
    """Ask for a whole table.

    Args:
        prompts: the prompts in use.
        edition: the table, in the edition that the document prints.
        text: of the document; the table reader had no part in it.
        document: SHA-256 of the file.
        images: PNG pictures of the pages, for models that see.
        repeat: counts askings of the same question.
    """
    variables = {
        "title": edition.title.zh,
        "blocks": blocks_of(edition),
        "document": fence(text, document, edition.table, edition.edition),
    }
    return _question(
        prompts.of("table"),
        variables,
        reply=table_reply(*widths(edition)),
        tokens=_table_tokens(edition),
        document=document,
        part=edition.table,
        images=images,
        repeat=repeat,
    )


def claims_question(  # noqa: PLR0913 - as above
    prompts: Prompts,
    form: Form,
    editions: Mapping[str, str],
    text: str,
    *,
    document: str,
    images: tuple[bytes, ...] = (),
    repeat: int = 0,
) -> Question:
    """Ask for the numbers that the prose states about what the tables count.

    Args:
        prompts: the prompts in use.
        form: of the document.
        editions: the edition of each table of the document, by the table's key.
        text: the document's prose.
        document: SHA-256 of the file.
        images: PNG pictures of the pages, for models that see.
        repeat: counts askings of the same question.

    Raises:
        ValueError: nothing may be counted (`countables` is empty): there is no question to ask.
    """
    counted = countables(form, editions)
    if not counted:
        raise ValueError(f"the prose of form {form.id!r} is not read")
    named = "+".join(sorted(set(editions.values())))
    variables = {
        "countables": [{"key": item.key, "label": item.label, "words": list(item.words)} for item in counted],
        "document": fence(text, document, CLAIMS, named),
    }
    return _question(
        prompts.of("claims"),
        variables,
        reply=ClaimsReply,
        tokens=CLAIMS_EXPECTED * QUOTE_TOKENS,
        document=document,
        part=CLAIMS,
        images=images,
        repeat=repeat,
    )


def metadata_question(  # noqa: PLR0913 - as above
    prompts: Prompts,
    form: Form,
    text: str,
    *,
    document: str,
    images: tuple[bytes, ...] = (),
    repeat: int = 0,
) -> Question:
    """Ask what the document says about itself.

    Args:
        prompts: the prompts in use.
        form: of the document; its title and labels are shown.
        text: the document's beginning and end.
        document: SHA-256 of the file.
        images: PNG pictures of the pages, for models that see.
        repeat: counts askings of the same question.
    """
    variables = {
        "title": form.title.zh,
        "labels": {item.key: list(item.labels) for item in form.metadata.contacts},
        "document": fence(text, document, METADATA),
    }
    return _question(
        prompts.of("metadata"),
        variables,
        reply=MetadataReply,
        tokens=len(METADATA_KEYS) * QUOTE_TOKENS,
        document=document,
        part=METADATA,
        images=images,
        repeat=repeat,
    )


def second_look_question(  # noqa: PLR0913 - as above
    prompts: Prompts,
    edition: TableEdition,
    row_key: str,
    text: str,
    *,
    document: str,
    images: tuple[bytes, ...] = (),
    repeat: int = 0,
) -> Question:
    """Ask for one row again, from its own lines or its own picture; what was read before is not shown.

    Args:
        prompts: the prompts in use.
        edition: the table.
        row_key: of the row.
        text: the lines around the row.
        document: SHA-256 of the file.
        images: PNG pictures of the row, for models that see.
        repeat: counts askings of the same question.

    Raises:
        KeyError: the table has no such row.
    """
    ids = {key: name for name, key in row_ids(edition).items()}
    (block,) = blocks_of(edition, ids[row_key] and row_key)
    variables = {
        "title": edition.title.zh,
        "row": f"{edition.table} {ids[row_key]}",
        "block": block,
        "document": fence(text, document, SECOND_LOOK, edition.edition),
    }
    return _question(
        prompts.of("second-look"),
        variables,
        reply=SecondLookReply,
        tokens=ROW_TOKENS + CELL_TOKENS * widths(edition)[1],
        document=document,
        part=SECOND_LOOK,
        images=images,
        repeat=repeat,
    )


def _table_tokens(edition: TableEdition) -> int:
    rows = sum(len(block.rows) for block in edition.blocks)
    heads = sum(block.width for block in edition.blocks)
    return rows * ROW_TOKENS + len(edition.cells) * CELL_TOKENS + heads * HEAD_TOKENS


def _question(  # noqa: PLR0913 - one for each part of a question
    prompt: Prompt,
    variables: Mapping[str, object],
    *,
    reply: type[BaseModel],
    tokens: int,
    document: str,
    part: str,
    images: tuple[bytes, ...],
    repeat: int,
) -> Question:
    return Question(
        prompt=prompt.name,
        digest=prompt.digest,
        messages=prompt.messages(variables, images),
        reply=reply,
        max_tokens=tokens + FRAME_TOKENS,
        document=document,
        part=part,
        repeat=repeat,
    )
