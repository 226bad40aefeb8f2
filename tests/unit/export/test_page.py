"""The report page as a file: what is in it, what cannot get out of it, and how large it grows."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractor.cli.texts import catalogue
from extractor.export.page import MOST_BYTES, PageFacts, write_page
from extractor.forms import Form, builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Failure, Record
from extractor.pipeline import Pipeline

Parsed = dict[str, Any]

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "-->",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}<!--data-->",
    "\u2028\u2029&lt;b&gt;",
)


@pytest.fixture(name="forms", scope="module")
def forms_fixture() -> Mapping[str, Form]:
    """The forms that ship, by id."""
    return {form.id: form for form in builtin_forms()}


@pytest.fixture(name="golden", scope="module")
def golden_fixture(project_root: Path) -> tuple[Record, str]:
    """The record and the text of a report whose table four does not add up."""
    path = project_root / "golden" / "reports" / "qinghe_2023.txt"
    processed = Pipeline(FileIngester(), builtin_forms()).process(path.read_bytes(), name=path.name, path=path.name)
    assert processed.text is not None
    return processed.record, processed.text


Write = Callable[..., tuple[Path, ...]]


@pytest.fixture(name="write")
def write_fixture(forms: Mapping[str, Form], golden: tuple[Record, str], tmp_path: Path) -> Write:
    """Writes records as `report.html`; further arguments are those of `write_page`."""

    def write(records: Iterable[Record], text: str | None = golden[1], **more: object) -> tuple[Path, ...]:
        options = {"run": PageFacts(), "language": "en", "texts": catalogue(), "forms": forms, **more}
        return write_page(
            records, target=tmp_path / "report.html", text_of=lambda _sha256: text, **cast("Any", options)
        )

    return write


def renamed(record: Record, number: int, **more: object) -> Record:
    """The same record of another file."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return record.model_copy(update={"document": record.document.model_copy(update={"sha256": digest, **more})})


def tree_of(path: Path) -> LexborHTMLParser:
    """The page as a browser's parser reads it."""
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def data_of(path: Path) -> tuple[Parsed, list[Parsed]]:
    """What the page's data elements say: the page, then each document."""
    elements = tree_of(path).css('script[type="application/json"]')
    page, *documents = (cast("Parsed", json.loads(element.text(deep=True))) for element in elements)
    return page, documents


