"""From intervals of a folded sentence back to what the document prints."""

from dataclasses import dataclass
from decimal import Decimal

from extractor.claims.grammar.numerals import Amount, Marked, amounts_in
from extractor.claims.grammar.sentences import Sentence
from extractor.model import Document, Place
from extractor.model.prose import Quantity

__all__ = ["Quoting"]


@dataclass(frozen=True, slots=True)
class Quoting:
    """A sentence and the document it stands in."""

    document: Document
    sentence: Sentence
    marked: Marked

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.sentence.text

    def quote(self, start: int, end: int) -> tuple[str, Place]:
        """What is printed at a non-empty interval of the folded sentence, and where."""
        return self.cited(self.sentence.at[start], self.sentence.at[end - 1] + 1)

    def cited(self, start: int, end: int) -> tuple[str, Place]:
        """What is printed at an interval of the document's text, and where."""
        # Pages are joined by form feeds (design.md §6.3).
        page = 1 + self.document.text.count("\f", 0, start) if self.document.pages else None
        return self.document.text[start:end], Place(page=page, start=start, end=end)

    def quantity(self, amount: Amount) -> Quantity:
        """An amount as the rules take it."""
        printed, place = self.quote(amount.start, amount.end)
        return Quantity(printed, place, Decimal(amount.value), amount.unit, amount.exact)

    def earlier(self) -> tuple[Quantity, ...]:
        """The amounts further up in the paragraph, the nearest first."""
        at = self.sentence.before_at
        found: list[Quantity] = []
        for amount in reversed(amounts_in(self.sentence.before, 0, len(self.sentence.before))):
            printed, place = self.cited(at[amount.start], at[amount.end - 1] + 1)
            found.append(Quantity(printed, place, Decimal(amount.value), amount.unit, amount.exact))
        return tuple(found)
