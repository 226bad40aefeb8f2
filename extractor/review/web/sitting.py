"""What a question's page says to one person: why it is asked, what they may do, and what stands beside it."""

from dataclasses import dataclass

from extractor.model import Finding
from extractor.model.cell import SECOND_READ
from extractor.review.answers import Choice
from extractor.review.answers.choices import ABSENT
from extractor.review.question import Question
from extractor.review.view import Names, Speech
from extractor.review.view.equations import message_of
from extractor.store.database.people import User

__all__ = ["Sitting"]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A question before a person."""

    question: Question
    user: User
    speech: Speech
    names: Names

    @property
    def mine(self) -> bool:
        """Nobody else is at it."""
        lease = self.question.lease
        return lease is None or lease.user == self.user.id

    @property
    def open(self) -> bool:
        """It waits for this person's answer."""
        return self.question.item.settled is None and self.mine

    @property
    def acceptable(self) -> bool:
        """One key settles it as it stands."""
        cell = self.question.cell
        return cell is None or (not self.question.item.blind and cell.kind not in ABSENT)

    @property
    def why(self) -> tuple[str, ...]:
        """The reason in words, the most telling first."""
        question = self.question
        if question.item.blind:
            return (self.speech("why_blind"),)
        told = [message_of(finding, self.speech) for finding in question.findings]
        cell = question.cell
        if cell is None:
            return tuple(told)
        values = {(each.kind, each.value) for each in cell.readings}
        if len(values) > 1:
            said = "; ".join(
                f"{self.reader(each.reader)} {self.value(each.kind, each.value)}" for each in cell.readings
            )
            told.insert(0, self.speech("why_differ", said=said))
        return (*told, *(self.speech.code("reason", code) for code in question.reasons))

    @property
    def delta(self) -> str:
        """By how much the first equation misses; empty when none does."""
        finding = next((each for each in self.question.findings if each.delta), None)
        return "" if finding is None or self.question.item.blind else str(finding.delta).replace("-", "−")

    @property
    def finding(self) -> Finding | None:
        """The finding in question; null for cells."""
        return None if self.question.cell is not None else self.question.findings[0]

    def value(self, kind: str, value: int | str | None) -> str:
        """A value, or what stands in its place, in words."""
        return self.speech.code("kind", kind) if value is None else str(value)

    def reader(self, reader: str) -> str:
        """A reader in words."""
        words = {"table": "reader_table", SECOND_READ: "reader_second"}
        return self.speech(words[reader]) if reader in words else reader

    def why_choice(self, choice: Choice) -> str:
        """Why a choice is offered."""
        if choice.why == "reader":
            return ", ".join(self.reader(each) for each in choice.reader.split(", "))
        if choice.why == "audit":
            return self.speech("answered_blind", name=choice.reader)
        return self.speech.code("why", choice.why)
