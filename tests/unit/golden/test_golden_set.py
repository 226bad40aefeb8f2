"""The golden set is what its list says, keyed three times, split by agency, and large enough."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import jsonschema
import pytest

from eval.generator import Layout
from eval.golden import Manifest, expectation_of, load, read_keyed, read_manifest
from eval.golden.__main__ import main, manifest_text
from eval.golden.canaries import orders
from eval.golden.documents import content_digest, make
from eval.golden.manifest import Canary, Drawn, Kept
from eval.golden.plan import UNREADABLE
from extractor.errors import NothingToDoError, UsageError
from extractor.ingest import FileIngester
from extractor.ingest.sniff import sniff

PLAIN = str.maketrans("０１２３４５６７８９|", "0123456789 ", ",")
"""Half-width digits, no separators."""


@pytest.fixture(name="folder", scope="session")
def folder_fixture(project_root: Path) -> Path:
    """The golden folder."""
    return project_root / "golden"


@pytest.fixture(name="manifest", scope="session")
def manifest_fixture(folder: Path) -> Manifest:
    """Its list."""
    return read_manifest(folder)


def test_the_list_fits_its_schema(folder: Path, project_root: Path) -> None:
    """The schema that is checked in describes the list that is checked in."""
    schema = json.loads((project_root / "docs" / "reference" / "golden.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), schema)


def test_the_set_has_the_sizes_it_promises(manifest: Manifest) -> None:
    """At least 220 documents, 60 of them for calibration, 80 for the gate, and of each kind as many as it needs."""
    splits = Counter(item.split for item in manifest.items)
    purposes = Counter(item.purpose for item in manifest.items)
    assert len(manifest.items) >= 220
    assert splits["calibration"] >= 60
    assert splits["gate"] >= 80
    assert purposes["irregular"] >= 20
    assert purposes["trap"] >= 20
    assert (purposes["canary"], purposes["degenerate"]) == (15, 10)
    assert len({item.id for item in manifest.items}) == len(manifest.items)


def test_no_agency_has_documents_in_two_splits(manifest: Manifest) -> None:
    """What is tuned on one agency's reports is not proven on them."""
    splits: dict[str, set[str]] = defaultdict(set)
    for item in manifest.items:
        splits[item.agency].add(item.split)
    assert [agency for agency, found in splits.items() if agency and len(found) > 1] == []


def test_every_family_of_plain_documents_is_in_every_split(manifest: Manifest) -> None:
    """Each format that is read, each layout and each edition, so that the splits can stand for each other."""
    families: dict[str, set[str]] = defaultdict(set)
    for item in manifest.items:
        if item.purpose == "plain" and isinstance(item.source, Drawn) and item.source.form == "gov-disclosure":
            families[item.family].add(item.split)
    assert {len(splits) for splits in families.values()} == {3}
    media = {family.split()[0] for family in families}
    editions = {family.split()[2] for family in families}
    assert (media, editions) == ({"txt", "html", "docx", "xlsx", "csv"}, {"2021", "2019", "mixed"})
    assert len({family.split()[1] for family in families}) == len(Layout) + 1


def test_documents_load_as_the_list_has_them(manifest: Manifest, folder: Path) -> None:
    """Bytes and truth have the checksums of the list; all of them are held against it when the list is planned anew."""
    for item in manifest.items[::12]:
        assert content_digest(load(item, folder).data) == item.sha256


def test_a_changed_label_is_noticed(manifest: Manifest, folder: Path) -> None:
    """A truth that differs from the list's is refused, with the document's name."""
    item = manifest.items[0].model_copy(update={"truth_sha256": "0" * 64})
    with pytest.raises(UsageError, match=f"golden-drift: {item.id}"):
        load(item, folder)


def test_all_keyings_of_every_document_agree(manifest: Manifest, folder: Path) -> None:
    """Along the rows, down the columns, and anew by another reader: every cell of every irregular document."""
    compared = 0
    for item in manifest.items:
        if isinstance(item.source, Kept) and item.purpose == "irregular":
            assert item.source.first is not None
            assert item.source.second is not None
            assert item.source.third is not None
            first, second, third = (
                read_keyed(folder / path) for path in (item.source.first, item.source.second, item.source.third)
            )
            assert third.keyed_by not in {first.keyed_by, second.keyed_by}
            assert first.cells() == third.cells(), item.id
            assert (first.agency, first.editions, first.clean) == (third.agency, third.editions, third.clean)
            assert bool(first.rows) == bool(second.columns), item.id
            assert not first.columns, item.id
            assert not second.rows, item.id
            assert first.cells() == second.cells(), item.id
            assert (first.agency, first.editions, first.clean) == (second.agency, second.editions, second.clean)
            compared += len(first.cells())
    assert compared > 20 * 180


def test_a_keyed_file_that_names_no_row_of_the_form_is_refused(folder: Path) -> None:
    """A slip in a key must not become a zero."""
    keyed = read_keyed(folder / "irregular" / "first" / "tongyu_2023.yaml")
    for change in ({"requests.granded": "1 0 0 0 0 0 1"}, {"requests.granted": "1 0 0"}):
        with pytest.raises(ValueError, match=r"granded|shorter|argument"):
            expectation_of(keyed.model_copy(update={"rows": change}))


