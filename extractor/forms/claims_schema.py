"""The shape of a form file's part about prose: which words of a report speak of which cells.

Phrases are written in a small notation, over text without white space and quotation marks and with full-width
punctuation:

`{name}` any wording of that list under `words`; `[…]` may be left out; `(…|…)` one of these; `#` the number that the
statement makes, with its unit; `*` any other number with its unit; `~` up to twelve characters within a clause, no
figures among them; `>` where the quotation begins, once at most, when the words before it are only needed in front.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["ChargeFile", "ClaimsFile", "CompletionFile", "StatementFile"]

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StatementFile(_File):
    """Something that prose says and the form counts."""

    key: Key
    about: tuple[Text, ...] = Field(min_length=1)
    """Plain words; a sentence without any of them is not looked at."""
    counts: tuple[Text, ...] = ()
    """Phrases with exactly one `#`."""
    denials: tuple[Text, ...] = ()
    """Phrases that say there were none; they hold no `#`."""
    needs: tuple[Text, ...] = ()
    """Plain words of which one must stand in the heading, or in the paragraph before the end of the phrase."""
    targets: tuple[tuple[Text, ...], ...] = Field(min_length=1)
    """Each a sum of cells that the number may mean, the likeliest first; `*` in a path stands for any
    characters. A target of which an edition lacks all cells is left out there."""
    units: tuple[Text, ...] = ()
    """The units that the number may have; empty: those of the form's prose."""
    strength: Literal["contradicts", "supports"] = "contradicts"
    """supports: the words may mean something narrower or wider, so that only an equal number says anything."""
    unless: tuple[Text, ...] = ()
    """Cells: while one of them is above zero, or no number, a difference says nothing."""


class CompletionFile(_File):
    """Words that say of everything counted that it ended in one way, so that certain cells must be 0."""

    key: Key
    about: tuple[Text, ...] = Field(min_length=1)
    phrases: tuple[Text, ...] = Field(min_length=1)
    needs: tuple[Text, ...] = ()
    """As for a statement."""
    after: tuple[Key, ...] = ()
    """The phrase speaks of the statement made just before it in its sentence, or of that and the one before it: one
    of the two must be named here, and only the nearer one is certain. Empty: the phrase itself names its subject."""
    zero: tuple[Text, ...] = Field(min_length=1)
    """Cells, as in `targets`."""


class ChargeFile(_File):
    """What a report says about a charge that stands in its prose only."""

    terms: tuple[Text, ...] = Field(min_length=1)
    """What the charge is called by its regulation."""
    other_terms: tuple[Text, ...] = ()
    """What reports call it instead."""
    counts: tuple[Text, ...] = ()
    """Phrases with one `#`; `{charge}` stands for any of the terms."""
    denials: tuple[Text, ...] = ()


class ClaimsFile(_File):
    """What a form's reports say in prose about what the form also counts."""

    words: dict[Key, tuple[Text, ...]] = Field(default_factory=dict)
    """Wordings by name, in the notation of phrases; a list may use those before it."""
    units: tuple[Text, ...] = Field(min_length=1)
    """Units that all count the same things here: 件, 条."""
    lead_ins: tuple[Text, ...] = ()
    """Phrases that may stand before a statement in its clause without changing what it counts."""
    statements: tuple[StatementFile, ...] = Field(min_length=1)
    completions: tuple[CompletionFile, ...] = ()
    charge: ChargeFile | None = None
