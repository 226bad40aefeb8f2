"""LibreOffice itself: what it must never do, and a batch of files that it converts; skipped where there is none."""

import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office import needed_libreoffice

from eval.generator.damages.files import GRID_LAYOUT
from eval.generator.formats import Format
from eval.generator.generate import generate
from extractor.cli import main
from extractor.errors import DocumentError
from extractor.ingest import LibreOffice
from extractor.ingest import libreoffice as module
from extractor.model import Record

RTF = rb"{\rtf1\ansi a\par}"


@pytest.fixture(name="libreoffice")
def libreoffice_fixture() -> LibreOffice:
    """The LibreOffice of this machine."""
    return needed_libreoffice()


class TestLibreOffice:
    """The real program."""

    def test_a_hanging_conversion_is_ended_with_all_its_processes(
        self, libreoffice: LibreOffice, temporary: Path
    ) -> None:
        """Soon after its time is over."""
        impatient = LibreOffice(libreoffice.program, limit=0.3)
        started = time.monotonic()
        with pytest.raises(DocumentError) as raised:
            impatient.convert(RTF, suffix=".rtf", target="docx")
        assert (raised.value.code, time.monotonic() - started < 10) == ("timed-out", True)
        assert list(temporary.iterdir()) == []
        assert wait_until(lambda: not processes_of(temporary))

    def test_a_killed_worker_takes_its_converter_with_it(self, libreoffice: LibreOffice, temporary: Path) -> None:
        """The batch kills a worker whose document takes too long; nothing of the program may stay."""
        assert libreoffice
        script = (
            f"import tempfile; tempfile.tempdir = {str(temporary)!r}\n"
            "from extractor.ingest import find_libreoffice\n"
            f"while True: find_libreoffice().convert({RTF!r}, suffix='.rtf', target='docx')"
        )
        worker = subprocess.Popen([sys.executable, "-c", script], env=dict(os.environ))
        try:
            assert wait_until(lambda: any("soffice.bin" in line for line in processes_of(temporary)))
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        assert wait_until(lambda: not processes_of(temporary))
        assert wait_until(lambda: not list(temporary.iterdir()))

    def test_nothing_outside_the_file_is_fetched(self, libreoffice: LibreOffice) -> None:
        """A picture that stands on a server would tell it who reads the report, and when."""
        with listening() as (port, visits):
            libreoffice.convert(odt(picture(f"http://127.0.0.1:{port}/x.png")), suffix=".odt", target="docx")
        assert visits == []


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two reports as docx and xlsx, and what LibreOffice makes of them in its own and older formats."""
    libreoffice = needed_libreoffice()
    folder = tmp_path_factory.mktemp("office") / "in"
    folder.mkdir()
    older = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "xls": "xls:MS Excel 97"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FILTERS", {**older, "odt": "odt", "ods": "ods"})
        for file_format, targets in ((Format.DOCX, ("doc", "odt", "rtf")), (Format.XLSX, ("xls", "ods"))):
            made = generate(7, GRID_LAYOUT, file_format=file_format)
            suffix = file_format.value
            folder.joinpath(f"a.{suffix}").write_bytes(made.data)
            for target in targets:
                data = libreoffice.convert(made.data, suffix=f".{suffix}", target=target)
                folder.joinpath(f"a.{target}").write_bytes(data)
    # Kingsoft's formats are those of Office by another name.
    folder.joinpath("b.wps").write_bytes(folder.joinpath("a.doc").read_bytes())
    return folder


def test_a_batch_reads_what_older_programs_wrote(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell of a converted report is that of the same report as docx or xlsx, with two workers at a time."""
    monkeypatch.chdir(folder.parent)
    assert main(("run", "in", "-o", "out", "-j", "2")) == 0
    lines = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()
    read = {record.document.name: record for record in map(Record.model_validate_json, lines)}
    assert {name: record.document.media_type for name, record in read.items() if name not in {"a.docx", "a.xlsx"}} == {
        "a.doc": "application/msword",
        "a.ods": "application/vnd.oasis.opendocument.spreadsheet",
        "a.odt": "application/vnd.oasis.opendocument.text",
        "a.rtf": "application/rtf",
        "a.xls": "application/vnd.ms-excel",
        "b.wps": "application/msword",
    }
    for name, record in read.items():
        original = read["a.xlsx" if name in {"a.ods", "a.xls", "a.xlsx"} else "a.docx"]
        assert len(record.cells) > 100
        assert values(record) == values(original), name
        assert record.document.sha256 == hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest()
    versions = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))["versions"]
    assert versions["converter"] == needed_libreoffice().version
    assert main(("verify", "out")) == 0


def values(record: Record) -> dict[str, tuple[object, str, str]]:
    """What was read of each cell."""
    return {cell.path: (cell.value, cell.kind, cell.status) for cell in record.cells}


def picture(address: str) -> str:
    """A paragraph with a picture that stands elsewhere."""
    return (
        '<text:p>a<draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad" xlink:href="{address}"/></draw:frame></text:p>'
    )


def odt(content: str) -> bytes:
    """An OpenDocument text with this body."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(f'xmlns:{name}="{oasis}:{space}:1.0"' for name, space in names.items())
    kind = "application/vnd.oasis.opendocument.text"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr(zipfile.ZipInfo("mimetype"), kind)
        target.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text>{content}</office:text></office:body></office:document-content>",
        )
        target.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{oasis}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
    return buffer.getvalue()


def processes_of(folder: Path) -> list[str]:
    """The command lines of all processes that name a folder."""
    found: list[str] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\x00", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in line and f"{os.getpid()}" != path.parent.name:
            found.append(line)
    return found


def wait_until(happened: Callable[[], bool]) -> bool:
    """Wait up to 20 seconds."""
    for _ in range(400):
        if happened():
            return True
        time.sleep(0.05)
    return False


class listening:  # noqa: N801 - used like a function
    """Counts who connects to a port of this machine."""

    def __enter__(self) -> tuple[int, list[str]]:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.2)
        self._visits: list[str] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()
        return self._server.getsockname()[1], self._visits

    def _accept(self) -> None:
        while not self._done.is_set():
            try:
                connection, _ = self._server.accept()
            except TimeoutError:
                continue
            self._visits.append("came")
            connection.close()

    def __exit__(self, *_details: object) -> None:
        self._done.set()
        self._thread.join()
        self._server.close()
