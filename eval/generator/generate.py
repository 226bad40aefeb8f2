"""Draws whole documents: figures, words, damage, layout, and the truth about all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from eval.generator.chance import happens, stream
from eval.generator.compose import compose, draw_wording
from eval.generator.damages import DAMAGES, Damage, Draft, Scene
from eval.generator.damages.files import FILE_DAMAGES, GRID_LAYOUT, PADDED, FileDamage, fits_format
from eval.generator.figures import PROFILES, Profile, draw_figures
from eval.generator.files import as_file, as_text
from eval.generator.formats import Format, Lines, PrintedPlace
from eval.generator.layouts import BLANK_CAPABLE, Layout, Sheet, lay_out
from eval.generator.marks import Mark, draw_marks, print_figures
from eval.generator.places import draw_agency
from eval.generator.printed import Document
from eval.generator.prose import blank_chance, write_prose
from eval.generator.truth import Expected, Figure, MetaValue, Truth, numeric
from extractor.forms import Equation, Form, builtin_forms

__all__ = ["Generated", "draw", "draw_file", "generate"]

_YEARS = range(2019, 2025)
"""Report years that documents are drawn from, as far as an edition of the form covers them."""

_DENSER = ("town", "office", "department", "county", "city", "province")
"""Where a damage finds nothing to damage, a busier agency is asked."""


@dataclass(frozen=True)
class Generated:
    """A synthetic report with its truth."""

    name: str
    text: str
    """What is seen, whatever the format."""
    truth: Truth
    layout: Layout
    """Of text; other formats bear the damage of the layout `GRID_LAYOUT`."""
    damages: tuple[str, ...]
    document: Document
    """What was printed before the layout, for renderers of other formats; damage after the layout is not in it."""
    unknowable: frozenset[str]
    """Cells that nobody could tell from this text; their truth is what the source said. Refusing them is right,
    accepting anything else is wrong."""
    format: Format
    data: bytes
    """The file."""
    file_name: str
    places: Mapping[str, tuple[PrintedPlace, ...]]
    """Cell path → where it is printed, before the bytes were damaged. For text only where the layout lets it be
    known."""


def generate(  # noqa: PLR0913 - the choices a test may want to fix
    seed: int,
    layout: Layout,
    *,
    form: Form | None = None,
    damages: Sequence[str] = (),
    profile: str | None = None,
    editions: Mapping[str, str] | None = None,
    file_format: Format = Format.TXT,
    lines: Lines = Lines.ALL,
) -> Generated:
    """Generate the document that belongs to these arguments: the same ones give the same bytes.

    Args:
        seed: Decides everything that the other arguments leave open.
        layout: How the text is laid out; other formats want `GRID_LAYOUT`.
        form: The form to fill in; the disclosure report by default.
        damages: Names from `DAMAGES` and `FILE_DAMAGES`, each of which layout and format must allow.
        profile: A name from `PROFILES`; by default one that offers the damages a place.
        editions: Edition per table; a table that is not named is not printed.
        file_format: What kind of file it becomes.
        lines: Which lines are drawn in its tables, where the format draws any.

    Raises:
        ValueError: A damage does not belong to the layout or the format, or the profile has nothing that it could
            damage.
    """
    form = form or builtin_forms()[0]
    chosen = [DAMAGES[name] for name in DAMAGES if name in damages]
    on_file = [FILE_DAMAGES[name] for name in FILE_DAMAGES if name in damages]
    if unknown := sorted(set(damages) - set(DAMAGES) - set(FILE_DAMAGES)):
        raise ValueError(f"unknown damages {unknown!r}: choose from {sorted({**DAMAGES, **FILE_DAMAGES})!r}")
    if misplaced := [damage.name for damage in chosen if layout not in damage.layouts]:
        raise ValueError(f"damages {misplaced!r} cannot be told from the disorder of layout {layout.value!r}")
    text = file_format is Format.TXT
    if not text and layout is not GRID_LAYOUT:
        raise ValueError(f"format {file_format.value!r} has no layouts: name {GRID_LAYOUT!r}")
    misplaced = [damage.name for damage in chosen if not text and not fits_format(damage, file_format)]
    if misplaced := [*misplaced, *(damage.name for damage in on_file if file_format not in damage.formats)]:
        raise ValueError(f"damages {misplaced!r} do not happen in format {file_format.value!r}")
    candidates = [profile] if profile else [stream(seed, "profile").choice(list(PROFILES)), *_DENSER]
    for name in candidates:
        made = _attempt(seed, layout, form, chosen, PROFILES[name], editions, file_format, on_file, lines)
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


def draw_file(seed: int) -> Generated:
    """Draw a file in any format; what `draw` draws stands for the text files.

    Raises:
        ValueError: no format can bear what the seed draws.
    """
    random = stream(seed, "draw file")
    if happens(random, 0.2):
        return draw(seed)
    formats = [Format.HTML, Format.DOCX, Format.XLSX, Format.HTML, Format.DOCX, Format.XLSX, Format.CSV]
    fitting = {
        **{name: {each for each in formats if fits_format(damage, each)} for name, damage in DAMAGES.items()},
        **{name: damage.formats for name, damage in FILE_DAMAGES.items()},
    }
    # Damage first, as in `draw`, and that of files as often as that of documents.
    names = [name for name, where in fitting.items() for _ in range(2 if name in FILE_DAMAGES else 1) if where]
    chosen = random.sample(names, random.choice((0, 0, 1, 1, 2)))
    for damages in (chosen, chosen[:1], []):
        able = [each for each in formats if all(each in fitting[name] for name in damages)]
        file_format = random.choice(able) if able else None
        try:
            if file_format is not None:
                return generate(seed, GRID_LAYOUT, damages=damages, file_format=file_format)
        except ValueError:
            # Two damages may take each other's place away, and a style may leave one nothing to do.
            continue
    raise ValueError(f"seed {seed} gives no file")


def _attempt(  # noqa: PLR0913, PLR0917 - the arguments of `generate`, settled
    seed: int,
    layout: Layout,
    form: Form,
    damages: Sequence[Damage],
    profile: Profile,
    wanted: Mapping[str, str] | None,
    file_format: Format,
    on_file: Sequence[FileDamage],
    lines: Lines,
) -> Generated | None:
    year, editions = _editions(form, stream(seed, "editions"), wanted, damages)
    scene = Scene(list(form.table_editions(editions)), layout, padded=file_format in PADDED)
    draft, meta = _draft(seed, form, scene, year, profile)
    for damage in damages:
        if damage.on_document is not None:
            damaged = damage.on_document(draft, scene, stream(seed, damage.name))
            if damaged is None:
                return None
            draft = damaged

    def lay(document: Document) -> Sheet | None:
        sheet: Sheet | None = lay_out(document, layout, stream(seed, "layout"))
        for damage in damages:
            if damage.on_sheet is not None and sheet is not None:
                sheet = damage.on_sheet(sheet, scene, stream(seed, damage.name))
        return sheet

    output = (
        as_text(draft.document, lay, layout, seed=seed, damages=on_file)
        if file_format is Format.TXT
        else as_file(draft.document, file_format, seed=seed, damages=on_file, lines=lines)
    )
    if output is None:
        return None
    unknowable = draft.unknowable | output.unknowable
    harmless = [damage.harmless for damage in (*damages, *on_file)]
    truth = Truth(
        editions=editions,
        meta=_printed_meta(meta, output.text),
        cells={spec.path: draft.cells[spec.path] for table in scene.tables for spec in table.cells},
        clean=output.clean and all(harmless),
        must_find=tuple(found for found in draft.must_find if _evident(found, scene, draft.cells, unknowable))
        if harmless.count(False) == 1
        else (),
    )
    names = tuple(damage.name for damage in (*damages, *on_file))
    name = "-".join((f"{seed:06d}", (layout.name if file_format is Format.TXT else file_format.name).lower(), *names))
    return Generated(
        name=name,
        text=output.text,
        truth=truth,
        layout=layout,
        damages=names,
        document=draft.document,
        unknowable=frozenset(unknowable),
        format=file_format,
        data=output.data,
        file_name=f"{name}.{output.suffix}",
        places=output.places,
    )


def _editions(
    form: Form, random: Random, wanted: Mapping[str, str] | None, damages: Sequence[Damage]
) -> tuple[int, dict[str, str]]:
    """The report year and the edition of each table."""
    keys = [table.key for table in form.tables]
    known = [edition for edition in map(form.edition_of_year, _YEARS) if edition is not None]
    if not known:
        raise ValueError(f"form {form.id!r} has no edition for the years {_YEARS[0]} to {_YEARS[-1]}")
    newest, oldest = known[-1], known[0]
    editions = dict.fromkeys(keys, oldest if wanted is None and happens(random, 0.18) else newest)
    main = editions[keys[0]]
    if wanted is not None:
        editions = {key: wanted[key] for key in keys if key in wanted}
        main = editions.get(keys[0], next(iter(editions.values()), newest))
    elif main == newest and happens(random, 0.18):
        # Agencies that took over one table of the new edition and kept the old form of the other.
        editions |= dict.fromkeys(_changed(form, newest, oldest)[:1], oldest)
    for damage in damages:
        if damage.on_editions is not None:
            main = newest
            editions = damage.on_editions(dict.fromkeys(editions, newest), oldest)
    year = random.choice([year for year in _YEARS if form.edition_of_year(year) == main])
    return year, editions


def _changed(form: Form, newest: str, oldest: str) -> list[str]:
    """The tables that the editions print differently, the largest first: the one most work to change."""
    both = [(table.edition(newest), table.edition(oldest)) for table in form.tables]
    changed = [new for new, old in both if new.shape != old.shape]
    return [table.table for table in sorted(changed, key=lambda table: -len(table.cells))]


def _draft(seed: int, form: Form, scene: Scene, year: int, profile: Profile) -> tuple[Draft, Mapping[str, MetaValue]]:
    """The undamaged document and what it says about itself."""
    editions = {table.table: table.edition for table in scene.tables}
    figures = draw_figures(form, editions, profile, stream(seed, "figures"))
    random = stream(seed, "marks")
    marks = draw_marks(scene.tables, random, blanks=scene.layout in BLANK_CAPABLE, chance=blank_chance(form))
    printed: dict[str, Mark] = {}
    for table in scene.tables:
        printed |= print_figures(table, figures, marks, random)
    random = stream(seed, "prose")
    agency = draw_agency(random.choice(profile.agencies), random)
    front, paragraphs = write_prose(form, editions, agency, year, figures, random)
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
