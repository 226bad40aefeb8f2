"""`gouji run`: what it writes, what it prints, how it ends."""

import hashlib
import json
import re
from pathlib import Path

import jsonschema
import pytest
from commands import Gouji
from inline_snapshot import snapshot

from extractor.export import json_schemas
from extractor.store import Manifest


def manifest(folder: str = "out") -> Manifest:
    """The manifest of an output folder."""
    return Manifest.model_validate_json(Path(folder, "manifest.json").read_bytes())


def statuses(folder: str = "out") -> dict[str, str]:
    """Status, or code of the failure, by path."""
    lines = Path(folder, "records.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return {
        record["document"]["path"]: record["error"]["code"] if record["error"] else record["status"]
        for record in records
    }


@pytest.fixture(name="folder")
def folder_fixture(report: str, sound: str) -> str:
    """A folder with two reports, one of them twice, an empty file and a file of data."""
    Path("in/sub").mkdir(parents=True)
    Path("in/a.txt").write_text(report, encoding="utf-8")
    Path("in/b.md").write_text(sound, encoding="gb18030")
    Path("in/sub/again.txt").write_text(report, encoding="utf-8")
    Path("in/empty.txt").write_text("", encoding="utf-8")
    Path("in/data.json").write_text("{}", encoding="utf-8")
    return "in"


class TestOutput:
    """The output folder."""

    def test_every_document_has_its_line_in_the_order_of_input(self, gouji: Gouji, folder: str) -> None:
        """A failed one too; the run ends with 3 because of it."""
        ran = gouji("run", folder, "-o", "out", "--llm", "off")
        assert ran.code == 3
        assert statuses() == {
            "in/a.txt": "ok",
            "in/b.md": "ok",
            "in/empty.txt": "empty-file",
            "in/sub/again.txt": "ok",
        }

    def test_records_follow_the_schema_and_are_plain_utf8(self, gouji: Gouji, folder: str) -> None:
        """One minified line each, Chinese as Chinese."""
        gouji("run", folder, "-o", "out")
        content = Path("out/records.jsonl").read_bytes()
        assert "政府信息公开".encode() in content
        for line in content.splitlines():
            record = json.loads(line)
            jsonschema.validate(record, json_schemas()["record.schema.json"])
            assert json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() == line

    def test_texts_are_the_decoded_files(self, gouji: Gouji, folder: str, report: str, sound: str) -> None:
        """UTF-8 whatever the file had, line ends kept, one for equal files, none for what has no text."""
        Path("in/crlf.txt").write_bytes(report.replace("\n", "\r\n").encode())
        gouji("run", folder, "-o", "out")
        texts = {path.read_bytes() for path in Path("out/texts").iterdir()}
        assert texts == {report.encode(), sound.encode(), report.replace("\n", "\r\n").encode()}
        sha256 = hashlib.sha256(Path("in/b.md").read_bytes()).hexdigest()
        assert Path("out/texts", f"{sha256}.txt").read_bytes() == sound.encode()

    def test_the_manifest_accounts_for_everything(self, gouji: Gouji, folder: str) -> None:
        """Counts, skipped files, duplicates, versions and the hash of the records."""
        gouji("run", folder, "-o", "out")
        told = manifest()
        assert (told.counts.inputs, told.counts.read, told.counts.failed, told.counts.skipped) == (4, 3, 1, 1)
        assert (told.counts.cells, told.counts.accepted + told.counts.review) == (600, 600)
        assert told.counts.failures == {"empty-file": 1}
        assert [(entry.path, entry.reason) for entry in told.skipped] == [("in/data.json", "not-a-document")]
        assert [group.paths for group in told.duplicates] == [("in/a.txt", "in/sub/again.txt")]
        assert told.records.sha256 == hashlib.sha256(Path("out/records.jsonl").read_bytes()).hexdigest()
        assert told.records.lines == 4
        assert {"gouji", "code", "form:gov-disclosure", "rapidfuzz"} <= told.versions.keys()
        assert (told.tokens.input, told.cost_usd) == (0, "0")

    def test_two_runs_write_the_same_bytes(self, gouji: Gouji, folder: str) -> None:
        """Here or in worker processes, in this folder or that."""
        gouji("run", folder, "-o", "one")
        gouji("run", folder, "-o", "two", "-j", "2")
        assert Path("one/records.jsonl").read_bytes() == Path("two/records.jsonl").read_bytes()

    def test_nothing_but_the_promised_files_is_left(self, gouji: Gouji, folder: str) -> None:
        """No journal, no temporary file."""
        gouji("run", folder, "-o", "out")
        assert sorted(path.name for path in Path("out").iterdir()) == [
            ".gouji.lock",
            "cells.parquet",
            "findings.jsonl",
            "manifest.json",
            "records.jsonl",
            "report.html",
            "report.xlsx",
            "texts",
        ]

    def test_odd_file_names_reach_the_record_and_not_the_terminal(self, gouji: Gouji) -> None:
        """A name that is no UTF-8 or holds an escape is stored, found again by `verify`, and printed spelled out."""
        Path("in").mkdir()
        for name in (b"in/\xb1\xa8.txt", b"in/\x1b[31m.txt"):
            Path(name.decode(errors="surrogateescape")).write_bytes(b"")
        ran = gouji("run", "in", "-o", "out")
        assert list(statuses()) == ["in/\x1b[31m.txt", r"in/\xb1\xa8.txt"]
        assert "\x1b" not in ran.out + ran.err
        assert r"in/\x1b[31m.txt" in ran.err
        assert gouji("verify", "out").code == 0


