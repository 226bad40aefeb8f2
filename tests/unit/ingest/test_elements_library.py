"""The library behind the second parser: offline, silent, and imported only when it is needed."""

import importlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import util
from pathlib import Path
from typing import cast

import pytest

from extractor.errors import UsageError
from extractor.ingest.elements import UnstructuredParser, library
from extractor.ingest.elements.library import DOWNLOAD_HOOK, MODEL_HOOK, TOKENIZE, imported
from extractor.model import Element
from extractor.wiring import element_parser

PAGE = """<h1>年度报告</h1><p>本年度共受理申请3件。全部办结。</p><p>This report was written by hand.</p>""".encode()

SHUT = """
import socket, sys, threading
tries = []
def shut(*words, **named):
    tries.append(words)
    raise OSError("no network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = shut
"""
"""Shuts every way to a network and counts who tries one."""


def run_python(script: str, folder: Path) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout.strip()


def parse(_: object = None) -> tuple[Element, ...]:
    """Parses a small page."""
    return UnstructuredParser().parse(PAGE, media_type="text/html", path="page.html")


def test_without_a_network_the_first_call_works_and_tries_none(project_root: Path) -> None:
    """Chinese and English prose both ask for the language model; no thread is left that could try later."""
    script = f"""{SHUT}
from extractor.ingest.elements import UnstructuredParser
found = UnstructuredParser().parse({PAGE!r}, media_type="text/html", path="page.html")
print(len(found), len(tries), threading.active_count())
"""
    assert run_python(script, project_root) == "3 0 1"


def test_left_to_itself_the_library_tries_the_network(project_root: Path) -> None:
    """The shut ways of the test above are those that the library takes, so its count of 0 means something."""
    script = f"""{SHUT}
import os
os.environ["DO_NOT_TRACK"] = os.environ["UNSTRUCTURED_DISABLE_NOTICE"] = "1"
from {TOKENIZE} import pos_tag
try:
    pos_tag("This report was written by hand.")
except RuntimeError:
    print(len(tries) > 0)
"""
    assert run_python(script, project_root) == "True"


def test_nothing_is_printed_and_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It advertises itself on the terminal unless told not to, and knows how to make working folders."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("GLOBAL_WORKING_DIR_ENABLED", "true")
    before = threading.active_count()
    assert parse()
    assert capfd.readouterr() == ("", "")
    assert (list(scratch.iterdir()), list((tmp_path / "home").iterdir())) == ([], [])
    assert threading.active_count() == before


def test_what_the_machine_sets_does_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes thresholds from the environment; a record could not tell."""
    plain = parse()
    monkeypatch.setenv("UNSTRUCTURED_NARRATIVE_TEXT_CAP_THRESHOLD", "nonsense")
    assert parse() == plain


def test_threads_get_the_answers_that_each_would_get_alone() -> None:
    """A model and a parser are shared by all threads of a process."""
    alone = parse()
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(parse, range(12))) == {alone}


def test_the_hooks_are_where_they_are_replaced() -> None:
    """A version of the library that no longer asks there fails here, before it can go online."""
    tokenize = imported(TOKENIZE)
    model = cast("Callable[[], object]", getattr(tokenize, "_get_nlp"))()  # noqa: B009 - private by design
    assert getattr(model, "lang", None) == "xx"
    assert getattr(model, "pipe_names", None) == ["sentencizer"]
    with pytest.raises(RuntimeError, match="never downloaded"):
        getattr(tokenize, DOWNLOAD_HOOK)()


@pytest.mark.parametrize("hook", [MODEL_HOOK, DOWNLOAD_HOOK])
def test_a_library_whose_hook_moved_is_not_used(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather no second parser than one that goes online."""
    tokenize = imported(TOKENIZE)
    take_offline = library._take_offline  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - done once a process
    take_offline.cache_clear()
    with monkeypatch.context() as patch:
        patch.delattr(tokenize, hook)
        with pytest.raises(UsageError, match=f"no longer has {hook}") as refusal:
            parse()
    assert (refusal.value.code, refusal.value.place) == ("changed-library", "unstructured")
    assert parse()


@pytest.mark.parametrize("absent", ["unstructured", "spacy", "docx"])
def test_without_the_extra_the_error_names_it(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain installation has none of it."""
    found = util.find_spec

    def find_spec(name: str, package: str | None = None) -> object:
        return None if name == absent else found(name, package)

    monkeypatch.setattr(library, "find_spec", find_spec)
    for call in (element_parser, parse):
        with pytest.raises(UsageError) as refusal:
            call()
        assert refusal.value.code == "missing-extra"
        assert refusal.value.hint == "install gouji[elements]"


@pytest.mark.parametrize(
    "script",
    [
        "import extractor.cli, extractor.wiring, extractor.ingest",
        "from extractor.wiring import element_parser; element_parser()",
        "from extractor.cli import main\ntry:\n    main(['show', 'report.txt'])\nexcept SystemExit:\n    pass",
    ],
    ids=["imports", "a parser that is not used", "a text that is read"],
)
def test_it_is_not_imported_before_it_is_needed(script: str, working_folder: Path, project_root: Path) -> None:
    """It takes seconds and 150 MB, which a run without a model must not pay."""
    report = next((project_root / "golden").rglob("*.txt"))
    (working_folder / "report.txt").write_bytes(report.read_bytes())
    told = "print('loaded:', sorted({'unstructured', 'spacy', 'docx'} & set(sys.modules)))"
    printed = run_python(f"import sys\n{script}\n{told}", working_folder)
    assert printed.endswith("loaded: []")


def test_an_application_without_logging_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns through the root logger, which would then start to print by itself."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert importlib.import_module("extractor.ingest.elements.library").imported(TOKENIZE)
    assert [type(handler) for handler in logging.getLogger().handlers] == [logging.NullHandler]
    assert os.environ["DO_NOT_TRACK"]
