"""`python -m eval.golden.press`: what is there stays, what is missing is made, each with its truth."""

import shutil
from pathlib import Path

import pytest

from eval.golden import expectation_of, read_keyed
from eval.golden.kept import PRESSED, read_kept
from eval.golden.press import main
from extractor.ingest import FileIngester, find_libreoffice


def test_a_missing_document_is_made_anew_and_the_others_stay(project_root: Path, tmp_path: Path) -> None:
    """The new one has another agency than all others, and the truth beside it is what it prints."""
    office = find_libreoffice()
    if office is None:
        pytest.skip("LibreOffice is not installed, which makes the documents")
    folder = tmp_path / "golden"
    shutil.copytree(project_root / "golden", folder)
    before = {document.id: document for document in read_kept(folder, PRESSED)}
    (folder / "pressed" / "rtf-1.rtf").unlink()
    assert main([str(folder)]) == 0
    after = {document.id: document for document in read_kept(folder, PRESSED)}
    assert list(after) == list(before)
    assert [name for name, document in after.items() if document != before[name]] == ["rtf-1"]
    made = after["rtf-1"]
    assert made.agency not in {document.agency for document in before.values()}
    assert (made.split, made.needs, made.readable) == ("gate", "libreoffice", True)
    assert made.first is not None
    truth = expectation_of(read_keyed(folder / made.first))
    text = FileIngester(office).ingest((folder / made.path).read_bytes(), name="a.rtf", path="a.rtf").text
    assert str(truth.meta["title"]) in "".join(text.split())
    numbers = {str(figure) for figure in truth.cells.values() if isinstance(figure, int)}
    assert numbers <= set(text.replace(",", "").split())


def test_without_libreoffice_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says so."""
    monkeypatch.setattr("eval.golden.press.find_libreoffice", lambda: None)
    assert main(["nowhere"]) == 1
    assert capsys.readouterr().err.startswith("converter-missing: ")
