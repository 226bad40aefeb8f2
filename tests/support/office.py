"""The office program of this machine."""

import pytest

from extractor.ingest import LibreOffice, find_libreoffice

__all__ = ["needed_libreoffice"]


def needed_libreoffice() -> LibreOffice:
    """The LibreOffice of this machine; skips the test where there is none."""
    found = find_libreoffice()
    if found is None:
        pytest.skip("needs LibreOffice (Debian: libreoffice-writer-nogui, libreoffice-calc-nogui)")
    return found
