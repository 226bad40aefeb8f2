"""What a record depends on, so that one made by other code is never taken for a current one."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from extractor.pipeline import Pipeline

__all__ = ["digest_of", "fingerprint", "package_version", "record_versions"]

LIBRARIES = ("cn2an", "pydantic", "rapidfuzz", "selectolax")
"""Those whose answers can reach a record."""

CODE = ("audit", "claims", "forms", "fusion", "ingest", "model", "pipeline", "tables", "text")
"""The packages that make records. Their digest counts beside the version, which stays the same while one develops."""


def record_versions(pipeline: Pipeline) -> dict[str, str]:
    """Name and version of everything that a record depends on."""
    return {
        "gouji": package_version("gouji"),
        "code": digest_of(CODE),
        "unicode": unicodedata.unidata_version,
        **{name: package_version(name) for name in LIBRARIES},
        **pipeline.versions,
    }


def fingerprint(versions: Mapping[str, str]) -> str:
    """Equal for equal versions, whatever their order."""
    lines = "".join(f"{name}={versions[name]}\n" for name in sorted(versions))
    return hashlib.sha256(lines.encode()).hexdigest()


def package_version(name: str) -> str:
    """The installed version; `absent` for a library that is not installed, and so took no part."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


@cache
def digest_of(packages: tuple[str, ...]) -> str:
    """Digest of the code and data of some of our packages."""
    digest = hashlib.sha256()
    for package in packages:
        for part in _parts(files("extractor").joinpath(package), package):
            digest.update(part)
    return digest.hexdigest()[:16]


def _parts(folder: Traversable, name: str) -> Iterator[bytes]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from _parts(item, f"{name}/{item.name}")
        elif item.name.endswith((".py", ".sql", ".yaml")):
            yield f"{name}/{item.name}\n".encode() + item.read_bytes()
