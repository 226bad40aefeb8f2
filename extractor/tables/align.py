"""Which source row is which row of the form: one order-preserving alignment of labels over the whole table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.forms import TableEdition
from extractor.tables.fields import Field
from extractor.tables.geometry import display_width
from extractor.tables.rows import SourceRow
from extractor.tables.similarity import LabelIndex, label_index
from extractor.tables.thresholds import Thresholds

__all__ = ["Binding", "align"]

PLAUSIBLE = 0.60
"""Below this a label is not even considered; between this and τ it may be bound, but never proven."""
WORTH = 0.50
"""What a pair must be worth to be kept: similarity less this is maximised over the table."""
PIECES = 3
"""A label goes on over at most so many further lines on either side of its numbers."""
PIECE_COST = 0.01
"""Taken off per further line, so that the shortest sufficient label wins."""
EMBEDDED = 0.95
"""What a label broken around its numbers must score to prove the row: nothing of it stands on the numbers' line."""
SAME_COLUMN = 1
"""Words whose beginnings are so many display columns apart at most stand under each other."""
GROUP_LIKE = 0.80
"""Similarity, 0 to 1, from which the words before a gap are the group that the row stands in."""
GAP = re.compile(r"\s+|(?<=\S)[-—–/](?=\S)")
OTHER_GROUP = 0.15
"""Taken off when the row stands in a group that the form row is not in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be the label of a source row."""

    text: str
    first: Field
    last: Field
    above: int = 0
    """How many lines above the numbers it takes in."""
    below: int = 0
    own: bool = True
    """Part of it stands in the row itself."""
    around: frozenset[int] = frozenset()
    """Where its words on other lines than the numbers' begin."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A source row bound to a form row."""

    source: int
    """0-based index of the source row."""
    row: int
    """0-based index of the form row, over all blocks of the table."""
    score: float
    """Similarity of the labels, 0 to 1; 0 when bound by position."""
    margin: float
    """By how much the score beats every other label of the table."""
    label: Candidate | None
    reasons: tuple[str, ...] = ()
    """Why the row is not proven; empty when its own label proves it."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """All form rows a source row may be, with the label text that says so."""

    scores: Sequence[float]
    labels: Sequence[Candidate]
    group: float


def align(rows: Sequence[SourceRow], edition: TableEdition, thresholds: Thresholds) -> list[Binding]:
    """Bind source rows to form rows by their labels, in order.

    Blocks may stand in another order than the form has them: a block left without any row is aligned by itself.
    """
    index = label_index(edition)
    widths = [edition.blocks[block].width for block in index.blocks]
    scored = [_score(row, index, widths, group) for row, group in zip(rows, _groups(rows, index), strict=True)]
    pairs = _best_path(scored, range(len(rows)), range(len(index.rows)))
    for block in range(len(edition.blocks)):
        members = [place for place, owner in enumerate(index.blocks) if owner == block]
        bound = {row for _, row in pairs}
        if not edition.blocks[block].across and not bound & set(members):
            free = [place for place in range(len(rows)) if place not in {source for source, _ in pairs}]
            pairs += _best_path(scored, free, members)
    claims = _claims(rows, scored, thresholds)
    return [_binding(source, row, scored, claims, thresholds) for source, row in sorted(pairs)]


def _claims(rows: Sequence[SourceRow], scored: Sequence[_Scored], thresholds: Thresholds) -> dict[int, list[int]]:
    """For each form row the source rows with values whose best label it is."""
    claims: dict[int, list[int]] = {}
    for source, item in enumerate(scored):
        best = max(item.scores, default=0.0)
        if rows[source].has_value and best >= thresholds.score:
            for place, score in enumerate(item.scores):
                if score == best:
                    claims.setdefault(place, []).append(source)
    return claims


@dataclass(frozen=True, slots=True)
class _Group:
    """The group a source row stands in: the form rows of it, and whether the row itself says so."""

    members: frozenset[int]
    printed: bool

    def excluded(self, index: LabelIndex) -> frozenset[int]:
        """The form rows that are out of question.

        A group taken over from a row above only tells rows of equal wording apart: nothing says where it ends.
        """
        outside = frozenset(range(len(index.rows))) - self.members
        return outside if self.printed else index.twins_of(self.members) & outside


def _groups(rows: Sequence[SourceRow], index: LabelIndex) -> Iterator[_Group | None]:
    """The group of each row: as printed on it, else the last one above it, for group labels are merged cells."""
    inherited: frozenset[int] | None = None
    for row in rows:
        above = [found for item in row.above if (found := index.group_members(item.text)) is not None]
        own = [found for item in row.own[:-1] if (found := index.group_members(item.text)) is not None]
        printed = (own or above or [None])[-1]
        inherited = printed if printed is not None else inherited
        yield _Group(inherited, printed=bool(own)) if inherited is not None else None


def _score(row: SourceRow, index: LabelIndex, widths: Sequence[int], inside: _Group | None) -> _Scored:
    """Compare a source row with every form row; one that cannot hold the row's values scores 0."""
    candidates = list(_candidates(row, index))
    size = len(index.rows)
    has_value, fields = row.has_value, len(row.values)
    outside: frozenset[int] = inside.excluded(index) if inside is not None else frozenset()
    scores = [0.0] * size
    labels: list[Candidate] = [candidates[0]] * size if candidates else []
    group = 0.0
    for candidate in candidates:
        cost = PIECE_COST * (candidate.above + candidate.below)
        for place, similarity in enumerate(index.scores(candidate.text)):
            value = similarity - cost
            if not has_value and fields < widths[place]:
                continue
            if place in outside:
                value -= OTHER_GROUP
            if value > scores[place]:
                if value >= PLAUSIBLE and cost and candidate.own and not index.contains(row.own[-1].text, place):
                    continue  # the words on the numbers' own line are another label, whatever stands around them
                scores[place] = value
                labels[place] = candidate
        if candidate.own and not candidate.above and not candidate.below:
            group = max(group, index.group_score(candidate.text))
    return _Scored(scores, labels, group)


