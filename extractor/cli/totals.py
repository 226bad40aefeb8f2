"""The table that ends a run."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.model import RowsHeard
from extractor.store import Counts, Manifest

__all__ = ["percent", "severities", "totals_lines"]


def totals_lines(manifest: Manifest, output: str, texts: Texts) -> Iterator[Text]:
    """What was read, what is proven, what is left to do: a line each."""
    counts = manifest.counts
    skipped = Counter(entry.reason for entry in manifest.skipped)
    rows = {
        "read": texts("run.documents", count=counts.read),
        "partial": texts("run.documents", count=counts.partial) + _listed(counts.shortfalls.items()),
        "failed": texts("run.documents", count=counts.failed) + _listed(counts.failures.items()),
        "skipped": texts("run.files", count=counts.skipped) + _listed(sorted(skipped.items())),
        "accepted": _accepted(counts.accepted, counts.cells, texts),
        "review": texts("run.cells", count=counts.review),
        "findings": _findings(counts, texts),
        "model": _model(manifest, texts),
        **({"rows": _rows(manifest.rows_heard, texts)} if manifest.rows_heard else {}),
        "tokens": _tokens(manifest, texts),
        "cost": texts("run.no_price") if manifest.cost_usd is None else f"{manifest.cost_usd} USD",
        "time": texts("run.seconds", seconds=f"{manifest.seconds:.1f}"),
        "output": printable(output),
    }
    names = {key: texts(f"run.{key}") for key in rows}
    width = max(cell_len(name) for name in names.values())
    for key, value in rows.items():
        style = "red" if key == "failed" and counts.failed else ""
        yield Text.assemble((f"{set_cell_size(names[key], width)}  ", "bold"), (value, style))


def severities(errors: int, warnings: int, infos: int, texts: Texts, *, waived: int = 0) -> str:
    """Findings by severity; those `waived` are in none of the other counts."""
    counted = texts("run.by_severity", errors=errors, warnings=warnings, infos=infos)
    return texts("run.and_waived", counted=counted, waived=waived) if waived else counted


def percent(part: int, whole: int) -> str:
    """A share with one decimal, rounded down: only all of them are 100 %."""
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10} %"


def _findings(counts: Counts, texts: Texts) -> str:
    waived = counts.waived
    left = (
        counts.errors - waived.get("error", 0),
        counts.warnings - waived.get("warning", 0),
        counts.infos - waived.get("info", 0),
    )
    return severities(*left, texts, waived=sum(waived.values()))


def _model(manifest: Manifest, texts: Texts) -> str:
    named = manifest.settings.get("model")
    if not named:
        return texts("run.model_off")
    standing = texts(f"run.{manifest.settings.get('model_standing')}")
    return printable(texts("run.model_read", model=named, standing=standing))


def _rows(heard: RowsHeard, texts: Texts) -> str:
    return texts("run.rows_of", **asdict(heard))


def _tokens(manifest: Manifest, texts: Texts) -> str:
    told = manifest.tokens
    if not told.requests and not told.replayed:
        return "0"
    return texts("run.tokens_of", input=told.input, output=told.output, requests=told.requests, replayed=told.replayed)


def _accepted(accepted: int, cells: int, texts: Texts) -> str:
    if not cells:
        return texts("run.no_cells")
    return texts("run.of_cells", count=accepted, cells=cells, share=percent(accepted, cells))


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    listed = ", ".join(f"{count} {name}" for name, count in counts)
    return f" ({listed})" if listed else ""
