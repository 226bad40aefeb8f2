"""Adds the documents that no seed can give twice, because office programs and scanners made them, to the golden set.

`python -m eval.golden.press` makes what is missing in `pressed/`: files of LibreOffice, prints, scans and archives,
each with the truth of the generator beside it, and lists them in `pressed.yaml`. What is there stays as it is: to make
a document anew, take its file away.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import yaml

from eval.generator import Format, Generated, Layout, generate
from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.printing import save_as
from eval.golden.kept import PRESSED, KeptDocument, read_kept
from eval.golden.keying import MARKS, Keyed
from eval.golden.manifest import Need, Split, read_manifest
from eval.golden.plan import EDITIONS, is_readable
from eval.golden.pressing import Inking, Packed, on_paper, pack, save_web_page, scanned
from extractor.forms import builtin_forms
from extractor.ingest import LibreOffice, find_libreoffice

__all__ = ["main"]

FOLDER = "pressed"
_HEAD = "# Made by `python -m eval.golden.press`; the truths are those of the generator, so that nobody keyed them.\n"
_FIRST_SEED = 80_001
"""Far from the seeds of the other documents."""
_TEXT, _SHEET = {"doc": "doc", "wps": "doc", "odt": "odt", "rtf": "rtf"}, {"xls": "xls", "et": "xls", "ods": "ods"}
"""Suffix of the file, and LibreOffice's name of its format: WPS writes wps and et as doc and xls are written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that the set shall have."""

    suffix: str
    split: Split
    editions: int
    """2021, 2019 or both: ordinal in `EDITIONS`."""
    paper: str = ""
    """Of prints and scans."""
    profile: str | None = None
    damages: tuple[str, ...] = ()
    """Of scans."""
    inking: Inking | Literal[""] = ""
    """Of scans; other documents have none."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that the set shall have; each report in it is a document."""

    split: Split
    members: tuple[tuple[str, Format, Layout], ...]
    """Folder in the archive, format and layout."""
    in_gbk: bool = False


