"""Reports of the generator with one damage."""

import pytest

from eval.generator import Generated, Layout, generate

__all__ = ["before_and_after", "changed", "row_of"]


def before_and_after(name: str, layout: Layout, seed: int) -> tuple[Generated, Generated]:
    """The same document without and with a damage, for the first profile that offers it a place."""
    for profile in ("office", "county", "province"):
        try:
            damaged = generate(seed, layout, profile=profile, damages=[name])
        except ValueError:
            continue
        return generate(seed, layout, profile=profile), damaged
    pytest.fail(f"no profile offers {name} a place")


def changed(name: str, layout: Layout = Layout.CELL_LINES, seed: int = 3) -> tuple[Generated, Generated, list[str]]:
    """Both documents, and the cells whose truth the damage changed."""
    whole, damaged = before_and_after(name, layout, seed)
    return whole, damaged, [path for path, figure in damaged.truth.cells.items() if whole.truth.cells[path] != figure]


def row_of(report: Generated, path: str) -> list[str]:
    """The printed fields of the row that holds a cell."""
    return next([f.text for f in row.fields] for _, _, _, row in report.document.rows() if path in row.paths)
