"""Letters to agencies: the files, their index, and what happens to those that are there already."""

import hashlib
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from letters import AGENCY, failed_sum, found_words, index_of, open_letter, record_of, rows_of, text_of, write_letters

from extractor.errors import StoreError

HOSTILE = '=cmd|"/c calc"!A1 <w:p/>&amp;]]> {{title}} {x} \x00\x0b\x1b[31m\u202e\ufffe{ INCLUDETEXT "/etc/passwd" }'
SEEN = '=cmd|"/c calc"!A1 <w:p/>&amp;]]> {{title}} {x} [31m{ INCLUDETEXT "/etc/passwd" }'


def test_markup_fields_and_formulas_from_a_document_stay_text(tmp_path: Path) -> None:
    """They stand in the letter as they were printed, without what cannot be seen, and open nothing anywhere."""
    finding = found_words(severity="error", quote=HOSTILE, message_zh=HOSTILE, clause=HOSTILE)
    notices = write_letters(
        [record_of([finding], agency=HOSTILE, title=HOSTILE, path="in/=1+1.txt")], tmp_path / "notices"
    )
    document = open_letter(notices)
    assert f"报告原文：“{SEEN}”" in text_of(document)
    assert document.paragraphs[1].text == f"{SEEN}："
    assert rows_of(document, 0)[1][0] == SEEN
    with zipfile.ZipFile(notices.folder / notices.notices[0].file) as package:
        body = package.read("word/document.xml").decode()
    assert re.findall(r"<w:(?:instrText|fldSimple|fldChar|hyperlink|object)", body) == []
    assert [row["收文机关"][:2] for row in index_of(notices)] == ["'="]


def test_export_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """No time, no name of a machine, no order of a set: one can see what changed by comparing files."""
    records = [record_of([failed_sum(), found_words()]), record_of([failed_sum()], agency="某局", path="in/b.txt")]
    folders = [write_letters(records, tmp_path / name, levels=["error", "warning"]).folder for name in "ab"]
    first, second = ({file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders)
    assert first == second
    assert set(first) == {f"{AGENCY}.docx", "某局.docx", "index.csv"}


def test_the_index_names_every_letter_with_its_hash(tmp_path: Path) -> None:
    """What is to be sent can be counted and checked without opening a file."""
    notices = write_letters(
        [record_of([failed_sum(), found_words()])], tmp_path / "notices", levels=["error", "warning"]
    )
    rows = index_of(notices)
    assert [(row["通知文件"], row["错误"], row["警告"], row["提示"], row["涉及规则"]) for row in rows] == [
        (f"{AGENCY}.docx", "1", "1", "0", "R4、F3")
    ]
    digest = hashlib.sha256((notices.folder / rows[0]["通知文件"]).read_bytes()).hexdigest()
    assert rows[0]["SHA-256"] == digest == notices.notices[0].sha256


def test_a_letter_with_nothing_left_to_say_is_removed(tmp_path: Path) -> None:
    """An outdated letter that stayed in the folder would be sent."""
    folder = tmp_path / "notices"
    write_letters([record_of([failed_sum()]), record_of([failed_sum()], agency="某局")], folder)
    (folder / "签发单.txt").write_text("人放的文件", encoding="utf-8")
    again = write_letters([record_of([failed_sum()])], folder)
    assert again.removed == ("某局.docx",)
    assert sorted(file.name for file in folder.iterdir()) == sorted([f"{AGENCY}.docx", "index.csv", "签发单.txt"])


@pytest.mark.parametrize("still_said", [True, False])
def test_a_letter_that_somebody_filled_in_is_never_lost(still_said: bool, tmp_path: Path) -> None:
    """Neither overwritten nor removed; nothing at all is written, and the error names it and the next step."""
    folder = tmp_path / "notices"
    file = folder / write_letters([record_of([failed_sum()])], folder).notices[0].file
    file.write_bytes(b"filled in")
    index = (folder / "index.csv").read_bytes()
    later = [record_of([failed_sum()], title="改过的标题"), record_of([failed_sum()], agency="某局")][not still_said :]
    with pytest.raises(StoreError, match=f"^notices-changed: .*{AGENCY}.docx; move what is to be kept") as caught:
        write_letters(later, folder)
    assert caught.value.place == str(folder)
    assert {item.name: item.read_bytes() for item in folder.iterdir()} == {file.name: b"filled in", "index.csv": index}


def test_an_export_that_was_stopped_can_be_done_again(tmp_path: Path) -> None:
    """Letters without an index are taken over when they are what would be written."""
    folder = tmp_path / "notices"
    first = write_letters([record_of([failed_sum()])], folder)
    first.index.unlink()
    assert write_letters([record_of([failed_sum()])], folder).notices == first.notices


def test_an_index_from_elsewhere_leads_to_no_file_outside_the_folder(tmp_path: Path) -> None:
    """A path in its first column is no letter of ours, even with the right hash."""
    folder = tmp_path / "notices"
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"kept")
    notices = write_letters([record_of([failed_sum()])], folder)
    line = f"../outside.docx{',' * 10}{hashlib.sha256(b'kept').hexdigest()}\r\n"
    notices.index.write_text(notices.index.read_text(encoding="utf-8") + line, encoding="utf-8", newline="")
    assert write_letters([], folder).removed == (f"{AGENCY}.docx",)
    assert outside.read_bytes() == b"kept"


def test_a_target_that_is_no_folder_is_refused_with_its_place(tmp_path: Path) -> None:
    """The file that is there stays as it is."""
    target = tmp_path / "notices"
    target.write_bytes(b"a file")
    with pytest.raises(StoreError, match=r"^output-unwritable: ") as caught:
        write_letters([record_of([failed_sum()])], target)
    assert (caught.value.place, target.read_bytes()) == (str(target), b"a file")


def test_libreoffice_reads_a_letter_as_word_does(tmp_path: Path) -> None:
    """Its parts are our own XML: a second program must take them, with the words in their order."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    notices = write_letters([record_of([failed_sum(), found_words(severity="error")])], tmp_path / "notices")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    source = str(notices.folder / notices.notices[0].file)
    command = [office, "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, source], check=True, capture_output=True, timeout=120)
    text = (tmp_path / f"{AGENCY}.txt").read_text(encoding="utf-8-sig")
    words = ["核查情况的通知", f"{AGENCY}：", "项合计为3", "以上合计", "没有收取信息公开费", "三、有关事项", "联系电话"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)
