"""Opening an output folder for review: its database, with its newest run imported."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import Progress

from extractor.batch import finished_run, recipe_of
from extractor.cli.deployment import stored_deployment, waivers_now
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.review.desk import Desk
from extractor.review.importing import Importer
from extractor.settings import Settings
from extractor.store import Manifest, OutputFolder
from extractor.store.database.opening import Database, database_url
from extractor.wiring import choose_forms

__all__ = ["Workplace", "now", "open_workplace"]


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder and its desk."""

    folder: OutputFolder
    manifest: Manifest
    desk: Desk

    def text_of(self, sha256: str) -> str | None:
        """The extracted text of a document; null where there is none."""
        try:
            return self.folder.text_path(sha256).read_bytes().decode()
        except (OSError, ValueError):
            return None


@contextmanager
def open_workplace(
    path: str, settings: Settings, texts: Texts, *, database: str | None, rules: str | None = None, quiet: bool = False
) -> Generator[Workplace, None, None]:
    """Open the database of a finished run and import what is new in it.

    Raises:
        StoreError: as `finished_run`, `Database` and `Importer.run`.
        UsageError: as `database_url`.
    """
    folder, manifest = finished_run(path)
    forms = {form.id: form for form in choose_forms(recipe_of(manifest).form)}
    importer = Importer(forms, waivers=waivers_now(stored_deployment(rules, settings, manifest, texts)))
    opened = Database(database_url(Path(path), database))
    try:
        progress = Progress(
            console=make_console(settings, sys.stderr), transient=True, disable=quiet or not sys.stderr.isatty()
        )
        with progress:
            task = progress.add_task(texts("review.importing"), total=None)
            importer.run(
                opened,
                folder,
                manifest,
                lambda done, total: progress.update(task, completed=done, total=total),
            )
        yield Workplace(folder, manifest, Desk(opened, forms, now))
    finally:
        opened.close()


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)
