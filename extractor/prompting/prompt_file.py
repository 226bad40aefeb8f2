"""The shape of prompt files, of their examples, and of the list of released versions."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from extractor.forms.schema import Bilingual

__all__ = [
    "RELEASED_SCHEMA",
    "ExampleFile",
    "ExamplesFile",
    "PromptFile",
    "ReleasedFile",
    "ReplyName",
    "Shown",
    "Task",
]

RELEASED_SCHEMA = "gouji/prompts-released/1"

Task = Literal["table", "row", "claims", "metadata", "second-look"]
"""table: a whole table in one reply. row: a table, one row a reply. claims: numbers in the prose. metadata: what the
document says about itself. second-look: one row again, from its own lines or picture."""
ReplyName = Literal["TableReply", "ClaimsReply", "MetadataReply", "SecondLookReply"]
"""A wire shape of `extractor.prompting.wire`."""

Shown = Literal["lines", "fields"]
"""lines: as printed. fields: the row's label as printed, and its fields, each with a key, as
`extractor.prompting.row_fields` has them."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PromptFile(_File):
    """The front matter of a prompt file; under it stand `# System` and `# User`, in the notation of Jinja."""

    schema_: Literal["gouji/prompt/1"] = Field(alias="schema")
    id: Id
    """The folder that the file lies in."""
    version: int = Field(ge=1)
    """The file's name. A released version never changes: what is new gets the next number."""
    about: Bilingual
    """What the prompt is for."""
    task: Task
    variables: dict[Variable, Text] = Field(min_length=1)
    """What the text needs filled in, each with what it holds. `document` is the fenced text."""
    shows: Shown = "lines"
    """What the document's part holds, of a row."""
    reply: ReplyName
    examples: Id | None = None
    """Name of the file below `examples/` whose questions and answers open the conversation; it belongs to this
    version and never changes either."""


class ExampleFile(_File):
    """A question with the answer that a careful reader gives."""

    variables: dict[Variable, object] = {}
    """All variables of the prompt but `document`."""
    text: Annotated[str, StringConstraints(min_length=1)]
    """The document; agencies and figures are invented. Everything that the reply quotes stands in it, verbatim."""
    reply: dict[str, object]
    """In the wire shape that the prompt names."""


class ExamplesFile(_File):
    """Examples of one prompt."""

    schema_: Literal["gouji/prompt-examples/1"] = Field(alias="schema")
    examples: tuple[ExampleFile, ...] = Field(min_length=1)


class ReleasedFile(_File):
    """Every version that was ever released, and what it said."""

    schema_: Literal["gouji/prompts-released/1"] = Field(alias="schema")
    released: dict[Id, dict[int, Digest]]
    """SHA-256 of the prompt file and its examples, by id and version."""
