"""Where `pdfplumber` is made ready: present, silent, and bounded.

It reads with pdfminer, which unpacks every stream whole: a file of a few kilobytes can ask for gigabytes. No public way
to bound it exists, so its `zlib` is replaced by one that counts what comes out.
"""

import importlib
import logging
import zlib
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec

from extractor.errors import DocumentError

__all__ = ["MOST_UNPACKED", "TooMuchUnpackedError", "is_installed", "require", "start_budget", "was_cut"]

TYPES = "pdfminer.pdftypes"
HOOK = "zlib"
MOST_UNPACKED = 256 << 20
"""Bytes of all compressed streams of a file, pictures not counted: those are never unpacked here."""
STEP = 1 << 16
HEADER = 2
"""Bytes before the packed data."""
DEFLATE = 8

_left: ContextVar[int] = ContextVar("bytes that the file may still unpack", default=MOST_UNPACKED)

_cut: ContextVar[bool] = ContextVar("a stream was damaged or cut off", default=False)


class TooMuchUnpackedError(Exception):
    """The streams of the file unpack to more than a report can hold."""


def is_installed() -> bool:
    """Whether the extra `pdf` is there, without importing it."""
    return find_spec("pdfplumber") is not None


def require() -> None:
    """Make the library ready.

    Raises:
        DocumentError: `missing-extra` when it is not installed; `changed-library` when it no longer lets itself be
            bounded.
    """
    if not is_installed():
        raise DocumentError(
            "missing-extra", "PDF is read with pdfplumber, which is not installed", hint="install gouji[pdf]"
        )
    _bound()


def start_budget() -> None:
    """Give the next file its own bytes to unpack."""
    _left.set(MOST_UNPACKED)
    _cut.set(False)


def was_cut() -> bool:
    """Whether a stream was damaged or cut off since this was last asked."""
    cut = _cut.get()
    _cut.set(False)
    return cut


class _Budgeted:
    """What pdfminer uses of `zlib`, with an end."""

    error = zlib.error

    def decompress(self, data: bytes) -> bytes:
        """Unpack a stream, whatever its checksum says; one that is cut off gives what is left of it."""
        if len(data) < HEADER or data[0] & 0x0F != DEFLATE or (data[0] << 8 | data[1]) % 31:
            raise zlib.error("no header")
        unpacking, parts = zlib.decompressobj(-zlib.MAX_WBITS), [b""]
        rest, left = data[HEADER:], _left.get()
        try:
            while rest and not unpacking.eof:
                parts.append(unpacking.decompress(rest, STEP))
                rest = unpacking.unconsumed_tail
                left -= len(parts[-1])
                if left < 0:
                    raise TooMuchUnpackedError
        except zlib.error:
            _cut.set(True)
        finally:
            _left.set(left)
        if not unpacking.eof:
            _cut.set(True)
        return b"".join(parts)

    def decompressobj(self) -> "_Budgeted":
        """For streams that are no such streams at all: there is nothing to be had of them."""
        _cut.set(True)
        return self


@cache
def _bound() -> None:
    for name in ("pdfminer", "pdfplumber"):
        # What they say of a damaged file would begin to print without a handler.
        logging.getLogger(name).addHandler(logging.NullHandler())
    types = importlib.import_module(TYPES)
    if isinstance(getattr(types, HOOK, None), _Budgeted):
        return
    if getattr(types, HOOK, None) is not zlib:
        raise DocumentError(
            "changed-library",
            f"{TYPES} no longer unpacks with {HOOK}, so nothing bounds it",
            hint="install the version that the lock file names",
        )
    setattr(types, HOOK, _Budgeted())
