"""From the damaged document to a file: its bytes, its suffix, what is seen in it, and where every field stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from eval.generator.chance import stream
from eval.generator.damages.files import FileDamage
from eval.generator.formats import Format, Lines, PrintedPlace, make_book, write_book
from eval.generator.layouts import Layout, Sheet
from eval.generator.printed import Document, Field, Row

__all__ = ["Output", "as_file", "as_text"]

_MARKDOWN = frozenset({Layout.MODEL_MARKDOWN, Layout.PLAIN_MARKDOWN})
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030")
_NARROW, _WIDE = 0x1401, 0xAC00
"""Where letters begin that no report prints, one and two columns wide."""


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file."""

    data: bytes
    suffix: str
    text: str
    places: Mapping[str, tuple[PrintedPlace, ...]]
    unknowable: frozenset[str]
    clean: bool
    """Nothing that was done after the document contradicts itself."""


def as_text(
    document: Document,
    lay: Callable[[Document], Sheet | None],
    layout: Layout,
    *,
    seed: int,
    damages: Sequence[FileDamage] = (),
) -> Output | None:
    """Lay the document out as a text file; None when a damage finds no place in it.

    Args:
        document: What is printed.
        lay: Lays a document out and damages the sheet, the same way every time.
        layout: The layout that `lay` follows.
        seed: Decides the encoding and what damage to the file does.
        damages: Damage to the file.
    """
    sheet = lay(document)
    if sheet is None:
        return None
    suffix = "md" if layout in _MARKDOWN else "txt"
    encoding = stream(seed, "encoding").choice(_ENCODINGS)
    output = Output(
        data=sheet.text.encode(encoding),
        suffix=suffix,
        text=sheet.text,
        places=_text_places(document, sheet.text, lay),
        unknowable=sheet.unknowable,
        clean=sheet.clean,
    )
    return _finished(output, Format.TXT, damages, seed)


def as_file(
    document: Document,
    file_format: Format,
    *,
    seed: int,
    damages: Sequence[FileDamage] = (),
    lines: Lines = Lines.ALL,
) -> Output | None:
    """Write the document in a format with grids; None when a damage finds no place in it."""
    book = make_book(document, stream(seed, "binding")).with_lines(lines)
    for damage in damages:
        if damage.on_book is not None:
            damaged = damage.on_book(book, stream(seed, damage.name))
            if damaged is None:
                return None
            book = damaged
    written = write_book(book, file_format, stream(seed, "file"))
    output = Output(
        data=written.data,
        suffix=file_format.value,
        text=written.text,
        places=written.places,
        unknowable=book.unknowable,
        clean=True,
    )
    return _finished(output, file_format, damages, seed)


def _finished(output: Output, file_format: Format, damages: Sequence[FileDamage], seed: int) -> Output:
    for damage in damages:
        if damage.on_suffix is not None:
            output = replace(output, suffix=damage.on_suffix(file_format, stream(seed, damage.name)))
        if damage.on_data is not None:
            output = replace(output, data=damage.on_data(output.data, stream(seed, damage.name)))
    return output


def _text_places(
    document: Document, text: str, lay: Callable[[Document], Sheet | None]
) -> dict[str, tuple[PrintedPlace, ...]]:
    """Where the fields stand, found by laying out the same document with a letter of its own in every field.

    A layout that looks at the figures lays that document out otherwise; then no place is known. Nor has an empty
    field one.
    """
    fields: list[Field] = []

    def masked(field: Field) -> Field:
        fields.append(field)
        narrow, wide = (chr(first + len(fields)) for first in (_NARROW, _WIDE))
        return replace(
            field, text="".join(wide if east_asian_width(letter) in "WFA" else narrow for letter in field.text)
        )

    sections = tuple(
        replace(
            section,
            table=replace(
                section.table,
                blocks=tuple(
                    replace(
                        block,
                        items=tuple(
                            replace(item, fields=tuple(map(masked, item.fields))) if isinstance(item, Row) else item
                            for item in block.items
                        ),
                    )
                    for block in section.table.blocks
                ),
            ),
        )
        if section.table
        else section
        for section in document.sections
    )
    sheet = lay(replace(document, sections=sections))
    if sheet is None or len(sheet.text) != len(text):
        return {}
    return _unmasked(sheet.text, text, fields)


def _unmasked(masked: str, text: str, fields: Sequence[Field]) -> dict[str, tuple[PrintedPlace, ...]]:
    found: dict[int, list[int]] = {}
    for at, (mask, letter) in enumerate(zip(masked, text, strict=True)):
        number = next((ord(mask) - first for first in (_NARROW, _WIDE) if 0 < ord(mask) - first <= len(fields)), 0)
        if number:
            found.setdefault(number, []).append(at)
        elif mask != letter:
            return {}
    places: dict[str, tuple[PrintedPlace, ...]] = {}
    for number, offsets in found.items():
        field, start, end = fields[number - 1], offsets[0], offsets[-1] + 1
        if text[start:end] != field.text:
            return {}
        if field.path:
            seen = field.text.strip()  # fields that ran together have a space between or behind them
            start += field.text.index(seen)
            place = PrintedPlace(seen, start=start, end=start + len(seen))
            places[field.path] = (*places.get(field.path, ()), place)
    return places
