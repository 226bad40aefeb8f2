"""From an output folder to the folder of notices."""

import os
from collections.abc import Collection
from pathlib import Path

from extractor.audit import Waivers
from extractor.batch.export import Wording, view_of
from extractor.batch.stored import finished_run
from extractor.errors import UsageError
from extractor.export.notice import Notices, write_notices
from extractor.model.finding import Severity

__all__ = ["export_notices", "names_folder"]


def names_folder(target: str) -> bool:
    """Whether `--to` names a folder: one that exists, or a name that ends like one."""
    return target.endswith(tuple({"/", os.sep})) or Path(target).is_dir()


def export_notices(path: str, target: str, waivers: Waivers, levels: Collection[Severity]) -> Notices:
    """Write letters to the agencies with findings of `levels` in the finished run in the folder `path`.

    Raises:
        UsageError: `target-is-input` for the folder of the run itself.
        StoreError: there is no finished run, a letter was changed, or the folder cannot be written.
    """
    folder, manifest = finished_run(path)
    if Path(target).is_dir() and Path(target).samefile(folder.path):
        raise UsageError(
            "target-is-input", "this is the folder of the run", place=target, hint="name another folder with --to"
        )
    return write_notices(view_of(folder, manifest, Wording("zh"), waivers), Path(target), levels=levels)
