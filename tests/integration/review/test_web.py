"""The pages and the interface for programs: who may do what, what they tell, and what cannot be smuggled in."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Protocol

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from extractor.model import Cell, Place, Record
from extractor.review.web.guard import allowed_to
from extractor.store.database.shapes import Filters, Item

Report = tuple[Record, str]

HOSTILE = '</pre></script><script src=//evil.example/x.js></script><img src=x onerror=alert(1)>" onfocus="alert(2)'


class Person(Protocol):
    """As the fixture makes them."""

    name: str
    browser: TestClient
    csrf: str
    token: str

    def post(self, address: str, **fields: str) -> httpx2.Response:
        """Send a form as a page does."""
        ...


class Served(Protocol):
    """As the fixture makes it."""

    app: FastAPI

    def person(self, name: str, role: str = "reviewer") -> Person:
        """Make an account and sign in."""
        ...

    def visitor(self) -> TestClient:
        """Somebody who has not signed in."""
        ...

    def open_items(self, filters: Filters | None = None) -> tuple[Item, ...]:
        """The open questions."""
        ...


Serve = Callable[..., Served]


def routes(app: FastAPI) -> Iterator[tuple[str, str, APIRoute]]:
    """Every route with each of its methods; the address names question 1."""
    pending = list(app.routes)
    while pending:
        route = pending.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            pending += inner.routes
            continue
        assert isinstance(route, APIRoute), route
        address = route.path.replace("{number}", "1").replace("{name}", "review.css").replace("{secret}", "x")
        for method in route.methods or ():
            yield method, address, route


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


class TestAccess:
    """Every route."""

    def test_every_route_says_who_may_call_it(self, serve: Serve, doubtful_report: Report) -> None:
        """And a route that does not say so is refused, which the next test proves."""
        found = list(routes(serve(doubtful_report).app))
        assert len(found) > 20
        assert [route.path for _, _, route in found if allowed_to(route.endpoint) is None] == []

    def test_a_route_without_a_role_is_denied_to_everybody(self, serve: Serve, doubtful_report: Report) -> None:
        """Forgetting it closes the door rather than opening it."""
        served = serve(doubtful_report)

        @served.app.get("/forgotten")
        def forgotten() -> str:
            return "secret"

        assert served.person("zhao", "admin").browser.get("/forgotten").status_code == 403

    def test_nobody_gets_beyond_what_is_for_anyone(self, serve: Serve, doubtful_report: Report) -> None:
        """Pages send to the sign-in, forms and programs are refused, and nothing is told."""
        served = serve(doubtful_report)
        visitor = served.visitor()
        for method, address, route in routes(served.app):
            allowed = allowed_to(route.endpoint)
            assert allowed is not None
            answer = visitor.request(method, address)
            if allowed[0] == "anyone":
                assert answer.status_code in {200, 403, 422}, address
            elif allowed[1] == "program":
                assert answer.status_code == 401, address
            elif method == "GET":
                assert answer.status_code == 303, address
                assert answer.headers["location"].startswith("/sign-in?back=")
            else:
                assert answer.status_code == 401, address

    def test_a_role_sees_its_own_pages_only(self, serve: Serve, doubtful_report: Report) -> None:
        """A reviewer not the supervisor's, a supervisor not the administrator's; by browser and by key."""
        served = serve(doubtful_report)
        ranks = {"anyone": 0, "reviewer": 1, "supervisor": 2, "admin": 3}
        for rank, role in enumerate(("reviewer", "supervisor", "admin"), start=1):
            person = served.person(f"a-{role}", role)
            for method, address, route in routes(served.app):
                allowed = allowed_to(route.endpoint)
                assert allowed is not None
                if method != "GET" or allowed[1] == "program" or "{secret}" in route.path:
                    continue
                status = person.browser.get(address).status_code
                assert (status == 403) == (ranks[allowed[0]] > rank), (role, address)

    def test_a_form_without_the_pages_key_changes_nothing(self, serve: Serve, doubtful_report: Report) -> None:
        """On every route that changes something: no key, a wrong one, and another person's."""
        served = serve(doubtful_report)
        wang, li = served.person("wang", "admin"), served.person("li", "admin")
        before = served.open_items()
        tried = 0
        for method, address, route in routes(served.app):
            allowed = allowed_to(route.endpoint)
            if method != "POST" or allowed is None or allowed[0] == "anyone" or allowed[1] == "program":
                continue
            for key in ({}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": li.csrf}):
                fields = {"action": "accept", "reason": "x", "scope": "row", "password": "long enough now", **key}
                assert wang.browser.post(address, data=fields).status_code == 403, address
                tried += 1
        assert tried >= 24
        assert served.open_items() == before
        assert wang.browser.get("/").status_code == 200

    def test_a_page_of_another_site_cannot_sign_anybody_in(self, serve: Serve, doubtful_report: Report) -> None:
        """Browsers say where a request comes from; one from elsewhere is refused, with the right password as well."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        phrase = "correct-horse-battery"
        assert wang.post("/account", password=phrase).status_code == 303
        fields = {"name": "wang", "password": phrase}
        for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)):
            answer = served.visitor().post("/sign-in", data=fields, headers={"sec-fetch-site": site})
            assert answer.status_code == status, site

    def test_a_browsers_session_is_no_key_for_programs(self, serve: Serve, doubtful_report: Report) -> None:
        """So no page can make a browser call that interface; nor does a key open pages."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        assert wang.browser.get("/v1/review/items").status_code == 401
        bearer = {"authorization": f"Bearer {wang.token}"}
        assert served.visitor().get("/v1/review/items", headers=bearer).status_code == 200
        assert served.visitor().get("/", headers=bearer).status_code == 303

    def test_a_foreign_name_of_this_machine_is_refused(self, serve: Serve, doubtful_report: Report) -> None:
        """A page elsewhere cannot point a name of its own at this address."""
        answer = serve(doubtful_report).visitor().get("/healthz", headers={"host": "evil.example"})
        assert answer.status_code == 400

    @pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
    def test_signing_in_leads_nowhere_else(self, serve: Serve, doubtful_report: Report, back: str) -> None:
        """A forged link cannot send a person who signs in to another site."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        phrase = "correct-horse-battery"
        assert wang.post("/account", password=phrase).status_code == 303
        answer = served.visitor().post("/sign-in", data={"name": "wang", "password": phrase, "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert "samesite=lax" in answer.headers["set-cookie"].lower()


class TestOthersWork:
    """Questions that somebody else is at, and answers that somebody else gave."""

    def test_what_another_is_at_cannot_be_answered_settled_or_skipped(
        self, serve: Serve, doubtful_report: Report
    ) -> None:
        """By page and by program; each says who is at it."""
        served = serve(doubtful_report)
        wang, li = served.person("wang"), served.person("li")
        number = served.open_items(Filters(kind="cell"))[0].id
        assert wang.browser.get(f"/items/{number}").status_code == 200
        shown = li.browser.get(f"/items/{number}")
        assert shown.status_code == 409
        assert "wang is at this question" in shown.text
        assert li.post(f"/items/{number}/answer", action="accept").status_code == 409
        assert li.post(f"/items/{number}/together", scope="row").status_code == 409
        assert li.post(f"/items/{number}/skip", reason="x").status_code == 409
        bearer = {"authorization": f"Bearer {li.token}"}
        program = served.visitor()
        address = f"/v1/review/items/{number}"
        assert program.post(f"{address}/claim", json={}, headers=bearer).status_code == 409
        refused = program.post(f"{address}/decision", json={"action": "accept"}, headers=bearer)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "item-taken")
        assert li.post(f"/items/{number}/take-over").status_code == 303
        assert li.post(f"/items/{number}/answer", action="accept").status_code == 303

    def test_anothers_answer_cannot_be_taken_back(self, serve: Serve, doubtful_report: Report) -> None:
        """The entry is named by number, and numbers can be guessed."""
        served = serve(doubtful_report)
        wang, li = served.person("wang"), served.person("li")
        number = served.open_items(Filters(kind="cell"))[0].id
        assert wang.post(f"/items/{number}/answer", action="accept").status_code == 303
        assert li.post("/undo", seq="1").status_code == 403
        assert wang.post("/undo", seq="1").status_code == 303

    def test_what_is_not_there_is_not_found(self, serve: Serve, doubtful_report: Report) -> None:
        """On every route that names a question."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        for address in ("/items/999999", "/items/999999/check?text=1", "/items/999999/page.png"):
            assert wang.browser.get(address).status_code == 404, address
        for address in ("answer", "skip", "take-over"):
            assert wang.post(f"/items/999999/{address}", action="accept", reason="x").status_code == 404, address
        assert wang.post("/items/999999/together", scope="row").status_code == 404
        for address in ("/items/0", "/items/99999999999999999999", "/items/x"):
            assert wang.browser.get(address).status_code == 422, address


class TestBlind:
    """Questions whose machine value must not be known."""

    def test_a_blind_question_tells_no_value_of_the_machine(self, serve: Serve, read_report: Report) -> None:
        """Nor tier, rule, score, readings or mark: by page, live check, list and program, before it is answered.

        The machine's value is put to a number that the document does not hold, so that finding it is a leak.
        """
        record, content = read_report
        secret = 918273645
        assert str(secret) not in content

        def misread(cell: Cell) -> Cell:
            if cell.path != "requests.new_received.natural_person":
                return cell
            readings = tuple(
                each.model_copy(update={"value": secret, "as_printed": str(secret), "score": 0.123456})
                for each in cell.readings
            )
            return cell.model_copy(update={"value": secret, "as_printed": str(secret), "readings": readings})

        record = record.model_copy(update={"cells": tuple(map(misread, record.cells))})
        served = serve((record, content), audit=1.0)
        wang = served.person("wang")
        item = next(each for each in served.open_items() if each.subject == "requests.new_received.natural_person")
        assert item.blind
        bearer = {"authorization": f"Bearer {wang.token}"}
        program = served.visitor()
        answers = [
            wang.browser.get(f"/items/{item.id}"),
            wang.browser.get("/?kind=cell"),
            wang.browser.get(f"/items/{item.id}/check", params={"text": "5"}),
            wang.browser.get(f"/items/{item.id}/check", params={"text": str(secret - 1)}),
            program.get(f"/v1/review/items/{item.id}", headers=bearer),
            program.get("/v1/review/items", params={"kind": "cell", "limit": 200}, headers=bearer),
            program.post(f"/v1/review/items/{item.id}/claim", json={}, headers=bearer),
            wang.post(f"/items/{item.id}/answer", action="accept"),
            wang.post(f"/items/{item.id}/together", scope="row"),
        ]
        assert [answer.status_code for answer in answers] == [200] * 7 + [422] * 2
        for answer in answers:
            assert str(secret) not in answer.text
            assert "0.12" not in answer.text
        page = answers[0].text
        assert "<mark" not in page
        assert "data-path" not in page
        shown = answers[4].json()
        hidden = ("tier", "rule", "score", "as_printed", "value", "cell_kind", "message")
        assert {name: shown[name] for name in hidden} == dict.fromkeys(hidden)
        assert shown["choices"] == shown["reasons"] == []
        assert json.loads(answers[2].text)["broken"] == json.loads(answers[3].text)["broken"] == []

    def test_the_answer_to_a_blind_question_tells_nothing_either(self, serve: Serve, read_report: Report) -> None:
        """What comes back to a program is what it sent."""
        served = serve(read_report, audit=1.0)
        wang = served.person("wang")
        item = next(each for each in served.open_items() if each.blind)
        bearer = {"authorization": f"Bearer {wang.token}"}
        kept = served.visitor().post(
            f"/v1/review/items/{item.id}/decision", json={"action": "type", "text": "777777"}, headers=bearer
        )
        assert kept.status_code == 200
        assert set(kept.json()[0]) == {"seq", "hash", "subject", "after"}
        assert json.loads(kept.json()[0]["after"])["value"] == 777777


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


class TestPages:
    """What the pages show."""

    def test_the_live_check_names_the_rules_that_an_answer_would_break(
        self, serve: Serve, doubtful_report: Report
    ) -> None:
        """And is silent about a value that breaks none, and says so about what is no value."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        item = served.open_items(Filters(kind="cell"))[0]
        address = f"/items/{item.id}/check"
        broken = wang.browser.get(address, params={"text": "123456"}).json()
        assert broken["broken"]
        assert broken["broken"][0] in broken["lines"][0]
        right = item.printed.removeprefix("=").strip()
        assert wang.browser.get(address, params={"text": right}).json()["broken"] == []
        assert (
            wang.browser.get(address, params={"text": "see above"}).json()["problem"]
            == "That is no value for this cell."
        )

    def test_a_refused_answer_keeps_what_was_typed(self, serve: Serve, doubtful_report: Report) -> None:
        """Nobody types it twice."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        number = served.open_items(Filters(kind="cell"))[0].id
        answer = wang.post(f"/items/{number}/answer", action="type", text="123456")
        assert answer.status_code == 422
        assert 'value="123456"' in answer.text
        assert "breaks a rule" in answer.text

    def test_the_page_of_a_picture_is_shown_where_there_is_one(self, serve: Serve, doubtful_report: Report) -> None:
        """Asked for by document and place; a place without a page has none."""
        record, content = doubtful_report
        asked: list[tuple[str, int | None]] = []

        def pictures(document: str, place: Place) -> bytes | None:
            asked.append((document, place.page))
            return b"\x89PNG"

        def paged(cell: Cell) -> Cell:
            place = cell.source.model_copy(update={"page": 3}) if cell.source else None
            return cell.model_copy(update={"source": place})

        served = serve(
            (record.model_copy(update={"cells": tuple(map(paged, record.cells))}), content), pictures=pictures
        )
        wang = served.person("wang")
        number = served.open_items(Filters(kind="cell"))[0].id
        page = wang.browser.get(f"/items/{number}").text
        address = re.search(r'<img class="page" src="([^"]+)"', page)
        assert address is not None
        picture = wang.browser.get(address.group(1))
        assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG", "image/png")
        assert set(asked) == {(record.document.sha256, 3)}

    def test_both_languages_and_every_word_exist(self, serve: Serve, doubtful_report: Report) -> None:
        """A missing word would end a page with an error."""
        served = serve(doubtful_report)
        chief = served.person("zhao", "admin")
        number = served.open_items(Filters(kind="cell"))[0].id
        for address in ("/", f"/items/{number}", "/oversight", "/people", "/account", "/next?tier=none", "/nowhere"):
            joiner = "&" if "?" in address else "?"
            english, chinese = (chief.browser.get(f"{address}{joiner}lang={each}").text for each in ("en", "zh"))
            assert 'lang="en"' in english
            assert 'lang="zh-Hans"' in chinese
            assert english != chinese

    def test_signs_of_life_tell_a_lost_database(self, serve: Serve, doubtful_report: Report) -> None:
        """The process lives, and is not ready."""
        served = serve(doubtful_report)
        visitor = served.visitor()
        assert (visitor.get("/healthz").status_code, visitor.get("/readyz").status_code) == (200, 200)
        site = served.app.state.site
        site.desk.database.engine.dispose()
        site.desk.database.engine.pool = site.desk.database.engine.pool.recreate()
        site.desk.database.engine.dialect.connect = _refuse  # the driver itself, which nothing of ours stands for
        assert (visitor.get("/healthz").status_code, visitor.get("/readyz").status_code) == (200, 503)


def _refuse(*_: object, **__: object) -> None:
    import sqlite3

    raise sqlite3.OperationalError("unable to open database file")


class TestDecisionsByProgram:
    """The interface for programs."""

    def test_a_program_lists_claims_and_decides(self, serve: Serve, doubtful_report: Report) -> None:
        """What it kept is in the chain under the account that its key belongs to."""
        served = serve(doubtful_report)
        wang = served.person("wang")
        bearer = {"authorization": f"Bearer {wang.token}"}
        program = served.visitor()
        listed = program.get("/v1/review/items", params={"kind": "cell"}, headers=bearer).json()
        assert listed["left"] == len(listed["items"]) == 12
        address = f"/v1/review/items/{listed['items'][0]['id']}"
        claimed = program.post(f"{address}/claim", json={}, headers=bearer).json()
        assert claimed["held_by"] == "wang"
        assert claimed["choices"][0]["value"] == claimed["value"]
        kept = program.post(f"{address}/decision", json={"action": "pick", "choice": 1}, headers=bearer)
        assert kept.status_code == 200
        assert program.post(f"{address}/decision", json={"action": "accept"}, headers=bearer).status_code == 409
        assert program.get(address, headers=bearer).json()["settled"] is True
