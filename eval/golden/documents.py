"""From an item of the list to its bytes and its truth."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eval.generator import Format, Generated, Layout, generate
from eval.generator.mutations import MUTATIONS, mutate
from eval.golden.canaries import orders, with_order
from eval.golden.keying import expectation_of, form_of, read_keyed
from eval.golden.manifest import Canary, Drawn, Item, Kept, Mutated, Source
from eval.scoring import Expectation, ExpectedFinding
from extractor.errors import UsageError
from extractor.forms import Form
from extractor.ingest import read_directory, unpack

__all__ = ["Golden", "content_digest", "draw_source", "load", "make", "truth_digest"]

_MOST_BYTES = 64 << 20
"""Of a member of an archive."""
_ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Golden:
    """A document of the golden set, ready to be read and scored."""

    data: bytes
    file_name: str
    truth: Expectation
    form: Form


def load(item: Item, folder: Path) -> Golden:
    """The document of an item.

    Raises:
        UsageError: `golden-drift` when document or truth are not what the list says: a changed label needs a commit of
            its own, and a changed generator a new list.
    """
    golden = make(item.source, folder)
    if (content_digest(golden.data), truth_digest(golden.truth)) != (item.sha256, item.truth_sha256):
        raise UsageError(
            "golden-drift",
            "document or truth are not what the list says",
            place=item.id,
            hint="undo the change, or run `python -m eval.golden` and commit the new list by itself",
        )
    return golden


def make(source: Source, folder: Path) -> Golden:
    """The document of a source, unchecked."""
    match source:
        case Drawn():
            made = draw_source(source)
            return Golden(made.data, made.file_name, _drawn_truth(made), form_of(source.form))
        case Mutated():
            return _mutated(source)
        case Canary():
            made = draw_source(source.base)
            data, name = with_order(made, source.base.seed, orders()[source.order], source.place)
            return Golden(data, name, _drawn_truth(made, places=False), form_of(source.base.form))
        case Kept():
            path = folder / source.path
            if source.first is None:
                truth, form = Expectation(cells={}, refusals=source.refusals), "gov-disclosure"
            else:
                keyed = read_keyed(folder / source.first)
                truth, form = expectation_of(keyed), keyed.form
            data, name = path.read_bytes(), path.name
            if source.member is not None:
                data, name = _member(data, source.member), PurePosixPath(source.member).name
            return Golden(data, name, truth, form_of(form))


def draw_source(source: Drawn) -> Generated:
    """What the generator makes of the arguments."""
    return generate(
        source.seed,
        Layout[source.layout],
        form=form_of(source.form),
        damages=source.damages,
        profile=source.profile,
        editions=source.editions,
        file_format=Format(source.format),
    )


def _member(archive: bytes, name: str) -> bytes:
    """A member of an archive, found and unpacked as a batch does it.

    Raises:
        ValueError: there is none of this name.
    """
    file = io.BytesIO(archive)
    for entry in read_directory(file):
        if entry.name == name:
            return unpack(file, entry, most=_MOST_BYTES)
    raise ValueError(f"the archive has no member {name!r}")


def content_digest(data: bytes) -> str:
    """SHA-256 of a file; of an archive, of the names and contents of its members."""
    digest = hashlib.sha256()
    if not data.startswith(_ARCHIVE) or not zipfile.is_zipfile(io.BytesIO(data)):
        digest.update(data)
        return digest.hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            digest.update(name.encode() + b"\0" + archive.read(name) + b"\0")
    return digest.hexdigest()


def truth_digest(truth: Expectation) -> str:
    """SHA-256 of everything that a document is scored against."""
    findings = [
        [
            item.about,
            item.severity,
            item.attribution,
            item.code,
            sorted(item.cells),
            item.exact,
            item.quote,
            item.status,
        ]
        for item in truth.findings
    ]
    content = [
        sorted(truth.cells.items()),
        sorted(truth.editions.items()),
        sorted(truth.meta.items()),
        findings,
        [truth.clean, truth.errors_known],
        sorted(truth.unknowable),
        sorted((path, list(tokens)) for path, tokens in truth.tokens.items()),
        list(truth.refusals),
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _drawn_truth(made: Generated, *, places: bool = True) -> Expectation:
    truth = made.truth
    return Expectation(
        cells=truth.cells,
        editions=truth.editions,
        meta=truth.meta,
        findings=tuple(
            ExpectedFinding(
                about=owed["about"],
                severity=owed["severity"],
                attribution=owed.get("attribution"),
                cells=frozenset(owed.get("cells", ())),
                quote=owed.get("quote"),
            )
            for owed in truth.must_find
        ),
        clean=truth.clean,
        errors_known=truth.clean,
        unknowable=made.unknowable,
        tokens={path: tuple(place.text for place in found) for path, found in made.places.items()} if places else {},
    )


def _mutated(source: Mutated) -> Golden:
    made = mutate(MUTATIONS[source.mutation], source.seed)
    if made is None:
        raise ValueError(f"seed {source.seed} offers {source.mutation} no place")
    truth = Expectation(
        cells=made.cells,
        editions=made.editions,
        findings=tuple(
            ExpectedFinding(
                about=f"{source.mutation}: {awaited.code}",
                severity=awaited.severity,
                attribution=awaited.attribution,
                code=awaited.code,
                family=awaited.family,
                cells=awaited.cells,
                exact=True,
                status=awaited.status,
            )
            for awaited in made.awaited
        ),
        clean=not any(awaited.severity == "error" for awaited in made.awaited),
        unknowable=made.unknowable,
    )
    suffix = "md" if made.layout in {Layout.PLAIN_MARKDOWN, Layout.MODEL_MARKDOWN} else "txt"
    return Golden(made.after.encode(), f"{source.mutation}-{source.seed}.{suffix}", truth, form_of("gov-disclosure"))
