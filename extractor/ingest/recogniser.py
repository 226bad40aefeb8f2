"""The recogniser as the rest of the program sees it; the libraries behind it load at the first page."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from extractor.ingest.progress import page_read
from extractor.model import PagePicture, RecognisedPage

__all__ = ["LocalRecogniser", "find_recogniser"]

LIBRARIES = ("rapidocr", "onnxruntime", "opencv-python-headless")
MODULES = ("rapidocr", "onnxruntime", "cv2", "PIL")


class LocalRecogniser:
    """**Adapter:** `PageRecogniser` with RapidOCR and OpenCV, on this machine and without a network."""

    def __init__(self, threads: int = 1) -> None:
        """`threads` may work at a page at the same time: the share of one process in the machine's cores."""
        self._threads = max(1, threads)

    @property
    def version(self) -> str:
        """Names and versions of the libraries; the models are in the wheel of the first."""
        return " ".join(f"{name}/{_version(name)}" for name in LIBRARIES)

    def recognise(self, picture: PagePicture) -> RecognisedPage:
        """Find the words and the tables of a page.

        Raises:
            DocumentError: `missing-extra` when the library came without its models.
        """
        from extractor.ingest.recognise.page import read_page

        found = read_page(picture, self._threads)
        page_read()
        return found


def find_recogniser(threads: int = 1) -> LocalRecogniser | None:
    """The recogniser, without loading it; null where the extra `ocr` is not installed."""
    installed = all(find_spec(name) is not None for name in MODULES)
    return LocalRecogniser(threads) if installed else None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
