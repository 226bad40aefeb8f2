"""`extractor.forms.loader`: a form file is read whole, or refused with every fault and its line."""

import hashlib
import re
from pathlib import Path

import pytest

from extractor.errors import FormError
from extractor.forms import Form, builtin_forms, load_form, parse_form

MISSHAPEN = """\
schema: gouji/form/9  # 1
id: Bad Form  # 2
colour: red  # 3
title: {zh: 坏表, en: ""}  # 4
editions: []  # 5
metadata: {title_phrases: [坏表], weather: fine}  # 6
tables:
  - key: trees  # 7
    title: {zh: 树, en: Trees}
    blocks:
      - columns:
          - {key: 9lives, label: 株数, type: count}  # 8
          - {key: left, label: 余数, type: number}  # 9
        rows: 苹果  # 10
        arrangement: sideways  # 11
    identities:
      - id: T1  # 12
        title: {zh: 平, en: Even}
        each: cell  # 13
        left: []  # 14
        right: [left]
"""

CONTRADICTORY = """\
schema: gouji/form/1
id: bad-form
title: {zh: 坏表, en: Bad form}
editions:
  - {id: old, clause: 旧}  # edition
  - {id: old, clause: 又}
metadata: {title_phrases: [坏表]}
sections:
  - {key: one, title: 一、甲}  # section
  - {key: one, title: 一、乙}
tables:
  - key: trees  # table, cell, row-label
    title: {zh: 树, en: Trees}
    section: two  # no-section
    blocks:
      - editions: [young]  # block-edition
        columns:
          - {key: felled, label: 砍伐, type: count}
        rows:
          - {key: elm, label: 榆}
      - columns:
          - {key: left, label: 余数}  # no-type
          - {key: sold, label: 出售, type: count, editions: [late]}  # column-edition
          - label: 无主  # column-without-key
          - key: both  # column-with-both
            label: 两者
            columns:
              - {key: given, label: 赠送, type: count}
        rows:
          - {key: apple, label: 1.苹果, editions: [never]}  # row-edition
          - {key: pear, label: 1.梨}
          - {key: quince, label: 2. 梨}
          - label: 无果  # row-without-key
          - key: stone  # row-with-both
            label: 核果
            rows:
              - {key: plum, label: 李}
    identities:
      - id: T1  # identity
        title: {zh: 平, en: Even}
        clause: 一
        each: row
        left: [felled, burnt]  # row-term
        right: [left]
      - id: T1
        title: {zh: 和, en: Sum}
        clause: 二
        each: column
        left: [apple, plum]
        right: [cherry]  # column-term
        only: [ghost]  # only-term
      - id: T2
        title: {zh: 一, en: Once}
        clause: 三
        each: once
        left: [trees.apple.left]
        right: [trees.apple.lost, apple.left]  # cell-term
  - key: trees
    title: {zh: 重, en: Again}
    section: one
    blocks:
      - columns:
          - {key: left, label: 余数, type: count}  # cell-twice
        rows:
          - {key: apple, label: 苹果}
      - columns:
          - {key: left, label: 余数, type: count}
        rows:
          - {key: apple, label: 苹果树}
"""


def line_of(text: str, mark: str) -> int:
    """The 1-based line that carries a mark in its comment."""
    (line,) = (
        number
        for number, content in enumerate(text.splitlines(), 1)
        if mark in re.split(r"[#,]\s*", content.partition("#")[2].strip())
    )
    return line


def faults(text: str) -> tuple[str, ...]:
    """The faults that a form file is refused with."""
    with pytest.raises(FormError) as caught:
        parse_form(text, "f.yaml")
    assert caught.value.code == "form-invalid"
    return caught.value.faults


