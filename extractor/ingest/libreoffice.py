"""LibreOffice as a converter: one process a file, with a profile of its own, that leaves nothing behind.

A profile that several processes share makes the second one hand its file to the first, so each call gets a fresh one.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from extractor.errors import DocumentError

__all__ = ["LibreOffice", "find_libreoffice"]

COMMANDS = ("soffice", "libreoffice")
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
LIMIT = 90.0
"""Seconds for one file, the start of the program included, which takes one to five."""
MOST_OUTPUT = 256 << 20
"""Bytes of a converted file."""
FRIENDLY = 5.0
"""Seconds within which the program tells its version."""
VERSION = re.compile(r'"ooSetupVersionAboutBox"[^<]*<value>([^<]+)</value>')

# The program is told never to run macros, and to take nothing from outside the file: pictures, sections and cells that
# are links stay empty. Should a link slip through, it finds a proxy that does not answer.
SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "BlockUntrustedRefererLinks": True,
        "DisableActiveContent": True,
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": 0},
    "org.openoffice.Office.Calc/Content/Update": {"Link": 2},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": 9,
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": 9,
    },
}

# Its standard input is our end of a pipe. Should this process be killed, the pipe ends, and the shell in the background
# takes the whole group and the folder with it. `ulimit` counts in units of 512 bytes.
GUARD = """
folder=$1
shift
ulimit -f 2097152 2>/dev/null
exec 3<&0
{ cat >/dev/null; trap '' TERM; kill -TERM 0; sleep 1; rm -rf -- "$folder"; kill -KILL 0; } <&3 3<&- &
"$@" </dev/null 3<&-
"""


class LibreOffice:
    """The `OfficeConverter` behind doc, wps, odt, rtf, xls, et and ods."""

    def __init__(self, program: Path, *, limit: float = LIMIT) -> None:
        """Name the program; `limit` is in seconds."""
        self.program = program
        self._limit = limit

    @property
    def version(self) -> str:
        """Such as `LibreOffice 7.4.7.2`."""
        return f"LibreOffice {_version(self.program)}"

    def convert(self, data: bytes, *, suffix: str, target: str) -> bytes:
        """Convert a file in a process of its own.

        Raises:
            DocumentError: `timed-out`, `damaged-document` or `too-large`.
        """
        with tempfile.TemporaryDirectory(prefix="gouji-office-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            source = folder / f"source{suffix}"
            source.write_bytes(data)
            _write_profile(folder / "profile")
            words = (
                str(self.program),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
                *("--convert-to", FILTERS[target], "--outdir", str(folder / "converted"), str(source)),
            )
            self._run(words, folder)
            return _read(folder / "converted" / f"source.{target}")

    def _run(self, words: tuple[str, ...], folder: Path) -> None:
        # Nothing of our own environment: neither keys nor a proxy nor the machine's language reach a document.
        environment = {
            "PATH": os.pathsep.join((str(self.program.parent), os.defpath)),
            **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder)),
            **dict.fromkeys(("LANG", "LC_ALL"), "C.UTF-8"),
        }
        guard = ("sh", "-c", GUARD, "sh", str(folder)) if os.name == "posix" else ()
        # Not `with`: it would wait for a process that does not end.
        process = subprocess.Popen(  # noqa: S603 - the program that was found, with words of our own
            (*guard, *words),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            process.wait(self._limit)
        except subprocess.TimeoutExpired as error:
            raise DocumentError(
                "timed-out",
                f"LibreOffice did not convert it within {self._limit:g} s",
                hint="open it in WPS or Word and save it as docx or xlsx",
            ) from error
        finally:
            _end(process)


@cache
def find_libreoffice() -> LibreOffice | None:
    """The LibreOffice of this machine; null when there is none on the path."""
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    return LibreOffice(Path(found)) if found else None


@cache
def _version(program: Path) -> str:
    """The version as the installation states it; asking the program itself takes a tenth of a second."""
    registry = program.resolve().parent.parent / "share" / "registry" / "main.xcd"
    try:
        stated = VERSION.search(registry.read_text(encoding="utf-8", errors="replace"))
        if stated:
            return stated[1].strip()
        answer = subprocess.run([program, "--version"], capture_output=True, timeout=FRIENDLY, check=True)  # noqa: S603 - as above
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return answer.stdout.decode(errors="replace").strip().removeprefix("LibreOffice ") or "unknown"


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, values in SETTINGS.items()
        for name, value in values.items()
    )
    user = profile / "user"
    user.mkdir(parents=True)
    user.joinpath("registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise DocumentError(
            "damaged-document",
            "LibreOffice could not open it",
            hint="open it in WPS or Word and save it as docx or xlsx; for spreadsheets LibreOffice needs its Calc",
        ) from None
    if size > MOST_OUTPUT:
        raise DocumentError(
            "too-large",
            f"it becomes {size} bytes once converted, at most {MOST_OUTPUT} are read",
            hint="open it in WPS or Word, keep the report alone and save that",
        )
    return path.read_bytes()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process, all that it started, and its guard."""
    if os.name == "posix":
        # The guard is still there, so the group's number belongs to nobody else.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    if process.stdin:
        process.stdin.close()
