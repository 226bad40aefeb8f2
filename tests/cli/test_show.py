"""`gouji show`: one document on a terminal."""

import json
from pathlib import Path

import pytest
from commands import Gouji
from inline_snapshot import snapshot
from rich.cells import cell_len


@pytest.fixture(name="narrow")
def narrow_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(name="damaged")
def damaged_fixture(report: str) -> str:
    """The report with a blank, a dash, a slash and a lost row."""
    lines = report.splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if "二、上年结转政府信息公开申请数量" in line)
    values = [index for index in range(start + 1, start + 12) if lines[index].strip().isdecimal()][:7]
    for index, printed in zip(values[2:5], ("\t", "\t—", "\t/"), strict=True):
        lines[index] = printed + "\n"
    Path("damaged.txt").write_text("".join(lines), encoding="utf-8")
    return "damaged.txt"


def section(out: str, title: str) -> str:
    """The part of the output under a title."""
    _, _, rest = out.partition(f"\n{title} ─")
    return rest.partition("\n")[2].partition("\n\n")[0]


class TestTables:
    """The tables look like those of the official form."""

    @pytest.mark.usefixtures("narrow")
    def test_a_document_fits_eighty_columns(self, gouji: Gouji, report: str) -> None:
        """Chinese is two columns wide, and every line ends where the terminal does."""
        Path("a.txt").write_text(report, encoding="utf-8")
        ran = gouji("show", "a.txt")
        assert ran.code == 0
        assert max(cell_len(line) for line in ran.out.splitlines()) <= 80
        rows = [line for line in ran.out.splitlines() if line.startswith("│")]
        assert {cell_len(line) for line in rows if "│ 0 │" in line} == {80}

    @pytest.mark.usefixtures("narrow")
    def test_the_review_table_has_rows_and_columns(self, gouji: Gouji, report: str) -> None:
        """Its fifteen values stand on one line in the report; here each kind of case has its row."""
        Path("a.txt").write_text(report, encoding="utf-8")
        ran = gouji("show", "a.txt")
        assert section(ran.out, "Administrative reviews and lawsuits (edition 2021)") == snapshot("""\
┌────────────────────┬─────────┬─────────┬─────────┬─────────┬─────┐
│                    │结果维持 │结果纠正 │其他结果 │尚未审结 │总计 │
├────────────────────┼─────────┼─────────┼─────────┼─────────┼─────┤
│ 行政复议           │      2* │      1* │      0* │      0* │  2* │
│ 行政诉讼           │         │         │         │         │     │
│   未经复议直接起诉 │       1 │       0 │       0 │       1 │   2 │
│   复议后起诉       │       1 │       0 │       0 │       0 │   1 │
└────────────────────┴─────────┴─────────┴─────────┴─────────┴─────┘
Signs: * in a finding\
""")

    def test_wide_terminals_keep_heads_on_one_line(
        self, gouji: Gouji, report: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """At 140 columns nothing needs to fold."""
        monkeypatch.setenv("COLUMNS", "140")
        Path("a.txt").write_text(report, encoding="utf-8")
        out = gouji("show", "a.txt", "--lang", "zh").out
        assert max(cell_len(line) for line in out.splitlines()) <= 140
        assert "│自然人 │商业企业 │科研机构 │社会公益组织 │法律服务机构 │其他 │总计 │" in out
        assert "│     1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 │     1 │" in out

    def test_metadata_stand_above_the_tables(self, gouji: Gouji, report: str) -> None:
        """Only what the document states."""
        Path("a.txt").write_text(report, encoding="utf-8")
        out = gouji("show", "a.txt").out
        assert "\n".join(out.split("\n\n")[0].splitlines()[3:]) == snapshot("""\
agency       青禾县人民政府办公室
level        county
region       青禾县
year         2023
period from  2023-01-01
period to    2023-12-31
phone        0708-6231105
address      青禾县朝阳大道18号
postcode     450718
e-mail       qhxzfb@mail.example
web site     http://www.qinghe.gov.example/\
""")

    def test_absence_is_a_sign_and_never_a_zero(self, gouji: Gouji, damaged: str) -> None:
        """Blank, dash and slash differ, and the legend says what each means."""
        out = gouji("show", damaged, "--lang", "zh").out
        (row,) = [line for line in out.splitlines() if "二、上年结转" in line and line.startswith("│")]
        values = [value.strip(" !*") for value in row.split("│")[2:-1]]
        assert values == ["4", "1", "_", "-", "/", "0", "5"]
        (legend,) = [line for line in out.splitlines() if line.startswith("符号")]
        assert ("_ 空白" in legend, "- 印为横线" in legend, "/ 印为斜线" in legend) == (True, True, True)


class TestJudgement:
    """Doubtful cells and findings."""

    @pytest.mark.usefixtures("narrow")
    def test_a_finding_shows_its_equation(self, gouji: Gouji, report: str) -> None:
        """With the labels of the form, both sums and the difference."""
        Path("a.txt").write_text(report, encoding="utf-8")
        assert section(gouji("show", "a.txt").out, "Findings") == snapshot("""\
error R4  The results add up to the total (reconsideration): 3 ≠ 2
   行政复议
     2  结果维持
   + 1  结果纠正
   + 0  2 zeros
   = 3
   ≠ 2  总计  difference 1
   would reconcile (the document stays as it is):
      结果维持 2 → 1 (one digit differs)
      结果纠正 1 → 0 (one digit differs)
      总计 2 → 3 (one digit differs)
   cause: the report itself
   basis: 表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计\
""")
        assert section(gouji("show", "a.txt", "--lang", "zh").out, "核查结果") == snapshot("""\
错误 R4  各种结果之和等于总计：3 ≠ 2
   行政复议
     2  结果维持
   + 1  结果纠正
   + 0  2 个 0
   = 3
   ≠ 2  总计  相差 1
   如下取值可使等式成立（不改动原文）：
      结果维持 2 → 1 (一位数字不同)
      结果纠正 1 → 0 (一位数字不同)
      总计 2 → 3 (一位数字不同)
   原因：报告本身
   依据：表四表头：结果维持、结果纠正、其他结果、尚未审结之和为总计\
""")

    @pytest.mark.usefixtures("narrow")
    def test_the_located_figure_is_marked_on_its_side(self, gouji: Gouji, report: str) -> None:
        """A balance has two sums, one on either side; what would reconcile it stands below, and changes nothing."""
        wrong = report.replace("（七）总计\n\t42\n", "（七）总计\n\t24\n")
        Path("a.txt").write_text(wrong, encoding="utf-8")
        out = section(gouji("show", "a.txt").out, "Findings")
        _, _, balance = out.partition("error R3")
        assert balance.partition("\nerror")[0] == snapshot("""\
  Received plus carried in equals processed plus carried out
(natural_person): 45 ≠ 27
   自然人
     41  一、本年新收政府信息公开申请数量
   +  4  二、上年结转政府信息公开申请数量
   = 45
   ≠ 27  difference 18
   = 24  （七）总计 <
   +  3  四、结转下年度继续办理
   would reconcile (the document stays as it is):
      （七）总计 24 → 42 (two digits exchanged)
   cause: the report itself
   basis: 表三勾稽关系：第一项加第二项之和，等于第三项加第四项之和\
""")
        assert "24* │" in gouji("show", "a.txt").out

    def test_a_doubtful_cell_says_why_and_where(self, gouji: Gouji, shared_folder: Path) -> None:
        """Tier, what is printed, the reason in words, and the line in the text."""
        out = gouji("show", str(shared_folder / "real" / "shanghai_kewei_2024.txt")).out
        doubtful = section(out, "Doubtful cells")
        assert "T4 5.属于三类内部事务信息 / all 7 cells" in doubtful
        assert "the row is known by its position only, not by its label" in " ".join(doubtful.split())
        assert "line 128" in doubtful

    def test_a_sound_document_says_so(self, gouji: Gouji, sound: str) -> None:
        """Silence could also mean that nothing was checked."""
        Path("a.txt").write_text(sound, encoding="utf-8")
        out = gouji("show", "a.txt").out
        assert "No cell is in doubt." in out
        assert "No rule has anything to say." in out


class TestWhichDocument:
    """A file, or a document of an output folder."""

    @pytest.fixture(autouse=True)
    def output(self, gouji: Gouji, report: str, sound: str) -> None:
        """An output folder with two documents, whose sources are gone."""
        Path("2023.txt").write_text(report, encoding="utf-8")
        Path("2024.txt").write_text(sound, encoding="utf-8")
        gouji("run", "2023.txt", "2024.txt", "-o", "out")
        Path("2023.txt").unlink()
        Path("2024.txt").unlink()

    def test_a_stored_document_is_shown_without_its_source(self, gouji: Gouji) -> None:
        """Its places still have lines, from the stored text."""
        ran = gouji("show", "out", "--document", "2023")
        assert (ran.code, "error R4" in ran.out) == (0, True)

    def test_several_documents_ask_for_a_name(self, gouji: Gouji) -> None:
        """The error lists what there is."""
        ran = gouji("show", "out")
        assert ran.code == 2
        assert ran.err == "usage: 2 documents match: 2023.txt, 2024.txt; name one with --document"

    def test_an_unknown_document_is_named(self, gouji: Gouji) -> None:
        """Nothing is guessed."""
        ran = gouji("show", "out", "--document", "2025")
        assert (ran.code, ran.err) == (2, "usage: out: no document '2025' in this folder")

    def test_json_is_the_record(self, gouji: Gouji) -> None:
        """As it stands in `records.jsonl`, of a file read now as well."""
        line = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()[1]
        ran = gouji("show", "out", "--document", "2024", "--json")
        assert json.loads(ran.out) == json.loads(line)

    def test_a_document_that_cannot_be_read_ends_with_three(self, gouji: Gouji) -> None:
        """The code and the next step are shown."""
        Path("empty.txt").write_bytes(b"")
        ran = gouji("show", "empty.txt")
        assert ran.code == 3
        assert "empty-file: no text in 0 bytes; fetch the file again" in ran.out
        assert gouji("show", "absent.txt").code == 2
        assert gouji("show", "empty.txt", "--document", "x").code == 2