class TestMisshapenFile:
    """A file that does not have the shape of a form."""

    @pytest.mark.parametrize(
        ("mark", "place", "message"),
        [
            pytest.param("1", "schema", "gouji/form/1", id="another-schema"),
            pytest.param("2", "id", "pattern", id="id-with-spaces"),
            pytest.param("3", "colour", "not permitted", id="unknown-key-at-the-top"),
            pytest.param("4", "title.en", "at least 1 character", id="empty-text"),
            pytest.param("5", "editions", "at least 1 item", id="no-edition"),
            pytest.param("6", "metadata.weather", "not permitted", id="unknown-key-inside"),
            pytest.param("7", "tables.0.section", "required", id="missing-key-is-placed-at-its-table"),
            pytest.param("8", "tables.0.blocks.0.columns.0.key", "pattern", id="key-with-a-digit-first"),
            pytest.param("9", "tables.0.blocks.0.columns.1.type", "'count'", id="unknown-type"),
            pytest.param("10", "tables.0.blocks.0.rows", "tuple", id="text-for-a-list"),
            pytest.param("11", "tables.0.blocks.0.arrangement", "'rows_down'", id="unknown-arrangement"),
            pytest.param("12", "tables.0.identities.0.clause", "required", id="missing-clause"),
            pytest.param("13", "tables.0.identities.0.each", "'row'", id="unknown-direction"),
            pytest.param("14", "tables.0.identities.0.left", "at least 1 item", id="empty-side"),
        ],
    )
    def test_each_fault_is_reported_with_its_line_and_place(self, mark: str, place: str, message: str) -> None:
        """The line is where a person mends it, the place is the path of keys from the top of the file."""
        (found,) = (fault for fault in faults(MISSHAPEN) if f": {place}: " in fault)
        assert found.startswith(f"f.yaml:{line_of(MISSHAPEN, mark)}: {place}: ")
        assert message in found

    def test_all_faults_are_reported_together_and_nothing_else(self) -> None:
        """Fourteen things are wrong with the file, and one run says so."""
        assert len(faults(MISSHAPEN)) == 14

    def test_the_message_is_one_line_that_holds_every_fault(self) -> None:
        """A terminal shows them all without the record."""
        with pytest.raises(FormError) as caught:
            parse_form(MISSHAPEN, "f.yaml")
        line = str(caught.value)
        assert line.startswith("form-invalid: 14 faults: ")
        assert len(line.splitlines()) == 1
        assert all(" ".join(fault.split()) in line for fault in caught.value.faults)


class TestContradictoryFile:
    """A well-shaped file that contradicts itself."""

    @pytest.mark.parametrize(
        ("mark", "message"),
        [
            pytest.param("edition", "edition 'old' stands there 2 times", id="edition-twice"),
            pytest.param("section", "section 'one' stands there 2 times", id="section-twice"),
            pytest.param("table", "table 'trees' stands there 2 times", id="table-twice"),
            pytest.param("no-section", "no section is called 'two'", id="unknown-section"),
            pytest.param("block-edition", "no edition is called 'young'", id="unknown-edition-of-a-block"),
            pytest.param("column-edition", "no edition is called 'late'", id="unknown-edition-of-a-column"),
            pytest.param("row-edition", "no edition is called 'never'", id="unknown-edition-of-a-row"),
            pytest.param("no-type", "column 'left' has no type", id="column-without-a-type"),
            pytest.param("column-without-key", "'无主' needs either a key or columns", id="column-without-a-key"),
            pytest.param("column-with-both", "'两者' needs either a key or columns", id="column-with-key-and-columns"),
            pytest.param("row-without-key", "'无果' needs either a key or rows", id="row-without-a-key"),
            pytest.param("row-with-both", "'核果' needs either a key or rows", id="row-with-key-and-rows"),
            pytest.param("identity", "identity 'T1' stands there 2 times", id="identity-twice"),
            pytest.param("row-term", "'burnt' is no term of table 'trees'", id="unknown-column-in-an-identity"),
            pytest.param("column-term", "'cherry' is no term of table 'trees'", id="unknown-row-in-an-identity"),
            pytest.param("cell-term", "'trees.apple.lost' is no term", id="unknown-cell-in-an-identity"),
            pytest.param("cell-term", "'apple.left' is no term", id="cell-path-without-its-table"),
            pytest.param("only-term", "'ghost'", id="identity-limited-to-an-unknown-column"),
            pytest.param("row-label", "row label '梨' stands there 2 times", id="two-rows-with-one-label"),
        ],
    )
    def test_each_fault_is_reported_with_its_line(self, mark: str, message: str) -> None:
        """A repetition is reported where its list begins, everything else where it stands."""
        found = [fault for fault in faults(CONTRADICTORY) if message in fault]
        assert found
        assert {fault.split(": ")[0] for fault in found} == {f"f.yaml:{line_of(CONTRADICTORY, mark)}"}

    def test_a_cell_that_stands_twice_is_reported_with_its_table(self) -> None:
        """Two blocks of one edition must not hold the same path: readings of one would overwrite the other."""
        (found,) = {fault for fault in faults(CONTRADICTORY) if "cell 'apple.left' stands there 2 times" in fault}
        table = CONTRADICTORY.splitlines().index("  - key: trees") + 1
        assert found.startswith(f"f.yaml:{table}: tables.1: ")

    def test_faults_of_every_part_of_the_file_are_reported_together(self) -> None:
        """Twenty things are wrong with the file, and one run says so."""
        assert len(faults(CONTRADICTORY)) >= 20


