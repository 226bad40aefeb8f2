"""From the paths of a command line to the documents they name, in an order that never changes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from extractor.batch.kinds import Refusal, classify, is_data
from extractor.batch.members import ARCHIVE_SUFFIX, Walk, documents_inside
from extractor.batch.names import path_candidates, path_text
from extractor.batch.source import archive_file, members_by_name, read_bytes, unreadable
from extractor.errors import DocumentError, NothingToDoError, UsageError
from extractor.ingest import Entry, peek
from extractor.ingest.sniff import ZIP
from extractor.store import Skipped, SkipReason

__all__ = ["Input", "Listing", "Selection", "list_inputs", "locate"]

OUTPUT_MARKS = ("records.jsonl", "records.partial.jsonl")
"""Beside a folder `texts`, either marks the output of a run: its texts are no reports of their own."""


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read."""

    path: str
    """To open the file; may hold surrogates for bytes that are no UTF-8."""
    fault: DocumentError | None = None
    """Why it is known to be unreadable."""
    entries: tuple[Entry, ...] = ()
    """The way to it when the file is an archive: the archives inside that one, then the member."""

    @property
    def shown(self) -> str:
        """The path that the record states; a member's goes on behind the archive's, as in a folder."""
        return "/".join((path_text(self.path), *(entry.name for entry in self.entries)))


@dataclass(frozen=True, slots=True)
class Listing:
    """What a command line comes to."""

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files the operator wants."""

    paths: tuple[str, ...]
    glob: str | None = None
    """For the name, or the path below the folder, of files found in folders; `*` also matches `/`."""
    limit: int | None = None
    output: str | None = None
    """The folder that this run writes to; never an input."""


def list_inputs(selection: Selection, *, max_bytes: int) -> Listing:
    """Find the documents: named files in the order given, folders walked in the order of names.

    Raises:
        UsageError: `no-such-path` naming every path that does not exist.
        NothingToDoError: `no-documents`.
    """
    _refuse_impossible(selection, max_bytes)
    inputs: dict[str, Input] = {}
    skipped: dict[str, Skipped] = {}
    for found in _found(selection, max_bytes):
        # The same file by two ways (a folder and a name in it) is one document; links count as files of their own.
        identity = "/".join((os.path.abspath(found.path), *(entry.name for entry in found.entries)))  # noqa: PTH100 - Path.resolve would follow links
        if isinstance(found, Input):
            inputs.setdefault(identity, found)
        else:
            skipped.setdefault(identity, found.entry)
        if selection.limit is not None and len(inputs) >= selection.limit:
            break
    if not inputs:
        raise _nothing(selection.paths, skipped)
    # A file that a folder would skip is read when it is also named.
    left_out = tuple(entry for identity, entry in skipped.items() if identity not in inputs)
    return Listing(tuple(inputs.values()), left_out)


def locate(shown: str, *, max_bytes: int) -> Input | None:
    """Find the document that a record's path names, if it is still there: a file, or a member of an archive."""
    # From the longest part on: a folder may have the name of an archive.
    ends = [len(shown), *(at for at in range(len(shown) - 1, 0, -1) if shown[at] == "/")]
    for end in ends:
        for path in path_candidates(shown[:end]):
            if Path(path).is_file():
                return _at(path, shown[end + 1 :], max_bytes)
    return None


def _refuse_impossible(selection: Selection, max_bytes: int) -> None:
    absent = [path for path in selection.paths if not os.path.lexists(path) and _named(path, max_bytes) is None]
    if absent:
        shown = ", ".join(path_text(path) for path in absent)
        raise UsageError("no-such-path", "neither a file nor a folder", place=shown, hint="check the spelling")
    for path in selection.paths:
        if _same(path, selection.output) or _is_output(path):
            raise UsageError(
                "output-as-input",
                "the output of a run is no input of one",
                place=path_text(path),
                hint="keep reports and output in two folders",
            )


def _found(selection: Selection, max_bytes: int) -> Iterator["Input | _Found"]:
    walk = _Walk(selection, max_bytes)
    for path in selection.paths:
        if Path(path).is_dir():
            yield from walk.below(path, path, ())
        elif os.path.lexists(path):
            yield from walk.named(Input(path))
        elif (member := _named(path, max_bytes)) is not None:
            yield from walk.named(member)


@dataclass(frozen=True, slots=True)
class _Found:
    """A skipped file on its way into the listing."""

    path: str
    entry: Skipped
    entries: tuple[Entry, ...] = ()


