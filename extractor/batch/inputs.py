"""From the paths of a command line to the documents they name, in an order that never changes."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from extractor.batch.kinds import classify
from extractor.batch.names import path_text
from extractor.errors import NothingToDoError, UsageError
from extractor.store import Skipped, SkipReason

__all__ = ["Input", "Listing", "Selection", "list_inputs", "read_bytes"]

OUTPUT_MARKS = ("records.jsonl", "records.partial.jsonl")
"""Beside a folder `texts`, either marks the output of a run: its texts are no reports of their own."""


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read."""

    path: str
    """To open the file; may hold surrogates for bytes that are no UTF-8."""
    fault: str | None = None
    """Why it is known to be unreadable."""

    @property
    def shown(self) -> str:
        """The path that the record states."""
        return path_text(self.path)


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
    _refuse_impossible(selection)
    inputs: dict[str, Input] = {}
    skipped: dict[str, Skipped] = {}
    for found in _found(selection, max_bytes):
        # The same file by two ways (a folder and a name in it) is one document; links count as files of their own.
        identity = os.path.abspath(found.path)  # noqa: PTH100 - Path.resolve would follow links
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


def read_bytes(path: str, limit: int) -> bytes:
    """The first `limit` bytes of a regular file.

    Raises:
        OSError: also for what is no regular file, such as a pipe, which would block.
    """
    # Non-blocking: opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123 - a descriptor is no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        parts: list[bytes] = []
        while limit > 0 and (part := file.read(min(limit, 1 << 20))):
            parts.append(part)
            limit -= len(part)
    return b"".join(parts)


def _refuse_impossible(selection: Selection) -> None:
    absent = [path for path in selection.paths if not os.path.lexists(path)]
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
        else:
            yield Input(path)


@dataclass(frozen=True, slots=True)
class _Found:
    """A skipped file on its way into the listing."""

    path: str
    entry: Skipped


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
            yield Input(folder, _reason(error))
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
        elif self._wanted(entry, top):
            yield self._file(entry)

    def _wanted(self, entry: os.DirEntry[str], top: str) -> bool:
        pattern = self.selection.glob
        if pattern is None:
            return True
        return fnmatchcase(entry.name, pattern) or fnmatchcase(os.path.relpath(entry.path, top), pattern)

    def _file(self, entry: os.DirEntry[str]) -> Input | _Found:
        try:
            refusal = classify(entry.name, lambda limit: read_bytes(entry.path, limit), max_bytes=self.max_bytes)
        except OSError as error:
            return Input(entry.path, _reason(error))
        if refusal is None:
            return Input(entry.path)
        return _skip(entry.path, refusal.reason, refusal.media_type)


def _same(path: str, output: str | None) -> bool:
    return output is not None and Path(output).is_dir() and Path(path).exists() and Path(path).samefile(output)


def _is_output(folder: str) -> bool:
    here = Path(folder)
    return (here / "texts").is_dir() and any((here / mark).exists() for mark in OUTPUT_MARKS)


def _skip(path: str, reason: SkipReason, media_type: str | None = None) -> _Found:
    return _Found(path, Skipped(path=path_text(path), reason=reason, media_type=media_type))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


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
