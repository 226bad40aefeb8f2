"""What is counted of every class of faults."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from eval.scoring import upper_bound

__all__ = ["ClassTally", "Fate", "Report"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one fault, or of the faults in one document."""

    faults: int = 1
    detected: int = 0
    """Noticed: by a new finding, a cell left to a person, or a difference between the readers."""
    located: int = 0
    """Of the detected ones: the faulty cells are among what is shown."""
    attributed: int = 0
    """Of the detected ones: to whoever is at fault; of damage in transit, that no agency is accused of an error."""
    escaped: int = 0
    """Accepted cells that do not hold the token at their true place."""
    rules: frozenset[str] = frozenset()
    """Codes of the findings that are new."""


@dataclass(slots=True)
class ClassTally:
    """One class of faults."""

    documents: int = 0
    faults: int = 0
    detected: int = 0
    located: int = 0
    attributed: int = 0
    escaped: int = 0

    def add(self, fate: Fate) -> None:
        """Count one more."""
        self.documents += 1
        self.faults += fate.faults
        self.detected += fate.detected
        self.located += fate.located
        self.attributed += fate.attributed
        self.escaped += fate.escaped

    @property
    def undetected(self) -> float:
        """Share that leaves no trace."""
        return 1 - self.detected / self.faults if self.faults else 0.0

    @property
    def bound(self) -> float | None:
        """The exact one-sided 95 % bound of the share of documents with an escape; null without documents."""
        return upper_bound(min(self.escaped, self.documents), self.documents) if self.documents else None


@dataclass(slots=True)
class Report:
    """Everything that an injection counted."""

    files: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """Faults before the readers, read whole, by class."""
    varieties: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """What only looks like a fault, read whole: nothing has to be found, and nothing wrong may be accepted."""
    figures: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """Faults in printed figures, judged by the identities, by class."""
    replies: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """Faults in one reply of the second reader, by class."""
    rules: Counter[str] = field(default_factory=Counter[str])
    """Faults by the rules that noticed them."""
    alone: Counter[str] = field(default_factory=Counter[str])
    """Faults by the only rule that noticed them."""
    checked: int = 0
    """Faults in figures that were read whole as well."""
    differing: list[str] = field(default_factory=list[str])
    """Of these, the ones for which the whole pipeline says something else."""

    def add(self, part: dict[str, ClassTally], name: str, fate: Fate) -> None:
        """Count one fate in a part of the report."""
        part.setdefault(name, ClassTally()).add(fate)
        for rule in fate.rules:
            self.rules[rule] += 1
        if len(fate.rules) == 1:
            self.alone.update(fate.rules)

    @property
    def total(self) -> int:
        """All faults."""
        return sum(tally.faults for part in self._parts for tally in part.values())

    @property
    def escaped(self) -> int:
        """All escapes."""
        return sum(tally.escaped for part in self._parts for tally in part.values())

    @property
    def _parts(self) -> tuple[dict[str, ClassTally], ...]:
        return self.files, self.varieties, self.figures, self.replies

    def traceless(self) -> dict[str, float]:
        """Classes of faults before the readers that may leave no trace, with the share that leaves none."""
        return {
            name: tally.undetected
            for part in (self.files, self.figures)
            for name, tally in part.items()
            if tally.undetected > 0
        }

    def idle(self, known: Iterable[str]) -> list[str]:
        """Rules whose removal would change nothing here: no fault was noticed by them alone."""
        return sorted(set(known) - self.alone.keys())
