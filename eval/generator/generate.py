"""Draws whole documents: figures, words, damage, layout, and the truth about all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens, stream
from eval.generator.compose import compose, draw_wording
from eval.generator.damages import DAMAGES, Damage, Draft, Scene
from eval.generator.figures import PROFILES, Profile, draw_figures
from eval.generator.layouts import BLANK_CAPABLE, Layout, lay_out
from eval.generator.marks import Mark, draw_marks, print_figures
from eval.generator.places import draw_agency
from eval.generator.printed import Document
from eval.generator.prose import gather, write_front, write_other, write_overview, write_problems
from eval.generator.truth import Expected, Figure, MetaValue, Truth, numeric
from extractor.forms import Equation, Form, builtin_forms

__all__ = ["Generated", "draw", "generate"]

_YEARS = range(2019, 2025)
"""Report years that documents are drawn from."""

_MIXED = "requests"
"""The table that hybrid reports keep in its old form."""

_DENSER = ("town", "office", "department", "county", "city", "province")
"""Where a damage finds nothing to damage, a busier agency is asked."""


@dataclass(frozen=True)
class Generated:
    """A synthetic report with its truth."""

    name: str
    text: str
    truth: Truth
    layout: Layout
    damages: tuple[str, ...]
    document: Document
    """What was printed before the layout, for renderers of other formats; damage after the layout is not in it."""
    unknowable: frozenset[str]
    """Cells that nobody could tell from this text; their truth is what the source said. Refusing them is right,
    accepting anything else is wrong."""


def generate(  # noqa: PLR0913 - the choices a test may want to fix
    seed: int,
    layout: Layout,
    *,
    form: Form | None = None,
    damages: Sequence[str] = (),
    profile: str | None = None,
    editions: Mapping[str, str] | None = None,
) -> Generated:
    """Generate the document that belongs to these arguments: the same ones give the same bytes.

    Args:
        seed: Decides everything that the other arguments leave open.
        layout: How the text is laid out.
        form: The form to fill in; the disclosure report by default.
        damages: Names from `DAMAGES`, each of which the layout must allow.
        profile: A name from `PROFILES`; by default one that offers the damages a place.
        editions: Edition per table; a table that is not named is not printed.

    Raises:
        ValueError: A damage does not belong to the layout, or the profile has nothing that it could damage.
    """
    form = form or builtin_forms()[0]
    chosen = [DAMAGES[name] for name in DAMAGES if name in damages]
    if unknown := sorted(set(damages) - set(DAMAGES)):
        raise ValueError(f"unknown damages {unknown!r}: choose from {sorted(DAMAGES)!r}")
    if misplaced := [damage.name for damage in chosen if layout not in damage.layouts]:
        raise ValueError(f"damages {misplaced!r} cannot be told from the disorder of layout {layout.value!r}")
    candidates = [profile] if profile else [stream(seed, "profile").choice(list(PROFILES)), *_DENSER]
    for name in candidates:
        made = _attempt(seed, layout, form, chosen, PROFILES[name], editions)
        if made is not None:
            return made
    raise ValueError(f"profile {candidates[-1]!r} gives damages {list(damages)!r} nothing to work on with seed {seed}")


def draw(seed: int) -> Generated:
    """Draw a document with layout, profile, editions and up to two damages left to chance."""
    random = stream(seed, "draw")
    # Damage first: one that only few layouts know is then drawn as often as the others.
    damages = random.sample(list(DAMAGES.values()), random.choice((0, 0, 1, 1, 2)))
    layouts = [layout for layout in Layout if all(layout in damage.layouts for damage in damages)]
    if not layouts:
        damages = damages[:1]
        layouts = [layout for layout in Layout if layout in damages[0].layouts]
    layout = random.choice(layouts)
    try:
        return generate(seed, layout, damages=[damage.name for damage in damages])
    except ValueError:
        # Two damages may take each other's place away, as a lost row does for a row that would imitate it.
        return generate(seed, layout, damages=[damage.name for damage in damages[:1]])


def _attempt(  # noqa: PLR0913, PLR0917 - the arguments of `generate`, settled
    seed: int,
    layout: Layout,
    form: Form,
    damages: Sequence[Damage],
    profile: Profile,
    wanted: Mapping[str, str] | None,
) -> Generated | None:
    year, editions = _editions(form, stream(seed, "editions"), wanted, damages)
    scene = Scene(list(form.table_editions(editions)), layout)
    draft, meta = _draft(seed, form, scene, year, profile)
    for damage in damages:
        if damage.on_document is not None:
            damaged = damage.on_document(draft, scene, stream(seed, damage.name))
            if damaged is None:
                return None
            draft = damaged
    sheet = lay_out(draft.document, layout, stream(seed, "layout"))
    for damage in damages:
        if damage.on_sheet is not None:
            torn = damage.on_sheet(sheet, scene, stream(seed, damage.name))
            if torn is None:
                return None
            sheet = torn
    unknowable = draft.unknowable | sheet.unknowable
    truth = Truth(
        editions=editions,
        meta=_printed_meta(meta, sheet.text),
        cells={spec.path: draft.cells[spec.path] for table in scene.tables for spec in table.cells},
        clean=sheet.clean and all(damage.harmless for damage in damages),
        must_find=tuple(found for found in draft.must_find if _evident(found, scene, draft.cells, unknowable))
        if sum(not damage.harmless for damage in damages) == 1
        else (),
    )
    names = tuple(damage.name for damage in damages)
    name = "-".join((f"{seed:06d}", layout.name.lower(), *names))
    return Generated(name, sheet.text, truth, layout, names, draft.document, frozenset(unknowable))


def _editions(
    form: Form, random: Random, wanted: Mapping[str, str] | None, damages: Sequence[Damage]
) -> tuple[int, dict[str, str]]:
    """The report year and the edition of each table."""
    keys = [table.key for table in form.tables]
    newest, oldest = form.edition_of_year(_YEARS[-1]), form.edition_of_year(_YEARS[0])
    if newest is None or oldest is None:
        raise ValueError(f"form {form.id!r} has no edition for the years {_YEARS[0]} to {_YEARS[-1]}")
    editions = dict.fromkeys(keys, oldest if wanted is None and happens(random, 0.18) else newest)
    main = editions[keys[0]]
    if wanted is not None:
        editions = {key: wanted[key] for key in keys if key in wanted}
        main = editions.get(keys[0], next(iter(editions.values()), newest))
    elif main == newest and happens(random, 0.18):
        # Agencies that took over one table of the new edition and kept the old form of the other.
        editions[_MIXED] = oldest
    for damage in damages:
        if damage.on_editions is not None:
            main = newest
            editions = damage.on_editions(dict.fromkeys(editions, newest), oldest)
    year = random.choice([year for year in _YEARS if form.edition_of_year(year) == main])
    return year, editions


def _draft(seed: int, form: Form, scene: Scene, year: int, profile: Profile) -> tuple[Draft, Mapping[str, MetaValue]]:
    """The undamaged document and what it says about itself."""
    editions = {table.table: table.edition for table in scene.tables}
    figures = draw_figures(form, editions, profile, stream(seed, "figures"))
    random = stream(seed, "marks")
    marks = draw_marks(scene.tables, random, blanks=scene.layout in BLANK_CAPABLE)
    printed: dict[str, Mark] = {}
    for table in scene.tables:
        printed |= print_figures(table, figures, marks, random)
    random = stream(seed, "prose")
    agency = draw_agency(random.choice(profile.agencies), random)
    facts = gather(figures, editions)
    notice = form.edition_of_year(year) or ""
    front = write_front(agency, year, notice, random)
    paragraphs = {
        "overview": write_overview(agency, year, facts, random),
        "problems": write_problems(agency, year, random),
        "other": write_other(agency, notice, facts, random),
    }
    random = stream(seed, "labels")
    document = compose(
        form,
        editions,
        year,
        front=front,
        paragraphs=paragraphs,
        printed=printed,
        wording=draw_wording(random),
        random=random,
    )
    return Draft(document, {path: mark.figure for path, mark in printed.items()}), front.meta


def _printed_meta(meta: Mapping[str, MetaValue], text: str) -> dict[str, MetaValue]:
    """Only what the text still says: a torn page may have taken the contact data with it."""
    dense = "".join(text.split())
    return {
        key: value
        for key, value in meta.items()
        if not isinstance(value, str) or key.startswith("period") or "".join(value.split()) in dense
    }


def _evident(expected: Expected, scene: Scene, cells: Mapping[str, Figure], unknowable: frozenset[str]) -> bool:
    """Whether some equation of the wrong cell can be read in full and does not hold."""

    def fails(equation: Equation) -> bool:
        left = [numeric(cells[path]) for path in equation.left]
        right = [numeric(cells[path]) for path in equation.right]
        if None in left or None in right or not unknowable.isdisjoint(equation.cells):
            return False
        return sum(filter(None, left)) != sum(filter(None, right))

    wrong = set(expected.get("cells", ()))
    equations = [equation for table in scene.tables for equation in table.equations]
    return any(fails(equation) for equation in equations if not wrong.isdisjoint(equation.cells))
