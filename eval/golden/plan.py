"""What the golden set holds, and which split each document belongs to.

Splits are drawn by family (media type, layout class, editions), so that each has something of every family, and by
agency: a second document of an agency that is known already is not taken at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

from eval.generator import Format, Generated, Layout, draw_file
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.mutations import MUTATIONS, mutate
from eval.golden.canaries import orders
from eval.golden.documents import content_digest, draw_source, make, truth_digest
from eval.golden.kept import PRESSED, KeptDocument, editions_of, read_kept
from eval.golden.manifest import Canary, Drawn, Item, Manifest, Mutated, Need, Purpose, Source, Split

__all__ = ["EDITIONS", "UNREADABLE", "is_readable", "plan"]

UNREADABLE = frozenset({Layout.FLOATING, Layout.CRAWLER, Layout.COLUMNS})
"""Layouts that part the figures from their labels, or lose lines: leaving them to a person is right."""

_FIRST_SEED = 70_001
"""Far from the seeds of the quality bars."""
_REPORT, _BUDGET = "gov-disclosure", "public-budget"
_TABLES = ("proactive", "requests", "disputes")
EDITIONS: Sequence[dict[str, str]] = (
    dict.fromkeys(_TABLES, "2021"),
    dict.fromkeys(_TABLES, "2019"),
    {**dict.fromkeys(_TABLES, "2021"), "requests": "2019"},
)
_PLAIN: tuple[Split, ...] = ("gate", "gate", "calibration", "dev")
_MORE_CALIBRATION: tuple[Split, ...] = ("gate", "gate", "calibration", "calibration", "dev")
_DAMAGED = 24
_TRAPS = (
    "total_off_by_one", "total_off_by_one", "total_off_by_one", "total_off_by_one", "negative_count",
    "stated_count_wrong", "stated_count_wrong", "stock_at_the_end_of_the_year_wrong",
    "stock_at_the_end_of_the_year_wrong", "received_with_neither_meaning", "received_denied",
    "chinese_numeral_wrong", "all_processed_with_some_carried_over", "parts_exceed_the_whole", "growth_wrong",
    "title_of_another_year", "title_of_another_year", "period_of_another_year", "section_one_of_another_year",
    "section_one_missing", "section_five_missing", "section_six_missing", "section_six_missing",
    "labels_of_2019_in_a_later_year", "notice_of_another_format", "contact_of_another_agency", "fee_of_385_yuan",
    "received_means_new_and_carried",
)  # fmt: skip
"""What the source itself has wrong, and two that look wrong and are right: mixed editions, 受理 with both meanings."""
_MOSTLY_GATE: tuple[Split, ...] = ("gate", "gate", "dev", "gate", "calibration")
_CANARY_SPLITS: tuple[Split, ...] = ("gate", "gate", "gate", "dev")
_CANARIES = (
    (Layout.CELL_LINES, Format.TXT, "preface"), (Layout.TAB_ROWS, Format.TXT, "prose"),
    (Layout.PLAIN_MARKDOWN, Format.TXT, "footnote"), (Layout.BARE_LINES, Format.TXT, "row"),
    (GRID_LAYOUT, Format.HTML, "hidden"), (GRID_LAYOUT, Format.DOCX, "hidden"),
    (GRID_LAYOUT, Format.HTML, "comment"), (GRID_LAYOUT, Format.DOCX, "footnote"),
    (GRID_LAYOUT, Format.XLSX, "preface"), (Layout.TAB_ROWS, Format.TXT, "file_name"),
    (GRID_LAYOUT, Format.HTML, "row"), (GRID_LAYOUT, Format.DOCX, "row"), (GRID_LAYOUT, Format.CSV, "prose"),
    (Layout.CELL_LINES, Format.TXT, "footnote"), (GRID_LAYOUT, Format.DOCX, "file_name"),
)  # fmt: skip
_BY_SEED = "the generator of eval/generator, by seed"


def plan(folder: Path) -> Manifest:
    """The whole golden set, in the order of its list."""
    drafts = _Drafts(folder)
    for kept in read_kept(folder):
        drafts.keep(kept)
    for source, split in (*_plain(), *_budgets()):
        drafts.draw(source, split, "plain")
    drafts.damaged(_DAMAGED)
    for place, (name, number) in enumerate(_numbered(_TRAPS)):
        drafts.trap(name, number, _MOSTLY_GATE[place % len(_MOSTLY_GATE)])
    for place, (layout, file_format, where) in enumerate(_CANARIES):
        base = Drawn(seed=0, form=_REPORT, layout=layout.name, format=file_format.value, editions=EDITIONS[0])
        drafts.canary(base, place % len(orders()), where, _CANARY_SPLITS[place % len(_CANARY_SPLITS)])
    # Last, so that the seeds of the others stay as they are; their own agencies were chosen beside all the others.
    for pressed in read_kept(folder, PRESSED):
        drafts.keep(pressed)
    return Manifest(items=tuple(drafts.items))


def _plain() -> Iterator[tuple[Drawn, Split]]:
    """Every layout and format in every edition, in every split."""
    classes = [
        *((layout, Format.TXT) for layout in Layout),
        *((GRID_LAYOUT, each) for each in Format if each is not Format.TXT),
    ]
    for layout, file_format in classes:
        for place, editions in enumerate(EDITIONS):
            for split in _PLAIN if place else _MORE_CALIBRATION:
                yield (
                    Drawn(seed=0, form=_REPORT, layout=layout.name, format=file_format.value, editions=editions),
                    split,
                )


def _budgets() -> Iterator[tuple[Drawn, Split]]:
    """The second form, so that nothing is tuned to the first."""
    for layout, file_format in (
        (Layout.CELL_LINES, Format.TXT),
        (Layout.TAB_ROWS, Format.TXT),
        (GRID_LAYOUT, Format.DOCX),
        (GRID_LAYOUT, Format.XLSX),
    ):
        for split in _PLAIN:
            yield Drawn(seed=0, form=_BUDGET, layout=layout.name, format=file_format.value), split


def _numbered(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name, seen[name]


@dataclass(slots=True)
class _Drafts:
    """The list in the making; each document takes the next seeds until one has an agency of its own."""

    folder: Path
    items: list[Item] = field(default_factory=list[Item])
    agencies: set[str] = field(default_factory=set[str])
    seeds: Iterator[int] = field(default_factory=lambda: count(_FIRST_SEED))

    def keep(self, kept: KeptDocument) -> None:
        if kept.agency:
            self.agencies.add(kept.agency)
        self._add(
            kept.id, kept.split, kept.purpose, kept.family(self.folder), kept.agency, kept.source,
            readable=kept.readable, needs=kept.needs, provenance=kept.provenance,
        )  # fmt: skip

    def draw(self, source: Drawn, split: Split, purpose: Purpose) -> None:
        drawn, made = self._next(source)
        self._generated(drawn, made, split, purpose, readable=is_readable(made))

    def damaged(self, wanted: int) -> None:
        splits = cycle(_PLAIN)
        for seed in self.seeds:
            made = draw_file(seed)
            agency = made.truth.meta.get("agency")
            if made.damages and isinstance(agency, str) and agency not in self.agencies:
                self.agencies.add(agency)
                source = Drawn(
                    seed=seed, form=_REPORT, layout=made.layout.name, format=made.format.value, damages=made.damages
                )
                self._generated(source, made, next(splits), "damaged", readable=False)
                wanted -= 1
            if not wanted:
                return

    def trap(self, name: str, number: int, split: Split) -> None:
        for seed in self.seeds:
            made = mutate(MUTATIONS[name], seed)
            if made is None or made.agency in self.agencies:
                continue
            self.agencies.add(made.agency)
            family = f"text {_class(made.layout)} {editions_of(dict(made.editions))}"
            item_id = f"trap-{name.replace('_', '-')}-{number}"
            self._add(item_id, split, "trap", family, made.agency, Mutated(seed=seed, mutation=name), readable=True)
            return

    def canary(self, base: Drawn, order: int, place: str, split: Split) -> None:
        drawn, made = self._next(base)
        source = Canary.model_validate({"base": drawn, "order": order, "place": place})
        self._generated(source, made, split, "canary", readable=False)

    def _next(self, source: Drawn) -> tuple[Drawn, Generated]:
        for seed in self.seeds:
            drawn = source.model_copy(update={"seed": seed})
            made = draw_source(drawn)
            agency = made.truth.meta.get("agency")
            if isinstance(agency, str) and agency not in self.agencies:
                self.agencies.add(agency)
                return drawn, made
        raise AssertionError("seeds never end")

    def _generated(
        self, source: Drawn | Canary, made: Generated, split: Split, purpose: Purpose, *, readable: bool
    ) -> None:
        shape = _class(made.layout) if made.format is Format.TXT else "grid"
        family = f"{made.format.value} {shape} {editions_of(dict(made.truth.editions))}"
        number = sum(item.purpose == purpose for item in self.items) + 1
        agency = str(made.truth.meta["agency"])
        self._add(f"{purpose}-{number:03d}", split, purpose, family, agency, source, readable=readable)

    def _add(  # noqa: PLR0913, PLR0917 - the columns of the list
        self,
        item_id: str,
        split: Split,
        purpose: Purpose,
        family: str,
        agency: str,
        source: Source,
        *,
        readable: bool,
        needs: Need | None = None,
        provenance: str = _BY_SEED,
    ) -> None:
        golden = make(source, self.folder)
        self.items.append(
            Item(
                id=item_id,
                split=split,
                purpose=purpose,
                family=family,
                agency=agency,
                readable=readable,
                needs=needs,
                source=source,
                sha256=content_digest(golden.data),
                truth_sha256=truth_digest(golden.truth),
                provenance=provenance,
            )
        )


def is_readable(made: Generated) -> bool:
    """Each figure stands beside its label, and no part of a table is blank throughout.

    Where a caption or a header is followed by nothing but empty fields, nobody can tell an empty row from none.
    """
    if made.format is Format.TXT and made.layout in UNREADABLE:
        return False
    blocks = (block for table in made.document.tables() for block in table.blocks)
    return all(any(field.text.strip() for row in block.rows for field in row.fields) for block in blocks)


def _class(layout: Layout) -> str:
    return layout.name.lower().replace("_", "-")
