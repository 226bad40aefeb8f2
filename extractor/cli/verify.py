"""`gouji verify`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.progress import Progress

from extractor.batch import Mismatch, verify
from extractor.cli.safe import printable
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.settings import Settings

__all__ = ["verify_folder"]

MISMATCHES_EXIST = 1

DECISIONS = "gouji.sqlite"
"""Named here, too, so that a folder without decisions does not need the database's packages."""


def _broken_decisions(path: str, database: str | None) -> Iterator[tuple[str, str]]:
    """Where the chain of decisions does not hold; a folder without decisions needs no packages for it."""
    if database is None and not (Path(path) / DECISIONS).exists():
        return
    from extractor.cli.reviewing.extra import needing_extra

    with needing_extra():
        from extractor.cli.reviewing.export import broken_lines

    yield from broken_lines(path, database)


def verify_folder(path: str, settings: Settings, texts: Texts, *, database: str | None = None, as_json: bool) -> int:
    """Print what does not match and return the exit code: 1 when something does not."""
    console = make_console(settings)
    found: list[Mismatch] = []
    progress = Progress(
        console=make_console(settings, sys.stderr), transient=True, disable=as_json or not sys.stderr.isatty()
    )
    documents = 0
    with progress:
        task = progress.add_task(texts("verify.deriving"), total=None)

        def advanced(done: int, total: int) -> None:
            nonlocal documents
            documents = total
            progress.update(task, completed=done, total=total)

        for mismatch in verify(path, settings, jobs=None, advanced=advanced):
            found.append(mismatch)
            if not as_json:
                line = f"{mismatch.code}: {mismatch.place}: {mismatch.message}"
                console.print(printable(line), style="dim" if mismatch.note else "red")
    for place, message in _broken_decisions(path, database):
        found.append(Mismatch("decision-changed", place, message))
        if not as_json:
            console.print(printable(f"decision-changed: {place}: {message}"), style="red")
    mismatches = sum(not item.note for item in found)
    if as_json:
        print(json.dumps({"documents": documents, "mismatches": [asdict(item) for item in found]}, ensure_ascii=False))
    elif mismatches:
        console.print(texts("verify.bad", documents=documents, mismatches=mismatches))
    else:
        console.print(texts("verify.good", documents=documents))
    return MISMATCHES_EXIST if mismatches else 0
