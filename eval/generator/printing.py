"""Reports on paper and in other formats: LibreOffice converts what we generate, chromium prints pages."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extractor.ingest import find_libreoffice

__all__ = ["find_browser", "print_pdfs", "print_web_pages", "save_as"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

PATIENCE, PATIENCE_EACH = 60.0, 15.0
"""Seconds that the program may take to start, and for each file."""


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


def find_browser() -> str | None:
    """The browser that prints web pages; null where none is installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_web_pages(pages: Sequence[bytes]) -> list[bytes]:
    """Print web pages as PDF, in order, every second one with the browser's own heads and page numbers.

    Raises:
        RuntimeError: no browser is installed, or it printed less than it was given.
    """
    browser = find_browser()
    if browser is None:
        raise RuntimeError("chromium is not installed")
    printed: list[bytes] = []
    with tempfile.TemporaryDirectory(prefix="gouji-print-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        common = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
        for number, data in enumerate(pages):
            page, target = folder / f"{number:05d}.html", folder / f"{number:05d}.pdf"
            page.write_bytes(data)
            bare = ["--no-pdf-header-footer"] if number % 2 else []
            subprocess.run(  # noqa: S603 - the program that was found, with words of our own
                [*common, *bare, f"--print-to-pdf={target}", page.as_uri()],
                check=True,
                capture_output=True,
                timeout=PATIENCE + PATIENCE_EACH,
            )
            if not target.exists():
                raise RuntimeError(f"the browser did not print {page.name}")
            printed.append(target.read_bytes())
    return printed