def test_every_figure_that_was_keyed_stands_in_its_document(manifest: Manifest, folder: Path) -> None:
    """Numbers of the truth occur in the text of the document as often as the truth prints them, or more often."""
    for item in manifest.items:
        if isinstance(item.source, Kept) and item.purpose == "irregular":
            golden = make(item.source, folder)
            document = FileIngester(None).ingest(golden.data, name=golden.file_name, path=golden.file_name)
            tokens = Counter(document.text.translate(PLAIN).split())
            keyed = Counter(str(figure) for figure in golden.truth.cells.values() if isinstance(figure, int | float))
            lacking = {figure: (count, tokens[figure]) for figure, count in keyed.items() if tokens[figure] < count}
            lacking = {figure: found for figure, found in lacking.items() if figure != "1" or found[1] == 0}
            assert lacking == {}, item.id


def test_every_format_that_is_read_is_in_the_set(manifest: Manifest) -> None:
    """Those that no seed can give twice lie there as files, in every split where there are three of a kind."""
    splits: dict[str, set[str]] = defaultdict(set)
    for item in manifest.items:
        if isinstance(item.source, Kept) and item.source.path.startswith("pressed/"):
            medium, layout, _ = item.family.split()
            splits[f"{medium} {layout}" if medium == "pdf" else medium].add(item.split)
    everywhere = {
        "doc",
        "wps",
        "odt",
        "rtf",
        "xls",
        "ods",
        "mht",
        "pdf print",
        "pdf scan",
        "png",
        "jpeg",
        "tiff",
        "zip",
    }
    assert {medium for medium, found in splits.items() if len(found) == 3} == everywhere
    assert set(splits) - everywhere == {"et"}


def test_pressed_documents_are_what_their_names_say(manifest: Manifest, folder: Path) -> None:
    """By their content, members of archives under the names they were given; and all of them together stay small."""
    word, sheet = "application/msword", "application/vnd.ms-excel"
    types = {"doc": word, "wps": word, "xls": sheet, "et": sheet, "rtf": "application/rtf", "pdf": "application/pdf"}
    types |= {"mht": "multipart/related", "png": "image/png", "jpeg": "image/jpeg", "tiff": "image/tiff"}
    members = 0
    for item in manifest.items:
        if isinstance(item.source, Kept) and item.source.path.startswith("pressed/"):
            golden = load(item, folder)
            suffix = Path(item.source.path).suffix[1:]
            assert sniff(golden.data) == types.get(suffix, sniff(golden.data)), item.id
            if item.source.member is not None:
                assert item.agency in golden.file_name
                members += 1
    assert members >= 6
    assert sum(path.stat().st_size for path in (folder / "pressed").rglob("*")) < 6_000_000


def test_an_archive_without_the_member_is_a_mistake_of_the_list(folder: Path) -> None:
    """It is told, and never another document in its place."""
    with pytest.raises(ValueError, match=r"no member 'x\.txt'"):
        make(Kept(path="pressed/zip-1.zip", member="x.txt"), folder)


def test_what_a_document_needs_is_told_by_its_kind(manifest: Manifest) -> None:
    """Scans need a recogniser, and only they; leaving out what needs something leaves the rest in its order."""
    for item in manifest.items:
        assert (item.needs == "ocr") == (" scan " in item.family), item.id
    kept = manifest.of_split("gate", frozenset({"ocr", "libreoffice"}))
    assert kept == tuple(item for item in manifest.of_split("gate") if item.needs in {None, "pdf"})
    assert len(kept) < len(manifest.of_split("gate"))


def test_documents_by_hand_are_told_from_those_of_the_generator(manifest: Manifest) -> None:
    """Irregular and degenerate ones were written by somebody; what LibreOffice or a scanner made of others was not."""
    assert {item.purpose for item in manifest.items if item.by_hand} == {"irregular", "degenerate"}
    assert {item.by_hand for item in manifest.items if item.purpose in {"irregular", "degenerate"}} == {True}


def test_readable_follows_from_how_a_document_was_made(manifest: Manifest) -> None:
    """No document with damage and none in a layout that parts figures from labels is called readable."""
    for item in manifest.items:
        if isinstance(item.source, Drawn) and item.readable:
            assert item.source.damages == ()
            assert item.source.format != "txt" or Layout[item.source.layout] not in UNREADABLE
        assert not (item.readable and item.purpose in {"damaged", "canary", "degenerate"})
        assert not (item.readable and item.needs == "ocr")


def test_canaries_say_their_order_and_print_the_figures_of_their_base(manifest: Manifest, folder: Path) -> None:
    """The order is in the file or its name; the truth is that of the document without it."""
    places: set[str] = set()
    for item in manifest.items:
        if isinstance(item.source, Canary):
            golden, base = make(item.source, folder), make(item.source.base, folder)
            assert golden.truth.cells == base.truth.cells
            assert (golden.file_name if item.source.place == "file_name" else content_digest(golden.data)) != (
                base.file_name if item.source.place == "file_name" else content_digest(base.data)
            )
            places.add(item.source.place)
    assert places == {"preface", "prose", "footnote", "row", "hidden", "comment", "file_name"}
    assert len(orders()) == 5


def test_the_list_is_written_from_the_plan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m eval.golden --check` finds the list up to date, and a changed one not."""
    assert main([str(folder), "--check"]) == 0
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    assert manifest_text(Manifest.model_validate_json(text)) == text
    assert capsys.readouterr().err == ""


def test_a_folder_without_a_list_is_told(tmp_path: Path) -> None:
    """No golden set is an error with a next step, and so is a list that does not fit."""
    with pytest.raises(NothingToDoError, match="no-golden-set"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text('{"schema":"gouji/golden/1","items":[{}]}', encoding="utf-8")
    with pytest.raises(UsageError, match=r"golden-invalid.*items\.0"):
        read_manifest(tmp_path)
