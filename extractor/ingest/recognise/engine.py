"""The one place that touches RapidOCR: silent, offline, one engine a process, no more threads than it is given."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.utils.process_img import get_rotate_crop_image

from extractor.errors import DocumentError
from extractor.ingest.recognise.ink import Pixels, Quad

__all__ = ["Engine", "RawToken", "broadened", "shared_engine"]

MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
"""In the wheel. They are named one by one, because the library fetches what it does not find."""
FINDING = 140.0
"""Dots an inch at which text is looked for; it is read from the picture as it is. Finding takes most of a page's time,
and found the same on pages of 200."""
LINE = (128, 6)
"""Least width in pixels that the crops of a batch are padded to, and crops a batch. The library's own width, 320, is
made for lines of prose: on tables it took three times as long and read the same."""
NARROW = (96, 16)
"""The same for the second read, which shall not see what the first one saw."""
SLIMMEST = 8
"""Times as long as wide, at most, that a picture is given to the library, which enlarges one until its shorter side has
736 pixels: of a line of 1600 × 3 dots it would make 290 million, more than there is memory for."""
LEAST_SCORE = 0.5
"""Below which the library takes what it read for no text."""


@dataclass(frozen=True, slots=True, eq=False)
class RawToken:
    """A piece of text as the recogniser gives it. Two of them are never the same, whatever they say."""

    text: str
    quad: Quad
    """Corners in pixels: top left, top right, bottom right, bottom left of the text as it runs."""
    score: float
    """0 to 1, to four places: the same on every machine."""


class Engine:
    """Finds text in a picture, and reads small pictures of one line each."""

    def __init__(self, threads: int) -> None:
        """Load the models.

        Raises:
            DocumentError: `missing-extra` when the wheel came without its models.
        """
        folder = Path(rapidocr.__file__).parent / "models"
        if missing := [name for name in MODELS.values() if not (folder / name).is_file()]:
            raise DocumentError(
                "missing-extra",
                f"rapidocr came without its models {', '.join(missing)}",
                hint="install gouji[ocr] from a wheel",
            )
        # OpenCV takes all cores of the machine for itself unless it is told.
        cv2.setNumThreads(threads)
        self._finder = _load(folder, threads, {"Global.use_rec": False})
        # A batch a thread: their texts and scores are the same with any number of threads.
        self._lines, self._figures = (
            _load(folder, 1, {"Rec.rec_img_shape": [3, 48, width], "Rec.rec_batch_num": batch})
            for width, batch in (LINE, NARROW)
        )
        self._batches = ThreadPoolExecutor(threads, "batch")

    def read_page(self, picture: Pixels, dpi: float) -> list[RawToken]:
        """Find and read all text of a picture (blue, green, red), from the top down."""
        scale = min(1.0, FINDING / dpi)
        small = _scaled(picture, scale) if scale < 1 else picture
        boxes = cast("Sequence[object] | None", getattr(self._finder(broadened(small)), "boxes", None))
        quads = [] if boxes is None else [np.asarray(box, dtype=np.float32) / np.float32(scale) for box in boxes]
        read = self._read(self._lines, LINE[1], [_cut(picture, quad) for quad in quads])
        return [
            RawToken(text, quad.astype(np.float64), score)
            for quad, (text, score) in zip(quads, read, strict=True)
            if text and score >= LEAST_SCORE
        ]

    def read_boxes(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Read small pictures that hold one line of text each: text and score, in order."""
        return self._read(self._figures, NARROW[1], crops)

    def _read(self, engine: RapidOCR, batch: int, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        # Crops of like width together: all of a batch are padded to the widest.
        order = sorted(range(len(crops)), key=lambda at: crops[at].shape[1] / crops[at].shape[0])
        groups = [order[at : at + batch] for at in range(0, len(order), batch)]

        def said(group: Sequence[int]) -> list[tuple[int, tuple[str, float]]]:
            return list(zip(group, _texts(engine, [crops[at] for at in group]), strict=True))

        found = dict(pair for pairs in self._batches.map(said, groups) for pair in pairs)
        return [found[at] for at in range(len(crops))]


def _scaled(picture: Pixels, scale: float) -> Pixels:
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def broadened(picture: Pixels) -> Pixels:
    """The picture with white to its right or below it, where it is too slim for the library."""
    height, width = picture.shape[:2]
    below, right = (max(0, -(-long // SLIMMEST) - short) for short, long in ((height, width), (width, height)))
    if not below and not right:
        return picture
    made = np.full((height + below, width + right, 3), 255, np.uint8)
    made[:height, :width] = picture
    return made


def _load(folder: Path, threads: int, more: dict[str, object]) -> RapidOCR:
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{key: str(folder / name) for key, name in MODELS.items()},
            **more,
        }
    )


def _texts(engine: RapidOCR, crops: list[Pixels]) -> Iterator[tuple[str, float]]:
    read = engine.recognize_txt(crops)
    texts, scores = cast("Sequence[str]", read.txts or ()), cast("Sequence[float]", read.scores or ())
    for text, score in zip(texts, scores, strict=True):
        yield text.strip(), round(float(score), 4)


def _cut(picture: Pixels, quad: NDArray[np.float32]) -> Pixels:
    """What is in a box, level; what is high and narrow lies on its side."""
    return np.asarray(get_rotate_crop_image(picture, quad), dtype=np.uint8)


@lru_cache(maxsize=1)
def shared_engine(threads: int) -> Engine:
    """The process's engine: loading takes a second or two, and its models some hundred megabytes."""
    return Engine(threads)
