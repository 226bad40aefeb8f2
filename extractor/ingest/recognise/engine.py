"""The one place that touches RapidOCR: silent, offline, one engine a process, no more threads than it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
import rapidocr
from rapidocr import RapidOCR

from extractor.errors import DocumentError
from extractor.ingest.recognise.ink import Pixels, Quad

__all__ = ["Engine", "RawToken", "shared_engine"]

MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
"""In the wheel. They are named one by one, because the library fetches what it does not find."""
NARROW = (96, 16)
"""Width in pixels that a short crop is padded to, and crops a batch. The library's own width is made for lines of text
and takes three times as long on figures."""
WIDEST = 2.0
"""Width by height up to which a crop fits that."""


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
        common = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{key: str(folder / name) for key, name in MODELS.items()},
        }
        width, batch = NARROW
        self._pages = RapidOCR(params=common)
        self._boxes = RapidOCR(
            params={**common, "Rec.rec_img_shape": [3, 48, width], "Rec.rec_batch_num": batch},
        )

    def read_page(self, picture: Pixels) -> list[RawToken]:
        """Find and read all text of a picture (blue, green, red), from the top down."""
        found = self._pages(picture)
        boxes = getattr(found, "boxes", None)
        texts = cast("Sequence[str] | None", getattr(found, "txts", None))
        scores = cast("Sequence[float] | None", getattr(found, "scores", None))
        if boxes is None or texts is None or scores is None:
            return []
        return [
            RawToken(text.strip(), np.asarray(quad, dtype=np.float64), round(float(score), 4))
            for text, quad, score in zip(texts, cast("Sequence[object]", boxes), scores, strict=True)
        ]

    def read_boxes(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Read small pictures that hold one line of text each: text and score, in order."""
        short = [at for at, crop in enumerate(crops) if crop.shape[1] <= WIDEST * crop.shape[0]]
        long = sorted(set(range(len(crops))) - set(short))
        found: dict[int, tuple[str, float]] = {}
        for engine, members in ((self._boxes, short), (self._pages, long)):
            if members:
                read = engine.recognize_txt([crops[at] for at in members])
                texts = cast("Sequence[str]", read.txts or ())
                scores = cast("Sequence[float]", read.scores or ())
                pairs = zip(members, texts, scores, strict=True)
                found.update({at: (text.strip(), round(float(score), 4)) for at, text, score in pairs})
        return [found[at] for at in range(len(crops))]


@lru_cache(maxsize=1)
def shared_engine(threads: int) -> Engine:
    """The process's engine: loading takes a second or two, and its models some hundred megabytes."""
    return Engine(threads)
