"""Size of the report page of 500 documents, and how long a browser takes until a reader can use it."""

import hashlib
import shutil
import statistics
import time
from pathlib import Path

from benchmarks.corpus import drawn
from benchmarks.report import figure, judge
from extractor.cli.texts import catalogue
from extractor.export.page import PageFacts, write_page
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.model import Record
from extractor.pipeline import Pipeline

__all__ = ["measure_page"]

DOCUMENTS = 500
ROUNDS = 5
BAR_BYTES = 15_000_000
BAR_SECONDS = 2.0
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

READY = """() => new Promise((done) => {
  const wait = () => document.documentElement.dataset.ready && document.querySelectorAll(".list tbody tr").length
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()))) : setTimeout(wait, 5);
  wait();
})"""
"""Milliseconds from the start of the navigation until the list is drawn and the page takes input."""


def measure_page(folder: Path) -> bool:
    """Print the size of the page, the time to write it, and where chromium is there, the time until it is usable."""
    pipeline, texts = Pipeline(FileIngester(), builtin_forms()), dict[str, str]()
    records: list[Record] = []
    for number, report in zip(range(DOCUMENTS), drawn(DOCUMENTS), strict=True):
        data = report.text.encode()
        processed = pipeline.process(data, name=f"{number:06}.txt", path=f"{number:06}.txt")
        texts[hashlib.sha256(data).hexdigest()] = processed.text or ""
        records.append(processed.record)
    target = folder / "report.html"
    forms = {form.id: form for form in builtin_forms()}
    begin = time.perf_counter()
    files = write_page(records, PageFacts(), target, language="zh", texts=catalogue(), forms=forms, text_of=texts.get)
    figure(f"writing the page of {DOCUMENTS} records", f"{time.perf_counter() - begin:.2f} s, {len(files)} file")
    size = target.stat().st_size
    small = judge("size of the page", f"{size / 1e6:.2f} MB", f"{BAR_BYTES / 1e6:.0f} MB", met=size <= BAR_BYTES)
    chromium = shutil.which("chromium")
    if chromium is None:
        figure("until the page is usable", "not measured: no chromium")
        return small
    return _time_until_usable(chromium, target) and small


def _time_until_usable(chromium: str, target: Path) -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        opened: list[float] = []
        searched: list[float] = []
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(target.as_uri(), wait_until="commit")
            opened.append(float(page.evaluate(READY)) / 1000)
            begin = time.perf_counter()
            page.fill("#filter-q", "nowhere to be found")
            page.wait_for_selector("#results .empty")
            searched.append(time.perf_counter() - begin)
            page.close()
        browser.close()
    figure("first search in all texts, median of 5", f"{statistics.median(searched):.2f} s")
    slowest = max(opened)
    figure("until the page is usable, median of 5", f"{statistics.median(opened):.2f} s")
    return judge(
        "until the page is usable, slowest", f"{slowest:.2f} s", f"{BAR_SECONDS} s", met=slowest <= BAR_SECONDS
    )
