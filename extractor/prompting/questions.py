"""Questions to a model, built from prompt, form and text."""

from collections.abc import Mapping
from typing import Required, TypedDict, Unpack

from pydantic import BaseModel

from extractor.forms import Form, TableEdition
from extractor.model import META_KEYS, Question
from extractor.prompting.catalogue import Prompt, Prompts
from extractor.prompting.describe import blocks_of, countables, row_ids, widths
from extractor.prompting.fence import CLAIMS, METADATA, SECOND_LOOK, fence
from extractor.prompting.reply_length import row_tokens, statement_tokens, table_tokens
from extractor.prompting.row_fields import shown_row
from extractor.prompting.wire import ClaimsReply, MetadataReply, SecondLookReply, row_reply, table_reply

__all__ = [
    "METADATA_KEYS",
    "claims_question",
    "metadata_question",
    "row_question",
    "second_look_question",
    "table_question",
]

METADATA_KEYS = tuple(key for key in META_KEYS if key != "agency_level")
"""The items of metadata that documents print; a model is asked for these. The level is told by the agency's name."""

CLAIMS_EXPECTED = 25
"""Statements that a report makes at the most about figures of its tables; real ones make up to fifteen."""


class About(TypedDict, total=False):
    """What every question says of its document."""

    document: Required[str]
    """SHA-256 of the file."""
    images: tuple[bytes, ...]
    """PNG, for models that see; none unless given."""
    repeat: int
    """Counts askings of the same question, from 0."""


def table_question(
    prompts: Prompts,
    edition: TableEdition,
    text: str,
    **about: Unpack[About],
) -> Question:
    """Ask for a whole table.

    Args:
        prompts: the prompts in use.
        edition: the table, in the edition that the document prints.
        text: of the document; the table reader had no part in it.
        **about: the document, and pictures of the pages for models that see.
    """
    variables = {
        "title": edition.title.zh,
        "blocks": blocks_of(edition),
        "document": fence(text, about["document"], edition.table, edition.edition),
    }
    return _question(
        prompts.of("table"),
        variables,
        reply=table_reply(*widths(edition)),
        tokens=table_tokens(edition),
        part=edition.table,
        **about,
    )


def claims_question(
    prompts: Prompts,
    form: Form,
    editions: Mapping[str, str],
    text: str,
    **about: Unpack[About],
) -> Question:
    """Ask for the numbers that the prose states about what the tables count.

    Args:
        prompts: the prompts in use.
        form: of the document.
        editions: the edition of each table of the document, by the table's key.
        text: the document's prose.
        **about: the document, and pictures of the pages for models that see.

    Raises:
        ValueError: nothing may be counted (`countables` is empty): there is no question to ask.
    """
    counted = countables(form, editions)
    if not counted:
        raise ValueError(f"the prose of form {form.id!r} is not read")
    named = "+".join(sorted(set(editions.values())))
    variables = {
        "countables": [{"key": item.key, "label": item.label, "words": list(item.words)} for item in counted],
        "document": fence(text, about["document"], CLAIMS, named),
    }
    return _question(
        prompts.of("claims"),
        variables,
        reply=ClaimsReply,
        tokens=statement_tokens(CLAIMS_EXPECTED),
        part=CLAIMS,
        **about,
    )


def metadata_question(
    prompts: Prompts,
    form: Form,
    text: str,
    **about: Unpack[About],
) -> Question:
    """Ask what the document says about itself.

    Args:
        prompts: the prompts in use.
        form: of the document; its title and labels are shown.
        text: the document's beginning and end.
        **about: the document, and pictures of the pages for models that see.
    """
    variables = {
        "title": form.title.zh,
        "labels": {item.key: list(item.labels) for item in form.metadata.contacts},
        "document": fence(text, about["document"], METADATA),
    }
    return _question(
        prompts.of("metadata"),
        variables,
        reply=MetadataReply,
        tokens=statement_tokens(len(METADATA_KEYS)),
        part=METADATA,
        **about,
    )


def second_look_question(
    prompts: Prompts,
    edition: TableEdition,
    row_key: str,
    text: str,
    **about: Unpack[About],
) -> Question:
    """Ask for one row again, from its own lines or its own picture; what was read before is not shown.

    Args:
        prompts: the prompts in use.
        edition: the table.
        row_key: of the row.
        text: the lines around the row.
        **about: the document, and pictures of the row for models that see.

    Raises:
        KeyError: the table has no such row.
    """
    return _about_row(
        prompts.of("second-look"),
        edition,
        row_key,
        text,
        reply=SecondLookReply,
        part=SECOND_LOOK,
        **about,
    )


def row_question(
    prompts: Prompts,
    edition: TableEdition,
    row_key: str,
    text: str,
    **about: Unpack[About],
) -> Question:
    """Ask for one row of a table that is read row by row, as small models must; such readings are advisory.

    The reply has exactly the row's number of cells, each with the key of its field where the prompt shows keys. In its
    fence the row is a second look, which it is like in all but its purpose; the question's part is the table.

    Args:
        prompts: the prompts in use.
        edition: the table.
        row_key: of the row.
        text: the lines of this row alone.
        **about: the document, and pictures of the row for models that see.

    Raises:
        KeyError: the table has no such row.
    """
    return _about_row(
        prompts.of("row"),
        edition,
        row_key,
        text,
        reply=None,
        part=edition.table,
        **about,
    )


def _about_row(  # noqa: PLR0913 - one for each part of a question
    prompt: Prompt,
    edition: TableEdition,
    row_key: str,
    text: str,
    *,
    reply: type[BaseModel] | None,
    part: str,
    **about: Unpack[About],
) -> Question:
    ids = {key: name for name, key in row_ids(edition).items()}
    row_id = ids[row_key]
    (described,) = blocks_of(edition, row_key)
    block = next(block for block in edition.blocks if any(row.key == row_key for row in block.rows))
    row = next(row for row in block.rows if row.key == row_key)
    width = len(block.columns)
    shown = shown_row(text, row, width) if prompt.shows == "fields" else text
    known = {
        "title": edition.title.zh,
        "row": f"{edition.table} {row_id}",
        "block": described,
        "document": fence(shown, about["document"], SECOND_LOOK, edition.edition),
    }
    variables = {name: value for name, value in known.items() if name in prompt.source.file.variables}
    return _question(
        prompt,
        variables,
        reply=reply or row_reply(width),
        tokens=row_tokens(width),
        part=part,
        **about,
    )


def _question(
    prompt: Prompt,
    variables: Mapping[str, object],
    *,
    reply: type[BaseModel],
    tokens: int,
    part: str,
    **about: Unpack[About],
) -> Question:
    return Question(
        prompt=prompt.name,
        digest=prompt.digest,
        messages=prompt.messages(variables, about.get("images", ())),
        reply=reply,
        max_tokens=tokens,
        document=about["document"],
        part=part,
        repeat=about.get("repeat", 0),
    )
