"""Scans whose recogniser was asked once: its replies are kept, so that faults in them need no recogniser.

`python -m eval.inject.recordings` makes them anew (extras `ocr` and `pdf`, and LibreOffice).
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from pydantic import TypeAdapter

from extractor.ingest.picture_file import PictureIngester
from extractor.model import Document, PageBlock, PageLine, PagePicture, PageTable, PageToken, RecognisedPage

__all__ = ["Page", "Recording", "RecordingIngester", "as_bytes", "read_recordings"]

_SEEDS = (9, 12)
"""Of the reports that were printed and scanned."""
_FOLDER = "data"
_DPI = 50
"""Of the blank frames that stand for the pictures; the least that is believed."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the recogniser made of one page."""

    width: float
    """Inches."""
    height: float
    """Inches."""
    found: RecognisedPage


@dataclass(frozen=True, slots=True)
class Recording:
    """The pages of one scanned report."""

    seed: int
    """Of the report, drawn as a docx file."""
    pages: tuple[Page, ...]


_ADAPTER = TypeAdapter(Recording)


def read_recordings() -> Iterator[Recording]:
    """The recordings that ship with the package."""
    folder = files("eval.inject").joinpath(_FOLDER)
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        yield _ADAPTER.validate_json(item.read_text(encoding="utf-8"))


def as_bytes(recording: Recording) -> bytes:
    """A recording as the file that `RecordingIngester` reads."""
    return _ADAPTER.dump_json(recording)


class RecordingIngester:
    """**Adapter:** `Ingester` that reads a recording as if the recogniser had just given it."""

    def __init__(self, *, twice: bool = True) -> None:
        """Without `twice`, the second read of every figure is taken to say what the first says."""
        self._twice = twice

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Make the document of a recording.

        Raises:
            DocumentError: as for a picture on which that is seen.
        """
        recording = _ADAPTER.validate_json(data)
        pages = [page.found if self._twice else _agreeing(page.found) for page in recording.pages]
        return PictureIngester("image/tiff", _Replies(pages)).ingest(_blank(recording.pages), name=name, path=path)


class _Replies:
    """**Adapter:** `PageRecogniser` that gives what it was made with, page by page."""

    version = "recorded"

    def __init__(self, pages: Sequence[RecognisedPage]) -> None:
        self._pages = iter(pages)

    def recognise(self, picture: PagePicture) -> RecognisedPage:
        """The next page, whatever the picture shows."""
        del picture
        return next(self._pages)


def _agreeing(page: RecognisedPage) -> RecognisedPage:
    def agreed(tokens: Sequence[PageToken]) -> tuple[PageToken, ...]:
        return tuple(token if token.again is None else replace(token, again=token.text) for token in tokens)

    def block(item: PageBlock) -> PageBlock:
        if isinstance(item, PageLine):
            return replace(item, tokens=agreed(item.tokens))
        return PageTable(tuple(replace(cell, lines=tuple(map(agreed, cell.lines))) for cell in item.cells), item.box)

    return replace(page, blocks=tuple(map(block, page.blocks)))


def _blank(pages: Sequence[Page]) -> bytes:
    from PIL import Image

    first, *rest = [Image.new("L", (round(page.width * _DPI), round(page.height * _DPI)), "white") for page in pages]
    file = BytesIO()
    first.save(file, "TIFF", save_all=True, append_images=rest, compression="tiff_adobe_deflate", dpi=(_DPI, _DPI))
    return file.getvalue()


def _record() -> None:
    from eval.generator.scans import print_reports, scan
    from extractor.ingest import find_recogniser
    from extractor.ingest.picture_frames import frames
    from extractor.settings import available_cores

    recogniser = find_recogniser(available_cores())
    if recogniser is None:
        raise SystemExit("missing-extra: scans are recognised by the extra `ocr`; pip install 'gouji[ocr]'")
    folder = Path(__file__).parent / _FOLDER
    folder.mkdir(exist_ok=True)
    for printed in print_reports(_SEEDS):
        pages = tuple(
            Page(picture.width / picture.dpi, picture.height / picture.dpi, recogniser.recognise(picture))
            for picture in frames(scan(printed).data)
        )
        recording = json.loads(as_bytes(Recording(printed.seed, pages)))
        (folder / f"scan-{printed.seed:06d}.json").write_text(
            json.dumps(recording, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    _record()
    sys.exit(0)