_WANTED = (
    Wanted("doc", "gate", 0), Wanted("doc", "calibration", 1), Wanted("doc", "dev", 2),
    Wanted("wps", "gate", 1), Wanted("wps", "calibration", 0), Wanted("wps", "dev", 0),
    Wanted("odt", "gate", 2), Wanted("odt", "calibration", 0), Wanted("odt", "dev", 1),
    Wanted("rtf", "gate", 0), Wanted("rtf", "calibration", 2), Wanted("rtf", "dev", 1),
    Wanted("xls", "gate", 0), Wanted("xls", "calibration", 1), Wanted("xls", "dev", 0),
    Wanted("et", "gate", 0), Wanted("ods", "gate", 1), Wanted("ods", "calibration", 0), Wanted("ods", "dev", 2),
    Wanted("mht", "gate", 0), Wanted("mht", "calibration", 2), Wanted("mht", "dev", 1),
    Wanted("pdf", "gate", 0, "wide-margins"), Wanted("pdf", "calibration", 0, "narrow-margins"),
    Wanted("pdf", "dev", 0, "landscape"), Wanted("pdf", "gate", 1, "narrow-margins"),
    Wanted("pdf", "calibration", 1, "landscape"), Wanted("pdf", "dev", 1, "wide-margins"),
    Wanted("pdf", "gate", 2, "landscape"), Wanted("pdf", "calibration", 2, "wide-margins"),
    Wanted("pdf", "dev", 2, "narrow-margins"), Wanted("pdf", "gate", 0, "large-sheet", "city"),
    Wanted("tiff", "gate", 0, "narrow-margins", "office", (), "black"),
    Wanted("pdf", "gate", 1, "narrow-margins", "town", ("skew", "noise"), "black"),
    Wanted("png", "gate", 2, "large-sheet", "department", (), "black"),
    Wanted("jpeg", "gate", 0, "large-sheet", "town", ("perspective",), "grey"),
    Wanted("tiff", "calibration", 1, "narrow-margins", "department", ("faded", "bleed-through"), "grey"),
    Wanted("pdf", "calibration", 0, "narrow-margins", "county", (), "black"),
    Wanted("png", "calibration", 0, "large-sheet", "office", ("broken-lines",), "black"),
    Wanted("jpeg", "calibration", 0, "large-sheet", "county", ("seal",), "colour"),
    Wanted("tiff", "dev", 0, "narrow-margins", "town", ("dpi-150", "turned"), "black"),
    Wanted("pdf", "dev", 2, "narrow-margins", "office", ("blur", "jpeg"), "black"),
    Wanted("png", "dev", 1, "large-sheet", "town", (), "black"),
    Wanted("jpeg", "dev", 0, "large-sheet", "department", ("shadow",), "grey"),
)  # fmt: skip
_ARCHIVES = (
    Archive(
        "gate",
        (
            ("2023年度/", Format.DOCX, GRID_LAYOUT),
            ("2023年度/街道/", Format.TXT, Layout.TAB_ROWS),
            ("", Format.XLSX, GRID_LAYOUT),
        ),
        in_gbk=True,
    ),
    Archive("calibration", (("报告/", Format.HTML, GRID_LAYOUT), ("报告/", Format.CSV, GRID_LAYOUT))),
    Archive("dev", (("", Format.TXT, Layout.CELL_LINES), ("附件/", Format.DOCX, GRID_LAYOUT)), in_gbk=True),
)
_ONE_PAGE = frozenset({"png", "jpeg"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is missing; exit code 1 without LibreOffice."""
    parser = argparse.ArgumentParser(prog="python -m eval.golden.press", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("golden"), help="default: golden")
    folder: Path = parser.parse_args(arguments).folder
    office = find_libreoffice()
    if office is None:
        sys.stderr.write(
            "converter-missing: LibreOffice makes the documents; install it (`make install` does for root)\n"
        )
        return 1
    press = _Press(folder, office)
    documents = [document for name, wanted in _named() for document in press.make(name, wanted)]
    listed = [document.model_dump(exclude_defaults=True) for document in documents]
    body = yaml.safe_dump({"documents": listed}, allow_unicode=True, sort_keys=False, width=120)
    (folder / PRESSED).write_text(_HEAD + body, encoding="utf-8")
    sys.stdout.write(f"{folder / PRESSED}: written, {len(documents)} documents\n")
    return 0


def _named() -> Iterator[tuple[str, Wanted | Archive]]:
    """What is wanted, each with a name: kind and number."""
    seen: dict[str, int] = {}
    for wanted in (*_WANTED, *_ARCHIVES):
        kind = "zip" if isinstance(wanted, Archive) else f"scan-{wanted.suffix}" if wanted.inking else wanted.suffix
        seen[kind] = seen.get(kind, 0) + 1
        yield f"{kind}-{seen[kind]}", wanted


class _Press:
    """Makes documents whose agencies nobody else in the set has."""

    def __init__(self, folder: Path, office: LibreOffice) -> None:
        self._folder = folder
        self._office = office
        self._made = {document.id: document for document in read_kept(folder, PRESSED)}
        self._agencies = {item.agency for item in read_manifest(folder).items if item.id not in self._made}
        self._agencies |= {document.agency for document in self._made.values()}
        self._seeds = count(_FIRST_SEED)
        (folder / FOLDER / "truths").mkdir(parents=True, exist_ok=True)

    def make(self, name: str, wanted: Wanted | Archive) -> list[KeptDocument]:
        """The documents of one file: as they are, or new ones."""
        made = [document for document in self._made.values() if document.path.rpartition("/")[2].startswith(f"{name}.")]
        if made and (self._folder / made[0].path).is_file():
            return made
        return self._archive(name, wanted) if isinstance(wanted, Archive) else [self._document(name, wanted)]

    def _document(self, name: str, wanted: Wanted) -> KeptDocument:
        file_format = Format.HTML if wanted.suffix == "mht" else Format.XLSX if wanted.suffix in _SHEET else Format.DOCX
        while True:
            seed, report = self._report(file_format, GRID_LAYOUT, wanted.editions, wanted.profile)
            data = self._pressed(report, seed, wanted)
            if data is not None:
                break
        path = f"{FOLDER}/{name}.{wanted.suffix}"
        (self._folder / path).write_bytes(data)
        return self._listed(name, wanted.split, report, seed, path, wanted=wanted)

    def _archive(self, name: str, wanted: Archive) -> list[KeptDocument]:
        path = f"{FOLDER}/{name}.zip"
        members: dict[str, bytes] = {}
        documents: list[KeptDocument] = []
        for number, (folder, file_format, layout) in enumerate(wanted.members):
            seed, report = self._report(file_format, layout, number % len(EDITIONS), None)
            suffix = report.file_name.rpartition(".")[2]
            member = f"{folder}{report.truth.meta['agency']}年度报告.{suffix}"
            members[member] = report.data
            item_id = f"{name}-{suffix}"
            documents.append(self._listed(item_id, wanted.split, report, seed, path, member=member))
        (self._folder / path).write_bytes(pack(Packed(members, wanted.in_gbk)))
        return documents

    def _report(self, file_format: Format, layout: Layout, editions: int, profile: str | None) -> tuple[int, Generated]:
        """The next report whose agency is new, that is meant to be read in full, and that can be written as keyed."""
        for seed in self._seeds:
            report = generate(seed, layout, profile=profile, editions=EDITIONS[editions], file_format=file_format)
            agency = report.truth.meta.get("agency")
            if isinstance(agency, str) and agency not in self._agencies and is_readable(report) and _keyed(report):
                self._agencies.add(agency)
                return seed, report
        raise AssertionError("seeds never end")

    def _pressed(self, report: Generated, seed: int, wanted: Wanted) -> bytes | None:
        """The file; null when a picture would hold a part of the report alone."""
        if wanted.suffix == "mht":
            return save_web_page(report.data)
        if wanted.suffix in _SHEET:
            return save_as([report.data], "xlsx", _SHEET[wanted.suffix])[0]
        if wanted.suffix in _TEXT:
            return save_as([report.data], "docx", _TEXT[wanted.suffix])[0]
        (pdf,) = on_paper([report], wanted.paper)
        if not wanted.inking:
            return pdf
        from eval.generator.scans import Printed, scan  # noqa: PLC0415 - two extras that other documents do without

        made = scan(Printed(report, seed, pdf), wanted.damages)
        if wanted.suffix in _ONE_PAGE and len(made.damages) > 1:
            return None
        return scanned(made.data, wanted.suffix, wanted.inking)

    def _listed(  # noqa: PLR0913 - what is known of a document
        self,
        item_id: str,
        split: Split,
        report: Generated,
        seed: int,
        path: str,
        *,
        wanted: Wanted | None = None,
        member: str | None = None,
    ) -> KeptDocument:
        """Write the truth, and say what was made and how."""
        truth = f"{FOLDER}/truths/{item_id}.yaml"
        keyed = _keyed(report)
        if keyed is None:
            raise AssertionError("chosen because it can be keyed")
        (self._folder / truth).write_text(
            yaml.safe_dump(keyed.model_dump(exclude_defaults=True), allow_unicode=True, sort_keys=False, width=120),
            encoding="utf-8",
        )
        return KeptDocument(
            id=item_id,
            split=split,
            purpose="damaged" if wanted and wanted.damages else "plain",
            layout=_layout(report, wanted),
            agency=keyed.agency,
            path=path,
            member=member,
            needs=_need(wanted),
            first=truth,
            readable=not (wanted and wanted.inking),
            provenance=f"the generator of eval/generator, seed {seed}, {self._way(report, wanted)}",
        )

    def _way(self, report: Generated, wanted: Wanted | None) -> str:
        if wanted is None:
            return f"{report.format.value} packed with others"
        if wanted.suffix == "mht":
            return "html saved with its style sheet"
        if not wanted.paper:
            return f"{report.format.value} saved by {self._office.version}"
        printed = f"docx printed by {self._office.version} ({wanted.paper})"
        if not wanted.inking:
            return printed
        return f"{printed}, scanned in {wanted.inking}, damage: {', '.join(wanted.damages) or 'none'}"


def _layout(report: Generated, wanted: Wanted | None) -> str:
    if wanted and wanted.paper:
        return "scan" if wanted.inking else "print"
    if report.format is Format.TXT:
        return report.layout.name.lower().replace("_", "-")
    return "grid" if wanted else f"{report.format.value}-grid"


def _need(wanted: Wanted | None) -> Need | None:
    if wanted is None or wanted.suffix == "mht":
        return None
    if wanted.inking:
        return "ocr"
    return "pdf" if wanted.suffix == "pdf" else "libreoffice"


def _keyed(report: Generated) -> Keyed | None:
    """The truth of a report as a truth file has it; null where such a file cannot say it."""
    form = builtin_forms()[0]
    marks = {kind: mark for mark, kind in MARKS.items()}
    rows: dict[str, list[str]] = {}
    for table in form.table_editions(dict(report.truth.editions)):
        for spec in table.cells:
            figure = report.truth.cells[spec.path]
            if isinstance(figure, int | float):
                text = str(figure)
            else:
                text = str(figure.get("as_printed") or marks.get(figure["kind"], "?"))
            rows.setdefault(f"{table.table}.{spec.row}", []).append(text)
    zeros = {key for key, row in rows.items() if set(row) == {"0"}}
    try:
        keyed = Keyed(
            agency=str(report.truth.meta["agency"]),
            editions=dict(report.truth.editions),
            meta=dict(report.truth.meta),
            rows={key: " ".join(row) for key, row in rows.items() if key not in zeros},
            clean=report.truth.clean,
        )
        return keyed if keyed.cells() == dict(report.truth.cells) and keyed.clean else None
    except (ValueError, ArithmeticError):
        return None


if __name__ == "__main__":
    sys.exit(main())
