"""All tables of a run hold the same accepted values as its records, whatever these are; LibreOffice reads them too."""

import csv
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.audit import Waivers
from extractor.batch import Wording, export
from extractor.cli import main
from extractor.ingest import find_libreoffice
from extractor.model import Cell, Record

Key = tuple[str, str]
"""Path of the document and path of the cell."""

Values = dict[Key, Decimal | None]


@pytest.fixture(name="finished", scope="module")
def finished_fixture(project_root: Path) -> Iterator[Path]:
    """A run over the golden reports: counts of one form, amounts of money of the other."""
    with tempfile.TemporaryDirectory() as folder:
        main(["run", str(project_root / "golden" / "reports"), "-o", f"{folder}/out", "--json"])
        yield Path(folder, "out")


def records_of(run: Path) -> list[Record]:
    """The records of a run."""
    return [Record.model_validate_json(line) for line in (run / "records.jsonl").read_bytes().splitlines()]


def expected(records: list[Record]) -> Values:
    """What may be used, by the words of the contract: decision, else value if accepted, else null."""

    def accepted(cell: Cell) -> Decimal | None:
        value = cell.decision.value if cell.decision else cell.value if cell.status == "accepted" else None
        return None if value is None else Decimal(value)

    return {(record.document.path, cell.path): accepted(cell) for record in records for cell in record.cells}


def in_parquet(file: Path) -> Values:
    """The accepted values as DuckDB reads them."""
    columns = 'path, concat_ws(\'.\', "table", "row", "column"), accepted_value'
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT {columns} FROM read_parquet(?)", [str(file)]).fetchall()  # noqa: S608 - fixed words
    return {(path, cell): value for path, cell, value in rows}


def in_csv(file: Path) -> Values:
    """The accepted values as the CSV file has them."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {
            (row["path"], f"{row['table']}.{row['row']}.{row['column']}"): Decimal(row["accepted_value"])
            if row["accepted_value"]
            else None
            for row in csv.DictReader(lines)
        }


def in_workbook(file: Path) -> Values:
    """The accepted values as the workbook has them; a number beyond 15 digits is a text there."""
    book = cast("Any", openpyxl).load_workbook(file, read_only=True)
    head, *rows = book["cells"].iter_rows(values_only=True)
    book.close()
    names = [head.index(name) for name in ("file", "cell", "accepted value")]
    found: Values = {}
    for row in rows:
        path, cell, value = (row[name] for name in names)
        found[path, cell] = None if value is None else Decimal(str(value))
    return found


READERS: dict[str, Callable[[Path], Values]] = {".parquet": in_parquet, ".csv": in_csv, ".xlsx": in_workbook}

whole = st.integers(-(10**13), 10**13)
decimals = st.decimals(-(10**13), 10**13, places=4).map(lambda value: f"{value:f}")


def decided(value: int | str | None) -> dict[str, object]:
    """A person's entry."""
    return {"kind": "number", "value": value, "as_printed": None, "by": "li", "at": "t", "reason": "r"}


state: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {
        "value": st.none() | whole | decimals,
        "status": st.sampled_from(["accepted", "review"]),
        "decision": st.none() | st.builds(decided, whole | decimals | st.none()),
        "as_printed": st.none() | st.text(st.characters(codec="utf-8"), max_size=6),
    }
)


class TestRoundTrip:
    """Parquet, CSV and workbook against the records."""

    @pytest.mark.parametrize("suffix", READERS)
    def test_a_real_run_keeps_every_accepted_value(self, finished: Path, suffix: str, tmp_path: Path) -> None:
        """All 550 cells of the golden reports are there, each with its figure or without one."""
        file = tmp_path / f"all{suffix}"
        export(str(finished), str(file), Wording(), Waivers())
        wanted = expected(records_of(finished))
        assert len(wanted) == 550
        assert READERS[suffix](file) == wanted

    @settings(max_examples=25)
    @given(states=st.lists(state, min_size=1, max_size=12))
    def test_any_values_and_decisions_survive(self, finished: Path, states: list[dict[str, object]]) -> None:
        """Whatever is accepted, decided, in doubt, negative, long, or printed with odd characters."""
        with tempfile.TemporaryDirectory() as folder:
            run = Path(
                shutil.copytree(finished, Path(folder, "out"), ignore=shutil.ignore_patterns("texts", "report.*"))
            )
            first = json.loads((run / "records.jsonl").read_bytes().splitlines()[0])
            first["cells"] = [{**cell, **new} for cell, new in zip(first["cells"], states, strict=False)]
            (run / "records.jsonl").write_text(json.dumps(first, separators=(",", ":")) + "\n", encoding="utf-8")
            wanted = expected(records_of(run))
            for suffix, read in READERS.items():
                file = Path(folder, f"all{suffix}")
                export(str(run), str(file), Wording(), Waivers())
                assert read(file) == wanted, suffix


class TestLibreOffice:
    """The workbook in the other spreadsheet program."""

    def test_it_opens_and_holds_the_same(self, finished: Path, tmp_path: Path) -> None:
        """Sheet by sheet, field by field, as the file that LibreOffice writes from it."""
        if find_libreoffice() is None:
            pytest.skip("LibreOffice is not on this machine; `make install` puts it there on Debian for root")
        office = shutil.which("soffice") or shutil.which("libreoffice") or ""
        (tmp_path / "made").mkdir()
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [
                office,
                profile,
                "--headless",
                "--convert-to",
                "xlsx",
                "--outdir",
                tmp_path / "made",
                finished / "report.xlsx",
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        books = [
            cast("Any", openpyxl).load_workbook(file)
            for file in (finished / "report.xlsx", tmp_path / "made" / "report.xlsx")
        ]
        assert books[0].sheetnames == books[1].sheetnames
        for name in books[0].sheetnames:
            ours, theirs = ([list(row) for row in book[name].iter_rows(values_only=True)] for book in books)
            assert theirs == ours, name


class TestExample:
    """The question that `examples/` answers."""

    def test_the_share_of_granted_requests_is_that_of_the_truth_file(
        self, finished: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The query runs as it stands, beside the table; the budget in the run takes no part."""
        truth = json.loads((project_root / "golden/reports/truth/qinghe_2023.json").read_text(encoding="utf-8"))
        cells = truth["cells"]
        granted = cells["requests.granted.total"] + cells["requests.partly_granted.total"]
        settled = cells["requests.total_processed.total"]
        query = (project_root / "examples" / "granted_share.sql").read_text(encoding="utf-8")
        monkeypatch.chdir(finished)
        with duckdb.connect() as connection:
            rows = connection.execute(query).fetchall()
        meta = truth["meta"]
        assert rows == [(meta["agency"], meta["year"], settled, granted, round(100 * granted / settled, 1))]
        said = (project_root / "examples" / "README.md").read_text(encoding="utf-8")
        assert f"| {' | '.join(map(str, rows[0]))} |" in said


def test_exporting_changes_nothing_in_the_run(finished: Path, tmp_path: Path) -> None:
    """`verify` would notice, and another export gives the same bytes on another day."""
    before = {file.name: file.read_bytes() for file in finished.iterdir() if file.is_file()}
    for suffix in READERS:
        first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
        export(str(finished), str(first), Wording(), Waivers())
        later = datetime(2031, 1, 1, tzinfo=UTC).timestamp()
        os.utime(first, (later, later))
        export(str(finished), str(second), Wording(), Waivers())
        assert first.read_bytes() == second.read_bytes()
    assert {file.name: file.read_bytes() for file in finished.iterdir() if file.is_file()} == before
