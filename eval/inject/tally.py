"""What is counted of every class of faults."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from eval.scoring import upper_bound

__all__ = ["ClassTally", "Effect", "Fate", "Report"]


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
class Effect:
    """What taking one rule away changed."""

    judged: int = 0
    """Faults, or documents full of them, that were judged with the rule and without it."""
    changed: int = 0
    """Of these, the ones that met another fate."""
    detected: int = 0
    """Faults that are no longer noticed."""
    located: int = 0
    """Faults that are no longer located."""
    attributed: int = 0
    """Faults that are no longer attributed to whoever is at fault."""
    escaped: int = 0
    """Cells that escape without the rule and did not with it."""

    def add(self, fate: Fate, without: Fate) -> None:
        """Count one more fault, by its fate with the rule and without it."""
        self.judged += 1
        self.changed += _counts(fate) != _counts(without)
        self.detected += max(0, fate.detected - without.detected)
        self.located += max(0, fate.located - without.located)
        self.attributed += max(0, fate.attributed - without.attributed)
        self.escaped += max(0, without.escaped - fate.escaped)


def _counts(fate: Fate) -> tuple[int, int, int, int]:
    return fate.detected, fate.located, fate.attributed, fate.escaped


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
    prints: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """Faults in printed PDF files, read whole, by class."""
    sightings: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """Faults in one reply of the recogniser, by class."""
    beyond: dict[str, ClassTally] = field(default_factory=dict[str, ClassTally])
    """Two replies that are wrong alike, and files that lie about what they show: told, and in no total."""
    rules: Counter[str] = field(default_factory=Counter[str])
    """Faults by the rules that noticed them."""
    alone: Counter[str] = field(default_factory=Counter[str])
    """Faults by the only rule that noticed them."""
    checked: int = 0
    """Faults in figures that were read whole as well."""
    differing: list[str] = field(default_factory=list[str])
    """Of these, the ones for which the whole pipeline says something else."""
    removed: dict[str, Effect] = field(default_factory=dict[str, Effect])
    """What taking a rule away changed, by code."""
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    """Parts that were left out, with what must be installed for them."""

    def add(self, part: dict[str, ClassTally], name: str, fate: Fate) -> None:
        """Count one fate in a part of the report."""
        part.setdefault(name, ClassTally()).add(fate)
        for rule in fate.rules:
            self.rules[rule] += 1
        if len(fate.rules) == 1:
            self.alone.update(fate.rules)

    @property
    def parts(self) -> dict[str, dict[str, ClassTally]]:
        """Every part by its name."""
        return {
            "replies": self.replies,
            "figures": self.figures,
            "files": self.files,
            "varieties": self.varieties,
            "prints": self.prints,
            "sightings": self.sightings,
            "beyond": self.beyond,
        }

    @property
    def total(self) -> int:
        """All single faults."""
        return sum(tally.faults for tally in self._single)

    @property
    def escaped(self) -> int:
        """All escapes of single faults."""
        return sum(tally.escaped for tally in self._single)

    @property
    def _single(self) -> Iterator[ClassTally]:
        return (tally for name, part in self.parts.items() if name != "beyond" for tally in part.values())

    def traceless(self) -> dict[str, float]:
        """Classes of faults before the readers that may leave no trace, with the share that leaves none."""
        return {
            name: tally.undetected
            for part in (self.files, self.figures, self.prints, self.beyond)
            for name, tally in part.items()
            if tally.undetected > 0
        }

    def effect(self, code: str) -> Effect:
        """What taking a rule away changed, to be added to."""
        return self.removed.setdefault(code, Effect())

    def idle(self) -> list[str]:
        """Rules that were taken away without changing the fate of any fault."""
        return sorted(code for code, effect in self.removed.items() if not effect.changed)

    def redundant(self) -> list[str]:
        """Rules without which fewer faults are explained, but none goes unnoticed and none escapes."""
        return sorted(
            code
            for code, effect in self.removed.items()
            if effect.changed and not effect.detected and not effect.escaped
        )
