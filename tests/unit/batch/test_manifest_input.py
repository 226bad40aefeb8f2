"""`extractor.batch.manifest_input`: what is known of documents beside what they say."""

import os
from datetime import date
from pathlib import Path

import pytest

from extractor.audit import Facts
from extractor.batch.manifest_input import Matched, Row, match_rows, read_rows
from extractor.errors import UsageError

FULL = "path,agency,agency_code,level,region,year,published_on,url\n"


def rows(text: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """The rows of a file with that text."""
    Path("known.csv").write_bytes(text.encode(encoding))
    return read_rows("known.csv", max_bytes=10_000)


class TestReading:
    """The file."""

    def test_every_column_reaches_the_facts(self) -> None:
        """Typed, with the day as people write it."""
        (row,) = rows(FULL + "a.txt,青禾县人民政府,123X,county,青禾县,2023,2024/1/31,https://x.example/a\n")
        assert row == Row(
            2,
            "a.txt",
            Facts(
                agency="青禾县人民政府",
                level="county",
                year=2023,
                published=date(2024, 1, 31),
                agency_code="123X",
                region="青禾县",
                url="https://x.example/a",
            ),
        )

    def test_columns_come_in_any_order_and_most_may_be_absent(self) -> None:
        """Only the path is needed; an empty field says nothing."""
        assert rows("Year,path\n2023,a.txt\n,b.txt\n") == (
            Row(2, "a.txt", Facts(year=2023)),
            Row(3, "b.txt", Facts()),
        )

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_any_encoding_that_offices_use_is_read(self, encoding: str) -> None:
        """Spreadsheets write a byte order mark, or GB18030 on a Chinese Windows."""
        (row,) = rows("path,agency\r\n报告.txt,青禾县人民政府办公室\r\n", encoding)
        assert (row.path, row.facts.agency) == ("报告.txt", "青禾县人民政府办公室")

    def test_lines_are_counted_as_an_editor_counts_them(self) -> None:
        """Blank lines count, and a quoted field over two lines counts as two."""
        assert [row.line for row in rows('path,agency\n\n"a.txt","甲\n局"\nb.txt,\n')] == [3, 5]

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", "known.csv:1: no header"),
            ("agency\n甲局\n", "known.csv:1: no column 'path'"),
            ("path,org\na,b\n", "known.csv:1: no column is called 'org'"),
            ("path,path\na,b\n", "known.csv:1: two columns are called 'path'"),
            ("path,year\na.txt\n", "known.csv:2: 1 fields where the header has 2"),
            ("path,year\n,2023\n", "known.csv:2: path: empty"),
            ("path,year\na.txt,23\n", "known.csv:2: year: '23' is not a year such as 2023"),
            ("path,published_on\na.txt,2024-02-30\n", "known.csv:2: published_on: '2024-02-30' is not a day"),
            ("path,level\na.txt,县\n", "known.csv:2: level: '县' is not one of township, county, city, province"),
            ("path,url\na.txt,x.example\n", "known.csv:2: url: 'x.example' is not an address"),
            ('path\n"a.txt\n', "known.csv:2: unexpected end of data"),
        ],
    )
    def test_a_fault_is_named_with_its_line(self, text: str, fault: str) -> None:
        """On one line, with the columns that there are."""
        with pytest.raises(UsageError) as raised:
            rows(text)
        assert raised.value.code == "bad-manifest"
        assert fault in str(raised.value)
        assert "\n" not in str(raised.value)

    def test_every_fault_is_named_at_once(self) -> None:
        """Ten thousand lines are mended in one go; the first ten faults stand for all."""
        with pytest.raises(UsageError, match=r"30 faults: known\.csv:2: .*known\.csv:11: .*…;") as raised:
            rows("path,year\n" + "a.txt,x\n" * 30)
        assert "known.csv:12" not in str(raised.value)

    @pytest.mark.parametrize(("data", "reason"), [(b"\0" * 50, "binary-file"), (b"x" * 20_000, "more than 10000")])
    def test_what_is_no_such_file_is_refused(self, data: bytes, reason: str) -> None:
        """A spreadsheet named by mistake is not searched for lines."""
        Path("known.csv").write_bytes(data)
        with pytest.raises(UsageError, match=reason):
            read_rows("known.csv", max_bytes=10_000)

    def test_an_absent_file_is_named(self) -> None:
        """With the system's reason."""
        with pytest.raises(UsageError, match=r"bad-manifest: absent\.csv: no such file"):
            read_rows("absent.csv", max_bytes=10)


class TestMatching:
    """Which document a line speaks of."""

    @staticmethod
    def match(*paths: str, documents: tuple[str, ...] = ("in/a.txt", "in/sub/b.txt")) -> Matched:
        """Lines with these paths, in the file `lists/known.csv`, of a run over the folder `in`."""
        found = tuple(Row(number, path, Facts(year=2023)) for number, path in enumerate(paths, start=2))
        return match_rows(found, "lists/known.csv", documents, str(Path.cwd()), ("in",))

    @pytest.mark.parametrize(
        "path", ["in/a.txt", "a.txt", "./in/../in/a.txt", "../in/a.txt", "in\\a.txt", "$HERE/in/a.txt"]
    )
    def test_a_path_may_start_in_several_folders(self, path: str) -> None:
        """The command's, the file's, one of the command line, or the root; a Windows path will do."""
        assert self.match(path.replace("$HERE", str(Path.cwd()))).facts == {"in/a.txt": Facts(year=2023)}

    def test_a_member_of_an_archive_has_a_path_too(self) -> None:
        """As records state it."""
        documents = ("in/all.zip/2023/a.docx",)
        assert set(self.match("all.zip/2023/a.docx", documents=documents).facts) == set(documents)

    def test_a_line_without_a_document_is_reported(self) -> None:
        """And does no harm: a list may cover more than one run."""
        matched = self.match("a.txt", "gone.txt")
        assert [(row.line, row.path) for row in matched.unknown] == [(3, "gone.txt")]
        assert set(matched.facts) == {"in/a.txt"}

    def test_two_lines_for_one_document_are_refused(self) -> None:
        """Nobody could tell which one holds."""
        with pytest.raises(UsageError, match=r"known\.csv:3: path: line 2 already names in/a\.txt"):
            self.match("a.txt", "in/a.txt")

    def test_a_line_that_says_nothing_leaves_the_document_as_it_is(self) -> None:
        """Its record can be taken over from a run without the file."""
        empty = match_rows((Row(2, "a.txt", Facts()),), "known.csv", ("a.txt",), os.fspath(Path.cwd()), ())
        assert (empty.facts, empty.unknown) == ({}, ())
