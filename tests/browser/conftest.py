"""The report page in a real browser; every test here is skipped where Debian's chromium is absent."""

import hashlib
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from eval.generator import draw
from extractor.cli.texts import catalogue
from extractor.export.page import MOST_DOCUMENTS, PageFacts, write_page
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Failure, Record
from extractor.pipeline import Pipeline

HOSTILE = "</script><img src=x onerror=\"document.title='stolen'\"><!--"
"""As agency, file name, finding and text of the last document."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Starts chromium once for all tests."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def records(project_root: Path) -> tuple[tuple[Record, ...], dict[str, str]]:
    """Two golden reports, four generated ones, one that failed, and one full of markup, with their texts by SHA-256."""
    golden = project_root / "golden" / "reports"
    sources = [(path.name, path.read_bytes()) for path in sorted(golden.glob("*.txt"))]
    sources += [(f"generated-{seed}.txt", draw(seed).text.encode()) for seed in range(4)]
    pipeline = Pipeline(FileIngester(), builtin_forms())
    made: list[Record] = []
    texts: dict[str, str] = {}
    for name, data in sources:
        processed = pipeline.process(data, name=name, path=f"reports/{name}")
        made.append(processed.record)
        texts[hashlib.sha256(data).hexdigest()] = processed.text or ""
    failed = pipeline.process(b"", name="empty.txt", path="reports/empty.txt").record
    return (*made, failed, _hostile(made[0], texts)), texts


def _hostile(record: Record, texts: dict[str, str]) -> Record:
    sha256 = "f" * 64
    texts[sha256] = HOSTILE + texts[str(record.document.sha256)]
    finding = record.findings[0].model_copy(update={"message": HOSTILE, "message_zh": HOSTILE, "quote": HOSTILE})
    agency = record.meta["agency"].model_copy(update={"value": HOSTILE, "as_printed": HOSTILE})
    document = record.document.model_copy(update={"sha256": sha256, "name": HOSTILE, "path": HOSTILE})
    return record.model_copy(
        update={
            "status": "partial",
            "error": Failure(code=HOSTILE, message=HOSTILE, hint=HOSTILE),
            "document": document,
            "findings": (finding,),
            "meta": {**record.meta, "agency": agency, HOSTILE: agency},
        }
    )


@pytest.fixture(scope="session")
def report(records: tuple[tuple[Record, ...], dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of all records, in English at first."""
    return _write(records, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="session")
def split_report(records: tuple[tuple[Record, ...], dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as an index and parts of three documents, in a folder and under a name that need care in addresses."""
    return _write(records, tmp_path_factory.mktemp("页 #1"), name="报告 50%.html", most_documents=3)


def _write(
    records: tuple[tuple[Record, ...], dict[str, str]],
    folder: Path,
    *,
    name: str = "report.html",
    most_documents: int = MOST_DOCUMENTS,
) -> Path:
    made, texts = records
    files = write_page(
        made,
        PageFacts(package="gouji 0.1.0", finished="2026-01-02T03:04:05Z"),
        folder / name,
        language="en",
        texts=catalogue(),
        forms={form.id: form for form in builtin_forms()},
        text_of=texts.get,
        most_documents=most_documents,
    )
    return files[0]


@pytest.fixture
def open_page(browser: Browser, report: Path) -> Generator[Open]:
    """Opens the page at a fragment; afterwards nothing was loaded but the page, and no script complained."""
    requests: list[str] = []
    complaints: list[str] = []
    contexts: list[BrowserContext] = []
    allowed = {path.as_uri() for path in report.parent.iterdir()}

    def visit(
        fragment: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        file: Path = report,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        allowed.update(path.as_uri() for path in file.parent.iterdir())
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url.partition("#")[0]))
        page.on("console", lambda line: complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{file.as_uri()}{fragment}")
        page.wait_for_selector("html[data-ready=true]")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert set(requests) <= allowed
    assert complaints == []
