"""`gouji eval compare`."""

import sys
from pathlib import Path

from eval.cli.shared import words
from eval.compare import as_csv, as_markdown, as_page, compare
from eval.compare import as_json as compared_as_json
from eval.runs import read_result
from extractor.cli.safe import printable
from extractor.errors import UsageError
from extractor.store.atomic import replacing

__all__ = ["compare_results"]

_WRITERS = {".md": as_markdown, ".json": compared_as_json, ".csv": as_csv, ".html": as_page}


def compare_results(base: str, candidate: str, target: str | None, lang: str | None, *, as_json: bool) -> int:
    """Print what changed, or write it as the suffix says.

    Raises:
        UsageError: `usage` for another suffix, `result-invalid`.
        NothingToDoError: `no-result`.
    """
    texts, _ = words(lang)
    if target is not None and Path(target).suffix not in _WRITERS:
        raise UsageError("usage", texts("eval.no_suffix", value=target, known=" ".join(_WRITERS)))
    comparison = compare(read_result(Path(base)), read_result(Path(candidate)))
    if target is not None:
        with replacing(Path(target), durable=False) as file:
            file.write(_WRITERS[Path(target).suffix](comparison).encode())
        return 0
    shown = compared_as_json(comparison) if as_json else "\n".join(map(printable, as_markdown(comparison).splitlines()))
    sys.stdout.write(f"{shown}\n")
    return 0
