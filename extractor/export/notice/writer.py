"""The folder of letters: what is in it already, what is written, and the index that lists them."""

import csv
import errno
import hashlib
import io
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import StoreError
from extractor.export.cells_csv import harmless
from extractor.export.notice.file_names import FileNames
from extractor.export.notice.select import Letter, select
from extractor.export.notice.words import lines, words
from extractor.export.run_view import RunView
from extractor.model.finding import Severity

__all__ = ["Notice", "Notices", "write_notices"]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DEFAULT_LEVELS: frozenset[Severity] = frozenset({"error"})
SHOWN = 3
"""Files that an error names."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One letter as the index lists it."""

    file: str
    """Name inside the folder."""
    agency: str | None
    """Null when the addressee is left open to fill in."""
    region: str | None
    reports: int
    findings: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What was written."""

    folder: Path
    index: Path
    notices: tuple[Notice, ...]
    """In the order in which their first reports were read."""
    removed: tuple[str, ...]
    """Letters of an earlier export that nothing is to be said in any more."""
    waived: int
    """Findings that a person has waived."""
    unsettled: int
    """Findings left out because a cell of theirs waits for a person, or was settled as something else."""


def write_notices(
    view: RunView, folder: Path, *, levels: Collection[Severity] = DEFAULT_LEVELS, unchecked: bool = False
) -> Notices:
    """Write a docx letter for each agency with findings of `levels`, and `index.csv`; the folder is made when absent.

    Letters of an earlier export are replaced, or removed when their agency has no findings left; a letter that
    somebody has changed since never is. `unchecked` adds to each letter what could not be assessed.
    The same records give the same bytes.

    Raises:
        StoreError: `notices-changed`, before anything is written; `disk-full` or `output-unwritable`.
    """
    # python-docx takes longer to import than most commands to run.
    from extractor.export.notice.letter import letter_bytes

    selection = select(view, levels)
    names = FileNames(words("file", "unnamed"))
    targets = dict(zip(_names(selection.letters, names), selection.letters, strict=True))
    index = folder / words("index", "name")
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        known = _known(index)
        kept = {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in {*known, *targets}
            if (folder / name).is_file()
        }
    changed = [name for name, digest in sorted(kept.items()) if digest != known.get(name)]
    # A stopped export leaves letters that no index names; those are as we would write them.
    changed = [
        name
        for name in changed
        if name not in targets or kept[name] != _digest(letter_bytes(targets[name], unchecked=unchecked))
    ]
    if changed:
        raise StoreError(
            "notices-changed",
            f"changed since it was written, or not ours: {', '.join(changed[:SHOWN])}"
            + (f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""),
            place=str(folder),
            hint="move what is to be kept, or name another folder",
        )
    notices: list[Notice] = []
    for name, letter in targets.items():
        content = letter_bytes(letter, unchecked=unchecked)
        digest = _digest(content)
        if kept.get(name) != digest:
            _replace(folder / name, content)
        findings = sum(len(report.findings) for report in letter.reports)
        notices.append(Notice(name, letter.agency, letter.region, len(letter.reports), findings, digest))
    _replace(index, _index(notices, targets))
    removed = tuple(sorted(set(kept) - set(targets)))
    for name in removed:
        with _writing(folder / name):
            (folder / name).unlink(missing_ok=True)
    return Notices(folder, index, tuple(notices), removed, selection.waived, selection.unsettled)


def _names(letters: Sequence[Letter], names: FileNames) -> Iterator[str]:
    """Agencies of the same name are told apart by their region where they have one."""
    counts = Counter(letter.agency for letter in letters)
    for letter in letters:
        wanted = letter.agency or ""
        if wanted and letter.region and counts[wanted] > 1:
            wanted = words("file", "with_region", agency=wanted, region=letter.region)
        yield names.name(wanted)


def _known(index: Path) -> Mapping[str, str]:
    """Hash by name of the letters that the last index lists; none when there is no index that can be understood."""
    try:
        text = index.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    with suppress(csv.Error):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        head = lines("index", "head")
        # A name from the file may lead nowhere but into the folder.
        return {
            row[0].removeprefix("'"): row[-1]
            for row in rows[1:]
            if len(row) == len(head) and Path(row[0]).name == row[0] and row[0].endswith(".docx")
        }
    return {}


def _index(notices: Sequence[Notice], targets: Mapping[str, Letter]) -> bytes:
    target = io.StringIO(newline="")
    sheet = csv.writer(target)
    sheet.writerow(lines("index", "head"))
    for notice in notices:
        reports = targets[notice.file].reports
        findings = [finding for report in reports for finding in report.findings]
        levels = Counter(finding.severity for finding in findings)
        fields = (
            notice.file,
            notice.agency or words("index", "unnamed"),
            notice.region or "",
            notice.reports,
            notice.findings,
            *(levels[level] for level in ("error", "warning", "info")),
            "、".join(dict.fromkeys(finding.code for finding in findings)),
            "；".join(report.path for report in reports),
            notice.sha256,
        )
        sheet.writerow([harmless(field) if isinstance(field, str) else field for field in fields])
    return target.getvalue().encode("utf-8-sig", "replace")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    """Write a file that is either the old one or the new one."""
    temporary = path.with_name(f".{path.name}.tmp")
    with _writing(path):
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


@contextmanager
def _writing(place: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error) or type(error).__name__).lower()
        code, hint = (
            ("disk-full", "free space and run the same command again")
            if error.errno in FULL
            else ("output-unwritable", "name another folder or mend its permissions")
        )
        raise StoreError(code, reason, place=str(place), hint=hint) from error