def _candidates(row: SourceRow, index: LabelIndex) -> Iterator[Candidate]:
    own = row.own
    if own:
        yield Candidate(own[-1].text, own[-1], own[-1])
        for gap in GAP.finditer(own[-1].text):
            if index.group_score(own[-1].text[: gap.start()]) >= GROUP_LIKE:
                rest = own[-1].text[gap.end() :]
                yield Candidate(rest, replace(own[-1], text=rest, start=own[-1].start + gap.end()), own[-1])
        for count in range(2, min(len(own), PIECES + 1) + 1):
            parts = own[-count:]
            yield Candidate("".join(part.text for part in parts), parts[0], parts[-1])
    if row.layout == "cell":
        return
    middle = own[-1:]
    for above in range(min(PIECES, len(row.above)) + 1):
        for below in range(min(PIECES, len(row.below)) + 1):
            if above + below == 0 or not (middle or (above and below)):
                continue  # without a label on its own line, only one broken around the numbers can be the row's
            yield _broken(row.above[len(row.above) - above :], middle, row.below[:below])
    yield from _column_candidates(row)


def _broken(above: Sequence[Field], middle: Sequence[Field], below: Sequence[Field]) -> Candidate:
    """A label that is broken over the lines around its numbers."""
    parts = [*above, *middle, *below]
    around = frozenset(part.start for part in (*above, *below))
    text = "".join(part.text for part in parts)
    return Candidate(text, parts[0], parts[-1], len(above), len(below), bool(middle), around)


def _column_candidates(row: SourceRow) -> Iterator[Candidate]:
    """Labels whose words stand under each other, while words of merged cells stand beside them to the left.

    The words on the numbers' own line are the label's, or stand left of it.
    """
    lefts = {field.left for field in (*row.above, *row.below, *row.own[-1:]) if field.left is not None}
    last = row.own[-1].left if row.own else -1
    for left in sorted(lefts):
        if last is None or left < last - SAME_COLUMN:
            continue
        above, below = _column(row.above, left), _column(row.below, left)
        if above == list(row.above) and below == list(row.below):
            continue  # no other words are there
        middle = _column(row.own[-1:], left)
        for upper in range(min(PIECES, len(above)) + 1):
            for lower in range(min(PIECES, len(below)) + 1):
                if upper + lower and (middle or (upper and lower)):
                    yield _broken(above[len(above) - upper :], middle, below[:lower])


def _column(fields: Sequence[Field], left: int) -> list[Field]:
    """The words that begin at a display column; a single space may part them from what stands beside them."""
    found: list[Field] = []
    for field in fields:
        if field.left is None or field.left > left + SAME_COLUMN:
            continue
        if field.left >= left - SAME_COLUMN:
            found.append(field)
            continue
        cuts = [gap.end() for gap in GAP.finditer(field.text)]
        found += [
            replace(field, text=field.text[cut:], start=field.start + cut, left=left)
            for cut in cuts
            if field.left + display_width(field.text[:cut]) == left
        ]
    return found


def _best_path(scored: Sequence[_Scored], sources: Sequence[int], members: Sequence[int]) -> list[tuple[int, int]]:
    """The order-preserving pairs of source and form rows with the greatest total worth."""
    width = len(members)
    best = [[0.0] * (width + 1)]
    for place in sources:
        above = best[-1]
        line = [0.0] * (width + 1)
        scores = scored[place].scores
        for position, member in enumerate(members, 1):
            value = max(above[position], line[position - 1])
            score = scores[member]
            if score >= PLAUSIBLE:
                value = max(value, above[position - 1] + score - WORTH)
            line[position] = value
        best.append(line)
    pairs: list[tuple[int, int]] = []
    at, position = len(sources), width
    while at and position:
        if best[at][position] == best[at - 1][position]:
            at -= 1
        elif best[at][position] == best[at][position - 1]:
            position -= 1
        else:
            at -= 1
            position -= 1
            pairs.append((sources[at], members[position]))
    return pairs[::-1]


def _binding(
    source: int, row: int, scored: Sequence[_Scored], claims: dict[int, list[int]], thresholds: Thresholds
) -> Binding:
    item = scored[source]
    label = item.labels[row]
    rivals = [score for place, score in enumerate(item.scores) if place != row]
    # Rounded: 1 - 0.9 is a hair less than 0.1.
    margin = round(item.scores[row] - max([*rivals, item.group], default=0.0), 6)
    reasons: list[str] = []
    if item.scores[row] < thresholds.score:
        reasons.append("label-below-threshold")
    if margin < thresholds.margin:
        reasons.append("label-margin")
    if not label.own and item.scores[row] < EMBEDDED:
        reasons.append("label-apart")
    if any(other != source for other in claims.get(row, ())):
        reasons.append("label-twice")
    return Binding(source, row, item.scores[row], margin, label, tuple(reasons))