class TestContent:
    """What a reader finds."""

    def test_every_cell_of_the_record_is_in_the_page(self, write: Write, golden: tuple[Record, str]) -> None:
        """With its value, under its path, and with its place in the text."""
        (path,) = write([golden[0]])
        page, (document,) = data_of(path)
        paths = page["shapes"][document["shape"]]["paths"]
        shown = {name: cell[:3] for name, cell in zip(paths, document["cells"], strict=True)}
        expected = {
            cell.path: [cell.value, cell.source.start, cell.source.end - cell.source.start]
            for cell in golden[0].cells
            if cell.source is not None
        }
        assert len(expected) == 200
        assert shown == expected

    def test_the_overview_counts_findings_by_rule_and_level(self, write: Write, golden: tuple[Record, str]) -> None:
        """The report has one error, that table four does not add up."""
        page, _ = data_of(write([golden[0]])[0])
        (row,) = page["rows"]
        assert (row["found"], row["waived"], row["year"]) == ({"R4": [1, 0, 0]}, 0, 2023)
        assert page["rules"]["R4"]["family"] == "arithmetic"

    def test_waived_findings_are_shown_and_not_counted(self, write: Write, golden: tuple[Record, str]) -> None:
        """A waiver answers a finding; it does not delete it."""
        waived = frozenset(finding.fingerprint for finding in golden[0].findings)
        page, (document,) = data_of(write([golden[0]], run=PageFacts(waived=waived))[0])
        assert (page["rows"][0]["found"], page["rows"][0]["waived"]) == ({}, 1)
        assert [finding["waived"] for finding in document["findings"]] == [True]

    def test_a_failed_document_has_its_line_and_its_reason(self, write: Write, golden: tuple[Record, str]) -> None:
        """Even where its bytes could not be read."""
        nothing = golden[0].document.model_copy(update={"sha256": None, "media_type": None})
        failed = golden[0].model_copy(
            update={
                "status": "failed",
                "document": nothing,
                "error": Failure(code="unreadable-file", message="permission denied"),
                "form": None,
                "meta": {},
                "cells": (),
                "findings": (),
                "claims": (),
                "unmapped": (),
                "coverage": None,
            }
        )
        page, documents = data_of(write([failed, failed])[0])
        assert [(row["id"], row["status"], row["code"]) for row in page["rows"]] == [
            ("unread", "failed", "unreadable-file"),
            ("unread-2", "failed", "unreadable-file"),
        ]
        assert documents[0]["error"] == ["unreadable-file", "permission denied", None]
        assert documents[0]["text"] is None

    def test_a_record_whose_form_is_gone_is_a_list_of_cell_paths(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """Nothing is lost, only the form's words are."""
        page, (document,) = data_of(write([golden[0]], forms={})[0])
        shape = page["shapes"][document["shape"]]
        assert shape["paths"] == [cell.path for cell in golden[0].cells]
        assert [row["label"] for row in shape["tables"][0]["blocks"][0]["rows"]] == shape["paths"]

    def test_a_record_with_cells_that_the_form_lost_is_a_list_of_cell_paths(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """Records outlive the form file they were made with."""
        first = golden[0].cells[0].model_copy(update={"path": "proactive.gone.issued"})
        record = golden[0].model_copy(update={"cells": (first, *golden[0].cells[1:])})
        page, (document,) = data_of(write([record])[0])
        assert page["shapes"][document["shape"]]["paths"][0] == "proactive.gone.issued"

    def test_an_edition_that_the_form_lost_is_a_list_of_cell_paths(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """An unknown edition is no crash."""
        form = golden[0].form
        assert form is not None
        record = golden[0].model_copy(update={"form": form.model_copy(update={"editions": {"requests": "1999"}})})
        page, (document,) = data_of(write([record])[0])
        assert page["shapes"][document["shape"]]["form"] == ""

    def test_equal_documents_have_links_of_their_own(self, write: Write, golden: tuple[Record, str]) -> None:
        """A copy of a file has the hash of the file."""
        page, _ = data_of(write([golden[0], golden[0]])[0])
        first, second = (row["id"] for row in page["rows"])
        assert golden[0].document.sha256 is not None
        assert golden[0].document.sha256.startswith(first)
        assert second == f"{first}-2"


class TestHostileText:
    """Nothing of a document becomes markup or runs."""

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_a_hostile_text_stays_a_text_wherever_it_stands(
        self, write: Write, golden: tuple[Record, str], hostile: str
    ) -> None:
        """As file name, agency, finding, quote, and in the text; the elements are those of a harmless page."""
        record = golden[0]
        finding = record.findings[0].model_copy(update={"message": hostile, "message_zh": hostile, "quote": hostile})
        agency = record.meta["agency"].model_copy(update={"value": hostile, "as_printed": hostile})
        claim = record.claims[0].model_copy(update={"quote": hostile})
        attacked = renamed(record, 1, name=hostile, path=hostile).model_copy(
            update={"findings": (finding,), "meta": {**record.meta, "agency": agency}, "claims": (claim,)}
        )
        harmless = _elements(write([record])[0])
        (path,) = write([attacked], text=hostile + golden[1])
        assert _elements(path) == harmless
        page, (document,) = data_of(path)
        assert (page["rows"][0]["name"], page["rows"][0]["agency"]) == (hostile, hostile)
        assert document["findings"][0]["quote"] == hostile
        assert document["text"][0][1] == hostile + golden[1]

    def test_half_a_character_in_a_name_does_no_harm(self, write: Write, golden: tuple[Record, str]) -> None:
        """A name that is no text cannot stop the page."""
        page, _ = data_of(write([renamed(golden[0], 1, name="a\ud800b")])[0])
        assert page["rows"][0]["name"] == "a?b"

    def test_the_policy_names_our_script_and_style_and_nothing_else(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """A script that got in all the same would not run, and nothing could be fetched."""
        tree = tree_of(write([golden[0]])[0])
        (policy,) = tree.css("meta[http-equiv=Content-Security-Policy]")
        rules = dict(rule.split(" ", 1) for rule in str(policy.attributes["content"]).split("; "))
        (script,) = tree.css("script:not([type])")
        (style,) = tree.css("style")
        assert rules == {
            "default-src": "'none'",
            "script-src": _hash(script.text(deep=True)),
            "style-src": _hash(style.text(deep=True)),
            "img-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }

    def test_the_page_names_no_other_file(self, write: Write, golden: tuple[Record, str]) -> None:
        """It opens offline: no link, image, font, or import."""
        tree = tree_of(write([golden[0]])[0])
        assert tree.css("[src]") == []
        assert [link.attributes["href"] for link in tree.css("[href]")] == ["#main"]
        own = "".join(node.text(deep=True) for node in tree.css("style, script:not([type])"))
        assert [word for word in ("url(", "@import", "fetch(", "XMLHttp", "innerHTML", "eval(") if word in own] == []


class TestSize:
    """500 documents are one file that opens at once; more are several files."""

    @pytest.mark.bars
    def test_five_hundred_documents_take_no_more_than_fifteen_megabytes(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """With every cell, and the text of reports of usual length in full."""
        (path,) = write(renamed(golden[0], number) for number in range(500))
        assert path.stat().st_size <= 15_000_000
        page, documents = data_of(path)
        assert (len(page["rows"]), len(documents)) == (500, 500)

    def test_long_texts_leave_no_file_above_fifteen_megabytes(self, write: Write, golden: tuple[Record, str]) -> None:
        """Where texts are long, excerpts are cut and the page is split."""
        record, text = golden
        long = text + "长" * 60_000
        files = write((renamed(record, number) for number in range(20)), text=long, most_bytes=200_000)
        assert len(files) > 2
        fixed = len(write([])[0].read_bytes())
        assert max(file.stat().st_size for file in files if file.exists()) <= 200_000 + fixed + 60_000
        assert MOST_BYTES + fixed + 60_000 <= 15_000_000

    def test_a_larger_run_is_an_index_and_parts_that_find_each_other(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """Every document is in exactly one part, and the index leads there."""
        files = write((renamed(golden[0], number) for number in range(5)), most_documents=2)
        assert [file.name for file in files] == ["report.html", "report-001.html", "report-002.html", "report-003.html"]
        index, nothing = data_of(files[0])
        assert (len(index["rows"]), nothing) == (5, [])
        for row in index["rows"]:
            part, documents = data_of(files[0].with_name(index["parts"][row["part"]]))
            ids = [other["id"] for other in part["rows"]]
            assert ids.count(row["id"]) == 1
            assert documents[ids.index(row["id"])]["sha256"].startswith(row["id"])
            assert part["part"]["index"] == "report.html"

    def test_a_smaller_page_removes_the_parts_of_the_larger_one_before(
        self, write: Write, golden: tuple[Record, str]
    ) -> None:
        """Old parts would be taken for the new run; a file that is not ours stays."""
        files = write((renamed(golden[0], number) for number in range(3)), most_documents=1)
        other = files[0].with_name("report-004.html")
        other.write_text("<title>mine</title>", encoding="utf-8")
        write([golden[0]])
        assert [file.exists() for file in (*files, other)] == [True, False, False, False, True]

    def test_a_run_without_documents_is_a_page_too(self, write: Write) -> None:
        """It says that there are none."""
        page, documents = data_of(write([])[0])
        assert (page["rows"], documents) == ([], [])

    def test_a_page_that_cannot_be_written_leaves_nothing_behind(
        self, write: Write, golden: tuple[Record, str], tmp_path: Path
    ) -> None:
        """No half a file, and none beside it."""
        (tmp_path / "report.html").mkdir()
        before = sorted(tmp_path.iterdir())
        with pytest.raises(OSError, match="directory"):
            write([golden[0]])
        assert sorted(tmp_path.iterdir()) == before


def _elements(path: Path) -> list[str]:
    return [str(element.tag) for element in tree_of(path).css("*")]


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
