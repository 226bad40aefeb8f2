"""The pages and the interface for programs: what cannot be smuggled in."""

from html.parser import HTMLParser

import pytest
from review_site import Report, Serve

from extractor.store.database.shapes import Filters

HOSTILE = '</pre></script><script src=//evil.example/x.js></script><img src=x onerror=alert(1)>" onfocus="alert(2)'


class Scripts(HTMLParser):
    """Collects what a page would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.handlers: list[str] = []
        self.inline = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts, pictures and handlers."""
        named = dict(attrs)
        if tag in {"script", "img", "iframe", "link"}:
            self.loaded.append(named.get("src") or named.get("href") or "inline")
        self.inline += tag == "style" or "style" in named
        self.handlers += [name for name in named if name.startswith("on")]


class TestHostileDocuments:
    """Names, texts, agencies and reasons that are markup."""

    def test_nothing_of_a_document_becomes_markup(self, serve: Serve, doubtful_report: Report) -> None:
        """On every page, in both languages: only our own style and script, no handler, nothing inline."""
        record, content = doubtful_report
        agency = record.meta["agency"].model_copy(update={"value": HOSTILE, "as_printed": HOSTILE})
        findings = tuple(
            each.model_copy(update={"message": HOSTILE, "message_zh": HOSTILE, "quote": HOSTILE, "clause": HOSTILE})
            for each in record.findings
        )
        cells = tuple(
            cell.model_copy(update={"reasons": (HOSTILE,), "as_printed": HOSTILE}) if cell.status == "review" else cell
            for cell in record.cells
        )
        document = record.document.model_copy(update={"name": HOSTILE, "path": HOSTILE})
        hostile = record.model_copy(
            update={
                "document": document,
                "findings": findings,
                "cells": cells,
                "meta": {**record.meta, "agency": agency},
            }
        )
        served = serve((hostile, HOSTILE + content[len(HOSTILE) :]))
        chief = served.person(HOSTILE[:60], "admin")
        cell, finding = (served.open_items(Filters(kind=kind))[0].id for kind in ("cell", "finding"))
        assert chief.post(f"/items/{cell}/skip", reason=HOSTILE).status_code == 303
        assert chief.post(f"/items/{finding}/answer", action="waive", reason=HOSTILE).status_code == 303
        seen = 0
        for language in ("en", "zh"):
            pages = [
                "/", f"/items/{cell}", f"/items/{finding}", "/oversight", "/people", "/account",
                f"/items/{cell}?agency={HOSTILE}", "/sign-in?back=/" + HOSTILE,
            ]  # fmt: skip
            for address in pages:
                joiner = "&" if "?" in address else "?"
                answer = chief.browser.get(f"{address}{joiner}lang={language}")
                assert answer.status_code == 200, address
                found = Scripts()
                found.feed(answer.text)
                assert all(each.startswith(("/static/", "/items/")) for each in found.loaded), address
                assert found.handlers == []
                assert found.inline == 0
                seen += "evil.example" in answer.text
        assert seen >= 8

    def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(
        self, serve: Serve, doubtful_report: Report
    ) -> None:
        """On every answer, errors and refusals included."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        for address in ("/", "/sign-in", "/nowhere", "/oversight", "/static/review.js", "/healthz", "/v1/review/items"):
            answer = wang.browser.get(address)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "http" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"

    @pytest.mark.parametrize("name", ["..%2Fwords.toml", "%2e%2e/words.toml", "site.py", "review.css/.."])
    def test_static_gives_its_own_files_only(self, serve: Serve, doubtful_report: Report, name: str) -> None:
        """No path leads out of it."""
        assert serve(doubtful_report).visitor().get(f"/static/{name}").status_code == 404
