"""Generated reports on paper, and the scans of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

import numpy as np
import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it has none
from PIL import Image, TiffImagePlugin

from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.formats import Format
from eval.generator.generate import Generated, generate
from eval.generator.printing import print_pdfs
from eval.generator.scans.damages import PICTURE_DAMAGES, Picture
from eval.generator.scans.harsh import HARSH_DAMAGES

__all__ = ["Printed", "Scan", "print_reports", "scan"]

CLEAN = 200
"""Dots an inch of a scan without damage."""
DAMAGES = PICTURE_DAMAGES | HARSH_DAMAGES


@dataclass(frozen=True, slots=True)
class Printed:
    """A generated report and the PDF that its docx file prints as."""

    report: Generated
    seed: int
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """The pages of a printed report as one file."""

    printed: Printed
    data: bytes
    """A TIFF file, a frame for each page."""
    damages: tuple[str, ...]
    """Of each page; empty for a clean one."""


def print_reports(seeds: Sequence[int]) -> list[Printed]:
    """Draw a report for each seed and print all of them with one call of LibreOffice.

    Raises:
        RuntimeError: LibreOffice is not installed, or printed less than it was given.
    """
    reports = [generate(seed, GRID_LAYOUT, file_format=Format.DOCX) for seed in seeds]
    pdfs = print_pdfs([report.data for report in reports])
    return [Printed(report, seed, pdf) for report, seed, pdf in zip(reports, seeds, pdfs, strict=True)]


def scan(printed: Printed, damages: Sequence[str] = ()) -> Scan:
    """Scan a report; its pages take the named damages in turn, and without any are clean."""
    document = pypdfium2.PdfDocument(printed.pdf)
    try:
        names = [damages[page % len(damages)] if damages else "" for page in range(len(document))]
        resolutions = [DAMAGES[name].dpi if name else CLEAN for name in names]
        pages = [_picture(document, page, dpi) for page, dpi in enumerate(resolutions)]
    finally:
        document.close()
    chance = np.random.default_rng([printed.seed, 7])
    images: list[Image.Image] = []
    for page, name in enumerate(names):
        made = pages[page]
        damage = DAMAGES.get(name)
        if damage is not None and damage.on_picture is not None:
            made = damage.on_picture(made, chance, pages[(page + 1) % len(pages)])
        image = Image.fromarray(made)
        if damage is not None and damage.jpeg is not None:
            packed = BytesIO()
            image.save(packed, "JPEG", quality=damage.jpeg)
            image = Image.open(packed)
            image.load()
        image.info["dpi"] = (resolutions[page], resolutions[page])
        images.append(image)
    return Scan(printed, _tiff(images), tuple(names))


def _picture(document: pypdfium2.PdfDocument, page: int, dpi: int) -> Picture:
    # The library leaves its types open.
    bitmap = cast("Any", document[page]).render(scale=dpi / 72)
    return np.asarray(bitmap.to_pil().convert("RGB"), dtype=np.uint8)


def _tiff(images: Sequence[Image.Image]) -> bytes:
    """One file; every frame says its own resolution."""
    file = BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(file, new=True) as frames:
        for image in images:
            image.save(frames, "TIFF", compression="tiff_adobe_deflate", dpi=image.info["dpi"])
            frames.newFrame()
        # The writer closes what it wrote to.
        return file.getvalue()
