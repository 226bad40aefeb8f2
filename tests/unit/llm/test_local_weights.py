"""The weights as a file: made once, verified always; the package's pieces are small ones here.

`tests/integration/test_local_model.py` does the same with the real package.
"""

import errno
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extractor.errors import GoujiError, ModelError, StoreError
from extractor.llm.local import ready_weights
from extractor.llm.local.packaged import Weights
from extractor.llm.local.weights import weights_path

CONTENT = b"weights"
WEIGHTS = Weights("tiny.gguf", hashlib.sha256(CONTENT).hexdigest())


@dataclass
class Pieces:
    """A package whose pieces join to a few bytes."""

    fault: Exception | None = None
    made: list[Path] = field(default_factory=list[Path])

    def assemble(self, output_path: Path, overwrite: bool) -> Path:
        """Write the bytes, or half of them and then fail, as the real one would."""
        assert overwrite
        self.made.append(output_path)
        output_path.write_bytes(CONTENT[:3])
        if self.fault is not None:
            raise self.fault
        output_path.write_bytes(CONTENT)
        return output_path


def terms(name: str) -> bytes:
    """Stands for a file of the licence."""
    return f"terms {name}".encode()


Install = Callable[..., Pieces]


@pytest.fixture(name="install")
def install_fixture(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts small pieces in the place of the package's, which may fail."""

    def install(fault: Exception | None = None) -> Pieces:
        pieces = Pieces(fault)
        monkeypatch.setattr("extractor.llm.local.weights.package", lambda: pieces)
        monkeypatch.setattr("extractor.llm.local.weights.packaged_weights", lambda: WEIGHTS)
        monkeypatch.setattr("extractor.llm.local.weights.licence", terms)
        return pieces

    return install


def left(folder: Path) -> list[str]:
    """The names of all files below a folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_file_is_made_once_with_its_licence_beside_it(install: Install, tmp_path: Path) -> None:
    """The second start finds it."""
    pieces = install()
    path = ready_weights(tmp_path)
    assert path.read_bytes() == CONTENT
    assert ready_weights(tmp_path) == path
    assert len(pieces.made) == 1
    assert left(tmp_path) == ["GEMMA_TERMS.html", "NOTICE.md", "tiny.gguf"]


def test_a_file_that_was_changed_is_never_served(install: Install, tmp_path: Path) -> None:
    """Same size, same time: only the content tells. The error names the file and what to do."""
    install()
    path = ready_weights(tmp_path)
    stamp = path.stat().st_mtime_ns
    path.write_bytes(b"w3ights")
    os.utime(path, ns=(stamp, stamp))
    with pytest.raises(ModelError) as raised:
        ready_weights(tmp_path)
    assert (raised.value.code, raised.value.place) == ("weights-damaged", str(path))
    assert "delete the file" in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), StoreError, "disk-full"),
        (OSError(errno.EROFS, "Read-only file system"), StoreError, "cache-unusable"),
        (ValueError("Assembled file sha256 did not match"), ModelError, "weights-damaged"),
        (FileNotFoundError("Missing chunk files"), ModelError, "weights-damaged"),
    ],
)
def test_what_goes_wrong_leaves_nothing_half_made(
    install: Install, tmp_path: Path, fault: Exception, kind: type[GoujiError], code: str
) -> None:
    """A full disk, one that cannot be written, pieces that are damaged or gone: typed, with a next step."""
    install(fault)
    with pytest.raises(kind) as raised:
        ready_weights(tmp_path)
    assert raised.value.code == code
    assert raised.value.hint
    assert left(tmp_path) == []


def test_two_processes_at_once_end_with_one_file(install: Install, tmp_path: Path) -> None:
    """Each makes one of its own name; the last takes the place of its equal."""
    pieces = install()
    with ThreadPoolExecutor(4) as pool:
        paths = set(pool.map(ready_weights, [tmp_path] * 8))
    assert paths == {weights_path(tmp_path, WEIGHTS)}
    assert len(set(pieces.made)) == len(pieces.made)
    assert left(tmp_path) == ["GEMMA_TERMS.html", "NOTICE.md", "tiny.gguf"]


def test_what_a_killed_process_left_is_cleared_away(install: Install, tmp_path: Path) -> None:
    """After an hour nobody is making it any more; a young one may still be another process' work."""
    install()
    folder = weights_path(tmp_path, WEIGHTS).parent
    folder.mkdir(parents=True)
    old, young = folder / ".tiny.gguf.a.partial", folder / ".tiny.gguf.b.partial"
    for file in (old, young):
        file.write_bytes(b"we")
    os.utime(old, (0, 0))
    ready_weights(tmp_path)
    assert not old.exists()
    assert young.exists()


def test_other_weights_are_another_model() -> None:
    """The digest is in the name, and so in records, manifest and the keys of replies."""
    assert Weights("m.gguf", "ab" * 32).model == "m@abababababab"
