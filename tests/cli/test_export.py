"""`gouji export`, and the files that `gouji run` leaves for people to open."""

import csv
import json
import os
import stat
from pathlib import Path

import pytest
from commands import Gouji

SUFFIXES = [".jsonl", ".csv", ".parquet", ".xlsx", ".html"]


class TestFiles:
    """What is written."""

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_every_suffix_gives_a_file_and_one_line_about_it(self, gouji: Gouji, output: str, suffix: str) -> None:
        """Two reports of 200 cells, one failed document."""
        ran = gouji("export", output, "--to", f"all{suffix}")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"all{suffix}: 3 documents, 400 cells, ")
        assert Path(f"all{suffix}").stat().st_size > 0
        assert list(Path().glob(".*")) == []

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_json_names_the_file_and_counts(self, gouji: Gouji, output: str, suffix: str) -> None:
        """One value, nothing else."""
        value = json.loads(gouji("export", output, "--to", f"all{suffix}", "--json").out)
        assert value["files"] == [f"all{suffix}"]
        assert (value["documents"], value["cells"], value["unfit"]) == (3, 400, 0)

    @pytest.mark.parametrize("name", ["cells.parquet", "findings.jsonl", "report.xlsx", "report.html"])
    def test_a_run_leaves_the_same_files_unasked(self, gouji: Gouji, output: str, name: str) -> None:
        """Byte for byte what an export of the run gives."""
        suffix = Path(name).suffix
        gouji("export", output, "--to", f"again{suffix}")
        assert Path(f"again{suffix}").read_bytes() == Path(output, name).read_bytes()

    def test_the_table_has_the_printed_figures(self, gouji: Gouji, output: str) -> None:
        """42 requests of natural persons were settled in the first report, as its row (七)总计 prints."""
        gouji("export", output, "--to", "cells.csv")
        with Path("cells.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        found = [
            row["accepted_value"]
            for row in rows
            if (row["path"], row["row"], row["column"]) == ("in/a.txt", "total_processed", "natural_person")
        ]
        assert found == ["42"]

    def test_the_words_are_of_the_language_asked_for(self, gouji: Gouji, output: str) -> None:
        """Also what is said on the terminal."""
        ran = gouji("export", output, "--to", "all.csv", "--lang", "zh")
        assert ran.out.startswith("all.csv: 3 份文档，400 格，")

    def test_files_of_an_earlier_run_are_replaced(self, gouji: Gouji, output: str) -> None:
        """A table never tells of another run than the records beside it."""
        before = Path(output, "findings.jsonl").read_text(encoding="utf-8")
        Path("in/a.txt").unlink()
        gouji("run", "in", "-o", output)
        assert "in/a.txt" in before
        assert "in/a.txt" not in Path(output, "findings.jsonl").read_text(encoding="utf-8")

    def test_a_waived_finding_is_marked(self, gouji: Gouji, output: str) -> None:
        """By the rules file of the command."""
        first = json.loads(Path(output, "findings.jsonl").read_text(encoding="utf-8").splitlines()[0])
        waiver = {"fingerprint": first["fingerprint"], "reason": "known", "by": "wang", "expires": "2999-12-31"}
        rules = {"schema": "gouji/deployment/1", "waivers": [waiver]}
        Path("rules.yaml").write_text(json.dumps(rules), encoding="utf-8")
        gouji("export", output, "--to", "all.jsonl", "--rules", "rules.yaml")
        lines = Path("all.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(lines[0])["waived"]["by"] == "wang"


class TestRefusals:
    """What cannot be done, in one line each."""

    @pytest.mark.parametrize("name", ["all.txt", "all.xls", "cells"])
    def test_an_unknown_suffix_names_the_known_ones(self, gouji: Gouji, output: str, name: str) -> None:
        """Exit code 2: the command makes no sense."""
        ran = gouji("export", output, "--to", name)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert ran.err.startswith(f"unknown-suffix: {name}: ")
        assert all(suffix in ran.err for suffix in SUFFIXES)
        assert not Path(name).exists()

    @pytest.mark.parametrize(
        "name", ["records.jsonl", "RECORDS.jsonl", "records.partial.jsonl", "../out/records.jsonl"]
    )
    def test_the_records_are_never_overwritten(self, gouji: Gouji, output: str, name: str) -> None:
        """They have a suffix that exports know."""
        before = Path(output, "records.jsonl").read_bytes()
        ran = gouji("export", output, "--to", f"{output}/{name}")
        assert (ran.code, ran.err.partition(":")[0]) == (2, "target-is-input")
        assert Path(output, "records.jsonl").read_bytes() == before

    def test_a_folder_without_a_run(self, gouji: Gouji) -> None:
        """Exit code 4, and as JSON where that is asked for."""
        ran = gouji("export", "nowhere", "--to", "all.csv", "--json")
        assert ran.code == 4
        assert json.loads(ran.out)["error"]["code"] == "no-records"

    def test_a_run_that_has_not_ended(self, gouji: Gouji, output: str) -> None:
        """A part of it would pass for the whole."""
        Path(output, "manifest.json").unlink()
        Path(output, "records.jsonl").rename(Path(output, "records.partial.jsonl"))
        ran = gouji("export", output, "--to", "all.csv")
        assert (ran.code, ran.err.partition(":")[0]) == (4, "run-unfinished")

    def test_a_target_whose_folder_is_missing(self, gouji: Gouji, output: str) -> None:
        """A slip in the path makes no folders."""
        ran = gouji("export", output, "--to", "no/such/folder/all.csv")
        assert (ran.code, ran.err.partition(":")[0]) == (4, "output-unwritable")
        assert not Path("no").exists()

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_full_disk_leaves_the_old_file(self, gouji: Gouji, output: str, suffix: str) -> None:
        """And nothing half written beside it; a file that is there only gives way to a complete one."""
        full = Path("/dev/full")
        if not full.exists() or not stat.S_ISCHR(full.stat().st_mode):
            pytest.skip("this system has no device that is always full")
        target = Path(f"all{suffix}")
        target.write_bytes(b"old")
        # The temporary name beside the target leads to a device that takes nothing.
        Path(f".all{suffix}.tmp").symlink_to(full)
        ran = gouji("export", output, "--to", str(target))
        assert (ran.code, ran.err.partition(":")[0], len(ran.err.splitlines())) == (4, "disk-full", 1)
        assert target.read_bytes() == b"old"
        assert list(Path().glob(".all*")) == []

    def test_a_record_that_breaks_the_schema_stops_the_export(self, gouji: Gouji, output: str) -> None:
        """With its line, and without a file that lacks it."""
        records = Path(output, "records.jsonl")
        lines = records.read_bytes().splitlines(keepends=True)
        records.write_bytes(lines[0] + b"{}\n" + lines[2])
        ran = gouji("export", output, "--to", "all.xlsx")
        assert ran.code == 4
        assert ran.err.startswith(f"record-invalid: {output}{os.sep}records.jsonl:2: ")
        assert not Path("all.xlsx").exists()
