"""Reports on paper and in the formats of other office programs: LibreOffice makes them of the generator's files."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extractor.ingest import find_libreoffice

__all__ = ["print_pdfs", "save_as"]

PATIENCE = 60.0
"""Seconds that the program may take to start; and for each file:"""
PATIENCE_EACH = 15.0


def print_pdfs(files: Sequence[bytes]) -> list[bytes]:
    """Print docx files as PDF, in order.

    Raises:
        RuntimeError: LibreOffice is not installed, or printed less than it was given.
    """
    return save_as(files, "docx", "pdf")


def save_as(files: Sequence[bytes], suffix: str, target: str) -> list[bytes]:
    """Save files as another format, in order, many at once.

    Args:
        files: what to save.
        suffix: theirs, such as `docx`.
        target: the suffix that LibreOffice knows the format by, such as `odt`.

    Raises:
        RuntimeError: LibreOffice is not installed, or saved less than it was given.
    """
    office = find_libreoffice()
    if office is None:
        raise RuntimeError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="gouji-print-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sources = [folder / f"{number:05d}.{suffix}" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        # A profile of its own: a shared one hands the files to a program that already runs.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = [str(office.program), profile, "--headless", "--norestore", "--convert-to", target, "--outdir", name]
        subprocess.run(  # noqa: S603 - the program that was found, with words of our own
            [*words, *map(str, sources)], check=True, capture_output=True, timeout=PATIENCE + PATIENCE_EACH * len(files)
        )
        saved = [source.with_suffix(f".{target}") for source in sources]
        if missing := [file.name for file in saved if not file.exists()]:
            raise RuntimeError(f"LibreOffice did not make {', '.join(missing)}")
        return [file.read_bytes() for file in saved]
