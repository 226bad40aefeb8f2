"""Folders of many reports, made of one."""

from pathlib import Path

__all__ = ["write_numbered"]


def write_numbered(project_root: Path, count: int) -> str:
    """Write a golden report `count` times into the folder `in`, each with a last line of its own, and name the folder.

    As no two are equal, none is skipped as a duplicate and none has the cached replies of another.
    """
    report = (project_root / "golden" / "reports" / "qinghe_2023.txt").read_text(encoding="utf-8")
    Path("in").mkdir()
    for number in range(count):
        Path(f"in/{number:03}.txt").write_text(report + f"\n附：第{number}号\n", encoding="utf-8")
    return "in"