class _Walk:
    def __init__(self, selection: Selection, max_bytes: int) -> None:
        self.selection = selection
        self.max_bytes = max_bytes

    def below(self, folder: str, top: str, above: tuple[tuple[int, int], ...]) -> Iterator[Input | _Found]:
        """Every file below `folder`, each folder in the order of names; `above` are the folders it lies in."""
        try:
            status = os.stat(folder)  # noqa: PTH116 - the path may hold surrogates and stays as given
            here = (status.st_dev, status.st_ino)
            if here in above:
                yield _skip(folder, "folder-loop")
                return
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Input(folder, unreadable(error, path_text(folder)))
            return
        for entry in found:
            yield from self._entry(entry, top, (*above, here))

    def _entry(self, entry: os.DirEntry[str], top: str, above: tuple[tuple[int, int], ...]) -> Iterator[Input | _Found]:
        if entry.name.startswith("."):
            yield _skip(entry.path, "hidden")
        elif _is_folder(entry):
            if _same(entry.path, self.selection.output) or _is_output(entry.path):
                yield _skip(entry.path, "output-folder")
            else:
                yield from self.below(entry.path, top, above)
        else:
            yield from self._file(entry, os.path.relpath(entry.path, top))

    def named(self, document: Input) -> Iterator[Input | _Found]:
        """A file of the command line: read whatever it is, and looked into when it is an archive."""
        inside = None if document.fault else self._inside(document, "", all_wanted=self.selection.glob is None)
        yield from (document,) if inside is None else inside

    def _wanted(self, below_top: str) -> bool:
        pattern = self.selection.glob
        if pattern is None:
            return True
        return fnmatchcase(PurePath(below_top).name, pattern) or fnmatchcase(below_top, pattern)

    def _file(self, entry: os.DirEntry[str], below_top: str) -> Iterator[Input | _Found]:
        wanted = self._wanted(below_top)
        if not wanted and not entry.name.lower().endswith(ARCHIVE_SUFFIX):
            return
        inside = None if is_data(entry.name) else self._inside(Input(entry.path), f"{below_top}/", all_wanted=wanted)
        if inside is not None:
            yield from inside
        elif wanted:
            yield self._document(entry)

    def _document(self, entry: os.DirEntry[str]) -> Input | _Found:
        try:
            refusal = classify(entry.name, lambda limit: read_bytes(entry.path, limit), max_bytes=self.max_bytes)
        except OSError as error:
            return Input(entry.path, unreadable(error, path_text(entry.path)))
        if refusal is None:
            return Input(entry.path)
        return _skip(entry.path, refusal.reason, refusal.media_type)

    def _inside(self, outer: Input, below_top: str, *, all_wanted: bool) -> Iterator[Input | _Found] | None:
        """The files of an archive; null when the file is no archive, or cannot be read."""
        try:
            with archive_file(outer.path, outer.entries, max_bytes=self.max_bytes) as file:
                members = documents_inside(file, max_bytes=self.max_bytes, depth=1 + len(outer.entries))
        except OSError:
            return None
        except DocumentError as fault:
            return iter((Input(outer.path, fault, outer.entries),))
        if members is None:
            return None
        walk = Walk(lambda name: self._wanted(below_top + name), max_bytes=self.max_bytes)
        return self._judged(walk, outer, members, all_wanted=all_wanted)

    def _judged(
        self, walk: Walk, outer: Input, members: tuple[Entry, ...], *, all_wanted: bool
    ) -> Iterator[Input | _Found]:
        try:
            with archive_file(outer.path, outer.entries, max_bytes=self.max_bytes) as file:
                for member in walk.members(file, members, outer.entries, all_wanted=all_wanted):
                    found = Input(outer.path, member.fault, member.entries)
                    yield found if member.refusal is None else _skip_member(found, member.refusal)
        except OSError as error:
            yield Input(outer.path, unreadable(error, outer.shown), outer.entries)


def _same(path: str, output: str | None) -> bool:
    return output is not None and Path(output).is_dir() and Path(path).exists() and Path(path).samefile(output)


def _is_output(folder: str) -> bool:
    here = Path(folder)
    return (here / "texts").is_dir() and any((here / mark).exists() for mark in OUTPUT_MARKS)


def _skip(path: str, reason: SkipReason, media_type: str | None = None) -> _Found:
    return _Found(path, Skipped(path=path_text(path), reason=reason, media_type=media_type))


def _skip_member(member: Input, refusal: Refusal) -> _Found:
    entry = Skipped(path=member.shown, reason=refusal.reason, media_type=refusal.media_type)
    return _Found(member.path, entry, member.entries)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _named(path: str, max_bytes: int) -> Input | None:
    """A member of an archive that is named on the command line, unless the archive itself cannot be read."""
    member = locate(path, max_bytes=max_bytes)
    return member if member is not None and member.entries else None


def _at(path: str, inside: str, max_bytes: int) -> Input | None:
    """What lies in a file under a name; the file itself for no name."""
    entries: tuple[Entry, ...] = ()
    try:
        while inside:
            members = members_by_name(path, entries, max_bytes=max_bytes)
            outer = next((name for name in _prefixes(inside) if name in members), None)
            if outer is None:
                return None
            entries, inside = (*entries, members[outer]), inside[len(outer) + 1 :]
        if not entries or _begins_as_archive(path, entries, max_bytes):
            with archive_file(path, entries, max_bytes=max_bytes) as file:
                documents_inside(file, max_bytes=max_bytes, depth=1 + len(entries))
        return Input(path, entries=entries)
    except OSError as error:
        return Input(path, unreadable(error, path_text(path)))
    except DocumentError as fault:
        return None if inside else Input(path, fault, entries)


def _begins_as_archive(path: str, entries: tuple[Entry, ...], max_bytes: int) -> bool:
    with archive_file(path, entries[:-1], max_bytes=max_bytes) as file:
        return peek(file, entries[-1], 4).startswith(ZIP)


def _prefixes(name: str) -> Iterator[str]:
    """The name, then the paths of the archives that it may lie in, the longest first."""
    return (name[:at] for at in range(len(name), 0, -1) if at == len(name) or name[at] == "/")


def _nothing(paths: Sequence[str], skipped: dict[str, Skipped]) -> NothingToDoError:
    reasons: dict[str, int] = {}
    for entry in skipped.values():
        reasons[entry.reason] = reasons.get(entry.reason, 0) + 1
    counted = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    return NothingToDoError(
        "no-documents",
        f"no document found; skipped: {counted}" if counted else "no document found",
        place=", ".join(path_text(path) for path in paths),
        hint="name a file to have it read whatever it is",
    )
