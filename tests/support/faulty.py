"""Processors that worker processes can make: they do what the document says.

Worker processes import this module by name, so the tests put its folder on the path.
"""

import os
import signal
import sys
import time
from dataclasses import dataclass

from extractor.audit import Facts
from extractor.errors import StoreError
from extractor.ingest.progress import page_read
from extractor.model import DocumentInfo, Record
from extractor.pipeline import Processed

__all__ = ["Faulty", "make_dead", "make_faulty", "make_refusing"]


@dataclass(frozen=True)
class Faulty:
    """Reads a document, or dies in the way that its text names."""

    page_seconds: float = 1.5
    """What each of the four pages of a scan takes."""

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Obey the document."""
        del facts
        if data == b"kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if data == b"exit":
            os._exit(7)
        if data == b"hang":
            time.sleep(600)
        if data == b"scan":
            for _ in range(4):
                time.sleep(self.page_seconds)
                page_read()
        if data == b"raise":
            raise ZeroDivisionError("at 0x7f00")
        info = DocumentInfo(sha256=None, name=name, path=path, media_type="text/plain", characters=len(data))
        record = Record.model_validate(
            {
                "schema": "gouji/record/1",
                "status": "ok",
                "error": None,
                "document": info,
                "form": None,
                "meta": {},
                **dict.fromkeys(("cells", "unmapped", "claims", "findings"), ()),
                "coverage": None,
            }
        )
        return Processed(record, data.decode())


def make_faulty() -> Faulty:
    """Make one, as a worker does when it starts."""
    return Faulty()


def make_dead() -> Faulty:
    """End the worker before it is ready."""
    sys.exit(3)


def make_refusing() -> Faulty:
    """Refuse with an error of ours."""
    raise StoreError("output-unwritable", "no")