class TestPrinted:
    """What the operator sees."""

    def test_the_run_ends_with_one_table(self, gouji: Gouji, folder: str) -> None:
        """Totals on standard output; failures and the next step on standard error."""
        ran = gouji("run", folder, "-o", "out")
        assert re.sub(r"\d+\.\d s", "0.1 s", ran.out) == snapshot("""\
read      3
partial   0
failed    1 (1 empty-file)
skipped   1 (1 not-a-document)
accepted  600 of 600 cells (100.0 %)
review    0 cells
findings  error 2, warning 0, note 0
model     off
tokens    0
cost      0 USD
time      0.1 s
output    out\
""")
        assert ran.err == snapshot("""\
empty-file: in/empty.txt: no text in 0 bytes; fetch the file again
1 failed; once mended: the same command with --retry failed\
""")

    def test_the_table_speaks_chinese(self, gouji: Gouji, folder: str) -> None:
        """With `--lang zh`, errors too."""
        ran = gouji("run", folder, "-o", "out", "--lang", "zh")
        assert re.sub(r"\d+\.\d 秒", "0.1 秒", ran.out) == snapshot("""\
已读取    3 份
不完整    0 份
失败      1 份 (1 empty-file)
跳过      1 个文件 (1 not-a-document)
采信      600 / 600 格（100.0 %）
待复核    0 格
核查结果  错误 2，警告 0，提示 0
模型      未使用
词元      0
费用      0 USD
用时      0.1 秒
输出      out\
""")
        assert ran.err == snapshot("""\
empty-file: in/empty.txt: 空文件（no text in 0 bytes）; fetch the file again
1 份失败；修复后用同一命令加 --retry failed 重做\
""")

    def test_json_is_the_manifest_and_nothing_else(self, gouji: Gouji, folder: str) -> None:
        """One value on standard output, silence on standard error."""
        ran = gouji("run", folder, "-o", "out", "--json")
        assert Manifest.model_validate_json(ran.out) == manifest()
        assert (ran.code, ran.err) == (3, "")


class TestOptions:
    """Flags that choose what is read."""

    def test_a_second_run_takes_everything_over(self, gouji: Gouji, folder: str) -> None:
        """Nothing is read again, and the records stay as they are."""
        gouji("run", folder, "-o", "out")
        before = Path("out/records.jsonl").read_bytes()
        ran = gouji("run", folder, "-o", "out")
        assert "4 of 4 documents are taken over" in ran.err
        assert manifest().counts.reused == 4
        assert Path("out/records.jsonl").read_bytes() == before

    def test_fresh_does_everything_again(self, gouji: Gouji, folder: str) -> None:
        """Whatever earlier runs recorded."""
        gouji("run", folder, "-o", "out")
        gouji("run", folder, "-o", "out", "--fresh")
        assert manifest().counts.reused == 0

    def test_a_changed_file_is_read_again(self, gouji: Gouji, folder: str, sound: str) -> None:
        """The others are taken over; the text of the new content is there."""
        gouji("run", folder, "-o", "out")
        Path("in/empty.txt").write_text(sound, encoding="utf-8")
        assert gouji("run", folder, "-o", "out").code == 0
        assert (manifest().counts.reused, manifest().counts.failed) == (3, 0)

    def test_a_lost_text_is_written_again(self, gouji: Gouji, folder: str) -> None:
        """A record is only taken over with the text that its places count in."""
        gouji("run", folder, "-o", "out")
        for path in Path("out/texts").iterdir():
            path.unlink()
        gouji("run", folder, "-o", "out")
        assert (manifest().counts.reused, len(list(Path("out/texts").iterdir()))) == (1, 2)

    def test_records_changed_by_hand_are_not_taken_over(self, gouji: Gouji, folder: str) -> None:
        """The manifest's hash tells."""
        gouji("run", folder, "-o", "out")
        records = Path("out/records.jsonl")
        good = records.read_bytes()
        records.write_bytes(good.replace(b'"value":12,', b'"value":13,', 1))
        gouji("run", folder, "-o", "out")
        assert (manifest().counts.reused, records.read_bytes()) == (0, good)

    def test_retry_failed_keeps_what_was_read(self, gouji: Gouji, folder: str) -> None:
        """Failed documents are done again although their bytes are the same."""
        gouji("run", folder, "-o", "out")
        gouji("run", folder, "-o", "out", "--retry", "failed")
        assert (manifest().counts.reused, manifest().counts.inputs) == (3, 4)

    def test_glob_and_limit_choose_documents(self, gouji: Gouji, folder: str) -> None:
        """The manifest names them, so that nobody takes the part for the whole."""
        assert gouji("run", folder, "-o", "out", "--glob", "*.md").code == 0
        assert list(statuses()) == ["in/b.md"]
        gouji("run", folder, "-o", "out", "--limit", "2")
        assert list(statuses()) == ["in/a.txt", "in/b.md"]
        assert manifest().settings["limit"] == 2

    def test_a_form_of_the_users_own_is_read_with(self, gouji: Gouji, project_root: Path, report: str) -> None:
        """A form is a file; the records name it, and `check` and `show` find it by the manifest."""
        form = (project_root / "extractor/forms/data/gov-disclosure.yaml").read_text(encoding="utf-8")
        Path("mine.yaml").write_text(form.replace("id: gov-disclosure", "id: my-form", 1), encoding="utf-8")
        Path("a.txt").write_text(report, encoding="utf-8")
        assert gouji("run", "a.txt", "-o", "out", "--form", "mine.yaml").code == 0
        assert json.loads(Path("out/records.jsonl").read_bytes())["form"]["id"] == "my-form"
        assert list(manifest().forms) == ["my-form"]
        assert gouji("check", "out").code == 1
        assert "行政规范性文件" in gouji("show", "out").out