class TestSyntax:
    """Texts that are no form file at all."""

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("", id="empty"),
            pytest.param("# nothing but a comment\n", id="comment"),
            pytest.param("- schema: gouji/form/1\n", id="list"),
            pytest.param("勾稽", id="word"),
            pytest.param("null", id="null"),
            pytest.param("schema: [gouji", id="unclosed"),
            pytest.param("a: 1\n\tb: 2", id="tab-indent"),
            pytest.param("a: &x 1\nb: *y", id="unknown-anchor"),
            pytest.param("a: !!python/object:os.system ls", id="python-object"),
            pytest.param("a: 1\n---\nb: 2", id="two-documents"),
        ],
    )
    def test_what_is_no_mapping_is_refused_with_the_files_name(self, text: str) -> None:
        """The message is one line, whatever the YAML parser had to say, and nothing in the file is executed."""
        with pytest.raises(FormError) as caught:
            parse_form(text, "orchard.yaml")
        assert caught.value.code == "form-syntax"
        assert str(caught.value).startswith("form-syntax: orchard.yaml: ")
        assert len(str(caught.value).splitlines()) == 1
        assert caught.value.faults == ()

    def test_a_key_that_stands_twice_is_refused(self, orchard: str) -> None:
        """YAML keeps the last of them in silence: a table whose rows are listed twice would lose the first list."""
        twice = orchard.replace("    section: sales\n", "    section: trees\n    section: sales\n")
        assert twice != orchard
        with pytest.raises(FormError, match="section"):
            parse_form(twice, "f.yaml")

    def test_a_list_that_holds_itself_is_refused(self, orchard: str) -> None:
        """An anchor may name the list it stands in; that is a fault and not an endless loop."""
        endless = orchard.replace(
            "rows:\n              - {key: shop",
            "rows: &r\n              - {label: x, rows: *r}\n              - {key: shop",
        )
        assert endless != orchard
        with pytest.raises(FormError):
            parse_form(endless, "f.yaml")


class TestLoading:
    """Files on disk."""

    def test_a_file_is_read_as_utf_8_and_compiled(self, orchard: str, tmp_path: Path) -> None:
        """Loading is parsing plus the file's name."""
        path = tmp_path / "orchard.yaml"
        path.write_text(orchard, encoding="utf-8")
        form = load_form(path)
        assert isinstance(form, Form)
        assert form.id == "orchard-census"

    @pytest.mark.parametrize("content", [None, "果园".encode("gb18030")], ids=["absent", "not-utf-8"])
    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path, content: bytes | None) -> None:
        """The path stands in the message, so that the user knows which of several files it was."""
        path = tmp_path / "orchard.yaml"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(FormError) as caught:
            load_form(path)
        assert caught.value.code == "form-unreadable"
        assert caught.value.place == str(path)

    def test_a_faulty_file_is_named_in_every_fault(self, tmp_path: Path) -> None:
        """Editors jump to `path:line`."""
        path = tmp_path / "bad.yaml"
        path.write_text(MISSHAPEN, encoding="utf-8")
        with pytest.raises(FormError) as caught:
            load_form(path)
        assert all(fault.startswith(f"{path}:") for fault in caught.value.faults)

    def test_the_digest_is_that_of_the_file(self, orchard: str) -> None:
        """A record names the digest of its form: any change of the file, even of a comment, is another version."""
        form = parse_form(orchard, "f.yaml")
        assert form.digest == hashlib.sha256(orchard.encode()).hexdigest()
        assert parse_form(orchard + "# a comment\n", "f.yaml").digest != form.digest

    def test_the_shipped_forms_come_in_the_order_of_their_names_and_once_only(self) -> None:
        """Two forms of one id could not be told apart in a record."""
        ids = [form.id for form in builtin_forms()]
        assert "gov-disclosure" in ids
        assert len(set(ids)) == len(ids)
        assert builtin_forms() is builtin_forms()
